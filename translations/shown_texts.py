"""In which language a page, as a whole, is shown: what its head, its tab and links to it say."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import get_language

from .languages import SOURCE, column


class ShownTextsMixin:
    summary: ClassVar[str]

    def is_offered_in(self, language: str) -> bool:
        """Tell whether the page has a text of its own in `language`; else readers see the source's, marked so."""
        return language == SOURCE or bool(getattr(self, column("title", language)))

    @property
    def shown_language(self) -> str:
        """The language that the page's head and title are in: the active one, or the source's as a fallback."""
        language = get_language() or SOURCE
        return language if self.is_offered_in(language) else SOURCE

    @property
    def head_title(self) -> str:
        """Title for the browser's tab, wholly in `shown_language`: fallback per field would mix two."""
        seo_title = getattr(self, column("seo_title", self.shown_language))
        return seo_title or getattr(self, column("title", self.shown_language))

    @property
    def menu_label(self) -> str:
        """Text of a link to the page in a menu, in `shown_language` too."""
        menu_title = getattr(self, column("menu_title", self.shown_language))
        return menu_title or getattr(self, column("title", self.shown_language))

    @property
    def head_description(self) -> str:
        """What search engines show under the title: written for them, or else the page's `summary`."""
        names = ["search_description", *([self.summary] if self.summary else [])]
        texts = (getattr(self, column(name, self.shown_language)) for name in names)
        return next((text for text in texts if text), "")
