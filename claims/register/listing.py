"""The register of claims: all that may be seen, filtered, counted, and put in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Sum, Value
from django.http import QueryDict

from translations.languages import SOURCE, column
from workshops.models import ConventionPage, WorkshopReportPage

from ..models.claim import ClaimPage
from ..models.decision import Deliberation
from ..models.organisation import Organisation
from ..models.step import FollowUp
from .filters import REGISTER_FILTERS, SORTS, Filter, RegisterQuery, cast_to_text, choose_claims, visible_claims

__all__ = ["CLAIMS_PER_PAGE", "choose_claims", "get_register", "visible_claims"]

CLAIMS_PER_PAGE = 50
CHOICES_SHOWN = 12  # of each filter, those with most claims: hundreds of workshops would bury the claims
COUNTS_KEPT = 3600  # seconds; whatever changes a visible claim is counted anew at once

WITHOUT = "without"
SCORES = "scores"
SLUG = column("slug", SOURCE)
LISTED_FIELDS = ["path", "depth", "url_path", "mark", "statement", "deliberation", "follow_up"]  # of each claim
SHOWN_OF_CONVENTIONS = ["path", "depth", "url_path", "slug", "title", "town", "starts_on", "ends_on", "is_example"]
Counts = dict[str, dict[str, int]]  # name of a filter, value, number of claims


class ClaimPaginator(Paginator):
    """Finds the keys of a page's claims first, from the nearer end: sorting whole rows would grow with the register."""

    def page(self, number: int | str) -> Page[ClaimPage]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        claims: Any = self.object_list
        keys = claims.values("pk")
        near_end = first > self.count // 2
        keys = keys.reverse()[self.count - last : self.count - first] if near_end else keys[first:last]
        found = claims.model.objects.filter(pk__in=keys).only(*LISTED_FIELDS).order_by(*claims.query.order_by)
        return Page(found, number, self)


@dataclass
class Shelf:
    """A convention's claims on one page of the register."""

    convention: ConventionPage | None
    claims: list[ClaimPage] = field(default_factory=list)


@dataclass(frozen=True)
class FilterChoice:
    """A value to filter by, and how many claims it would leave."""

    value: str
    count: int
    chosen: bool
    label: Any = ""
    thing: Any = None  # the page or organisation whose text `field` comes before the label
    field: str = ""

    @property
    def text(self) -> str:
        texts = [getattr(self.thing, self.field)] if self.thing else []
        return ", ".join([*texts, *([str(self.label)] if self.label else [])])


@dataclass(frozen=True)
class Choices:
    filter: Filter
    choices: list[FilterChoice]
    left_out: int  # how many more there are
    without: str  # query string of the register without this filter
    count_without: int | None  # how many claims it would show; of a chosen filter only

    @property
    def chosen(self) -> FilterChoice | None:
        return next((choice for choice in self.choices if choice.chosen), None)


def get_register(data: QueryDict) -> dict[str, Any]:
    """Return the context of the register page for the query of its address, see claims/register/filters.py."""
    query = RegisterQuery.read(data)
    conventions = list(ConventionPage.objects.visible().only(*SHOWN_OF_CONVENTIONS).order_by("path"))
    invented = [convention.path for convention in conventions if convention.is_example]
    total, counts = count_claims(query, invented)
    paginator = ClaimPaginator(query.arrange(query.narrow(visible_claims())), CLAIMS_PER_PAGE)
    paginator.count = counts[""][""]
    page = paginator.get_page(data.get("page"))
    choices = list_filter_choices(query, counts, conventions, data)
    active = [item for item in choices if item.chosen]
    return {
        "total": total,
        "shown": paginator.count,
        "choices": choices,
        "scores": list_scores(counts[SCORES]),
        "active": active,
        "addressees": list_addressees(choices),
        "chosen_words": ", ".join(item.chosen.text for item in active if item.chosen),
        "ignored": query.ignored,
        "sorts": [(name, label, name == query.sort) for name, (label, _order) in SORTS.items()],
        "beyond": bool(asked := data.get("page", "")) and asked.isdecimal() and int(asked) > paginator.num_pages,
        "claims_page": page,
        "shelves": shelve(page, conventions if query.sort == "order" else []),
    }


def list_addressees(choices: list[Choices]) -> list[Organisation]:
    """Return whom the claims that the other filters leave are addressed to, those with most claims first."""
    return [choice.thing for item in choices if item.filter.name == "addressee" for choice in item.choices]


def list_scores(counts: dict[str, int]) -> list[tuple[Any, int]]:
    """Return how many of the claims that were really made, and are open, have come how far: those with none too."""
    return [(label, counts.get(value, 0)) for value, label in FollowUp.choices]


