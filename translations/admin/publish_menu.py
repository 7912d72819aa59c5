"""The editor's buttons that publish one language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.action_menu import PublishMenuItem

from ..languages import LANGUAGES, SOURCE, in_a_sentence
from ..permissions import languages_of


class PublishLanguageMenuItem(PublishMenuItem):
    """Publish in one language; the other stays as readers have it, and what was written in it stays a draft."""

    template_name = "translations/publish_language.html"

    def __init__(self, language: str, order: int) -> None:
        super().__init__(order)
        self.language = language
        self.label = _("Publish in {language} only").format(language=in_a_sentence(language))

    def is_shown(self, context: Any) -> bool:
        """A translation is published beside a source that readers have."""
        page = context.get("page")
        if self.language not in languages_of(context["request"].user):
            return False
        return bool(super().is_shown(context)) and (self.language == SOURCE or bool(page and page.live))

    def get_context_data(self, parent_context: Any) -> Any:
        return {**super().get_context_data(parent_context), "language": self.language}


def publish_menu_items() -> list[PublishLanguageMenuItem]:
    return [PublishLanguageMenuItem(language, 40 + place) for place, language in enumerate(LANGUAGES)]
