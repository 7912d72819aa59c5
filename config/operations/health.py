"""Whether this process answers, and whether it can do its work: `/livez` and `/readyz`, for whatever watches the site.

Those who watch ask by IP address and over plain HTTP, from the same machine or its network. So both are answered before
the host is checked and before plain HTTP is led to HTTPS; they use nothing of the request but its path, set no cookie,
and say no more than a sentence about each thing. docs/operations.md tells who should ask for which.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone

from mail.queue import due_emails
from newsletter.delivery.queue import is_left_waiting

LIVE = "/livez"


@dataclass(frozen=True)
class Finding:
    """What a check found: whether all is well, and a sentence that names nobody and no secret."""

    ok: bool
    says: str


class HealthMiddleware:
    """Comes right inside HeadersMiddleware, before all that looks at the host, the session or the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path != LIVE and path not in READINESS:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            response: HttpResponse = HttpResponseNotAllowed(["GET", "HEAD"])
        elif path == LIVE:
            response = JsonResponse({"status": "alive"})
        else:
            response = tell_readiness(READINESS[path])
        response["Cache-Control"] = "no-store"
        return response


def tell_readiness(only: str = "") -> HttpResponse:
    """Answer 200 if what requests need is there, else 503.

    :param only: the one check that decides; by default all do but those of ADVISORY, which are told all the same
    """
    findings = {name: check() for name, check in CHECKS.items() if only in ("", name)}
    deciding = [finding for name, finding in findings.items() if only or name not in ADVISORY]
    ready = all(finding.ok for finding in deciding)
    answer = {
        "status": "ready" if ready else "not ready",
        "checks": {name: {"ok": finding.ok, "says": finding.says} for name, finding in findings.items()},
    }
    return JsonResponse(answer, status=HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)


def check_database() -> Finding:
    """A connection that the database has ended meanwhile is made anew before (CONN_HEALTH_CHECKS)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return Finding(False, "The database does not answer.")
    return Finding(True, "The database answers.")


def check_migrations() -> Finding:
    """Compare the names of migrations only: to load them takes as long as a page, to list those applied one query."""
    try:
        missing = len(known_migrations() - set(MigrationRecorder(connection).applied_migrations()))
    except (DatabaseError, InterfaceError):
        return Finding(False, "Which migrations are applied cannot be told: the database does not answer.")
    if missing:
        return Finding(False, f"Migrations not applied: {missing}. Run manage.py migrate.")
    return Finding(True, "All migrations are applied.")


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Return app and name of each migration in the code, which does not change while it runs."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def check_queue() -> Finding:
    """Tell whether somebody sends: the oldest email that could be tried now, and what the newsletter has enqueued."""
    now = timezone.now()
    allowed = timedelta(seconds=settings.HEALTH_QUEUE_AGE)
    try:
        oldest: datetime | None = due_emails(now).aggregate(oldest=Min("due_at"))["oldest"]
        letter_waits = is_left_waiting(now, allowed)
    except (DatabaseError, InterfaceError):
        return Finding(False, "What waits to be sent cannot be told: the database does not answer.")
    if oldest and now - oldest > allowed:
        return Finding(False, f"Emails wait to be sent, the oldest for {in_words(now - oldest)}.")
    if letter_waits:
        return Finding(False, f"A task of the newsletter has waited for more than {in_words(allowed)}.")
    return Finding(True, "Nothing waits for too long to be sent.")


def check_disk() -> Finding:
    """Tell how much room there is where uploads go, and SQLite's file, by the one that has least."""
    folders = [default_storage.location] if isinstance(default_storage, FileSystemStorage) else []
    if connection.vendor == "sqlite":
        folders.append(str(Path(connection.settings_dict["NAME"]).parent))
    if not folders:
        return Finding(True, "Nothing is kept on this disk.")
    free = min(free_bytes(Path(folder)) for folder in folders)
    megabytes = free // 1_000_000
    if free < settings.HEALTH_FREE_DISK:
        return Finding(False, f"Only {megabytes} MB of disk are free.")
    return Finding(True, f"{megabytes} MB of disk are free.")


def free_bytes(folder: Path) -> int:
    """Return the free bytes where `folder` is, or will be: it is made with the first upload."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def in_words(duration: timedelta) -> str:
    return f"{int(duration.total_seconds() // 60)} minutes"


CHECKS: dict[str, Callable[[], Finding]] = {
    "database": check_database,
    "migrations": check_migrations,
    "disk": check_disk,
    "queue": check_queue,
}
# A web server stays in service while no mail leaves: pages can be read all the same.
ADVISORY = {"queue"}
READINESS = {"/readyz": "", **{f"/readyz/{name}": name for name in CHECKS}}  # address: the one check asked for
