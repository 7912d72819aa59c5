"""The issues that were sent, to be read on the site: what visitors may still read of them, and feeds."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.structured_data import get_licence
from translations.languages import SOURCE
from translations.texts.characters import CleanAtomFeed
from typography import set_text

from ..models import Issue
from .letters import only_public

ISSUES_PER_PAGE = 20
IN_FEED = 20


def with_public_items(issues: list[Issue]) -> list[Issue]:
    """Leave of each issue's content what visitors may read now, in one query for all."""
    public = {item["page"] for item in only_public([item for issue in issues for item in issue.content])}
    for issue in issues:
        issue.content = [
            {**item, "day": datetime.date.fromisoformat(item["date"])}
            for item in issue.content
            if item["page"] in public
        ]
    return [issue for issue in issues if issue.content]


def archived() -> Any:
    return Issue.objects.archived(get_language() or SOURCE)


@require_safe
def show_archive(request: HttpRequest) -> HttpResponse:
    listing = Paginator(archived(), ISSUES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "newsletter/archive.html", {"listing": listing, "issues": with_public_items(list(listing))})


@require_safe
def show_issue(request: HttpRequest, number: int) -> HttpResponse:
    """Show one issue; one that was only sent in another language leads to those of this one."""
    issues = with_public_items(list(archived().filter(number=number)[:1]))
    if issues:
        return render(request, "newsletter/issue.html", {"issue": issues[0]})
    if Issue.objects.filter(number=number).exclude(language=get_language() or SOURCE).exists():
        return HttpResponseRedirect(reverse("newsletter_archive"))
    raise Http404


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Answer with the latest issues as Atom (RFC 4287)."""
    language = get_language() or SOURCE
    atom = CleanAtomFeed(
        title=_("The newsletter of Cahier"),
        link=settings.BASE_URL + reverse("newsletter_archive"),
        description=_("Every issue that was sent; no address needed."),
        language=language,
        feed_url=settings.BASE_URL + reverse("newsletter_feed"),
        author_name="Cahier",
        feed_copyright=get_licence() or None,
    )
    for issue in with_public_items(list(archived()[:IN_FEED])):
        atom.add_item(
            title=issue.subject,
            link=issue.get_archive_url(),
            unique_id=f"tag:{settings.BASE_URL.partition('://')[2].partition(':')[0]},2026:newsletter/{language}/{issue.number}",
            description="\n\n".join(
                filter(None, [set_text(issue.note, language), *(plain_text_of(item) for item in issue.content)])
            ),
            pubdate=issue.started_at,
            updateddate=issue.started_at,
        )
    response = HttpResponse(content_type=atom.content_type)
    atom.write(response, "utf-8")
    return response


def plain_text_of(item: dict[str, Any]) -> str:
    """Return an article's words and address, as plain text: Atom's summary is text unless it says otherwise."""
    title, lead = (set_text(item[name], item[f"{name}_language"]) for name in ("title", "lead"))
    return " ".join(filter(None, [f"{title}.", lead, f"{settings.BASE_URL}{item['path']}"]))
