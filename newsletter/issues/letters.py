"""What an issue says, and how it looks as text and as HTML: the same words in both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from campaigns.models import ArticlePage
from campaigns.templatetags.typesetting import day_in_words
from translations.languages import SOURCE, column

from ..models import Issue, pks_of, subject_of
from .surroundings import find_cited_claims, list_next_dates

WEIGHT = 30_000  # bytes a mail may weigh; Gmail cuts at 102 kB, and a phone on a train pays for each


@dataclass(frozen=True)
class Links:
    """Where a mail leads one reader. In what is prepared for many, marks stand in their place."""

    unsubscribe: str
    manage: str


def gather_articles(articles: Iterable[ArticlePage], language: str) -> list[dict[str, Any]]:
    """Return what an issue says of `articles`, as it is stored: each text with the language it is in."""
    return [describe_article(article, language) for article in articles]


def describe_article(article: ArticlePage, language: str) -> dict[str, Any]:
    title, title_language = article_text_in(article, "title", language)
    lead, lead_language = article_text_in(article, "lead", language)
    return {
        "page": article.pk,
        "path": article.get_urls()[language],
        "date": article.date.isoformat(),
        "title": title,
        "title_language": title_language,
        "lead": lead,
        "lead_language": lead_language,
        "topics": sorted(article.topics.values_list("pk", flat=True)),
    }


def article_text_in(article: ArticlePage, name: str, language: str) -> tuple[str, str]:
    """Return a text of `article` and the language it is in: `language`, or else the source's."""
    text = getattr(article, column(name, language))
    return (on_one_line(text), language) if text else (on_one_line(getattr(article, column(name, SOURCE))), SOURCE)


def on_one_line(text: str | None) -> str:
    return re.sub(r"[\x00-\x1f\x7f\u2028\u2029 ]+", " ", text or "").strip()


def only_public(content: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those items of `content` whose article visitors may read now."""
    public = set(ArticlePage.objects.visible().filter(pk__in=pks_of(content)).values_list("pk", flat=True))
    return [item for item in content if item["page"] in public]


def for_topics(content: list[dict[str, Any]], topics: set[int]) -> list[dict[str, Any]]:
    """Return those items of `content` that a reader of `topics` asked for; all of them for one who chose none."""
    return [item for item in content if topics & set(item["topics"])] if topics else content


def write_issue_letter(
    issue: Issue, content: list[dict[str, Any]], links: Links, *, test: bool = False
) -> tuple[str, str]:
    """Return the text and the HTML of `issue` with `content`."""
    with override(issue.language):
        claims = find_cited_claims([item["page"] for item in content], issue.language)
        context = {
            "issue": issue,
            "items": [{**with_address(item), "claims": claims.get(item["page"], [])} for item in content],
            "dates": list_next_dates(issue.language),
            "subject": subject_of(content, issue.language),
            "day": day_in_words(localdate(issue.started_at) if issue.started_at else localdate()),
            "fell_back": any(item["title_language"] != issue.language for item in content),
            "language": issue.language,
            "home": f"{settings.BASE_URL}/{issue.language}/",
            "archive": settings.BASE_URL + reverse("newsletter_archive"),
            "links": links,
            "test": test,
        }
        text = render_to_string("newsletter/mail/issue.txt", context)
        html = get_inliner().inline(render_to_string("newsletter/mail/issue.html", context))
    return text.strip() + "\n", html


def with_address(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "url": f"{settings.BASE_URL}{item['path']}"}


@cache
def get_inliner() -> css_inline.CSSInliner:
    """Return what writes styles into elements; rules for the dark and for phones stay in the head."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def test_links(language: str) -> Links:
    """Return links for a test or a preview: they lead to the form, as nobody's subscription is behind them."""
    with override(language):
        form = settings.BASE_URL + reverse("subscribe")
    return Links(unsubscribe=form, manage=form)