def count_claims(query: RegisterQuery, invented: list[str]) -> tuple[int, Counts]:
    """Return how many claims may be seen, and how many of them each choice would leave beside the others chosen.

    Those of the second kind are kept under what the visible claims add up to, which no change leaves as it was: so
    they are counted once, and never stale.
    """
    sums = visible_claims().order_by().aggregate(total=Count("pk"), cache_version=Sum("cache_version"))
    state = f"{sums['total']} {sums['cache_version']} {sorted(query.values.items())} {invented}"
    key = f"register-{sha256(state.encode()).hexdigest()}"
    counts = cache.get(key)
    if counts is None:
        counts = count_choices(query, invented)
        cache.set(key, counts, COUNTS_KEPT)
    return sums["total"], counts


def count_choices(query: RegisterQuery, invented: list[str]) -> Counts:
    """Count, in one statement, what each choice of each filter would leave, and under "" what all leave together.

    Under SCORES it counts open claims by how far they have come, whatever is chosen, without invented ones.

    :param invented: paths of the conventions that are examples
    """
    claims = visible_claims().order_by()
    real = claims.exclude(deliberation__in=[each for each in Deliberation if each.is_final])
    for path in invented:
        real = real.exclude(path__startswith=path)
    counted = [count_by("", Value("", CharField()), query.narrow(claims))]
    counted.append(count_by(SCORES, cast_to_text("follow_up"), real))
    for item in REGISTER_FILTERS:
        others = query.narrow(claims, but=item.name)
        counted.append(count_by(item.name, item.group, others))
        if item.name in query.values:
            counted.append(count_by(WITHOUT, Value(item.name, CharField()), others))
    counts: Counts = {"": {"": 0}, WITHOUT: {}, SCORES: {}, **{item.name: {} for item in REGISTER_FILTERS}}
    for name, value, count in counted[0].union(*counted[1:], all=True):
        if value is not None:
            counts[name][value] = count
    return counts


def count_by(name: str, group: Any, claims: Any) -> Any:
    labelled = claims.annotate(filter_name=Value(name, CharField()), filter_value=group)
    return labelled.values_list("filter_name", "filter_value").annotate(claim_count=Count("pk", distinct=True))


def list_filter_choices(
    query: RegisterQuery, counts: Counts, conventions: list[ConventionPage], data: QueryDict
) -> list[Choices]:
    """Return the choices of each filter that leaves any, those with most claims first, in two queries."""
    shown = {item.name: pick(counts[item.name], query.values.get(item.name)) for item in REGISTER_FILTERS}
    makers = label_choices(shown, conventions)
    result = []
    for item in REGISTER_FILTERS:
        labels = makers[item.name]
        choices = [
            FilterChoice(
                count=counts[item.name].get(value, 0), chosen=query.values.get(item.name) == value, **labels[value]
            )
            for value in shown[item.name]
            if value in labels
        ]
        if choices:
            left_out = max(len(counts[item.name]) - len(choices), 0)
            count_without = counts[WITHOUT].get(item.name, 0) if item.name in query.values else None
            result.append(Choices(item, choices, left_out, drop(data, item.name), count_without))
    return result


def label_choices(
    shown: dict[str, list[str]], conventions: list[ConventionPage]
) -> dict[str, dict[str, dict[str, Any]]]:
    """Map each filter and value to what its choice says, and to how an address says it."""
    reports = WorkshopReportPage.objects.visible().filter(code__in=shown["workshop"]).only("code", "title")
    keys = {int(key) for name in ("addressee", "supporter") for key in shown[name]}
    organisations = {
        str(organisation.pk): {"value": str(organisation.pk), "thing": organisation, "field": "name"}
        for organisation in Organisation.objects.filter(pk__in=keys)
    }
    return {
        "workshop": {
            report.code: {"value": report.code, "thing": report, "field": "title", "label": report.code}
            for report in reports
        },
        "convention": {
            convention.path: {
                "value": getattr(convention, column("slug", SOURCE)),
                "thing": convention,
                "field": "title",
            }
            for convention in conventions
        },
        "addressee": organisations,
        "supporter": organisations,
        "deliberation": {value: {"value": value, "label": label} for value, label in Deliberation.choices},
        "follow-up": {value: {"value": value, "label": label} for value, label in FollowUp.choices},
    }


def drop(data: QueryDict, name: str) -> str:
    """Return the query string of `data` without the filter `name`, from the first page on."""
    kept = data.copy()
    for gone in (name, "page"):
        kept.pop(gone, None)
    return kept.urlencode()


def pick(counts: dict[str, int], chosen: str | None) -> list[str]:
    """Return the values of most claims, and the one chosen, in their order."""
    values = sorted(counts, key=lambda value: (-counts[value], value))[:CHOICES_SHOWN]
    return values if chosen is None or chosen in values else [chosen, *values]


def shelve(claims: Iterable[ClaimPage], conventions: list[ConventionPage]) -> list[Shelf]:
    """Put claims under their conventions; where there are none to put them under, on one shelf."""
    by_path = {convention.path: convention for convention in conventions}
    shelves: list[Shelf] = []
    for claim in claims:
        convention = by_path.get(claim.path[: -2 * claim.steplen])
        if not shelves or shelves[-1].convention != convention:
            shelves.append(Shelf(convention))
        shelves[-1].claims.append(claim)
    return shelves
