"""What readers of an outdated translation may look up."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from .languages import SOURCE, TRANSLATIONS, in_a_sentence, in_each_language
from .models import BasePage
from .source_changes import changes_url, find_source_changes


@require_safe
def show_source_changes(request: HttpRequest, path: str = "") -> HttpResponse:
    """Show, text by text, what the source said when the page at `path` was translated, and what it says now.

    Readers of the source, who have no translation before them, are told of each.

    :raises Http404: where there is no such page, or none that everybody may read
    """
    route = BasePage.route_for_request(request, f"{path}/" if path else "")
    subject = route.page if route else None
    if subject is None or not BasePage.objects.visible().filter(pk=subject.pk).exists():
        raise Http404
    if (address := changes_url(subject, request)) != request.path:
        return redirect(address, permanent=True)
    active = get_language() or SOURCE
    context: dict[str, Any] = {
        "subject": subject,
        "addresses": in_each_language(lambda: changes_url(subject, request)),
        "source": SOURCE,
        "source_name": in_a_sentence(SOURCE),
        "changed": subject.get_day(SOURCE),
        "translations": [
            describe(subject, language) for language in ([active] if active in TRANSLATIONS else TRANSLATIONS)
        ],
    }
    return render(request, "translations/source_changes.html", context)


def describe(subject: BasePage, language: str) -> dict[str, Any]:
    """Return what is told of one translation; `compared` if anything that changed is shown word by word."""
    texts = find_source_changes(subject, language)
    return {
        "name": in_a_sentence(language),
        "offered": subject.is_offered_in(language),
        "confirmed": subject.get_day(language),
        "texts": texts,
        "compared": any(text.changes and not text.same_words for text in texts),
    }
