"""What a page's history says of a publication: in which languages, where it was not in all."""

from __future__ import annotations

from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import pgettext
from wagtail.log_actions import LogFormatter

from ..languages import LANGUAGES, in_a_sentence

ACTIONS = ["wagtail.publish", "wagtail.publish.scheduled", "wagtail.publish.schedule"]


class PublishedFormatter(LogFormatter):
    """Adds the languages to what `wagtails`, Wagtail's own formatter, says."""

    def __init__(self, wagtails: LogFormatter) -> None:
        self.wagtails, self.label = wagtails, wagtails.label

    def format_message(self, log_entry: Any) -> Any:
        told = self.wagtails.format_message(log_entry)
        content = log_entry.revision.content if log_entry.revision_id and log_entry.revision else {}
        languages = [language for language in LANGUAGES if language in content.get("publishes", ())]
        if not languages or len(languages) == len(LANGUAGES):
            return told
        names = get_text_list(
            [in_a_sentence(language) for language in languages], pgettext("between two languages", "and")
        )
        return pgettext("history of a page", "{event} ({languages} only)").format(event=told, languages=names)

    def format_comment(self, log_entry: Any) -> Any:
        return self.wagtails.format_comment(log_entry)


def tell_languages(actions: Any) -> None:
    """Let history tell them; hooked to register_log_actions, after Wagtail's own."""
    for action in ACTIONS:
        actions.formatters[action] = PublishedFormatter(actions.formatters[action])
