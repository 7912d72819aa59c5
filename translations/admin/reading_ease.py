"""How easily a page reads, said on top of each language's tab: a figure in words, its hardest texts, and what to do."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext
from wagtail.admin.panels import Panel

from typography.reading_ease import ReadingEase, measure_ease

from ..texts.paths import find_texts

SHOWN = 3  # of the hardest texts


class ReadingEasePanel(Panel):
    """The reading ease of what the page says in `language`, as it was last saved."""

    def __init__(self, language: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language = language

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "language": self.language}

    class BoundPanel(Panel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def render_html(self, parent_context: Any = None) -> str:
            language = self.panel.language
            said = [(text.label, plain(text.by[language])) for text in find_texts(self.instance) if text.has_lines]
            whole = measure_ease("\n".join(words for _label, words in said), language)
            if whole is None:
                return ""
            measured = [(measure_ease(words, language), label) for label, words in said]
            hard = sorted((ease.score, label) for ease, label in measured if ease is not None and not ease.is_easy)
            return format_html(
                '<div class="reading-ease"><p>{}</p>{}</div>', describe(whole), describe_hardest(hard[:SHOWN])
            )


def plain(text: str) -> str:
    return strip_tags(text.replace("</p>", "\n").replace("</li>", "\n"))


def describe(ease: ReadingEase) -> str:
    if ease.is_easy:
        words = gettext("Reading ease: %(score)s out of 100, easy to read (%(words)s words per sentence).")
    elif ease.is_hard:
        words = gettext("Reading ease: %(score)s out of 100, hard to read (%(words)s words per sentence).")
    else:
        words = gettext("Reading ease: %(score)s out of 100, fairly hard to read (%(words)s words per sentence).")
    return words % {"score": ease.score, "words": ease.words_per_sentence}


def describe_hardest(hard: list[tuple[int, str]]) -> str:
    """Name the texts below 60, with what to do; nothing where all are easy."""
    if not hard:
        return ""
    names = ", ".join(f"{label} ({score})" for score, label in hard)
    told = gettext("Hardest: %(names)s. Split sentences of more than 20 words, and use everyday words.")
    return format_html("<p>{}</p>", told % {"names": names})
