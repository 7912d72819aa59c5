"""Looks words up in one language, best pages first, at a cost that does not grow with the site.

A word that a thousand pages hold tells little. So of each list at most LIMIT pages are looked at, those first that
have the words in their title; there are then more than can be counted in the time of a rare word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import OuterRef, Subquery

from ..languages import SOURCE
from .engines import get_engine
from .kinds import list_kinds
from .text import SearchText
from .words import Query, read_query

LIMIT = 500  # pages of a list
COUNTED = 200  # pages of a kind, where there are more than LIMIT in all


class Hit(NamedTuple):
    rank: float
    text_id: int
    kind: str


@dataclass
class Findings:
    """What a search found: `hits`, best first, of the kind that was asked for, and `counts` of all kinds."""

    hits: list[Hit] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    more: bool = False  # than were counted

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def get_count(self, kind: str) -> tuple[int, bool]:
        """Return how many pages of `kind` there are, and whether there are more that were not counted."""
        uncounted = self.more and self.counts[kind] > COUNTED
        return (COUNTED if uncounted else self.counts[kind]), uncounted


def find(text: str, language: str, pages: Any, *, kind: str = "") -> Findings:
    """Look up `text` in the texts of `language`, then in the source's texts of pages without one in `language`.

    :param pages: queryset of pages to look among; only those of them that may be seen are found
    :param kind: key of the one kind of page to find
    """
    findings = find_among(read_query(text, language), pages.offered_in(language), kind)
    if language != SOURCE and not findings.more:
        rest = find_among(read_query(text, SOURCE), pages.not_offered_in(language), kind)
        findings.hits += rest.hits
        findings.counts += rest.counts
        findings.more = rest.more
    return findings


def find_among(query: Query, pages: Any, kind: str) -> Findings:
    """Look up `query` in the texts that `pages` have in its language."""
    if not query.phrases:
        return Findings()
    search = Search(query, pages)
    hits = search.list_hits()
    if len(hits) <= LIMIT:
        return Findings(sort(hit for hit in hits if not kind or hit.kind == kind), Counter(hit.kind for hit in hits))
    kinds = [kind] if kind else []
    first = search.list_hits(*query.title_labels, *kinds)
    known = {hit.text_id for hit in first}
    if kind:
        hits = search.list_hits(kind)
    hits = [*first, *(hit for hit in hits if hit.text_id not in known)]
    return Findings(sort(hits[:LIMIT]), search.count_kinds(), more=True)


class Search:
    """One statement, made once, and asked with several conditions: making it takes longer than asking.

    Terms carry their language: no condition on it is needed, and none could lead the database away from the index.
    """

    def __init__(self, query: Query, pages: Any) -> None:
        self.query = query
        # Asked of one page after the other: with EXISTS, PostgreSQL would first list all pages that may be seen.
        page = Subquery(pages.filter(pk=OuterRef("page_id")).order_by().values("pk"))
        texts = SearchText.objects.alias(seen=page).filter(seen__isnull=False)
        self.connection, self.engine = connections[texts.db], get_engine(texts.db)
        condition = self.engine.get_condition(query)
        hits = texts.extra(tables=self.engine.tables, where=self.engine.where, params=[condition])  # noqa: S610
        self.sql, parameters = hits.values_list("pk", "kind").query.sql_with_params()
        self.parameters = [CONDITION if value == condition else value for value in parameters]

    def ask(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def fill_in(self, *labels: str) -> list[Any]:
        condition = self.engine.get_condition(self.query, *labels)
        return [condition if value is CONDITION else value for value in self.parameters]

    def list_hits(self, *labels: str) -> list[Hit]:
        """Return LIMIT hits, or one more to tell that there are more, in no order."""
        rank, parameters = self.engine.get_rank(self.query)
        sql = f"{self.sql.replace('SELECT', f'SELECT {rank},', 1)} LIMIT {LIMIT + 1}"
        return [Hit(*row) for row in self.ask(sql, parameters + self.fill_in(*labels))]

    def count_kinds(self) -> Counter[str]:
        """Count the pages of each kind, up to one more than COUNTED."""
        kinds = list_kinds()
        counted = f"SELECT %s, COUNT(*) FROM ({self.sql} LIMIT {COUNTED + 1}) AS hits"  # noqa: S608
        parameters = [value for kind in kinds for value in (kind, *self.fill_in(kind))]
        return Counter(dict(self.ask(" UNION ALL ".join([counted] * len(kinds)), parameters)))


CONDITION = object()  # where a statement's parameters have the condition that changes


def sort(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.rank, hit.text_id))
