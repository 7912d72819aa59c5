"""Doors for those who write about the site or build upon it: a page for journalists, one for developers.

Figures are counted when the page is asked for, from what everybody can see; invented examples are never counted.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.invented import without_invented
from campaigns.models import CalendarPage, CampaignPage, PublicationIndexPage
from claims.models import ClaimPage, Deliberation, FollowUp, Step
from claims.register.filters import held_claims
from contacts.models import DirectoryPage
from translations.addresses.sites import find_site
from workshops.models import ConventionPage


@require_safe
def press(request: HttpRequest) -> HttpResponse:
    site = find_site(request)
    conventions = ConventionPage.objects.visible().filter(is_example=False).defer_streamfields()
    campaigns = CampaignPage.objects.visible().filter(is_example=False).defer_streamfields()
    context = {
        "about": site.root_page.specific if site else None,
        "conventions": conventions.prefetch_related("organisers").order_by("-starts_on"),
        "campaigns": campaigns.order_by("path"),
        "figures": count_figures(),
        "today": timezone.localdate(),
        "contact": settings.PRESS_EMAIL,
        "legal": {
            "publisher": settings.PUBLISHER,
            "director": settings.PUBLICATION_DIRECTOR,
            "hosting": settings.HOSTING_PROVIDER,
        },
        "directory": DirectoryPage.objects.visible().order_by("path").first(),
        **tell_all_pages(),
    }
    return render(request, "press.html", context)


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    context = {
        "calendars": without_invented(CalendarPage.objects.visible()).order_by("path"),
        "shelves": without_invented(PublicationIndexPage.objects.visible()).order_by("path"),
        "claim": held_claims().order_by("number", "pk").only("mark").first(),
        **tell_all_pages(),
    }
    return render(request, "developers.html", context)


def tell_all_pages() -> dict[str, str]:
    return {"base_url": settings.BASE_URL, "licence": settings.LICENCE, "licence_url": settings.LICENCE_URL}


def count_figures() -> dict[str, Any]:
    """Return what the register comes to: how many claims are in each state, zeros included, and what was done."""
    claims = held_claims().order_by()
    states: Counter[str] = Counter()
    for deliberation, follow_up, number in claims.values_list("deliberation", "follow_up").annotate(Count("pk")):
        states[follow_up if deliberation == Deliberation.ADOPTED else deliberation] += number
    decided = [state for state in Deliberation if state != Deliberation.ADOPTED and states[state]]
    steps = Step.objects.filter(claim__in=claims.values("pk")).aggregate(number=Count("pk"), last=Max("on"))
    addressed = ClaimPage.addressees.through.objects.filter(claimpage__in=claims.values("pk"))
    return {
        "claims": states.total(),
        "states": [(state.label, states[state]) for state in [*FollowUp, *decided]],
        "addressees": addressed.aggregate(number=Count("organisation", distinct=True))["number"],
        "steps": steps["number"],
        "last_step": steps["last"],
    }
