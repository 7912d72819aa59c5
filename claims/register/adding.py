"""Adding claims to a report in number: from a sheet of rows, or as the parts of a claim that is split."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from translations.languages import LANGUAGES, SOURCE, column
from translations.publishing.locking import lock_pages
from workshops.models import WorkshopReportPage
from workshops.publication import require_published

from ..models.claim import ClaimPage
from ..models.organisation import Organisation

NewClaimTexts = Mapping[str, str]  # of each language
LONGEST_TITLE = 80  # characters of a statement that become its title


@dataclass
class NewClaim:
    """What is asked for of a claim to begin with; its title is taken from its statement where it has none."""

    statement: NewClaimTexts
    title: NewClaimTexts = field(default_factory=dict)
    findings: str = ""
    addressees: Collection[Organisation] = ()
    supports: Collection[Any] = ()


@transaction.atomic
def add_claims(
    *, report: WorkshopReportPage, claims: Iterable[NewClaim], publish: bool = False, user: User | None = None
) -> list[ClaimPage]:
    """Add `claims` to `report`, in their order, all or none of them, and return them.

    :param publish: give them their marks at once, in the same order, rather than leave them as drafts
    :raises ValidationError: if the report is a draft and its claims should be published; or, with the attribute `row`,
        the place of the claim counted from 0, if one is not as it must be
    """
    lock_pages(report.pk)
    report = WorkshopReportPage.objects.get(pk=report.pk)
    if publish:
        require_published(report)
    added = []
    for row, claim in enumerate(claims):
        try:
            added.append(add_claim(report, claim, publish=publish, user=user))
        except ValidationError as error:
            error.row = row  # type: ignore[attr-defined]
            raise
    return added


def add_claim(report: WorkshopReportPage, new: NewClaim, *, publish: bool, user: User | None) -> ClaimPage:
    claim = ClaimPage(live=False, owner=user, findings=new.findings)
    for language in LANGUAGES:
        text = new.statement.get(language, "").strip()
        title = new.title.get(language, "").strip() or make_title(text)
        setattr(claim, column("statement", language), text)
        setattr(claim, column("title", language), title)
        setattr(claim, column("slug", language), find_slug(report, title, language))
    statement = getattr(claim, column("statement", SOURCE))
    if not statement:
        raise ValidationError({column("statement", SOURCE): _("Write the text of the claim.")})
    same = ClaimPage.objects.child_of(report).filter(**{column("statement", SOURCE): statement})
    if twin := same.first():
        message = _("The report already has this claim: %(claim)s.") % {"claim": twin}
        raise ValidationError({column("statement", SOURCE): message})
    claim.addressees = list(new.addressees)
    claim.supports.add(*new.supports)
    report.add_child(instance=claim)
    revision = claim.save_revision(user=user)
    if publish:
        revision.publish(user=user)
    return ClaimPage.objects.get(pk=claim.pk)


def find_slug(report: WorkshopReportPage, title: str, language: str) -> str | None:
    """Return a slug that no page of `report` has in `language`; None where `title` has nothing to make it of."""
    with override(language):
        slug = slugify(title) or (slugify(pgettext("claims", "claim")) if language == SOURCE else "")
        if not slug:
            return None
        candidate, number = slug, 1
        while not ClaimPage._slug_is_available(candidate, report, None):
            number += 1
            candidate = f"{slug}-{number}"
        return candidate


def make_title(text: str) -> str:
    """Return the first words of `text`, without the full stop, as a title that editors will shorten further."""
    text = " ".join(text.split()).rstrip(" .")
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
