"""Builds and runs the full-text query in one language: best pages first, at a cost that does not grow with the site.

A word that a thousand pages hold tells little. So of each list at most MOST_PAGES pages are looked at, those first that
have the words in their title; there are then more than can be counted in the time of a rare word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import OuterRef, Subquery

from translations.languages import SOURCE

from .backends import get_engine
from .facets import list_search_facets
from .models import SearchText
from .stemming import SearchQuery, read_query

MOST_PAGES = 200  # pages of a list
COUNTED = 100  # pages of a kind, where there are more than MOST_PAGES in all


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


def find_pages(text: str, language: str, pages: Any, *, kind: str = "") -> Findings:
    """Look up `text` in the texts of `language`, then in the source's texts of pages without one in `language`.

    :param pages: queryset of pages to look among; only those of them that may be seen are found
    :param kind: key of the one kind of page to find
    """
    findings = find_among(read_query(text, language), pages.offered_in(language), kind)
    if language != SOURCE:
        rest = find_among(read_query(text, SOURCE), pages.not_offered_in(language), kind)
        findings.hits += rest.hits
        findings.counts += rest.counts
        findings.more |= rest.more
    return findings


def find_among(query: SearchQuery, pages: Any, kind: str) -> Findings:
    """Look up `query` in the texts that `pages` have in its language."""
    if not query.phrases:
        return Findings()
    found = Search(query, pages).look_up(kind)
    if len(found.hits) <= MOST_PAGES:
        hits = [hit for hit in found.hits if not kind or hit.kind == kind]
        return Findings(sort(hits), Counter(hit.kind for hit in found.hits))
    known = {hit.text_id for hit in found.titled}
    hits = [*found.titled, *(hit for hit in found.of_kind or found.hits if hit.text_id not in known)]
    return Findings(sort(hits[:MOST_PAGES]), found.counts, more=True)


@dataclass
class Found:
    """What one statement brings: MOST_PAGES `hits` in no order, or one more to tell that there are more.

    Then, and only then, `titled` are those with the words in their title, `of_kind` those of the kind asked for, and
    `counts` how many each kind has, up to one more than COUNTED.
    """

    hits: list[Hit] = field(default_factory=list)
    titled: list[Hit] = field(default_factory=list)
    of_kind: list[Hit] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class Search:
    """One statement for everything: making several takes longer than asking, and their number would tell of a site.

    Terms carry their language: no condition on it is needed, and none could lead the database away from the index.
    """

    def __init__(self, query: SearchQuery, pages: Any) -> None:
        self.query = query
        # Asked of one page after the other: with EXISTS, PostgreSQL would first list all pages that may be seen.
        page = Subquery(pages.filter(pk=OuterRef("page_id")).order_by().values("pk"))
        texts = SearchText.objects.alias(seen=page).filter(seen__isnull=False)
        self.connection, self.engine = connections[texts.db], get_engine(texts.db)
        condition = self.engine.get_condition(query)
        hits = texts.extra(tables=self.engine.tables, where=self.engine.where, params=[condition])  # noqa: S610
        self.sql, parameters = hits.values_list("pk", "kind").query.sql_with_params()
        self.parameters = [CONDITION if value == condition else value for value in parameters]

    def look_up(self, kind: str) -> Found:
        first, parameters = self.select_hits()
        arms = self.get_arms(kind)
        more = f"WHERE (SELECT COUNT(*) FROM found) > {MOST_PAGES}"  # noqa: S608  # known first: it decides if more is asked
        sql = f"WITH found AS ({first}) SELECT 'hits', rank, pk, kind FROM found"  # noqa: S608
        for name, (arm, arm_parameters) in arms.items():
            sql += f" UNION ALL SELECT '{name}', rank, pk, kind FROM ({arm}) AS arm {more}"  # noqa: S608
            parameters = [*parameters, *arm_parameters]
        found = Found()
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            for name, rank, key, its_kind in cursor.fetchall():
                if name == "counts":
                    found.counts[its_kind] = int(rank)
                else:
                    getattr(found, name).append(Hit(rank, key, its_kind))
        found.counts += Counter({kind: n for kind, n in Counter(hit.kind for hit in found.hits).items() if n > COUNTED})
        return found

    def get_arms(self, kind: str) -> dict[str, tuple[str, list[Any]]]:
        """Return what is looked up besides where there are many hits: name, statement and parameters."""
        kinds = [kind] if kind else []
        of_kind = {"of_kind": self.select_hits(kind)} if kind else {}
        return {"titled": self.select_hits(*self.query.title_labels, *kinds), **of_kind, "counts": self.count_kinds()}

    def select_hits(self, *labels: str) -> tuple[str, list[Any]]:
        rank, parameters = self.engine.get_rank(self.query)
        sql = f"{self.sql.replace('SELECT', f'SELECT {rank} AS rank,', 1)} LIMIT {MOST_PAGES + 1}"
        condition = self.engine.get_condition(self.query, *labels)
        return sql, [*parameters, *(condition if value is CONDITION else value for value in self.parameters)]

    def count_kinds(self) -> tuple[str, list[Any]]:
        """Count the pages of each kind, up to one more than COUNTED; but for kinds of which the hits tell as much."""
        [*_joins, match] = self.engine.where
        ones = f"{self.sql.replace(match, match.replace('%s', 'kinds.column2'))} LIMIT {COUNTED + 1}"
        kinds = list_search_facets()
        values = ", ".join(["(%s, %s)"] * len(kinds))
        counted = f"SELECT (SELECT COUNT(*) FROM ({ones}) AS seen) AS rank, 0 AS pk, column1 AS kind"  # noqa: S608
        conditions = [value for kind in kinds for value in (kind, self.engine.get_condition(self.query, kind))]
        own = [value for value in self.parameters if value is not CONDITION]
        known = f"SELECT kind FROM found GROUP BY kind HAVING COUNT(*) > {COUNTED}"  # noqa: S608
        return f"{counted} FROM (VALUES {values}) AS kinds WHERE column1 NOT IN ({known})", [*own, *conditions]


CONDITION = object()  # where a statement's parameters have the condition that changes


def sort(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.rank, hit.text_id))
