"""What the search offers where no page holds all words as they were typed.

First what readers of another language have by these words, then what may have been meant, then pages that hold some of
them. Each asks once, so a search has a bound whatever it finds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import override

from search.models import SearchText
from search.query import Findings, find_in_language
from search.stemming import Group, SearchQuery, read_query, stem
from search.suggestions import Suggestion, list_spelled, suggest
from translations.languages import LANGUAGES, NAMES

READ_FOR_WORDS = 20  # of the pages found, to say which words were meant


@dataclass(frozen=True)
class Lookup:
    """What is looked for by a reader of `language`, and below which page."""

    text: str
    language: str
    root: str  # path in the tree of the page that all are below
    synonyms: Mapping[str, Sequence[Group]]

    def read(self, language: str) -> SearchQuery:
        return read_query(self.text, language, self.synonyms.get(language, ()))

    def list_terms(self) -> dict[str, frozenset[str]]:
        return {language: self.read(language).terms for language in LANGUAGES}


@dataclass
class Otherwise:
    """What was found in another way: in `language`, by what `meant` says, or by some of the words only."""

    found: Findings
    terms: dict[str, frozenset[str]]
    language: str = ""
    meant: tuple[str, ...] = ()
    url: str = ""  # of the search in `language`

    @property
    def name(self) -> str:
        return NAMES[self.language] if self.language else ""


def find_otherwise(lookup: Lookup) -> Otherwise | None:
    return find_elsewhere(lookup) or find_meant(lookup) or find_some(lookup)


def find_elsewhere(lookup: Lookup) -> Otherwise | None:
    """Look in the texts of the other languages, one after the other."""
    for other in LANGUAGES:
        if other != lookup.language:
            found = find_in_language(lookup.text, other, lookup.root, synonyms=lookup.synonyms)
            if found.hits:
                with override(other):
                    url = reverse("search", query={"q": lookup.text})
                return Otherwise(found, lookup.list_terms(), language=other, url=url)
    return None


def find_meant(lookup: Lookup) -> Otherwise | None:
    """Look for words of the site that are nearly those that were typed."""
    language = lookup.language
    if not (suggestions := suggest(lookup.text, language)):
        return None

    def correct(query: SearchQuery) -> SearchQuery:
        for suggestion in suggestions:
            query = query.replace(stem([suggestion.typed], language)[0], suggestion.terms)
        return query

    found = find_in_language(lookup.text, language, lookup.root, synonyms=lookup.synonyms, change=correct)
    if not found.hits:
        return None
    return Otherwise(
        found, {**lookup.list_terms(), language: correct(lookup.read(language)).terms}, meant=say(suggestions, found)
    )


def say(suggestions: list[Suggestion], found: Findings) -> tuple[str, ...]:
    """Return the suggested words as the best pages found write them: others may stand where nobody may read them."""
    texts = SearchText.objects.filter(pk__in=[hit.text_id for hit in found.hits[:READ_FOR_WORDS]])
    terms = [term for suggestion in suggestions for term in suggestion.terms]
    return list_spelled(terms, texts.only("title", "title_terms", "text", "text_terms").order_by("pk"))


def find_some(lookup: Lookup) -> Otherwise | None:
    """Look for pages that hold some of the words, where there are several."""
    if len(lookup.read(lookup.language).clauses) < 2:
        return None
    found = find_in_language(
        lookup.text, lookup.language, lookup.root, synonyms=lookup.synonyms, change=SearchQuery.loosen
    )
    return Otherwise(found, lookup.list_terms()) if found.hits else None
