"""What answers a campaign's themes: publications, sessions of its guide, and claims.

Claims are another app's: they are known here by their marks, through the relation that every page has to its type.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import ngettext_lazy

from translations.models import BasePage

from .models.campaign import CampaignPage, KeyPublication, Theme


def check_marks(marks: Collection[str]) -> None:
    """Refuse marks that no published claim bears.

    :raises ValidationError: on the field `claims`, naming them
    """
    found = set(BasePage.objects.visible().filter(claimpage__mark__in=marks).values_list("claimpage__mark", flat=True))
    if unknown := [mark for mark in marks if mark not in found]:
        message = ngettext_lazy(
            "No published claim has the number %(marks)s.",
            "No published claims have the numbers %(marks)s.",
            len(unknown),
        )
        raise ValidationError({"claims": ValidationError(message, params={"marks": ", ".join(unknown)})})


@dataclass
class Surroundings:
    """The pages that a campaign's page leads to. `parts` are the first of each type right below it."""

    parts: dict[str, Any] = field(default_factory=dict)
    for_all: list[Any] = field(default_factory=list)  # readings that answer every theme


def look_around(campaign: CampaignPage, themes: list[Theme], publications: Iterable[KeyPublication]) -> Surroundings:
    """Give each of `themes` its claims and readings, each of `publications` its page, in one query for all.

    A reading is a publication, or a session of the guide, that answers a theme. Only what readers may see counts.
    """
    chosen = {row.publication_id for row in publications if row.publication_id}
    keys = {theme.pk for theme in themes if theme.pk}
    marks = {mark for theme in themes for mark in theme.marks}
    child = Q(path__startswith=campaign.path, depth=campaign.depth + 1) if campaign.pk else Q(pk=None)
    pages = BasePage.objects.visible().annotate(
        published=F("publicationpage__themes"), taught=F("guidesessionpage__themes"), mark=F("claimpage__mark")
    )
    answers = Q(published__in=keys) | Q(taught__in=keys) | Q(mark__in=marks)
    found: dict[int, Any] = {}
    claims: dict[str | None, Any] = {}
    answering: dict[int, set[int]] = {key: set() for key in keys}
    for page in pages.filter(child | answers | Q(pk__in=chosen)).order_by("path"):
        found[page.pk] = page
        claims[page.mark] = page
        for theme in {page.published, page.taught} & keys:
            answering[theme].add(page.pk)
    for_all = set.intersection(*answering.values()) if len(answering) > 1 else set()
    for theme in themes:
        theme.claim_pages = [claims[mark] for mark in theme.marks if mark in claims]
        theme.readings = [page for key, page in found.items() if key in answering.get(theme.pk, set()) - for_all]
    for row in publications:
        row.shown_publication = found.get(row.publication_id)
    children = [page for page in found.values() if page.depth == campaign.depth + 1] if campaign.pk else []
    parts = {page.cached_content_type.model: page for page in reversed(children)}
    return Surroundings(parts, [found[key] for key in found if key in for_all])
