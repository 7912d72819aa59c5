"""What Wagtail's checker tells editors about the page they see, in the preview and in the bar on the page itself.

Wagtail's own rules are kept, skipped headings among them. Ours look at what it leaves out: pictures without an
alternative text, links that say nothing of where they lead (WCAG 2.4.4, RGAA 6.1), inclusive forms written with full
stops, which screen readers read as the end of a sentence, and a slug left untranslated. What looks at the page runs in
the browser, in static/content-checks.js.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import AbstractPage

from ..languages import SOURCE, TRANSLATIONS, column

# What links must not say, without punctuation: in every language of the site, as a page may show two.
VAGUE = [
    "ici", "cliquez ici", "cliquer ici", "clique ici", "là", "par ici", "en savoir plus", "en savoir davantage",
    "lire la suite", "lire plus", "voir plus", "plus", "suite", "la suite", "ce lien", "lien", "le lien", "voir",
    "plus d’infos", "plus d’informations", "cette page",
    "here", "click here", "click", "read more", "read on", "more", "learn more", "find out more", "see more",
    "more information", "more info", "this link", "link", "this page", "this", "see here", "go",
]  # fmt: skip


def axe_rule(name: str, selector: str) -> dict[str, Any]:
    return {"id": name, "impact": "serious", "selector": selector, "any": [f"check-{name}"], "enabled": True}


RULES = [
    axe_rule("missing-alt-text", "main img"),
    axe_rule("vague-link", "main a[href]"),
    axe_rule(
        "inclusive-full-stops", "main :is(h1, h2, h3, h4, p, li, dt, dd, th, td, caption, figcaption, blockquote)"
    ),
    axe_rule("untranslated-slug", "h1"),
]
MESSAGES = {
    "missing-alt-text": {
        "error_name": _("Picture without an alternative text"),
        "help_text": _("Unless it is only decorative, describe it under Images, in both languages"),
    },
    "vague-link": {
        "error_name": _("Link that does not say where it leads"),
        "help_text": _("Say what the link leads to: some people hear only the links"),
    },
    "inclusive-full-stops": {
        "error_name": _("Inclusive form with points"),
        "help_text": _("Write both forms or a collective noun: travailleuses et travailleurs, le personnel"),
    },
    "untranslated-slug": {
        "error_name": _("Slug not translated"),
        "help_text": _("The title is translated, but the slug is not"),
    },
}


class ContentChecks(ContentCheckerItem):
    """Wagtail's checker with the rules above, for `page`."""

    axe_run_only = [*ContentCheckerItem.axe_run_only, *MESSAGES]
    axe_custom_rules = [*ContentCheckerItem.axe_custom_rules, *RULES]
    axe_messages = {**ContentCheckerItem.axe_messages, **MESSAGES}

    def __init__(self, page: Any, *, in_editor: bool = False) -> None:
        super().__init__(in_editor=in_editor)
        self.page = page

    def get_axe_custom_checks(self, request: HttpRequest) -> list[dict[str, Any]]:
        translated = not (isinstance(self.page, AbstractPage) and has_untranslated_slug(self.page))
        return [
            *self.axe_custom_checks,
            {"id": "check-missing-alt-text"},
            {"id": "check-vague-link", "options": {"words": VAGUE}},
            {"id": "check-inclusive-full-stops"},
            {"id": "check-untranslated-slug", "options": {"translated": translated}},
        ]


def has_untranslated_slug(page: AbstractPage) -> bool:
    """Tell whether a language has a title of its own, but no slug, or the source's."""
    title, slug = getattr(page, column("title", SOURCE)), getattr(page, column("slug", SOURCE))
    own = [(getattr(page, column("title", code)), getattr(page, column("slug", code))) for code in TRANSLATIONS]
    return any(name and name != title and other in (None, "", slug) for name, other in own)
