"""What the register can be filtered and sorted by, read from an address: `?workshop=DS&follow-up=put&sort=step`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.validators import slug_re
from django.db.models import CharField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast, Left, Length
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.contrib.redirects.models import Redirect

from translations.languages import SOURCE, column
from workshops.codes import LONGEST
from workshops.models import ConventionPage, WorkshopReportPage

from ..models.claim import ClaimPage
from ..models.decision import Deliberation
from ..models.step import FollowUp

LARGEST_KEY = 2**31 - 1


@dataclass(frozen=True)
class Filter:
    """One thing to filter by.

    `read` turns what an address says into the value filtered by, or None where there is no such thing; `keep` is the
    condition on claims for that value; `group` the expression by which claims are counted, as text.
    """

    name: str
    label: Any
    read: Callable[[str], str | None]
    keep: Callable[[str], Q]
    group: Any


def read_choice(choices: Iterable[str]) -> Callable[[str], str | None]:
    known = set(choices)
    return lambda text: text if text in known else None


def read_report_code(text: str) -> str | None:
    code = text.strip().upper()
    if len(code) > LONGEST or not (code.isascii() and code.isalpha()):  # PostgreSQL refuses to look for some signs
        return None
    return code if WorkshopReportPage.objects.visible().filter(code=code).exists() else None


def read_convention(text: str) -> str | None:
    """Return the path of the convention that `text` is the slug of, in the source language, or once was.

    Feeds and tables that somebody subscribed to name it: they go on when the convention gets another slug.
    """
    if not slug_re.fullmatch(text):
        return None
    paths = ConventionPage.objects.visible().values_list("path", flat=True)
    if path := paths.filter(**{column("slug", SOURCE): text}).first():
        return str(path)
    former = Redirect.objects.filter(old_path__startswith=f"/{SOURCE}/", old_path__endswith=f"/{text}")
    return paths.filter(pk__in=former.values("redirect_page")).first()


def read_organisation(relation: str) -> Callable[[str], str | None]:
    """Return a reader of keys of organisations that visible claims name by `relation`; of others no name is told."""

    def read(text: str) -> str | None:
        if not (text.isascii() and text.isdigit() and int(text) <= LARGEST_KEY):
            return None
        return str(int(text)) if visible_claims().filter(**{relation: int(text)}).exists() else None

    return read


def cast_to_text(expression: Any) -> Cast:
    return Cast(expression, CharField())


REGISTER_FILTERS = [
    Filter(
        "workshop",
        pgettext_lazy("claims", "Workshop"),
        read_report_code,
        lambda code: Q(given_mark__code=code),
        cast_to_text("given_mark__code"),
    ),
    Filter(
        "convention",
        pgettext_lazy("claims", "Convention"),
        read_convention,
        lambda path: Q(path__startswith=path),
        cast_to_text(Left("path", Length("path") - 2 * ClaimPage.steplen)),
    ),
    Filter(
        "addressee",
        pgettext_lazy("claims", "Addressed to"),
        read_organisation("addressees"),
        lambda key: Q(addressees=key),
        cast_to_text("addressees__pk"),
    ),
    Filter(
        "deliberation",
        pgettext_lazy("claims", "Decision"),
        read_choice(Deliberation.values),
        lambda value: Q(deliberation=value),
        cast_to_text("deliberation"),
    ),
    Filter(
        "follow-up",
        pgettext_lazy("claims", "Progress"),
        read_choice(FollowUp.values),
        lambda value: Q(follow_up=value),
        cast_to_text("follow_up"),
    ),
    Filter(
        "supporter",
        _("Led or supported by"),
        read_organisation("supports__organisation"),
        lambda key: Q(supports__organisation=key),
        cast_to_text("supports__organisation"),
    ),
]

SORTS: Mapping[str, tuple[Any, list[Any]]] = {
    "order": (_("Order of the reports"), ["path"]),
    "mark": (pgettext_lazy("claims", "Number"), ["given_mark__code", "given_mark__number"]),
    "date": (pgettext_lazy("claims", "Latest first"), [F("first_published_at").desc(nulls_last=True), "-pk"]),
    "step": (_("Last updated first"), [F("last_step_on").desc(nulls_last=True), "path"]),
}


@dataclass(frozen=True)
class RegisterQuery:
    """What an address asks of the register.

    `values` maps the name of a filter to what it keeps; `ignored` holds the filters whose value there is not.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    sort: str = "order"
    ignored: tuple[Filter, ...] = ()

    @classmethod
    def read(cls, query: QueryDict) -> RegisterQuery:
        asked = {item: query.get(item.name, "").strip() for item in REGISTER_FILTERS}
        read = {item: item.read(text) for item, text in asked.items() if text}
        sort = query.get("sort", "")
        return cls(
            values={item.name: value for item, value in read.items() if value is not None},
            sort=sort if sort in SORTS else "order",
            ignored=tuple(item for item, value in read.items() if value is None),
        )

    def narrow(self, claims: Any, *, but: str = "") -> Any:
        """Return those of `claims` that all filters keep, the one named `but` aside. No claim comes twice."""
        for item in REGISTER_FILTERS:
            if item.name in self.values and item.name != but:
                claims = claims.filter(item.keep(self.values[item.name]))
        return claims

    def arrange(self, claims: Any) -> Any:
        if self.sort == "mark":  # each has one: said here, so that the index of marks has their order
            claims = claims.filter(given_mark__isnull=False)
        return claims.order_by(*SORTS[self.sort][1])


def visible_claims() -> Any:
    """Claims that may leave the site, in the order of the tree, without their long texts."""
    return ClaimPage.objects.visible().exclude(mark=None).order_by("path").defer_streamfields()


def held_claims() -> Any:
    """Visible claims of conventions that were held, without those of invented examples."""
    return visible_claims().exclude(of_an_example())


def of_an_example() -> Exists:
    """Return the expression that tells whether a claim is of an invented convention, which readers are to know."""
    convention = Left(OuterRef("path"), Length(OuterRef("path")) - 2 * ClaimPage.steplen)
    return Exists(ConventionPage.objects.filter(path=convention, is_example=True))


def choose_claims(query: QueryDict) -> Any:
    """Return the visible claims that the register shows for `query`, in its order: what exports take away."""
    chosen = RegisterQuery.read(query)
    return chosen.arrange(chosen.narrow(visible_claims()))
