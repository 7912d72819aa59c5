"""What an editor's browser sends when a page is saved."""

from typing import Any

from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from translations.languages import LANGUAGES
from translations.models import BasePage

PUBLISH = {"action-publish": "1"}


def text_blocks(*texts: str) -> Any:
    return streamfield([("text", rich_text(text)) for text in texts])


def page_form(names: list[str], *, comments: list[Any] | None = None, **values: Any) -> dict[str, Any]:
    """Return the form of a page with the texts `names` and a body, all empty but for `values`."""
    empty = {f"{name}_{language}": "" for name in names for language in LANGUAGES}
    bodies = {f"body_{language}": text_blocks() for language in LANGUAGES}
    others = {"comments": inline_formset(comments or []), "go_live_at": "", "expire_at": ""}
    return nested_form_data({**empty, **bodies, **others, **values})


def standard_page_form(**values: Any) -> dict[str, Any]:
    """Return the form of a StandardPage titled “Atelier”, empty but for that and for `values`."""
    names = ["title", "slug", "seo_title", "search_description", "lead"]
    return page_form(names, **{"title_fr": "Atelier", "slug_fr": "atelier", **values})


def report_form(*, findings: Any = (), **values: Any) -> dict[str, Any]:
    """Return the form of a WorkshopReportPage; `findings` are dicts with a key `id` if they are stored."""
    names = ["title", "slug", "seo_title", "search_description", "lead", "session_note"]
    initial = sum(bool(finding.get("id")) for finding in findings)
    rows = {
        "findings": inline_formset(
            [{"text_fr": "", "text_en": "", "title_en": "", **finding} for finding in findings], initial=initial
        ),
        "questions": inline_formset([]),
        "attachments": inline_formset([]),
    }
    given = {"title_fr": "Atelier", "slug_fr": "atelier", "code": "DS", "held_on": "", **rows, **values}
    return page_form(names, **given)


def edit_url(page: BasePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add_url(parent: BasePage, app: str = "campaigns", model: str = "standardpage") -> str:
    return reverse("wagtailadmin_pages:add", args=[app, model, parent.pk])
