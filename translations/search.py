"""Search each language apart, in Wagtail's one index: words are folded, stemmed, and marked with their language."""

import re
from functools import cache
from typing import Any

import Stemmer
from anyascii import anyascii
from django.db import models
from django.utils.html import strip_tags
from modeltranslation.translator import translator
from wagtail.search import index

from .languages import LANGUAGES, column

IGNORED = {"title", "draft_title", "slug", "url_path", "seo_title", "menu_title"}

# Of languages written in Latin letters, as words are folded to them before. Others are searched by whole words.
STEMMERS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "pt": "portuguese",
    "sv": "swedish",
}


@cache
def get_stemmer(language: str) -> Any:
    name = STEMMERS.get(language.partition("-")[0])
    return Stemmer.Stemmer(name) if name else None


def get_terms(text: str, language: str) -> str:
    """Return the words of `text` as the index holds them: `égalités` in French is `fregalit`."""
    words = re.findall(r"[a-z0-9]+", anyascii(text).lower())
    stemmer = get_stemmer(language)
    return " ".join(language + word for word in (stemmer.stemWords(words) if stemmer else words))


class SearchTermsMixin(models.Model):
    """Index `title`, and the page's other texts, in each language that has them."""

    class Meta:
        abstract = True

    search_fields = [index.SearchField("title_terms", boost=3), index.SearchField("text_terms")]

    def get_search_terms(self, names: list[str], language: str) -> str:
        texts: list[Any] = []
        for name in names:
            field = self._meta.get_field(column(name, language))
            if value := getattr(self, field.name):
                get_content = getattr(field, "get_searchable_content", lambda text: [text])
                texts += get_content(value)
        return get_terms(strip_tags(" ".join(map(str, texts))), language)

    def title_terms(self) -> str:
        return " ".join(self.get_search_terms(["title"], language) for language in LANGUAGES)

    def text_terms(self) -> str:
        names = sorted(translator.get_options_for_model(type(self)).all_fields.keys() - IGNORED)
        return " ".join(self.get_search_terms(names, language) for language in LANGUAGES)
