"""The databases' own full-text search over SearchText: an index of words, a condition and a rank.

Both get the same terms, stemmed by us, so both find the same pages; a hit in the title weighs more than any number of
hits in the text. SQLite ranks by BM25, PostgreSQL by ts_rank with documents' length: close, not equal.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connections
from django.db.backends.utils import CursorWrapper

from .stemming import Phrase, SearchQuery, label_title

TABLE = "translations_searchtext"
WORDS_TABLE = "translations_searchwords"
INDEX_COLUMNS = "title_terms, text_terms, labels"


def join_clauses(query: SearchQuery, find: Callable[[Phrase], str], signs: tuple[str, str]) -> list[str]:
    """Return the condition of each clause of `query`: `find` makes that of a phrase, `signs` mean and, and or."""
    both, either = signs
    return [
        "(" + either.join("(" + both.join(map(find, alternative)) + ")" for alternative in clause) + ")"
        for clause in query.clauses
    ]


class SQLite:
    """An FTS5 table that holds only words and their places; triggers keep it in step with the table of texts.

    SQLite drops triggers with their table, which Django makes anew in some migrations: hence prepare() after each.
    """

    new = ", ".join(f"new.{name}" for name in INDEX_COLUMNS.split(", "))
    old = ", ".join(f"old.{name}" for name in INDEX_COLUMNS.split(", "))
    add = f"INSERT INTO {WORDS_TABLE}(rowid, {INDEX_COLUMNS}) VALUES (new.id, {new});"  # noqa: S608
    remove = f"INSERT INTO {WORDS_TABLE}({WORDS_TABLE}, rowid, {INDEX_COLUMNS}) VALUES ('delete', old.id, {old});"  # noqa: S608
    triggers = {
        f"{WORDS_TABLE}_insert": f"AFTER INSERT ON {TABLE} BEGIN {add} END",
        f"{WORDS_TABLE}_update": f"AFTER UPDATE ON {TABLE} BEGIN {remove} {add} END",
        f"{WORDS_TABLE}_delete": f"AFTER DELETE ON {TABLE} BEGIN {remove} END",
    }

    signs = (" AND ", " OR ")
    tables = [WORDS_TABLE]
    joins = [f"{WORDS_TABLE}.rowid = {TABLE}.id"]
    match = f"{WORDS_TABLE} MATCH {{}}"

    def prepare(self, cursor: CursorWrapper) -> None:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        if self.triggers.keys() <= {name for (name,) in cursor.fetchall()}:
            return
        options = f"content='{TABLE}', content_rowid='id', tokenize='ascii'"
        cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {WORDS_TABLE} USING fts5({INDEX_COLUMNS}, {options})")
        for name, definition in self.triggers.items():
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {definition}")
        cursor.execute(f"INSERT INTO {WORDS_TABLE}({WORDS_TABLE}) VALUES ('rebuild')")  # noqa: S608

    def get_condition(self, query: SearchQuery, *labels: str, titled: bool = False) -> str:
        clauses = join_clauses(query, lambda phrase: f'{{title_terms text_terms}} : "{" ".join(phrase)}"', self.signs)
        titles = join_clauses(query, self.find_label, self.signs) if titled else []
        return " AND ".join([*clauses, *titles, *(f'labels : "{label}"' for label in labels)])

    def find_label(self, phrase: Phrase) -> str:
        return "(" + " AND ".join(f'labels : "{label_title(term)}"' for term in phrase) + ")"

    def get_rank(self, query: SearchQuery) -> tuple[str, list[str]]:
        return f"-bm25({WORDS_TABLE}, 1000.0, 1.0, 0.0)", []


class PostgreSQL:
    """A stored column of words and their places, A for the title, B for the text, C for labels, with a GIN index."""

    parts = " || ".join(
        f"setweight(to_tsvector('simple'::regconfig, {name}), '{weight}')"
        for name, weight in zip(INDEX_COLUMNS.split(", "), "ABC", strict=True)
    )

    signs = (" & ", " | ")
    tables: list[str] = []
    joins: list[str] = []
    match = f"{TABLE}.words @@ {{}}::tsquery"

    def prepare(self, cursor: CursorWrapper) -> None:
        cursor.execute(
            "SELECT 1 FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'words' AND NOT attisdropped",
            [TABLE],
        )
        if not cursor.fetchone():
            cursor.execute(f"ALTER TABLE {TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS ({self.parts}) STORED")
            cursor.execute(f"CREATE INDEX {WORDS_TABLE} ON {TABLE} USING gin (words)")
        # Else each search would also read through the list of what was saved lately.
        cursor.execute(f"ALTER INDEX {WORDS_TABLE} SET (fastupdate = off)")

    def get_condition(self, query: SearchQuery, *labels: str, titled: bool = False) -> str:
        # Without weights: the index has none, and would have each row looked at.
        clauses = join_clauses(
            query, lambda phrase: "(" + " <-> ".join(f"'{term}'" for term in phrase) + ")", self.signs
        )
        titles = join_clauses(query, self.find_label, self.signs) if titled else []
        return " & ".join([*clauses, *titles, *(f"'{label}'" for label in labels)])

    def find_label(self, phrase: Phrase) -> str:
        return "(" + " & ".join(f"'{label_title(term)}'" for term in phrase) + ")"

    def get_rank(self, query: SearchQuery) -> tuple[str, list[str]]:
        # Weights of D, C, B and A. 1 divides by the logarithm of the length: of two hits, that in few words first.
        any_term = " | ".join(f"'{term}':AB" for term in sorted(query.terms))
        return f"ts_rank('{{0, 0, 0.1, 1}}', {TABLE}.words, %s::tsquery, 1)", [any_term]


def get_engine(using: str) -> SQLite | PostgreSQL:
    return PostgreSQL() if connections[using].vendor == "postgresql" else SQLite()


def prepare(using: str) -> None:
    """Make the index of words of a database whose table of texts is there; do nothing if it is in step."""
    with connections[using].cursor() as cursor:
        get_engine(using).prepare(cursor)
