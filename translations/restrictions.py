"""Whether any page is restricted at all: most sites restrict none, and need not look above each page they list.

It is asked once for each request that only reads, along with the sites, and kept for that request: so a restriction
counts at once, in every process. Elsewhere, where one may be made meanwhile, every list looks for itself.
"""

from collections.abc import Callable
from contextvars import ContextVar

from django.db import connections
from django.http import HttpRequest, HttpResponse

from .sql_names import name_table

known: ContextVar[dict[str, bool] | None] = ContextVar("known restrictions", default=None)  # by database


class RestrictionsMiddleware:
    """Let what is asked below be kept until the response is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = known.set({} if request.method in ("GET", "HEAD") else None)
        try:
            return self.get_response(request)
        finally:
            known.reset(token)


def may_restrict(database: str) -> bool:
    """Tell whether a page of `database` may be restricted: False where, during this request, none is."""
    answers = known.get()
    if answers is None:
        return True
    if database not in answers:
        with connections[database].cursor() as cursor:
            cursor.execute(f"SELECT {write_any_restriction(database)}")
            keep(database, cursor.fetchone()[0])
    return answers[database]


def write_any_restriction(database: str) -> str:
    """Return the expression that tells whether a page is restricted: to make it takes ten times longer."""
    from wagtail.models import PageViewRestriction

    return f"EXISTS (SELECT 1 FROM {name_table(PageViewRestriction, database)})"  # noqa: S608  # our model's name


def keep(database: str, answer: object) -> None:
    """Keep, for a request that only reads, what a statement has told that had to be asked anyway."""
    answers = known.get()
    if answers is not None:
        answers[database] = bool(answer)
