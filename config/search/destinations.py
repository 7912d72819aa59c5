"""What readers look for by a word and is no page: where the newsletter is asked for, the list of open questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from search.stemming import SearchQuery, get_terms


@dataclass(frozen=True)
class Destination:
    """`words` are those that lead there, in the reader's language; `name` is that of its address."""

    name: str
    title: Any
    words: Any

    @property
    def url(self) -> str:
        return reverse(self.name)

    def answers(self, query: SearchQuery, language: str) -> bool:
        """Tell whether every word of `query`, or what means the same, is one of the words that lead here."""
        known = set(get_terms(str(self.words), language).split())
        return bool(query.clauses) and all(
            any(term in known for phrase in clause[0] for term in phrase) for clause in query.clauses
        )


DESTINATIONS = [
    Destination(
        "subscribe",
        pgettext_lazy("search result", "The newsletter: subscribe or unsubscribe"),
        pgettext_lazy(
            "words that lead to the newsletter", "newsletter subscribe subscription unsubscribe letter mailing"
        ),
    ),
    Destination(
        "open_questions",
        pgettext_lazy("site", "Open questions"),
        pgettext_lazy("words that lead to the open questions", "open unanswered question questions list all"),
    ),
    Destination(
        "marks",
        pgettext_lazy("search result", "Every number, in order"),
        pgettext_lazy("words that lead to the list of numbers", "number numbers mark marks list all claims"),
    ),
]


def list_destinations(query: SearchQuery, language: str) -> list[Destination]:
    return [each for each in DESTINATIONS if each.answers(query, language)]
