"""Builds and runs the full-text query in one language: best pages first, at a cost that does not grow with the site.

A word that a thousand pages hold tells little. So of each list at most MOST_PAGES pages are looked at, those first that
have the words in their title; there are then more than can be counted in the time of a rare word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connections

from translations.languages import SOURCE
from translations.models import BasePage
from translations.sql_names import name_column, name_table
from translations.visibility import VisiblePageQuerySet

from .backends import get_engine
from .facets import list_search_facets
from .models import SearchText
from .stemming import Group, SearchQuery, read_query

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


Change = Callable[[SearchQuery], SearchQuery]
NO_GROUPS: Mapping[str, Sequence[Group]] = {}


def find_pages(
    text: str, language: str, root: str = "", *, kind: str = "", synonyms: Mapping[str, Sequence[Group]] = NO_GROUPS
) -> Findings:
    """Look up `text` in the texts of `language`, then in the source's texts of pages without one in `language`.

    Only pages that may be seen are found.

    :param root: path in the tree of the page to which, and to what is below it, to keep
    :param kind: key of the one kind of page to find
    :param synonyms: by language, what means the same
    """
    findings = find_in_language(text, language, root, kind=kind, synonyms=synonyms)
    if language != SOURCE:
        query = read_query(text, SOURCE, synonyms.get(SOURCE, ()))
        rest = find_among(Search(query, language, root, offered=False), kind)
        findings.hits += rest.hits
        findings.counts += rest.counts
        findings.more |= rest.more
    return findings


def find_in_language(
    text: str,
    language: str,
    root: str = "",
    *,
    kind: str = "",
    synonyms: Mapping[str, Sequence[Group]] = NO_GROUPS,
    change: Change = lambda query: query,
) -> Findings:
    """Look up `text`, as `change` makes it, in the texts of `language` alone."""
    query = change(read_query(text, language, synonyms.get(language, ())))
    return find_among(Search(query, language, root), kind)


def find_among(search: Search, kind: str) -> Findings:
    """Look up the words of `search`, if it has any."""
    if not search.query.clauses:
        return Findings()
    found = search.look_up(kind)
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

    def __init__(self, query: SearchQuery, language: str, root: str, *, offered: bool = True) -> None:
        """Search the pages that have a text of their own in `language`, or if not `offered`, those that have none."""
        self.query, self.language, self.root, self.offered = query, language, root, offered
        self.using = SearchText.objects.db
        self.engine = get_engine(self.using)

    def look_up(self, kind: str) -> Found:
        first, parameters = self.select_hits()
        arms = self.get_arms(kind)
        more = f"WHERE (SELECT COUNT(*) FROM found) > {MOST_PAGES}"  # noqa: S608  # known first: it decides if more is asked
        sql = f"WITH found AS ({first}) SELECT 'hits', rank, pk, kind FROM found"  # noqa: S608
        for name, (arm, arm_parameters) in arms.items():
            sql += f" UNION ALL SELECT '{name}', rank, pk, kind FROM ({arm}) AS arm {more}"  # noqa: S608
            parameters = [*parameters, *arm_parameters]
        found = Found()
        with connections[self.using].cursor() as cursor:
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
        return {"titled": self.select_hits(*kinds, titled=True), **of_kind, "counts": self.count_kinds()}

    def select_hits(self, *labels: str, titled: bool = False) -> tuple[str, list[Any]]:
        rank, parameters = self.engine.get_rank(self.query)
        sql, own = self.select_texts(f"{rank} AS rank", "%s", MOST_PAGES + 1)
        return sql, [*parameters, *own, self.engine.get_condition(self.query, *labels, titled=titled)]

    def select_texts(self, rank: str, condition: str, most: int) -> tuple[str, list[Any]]:
        """Return the statement of up to `most` texts that meet the `condition`, a value, and its parameters but that.

        It asks of one page after the other: with EXISTS, PostgreSQL would first list all pages that may be seen.
        """
        table, pages = name_table(SearchText, self.using), name_table(BasePage, self.using)
        text_key, kind, page_key = (name_column(SearchText, name, table, self.using) for name in ("id", "kind", "page"))
        key, path = (name_column(BasePage, name, "page", self.using) for name in ("id", "path"))
        all_pages: VisiblePageQuerySet = BasePage.objects.using(self.using)
        offered = all_pages.write_offered("page", self.language, offered=self.offered)
        page = (
            f"SELECT {key} FROM {pages} page "  # noqa: S608  # names are our models'
            f"WHERE {key} = {page_key} AND {path} LIKE %s AND {offered}"
        )
        where = [f"({page}) IS NOT NULL", *self.engine.joins, self.engine.match.format(condition)]
        sql = (
            f"SELECT {rank}, {text_key} AS pk, {kind} AS kind "  # noqa: S608  # likewise
            f"FROM {', '.join([table, *self.engine.tables])} WHERE {' AND '.join(where)} LIMIT {most}"
        )
        return sql, [f"{self.root}%"]

    def count_kinds(self) -> tuple[str, list[Any]]:
        """Count the pages of each kind, up to one more than COUNTED; but for kinds of which the hits tell as much."""
        ones, own = self.select_texts("0 AS rank", "kinds.column2", COUNTED + 1)
        kinds = list_search_facets()
        values = ", ".join(["(%s, %s)"] * len(kinds))
        counted = f"SELECT (SELECT COUNT(*) FROM ({ones}) AS seen) AS rank, 0 AS pk, column1 AS kind"  # noqa: S608
        conditions = [value for kind in kinds for value in (kind, self.engine.get_condition(self.query, kind))]
        known = f"SELECT kind FROM found GROUP BY kind HAVING COUNT(*) > {COUNTED}"  # noqa: S608
        return f"{counted} FROM (VALUES {values}) AS kinds WHERE column1 NOT IN ({known})", [*own, *conditions]


def sort(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.rank, hit.text_id))
