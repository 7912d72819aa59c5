"""Finding claims in the admin: by words, by mark, and by what they are and what became of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import ChoiceFilter, ModelChoiceFilter

from translation_desk.reports.filters import TranslatedPageFilterSet
from translations.languages import LANGUAGES, column
from workshops.models import ConventionPage, WorkshopReportPage

from ..marks import parse_mark
from ..models import Deliberation, FollowUp, Organisation


def list_workshops() -> list[tuple[str, str]]:
    reports = WorkshopReportPage.objects.defer_streamfields().order_by("code")
    return [(report.code, f"{report.code} {report.title}") for report in reports]


def list_conventions() -> list[tuple[str, str]]:
    conventions = ConventionPage.objects.defer_streamfields().order_by("-starts_on")
    return [(str(convention.pk), convention.title) for convention in conventions]


def list_addressees(request: Any) -> Any:
    return Organisation.objects.filter(claims_addressed__isnull=False).distinct()


def list_supporters(request: Any) -> Any:
    return Organisation.objects.filter(supports__isnull=False).distinct()


class ClaimFilterSet(TranslatedPageFilterSet):
    convention = ChoiceFilter(
        label=pgettext_lazy("claims", "Convention"), choices=list_conventions, method="keep_convention"
    )
    workshop = ChoiceFilter(label=pgettext_lazy("claims", "Workshop"), choices=list_workshops, method="keep_workshop")
    deliberation = ChoiceFilter(label=pgettext_lazy("claims", "Decision"), choices=Deliberation.choices)
    follow_up = ChoiceFilter(label=pgettext_lazy("claims", "Progress"), choices=FollowUp.choices)
    addressee = ModelChoiceFilter(
        label=pgettext_lazy("claims", "Addressed to"), queryset=list_addressees, field_name="addressees", distinct=True
    )
    supporter = ModelChoiceFilter(
        label=_("Led or supported by"), queryset=list_supporters, field_name="supports__organisation", distinct=True
    )

    def keep_workshop(self, claims: Any, name: str, code: str) -> Any:
        report = WorkshopReportPage.objects.only("path", "depth", "numchild").get(code=code)
        return claims.child_of(report)

    def keep_convention(self, claims: Any, name: str, key: str) -> Any:
        return claims.descendant_of(ConventionPage.objects.only("path", "depth", "numchild").get(pk=key))


def search_condition(words: str) -> Q:
    """Find a claim by its mark, however it is typed, or by words of its titles and statements, drafts' too."""
    if mark := parse_mark(words):
        return Q(mark=str(mark))
    condition = Q(mark__istartswith=words)
    for language in LANGUAGES:
        for name in ("title", "draft_title", "statement"):
            condition |= Q(**{f"{column(name, language)}__icontains": words})
    return condition
