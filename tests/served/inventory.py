"""Runs with the served site's settings and says in JSON what there is to visit."""

import json
from typing import Any

from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse

from claims.register import visible_claims
from config import errors
from translations.languages import LANGUAGES, in_each_language
from translations.models import BasePage

VIEWS = ["search", "subscribe", "subscribe_sent"]  # addresses without an argument


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
    views = {"400": errors.bad_request, "403": errors.forbidden, "500": errors.server_error}
    request = RequestFactory().get("/", HTTP_HOST=settings.ALLOWED_HOSTS[0])
    return {name: in_each_language(lambda view=view: view(request).text) for name, view in views.items()}


def print_inventory() -> None:
    """Print visible pages, hidden pages and addresses of views, each in every language."""
    visible = BasePage.objects.visible().filter(depth__gt=1).order_by("path")
    hidden = BasePage.objects.filter(depth__gt=1).exclude(pk__in=visible)
    inventory = {
        "pages": [describe(page) for page in visible.specific()],
        "hidden": [describe(page) for page in hidden.specific()],
        "views": {name: in_each_language(lambda name=name: reverse(name)) for name in VIEWS},
        "errors": render_errors(),
        "marks": list(visible_claims().values_list("mark", flat=True)),
    }
    print(json.dumps(inventory))  # noqa: T201  # the process that started this one reads it
