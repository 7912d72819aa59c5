"""Runs with the served site's settings: adds what nobody may see, and says in JSON what there is to visit."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from campaigns.models import ArticlePage
from claims.register import visible_claims
from config import errors
from tests.factories import ArticlePageFactory, ClaimPageFactory, IssueFactory, StandardPageFactory
from translations.languages import LANGUAGES, in_each_language
from translations.models import BasePage

# Addresses without an argument
VIEWS = ["search", "marks", "concordance", "claims_csv", "subscribe", "subscribe_sent", "site_map"]
VIEWS += ["find_country", "message_sent", "application_sent"]
VIEWS += ["signup_sheet", "newsletter_archive"]
VIEWS_OF_CLAIMS = ["wordings", "embed"]  # addresses with a mark, which MARK_IN_VIEWS stands for
MARK_IN_VIEWS = "MARK"


def add_hidden_pages() -> None:
    """Add pages that must not leave the site by any door: drafts, and one for those who log in."""
    ArticlePageFactory(title_fr="Brouillon", title_en="Draft", live=False)
    ClaimPageFactory(title_fr="Revendication en projet", title_en="Claim in the making", live=False)
    members_only = StandardPageFactory(title_fr="Réservé", title_en="Members only", show_in_footer=True)
    PageViewRestriction.objects.create(page=members_only, restriction_type=PageViewRestriction.LOGIN)


def add_letter() -> None:
    """Add a letter that was sent in each language, in one of them with a text in another."""
    article = ArticlePage.objects.visible().first()
    for language in LANGUAGES:
        IssueFactory(
            article=article, language=language, number=1, state="done", started_at=timezone.now(), note="Bonjour."
        )


def describe(page: Any) -> dict[str, Any]:
    return {
        "type": page._meta.label,
        "titles": in_each_language(lambda: page.title),
        "urls": page.get_urls(),
        "offered": [language for language in LANGUAGES if page.is_offered_in(language)],
        "mark": getattr(page, "mark", None),
        "code": getattr(page, "code", None),
    }


def render_errors() -> dict[str, dict[str, str]]:
    """Return the pages for what no test can bring about from outside."""
    too_large = partial(errors.bad_request, exception=RequestDataTooBig())
    views = {
        "400": errors.bad_request,
        "403": errors.forbidden,
        "413": too_large,
        "500": errors.server_error,
    }
    return {status: in_each_language(partial(render, view)) for status, view in views.items()}


def render(view: Callable[[HttpRequest], HttpResponse]) -> str:
    request = RequestFactory().get("/", HTTP_HOST=settings.ALLOWED_HOSTS[0])
    return view(request).content.decode()


def print_inventory() -> None:
    """Print visible pages, hidden pages and addresses of views, each in every language."""
    visible = BasePage.objects.visible().filter(depth__gt=1).order_by("path")
    hidden = BasePage.objects.filter(depth__gt=1).exclude(pk__in=visible)
    inventory = {
        "pages": [describe(page) for page in visible.specific()],
        "hidden": [describe(page) for page in hidden.specific()],
        "views": {name: in_each_language(partial(reverse, name)) for name in VIEWS}
        | {name: in_each_language(partial(reverse, name, args=[MARK_IN_VIEWS])) for name in VIEWS_OF_CLAIMS},
        "errors": render_errors(),
        "marks": list(visible_claims().values_list("mark", flat=True)),
    }
    print(json.dumps(inventory))  # noqa: T201  # the process that started this one reads it
