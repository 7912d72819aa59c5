"""The editors' guide to translating, in each of the admin's languages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from ..languages import NAMES, SOURCE

GUIDES = {"en": "translations/guide/en.html", "fr": "translations/guide/fr.html"}


def show_guide(request: HttpRequest) -> HttpResponse:
    """Show the guide in the editor's language, or in the one that `?language=` names."""
    asked = request.GET.get("language", "")
    language = asked if asked in GUIDES else get_language()
    language = language if language in GUIDES else SOURCE
    context: dict[str, Any] = {
        "guide": GUIDES[language],
        "guide_language": language,
        "others": [(code, NAMES[code]) for code in GUIDES if code != language],
    }
    return render(request, "translations/guide/page.html", context)
