"""Pages that say what went wrong, in the reader's language."""

import logging
import sys
from collections.abc import Callable
from http import HTTPStatus

import psycopg
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from wagtail.users.models import UserProfile

from config.postgresql.base import outage
from content.media.full_disk import is_full_disk

log = logging.getLogger(__name__)

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
RETRY_AFTER = 10  # seconds
WAITED_IN_VAIN = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN")  # beginnings of the names of SQLite's errors


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say of a request that is too large that it is: Django answers 400 whatever was wrong (RFC 9110, 15.5.14)."""
    if isinstance(exception, TOO_LARGE):
        return render_error(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return render_error(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render_error(request, HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render_error(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render_error(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say of a database that is away, silent or locked that it is so for a moment (RFC 9110, 15.6.4)."""
    error = sys.exc_info()[1]
    if error and is_database_away(error):
        return unavailable(request, error)
    return render_error(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def is_database_away(error: BaseException) -> bool:
    """Tell whether the same statement may do later: no connection, no answer, no lock, no time left."""
    if not isinstance(error, OperationalError | InterfaceError) or is_full_disk(error):
        return False
    cause = error.__cause__
    return isinstance(cause, psycopg.Error) or getattr(cause, "sqlite_errorname", "").startswith(WAITED_IN_VAIN)


def unavailable(request: HttpRequest, error: BaseException | None = None) -> HttpResponse:
    """Answer 503 without a query. The log gets a line, without the statement, and none for each of an outage."""
    if not outage.is_on:
        cause = error and error.__cause__
        log.error("The database gave no answer (%s); a request got 503.", type(cause).__name__)
    response = render_error(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


class FullDiskMiddleware:
    """Say what a full disk keeps from being saved, where no form says it of its file (RFC 4918, 11.5).

    Django asks it outside of the admin's views: it looks up the editor's language anew.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_full_disk(exception):
            return None
        log.error("The disk is full.", exc_info=exception)
        profile = UserProfile.objects.filter(user=request.user.pk).first() if request.user.is_authenticated else None
        with override(profile.get_preferred_language() if profile else request.LANGUAGE_CODE):
            response = render_error(request, HTTPStatus.INSUFFICIENT_STORAGE)
            response["Content-Language"] = get_language()
        return response


def render_error(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """Render `templates/errors/<status>.html`. Those for 400, 413, 500, 503 and 507 use neither host nor database."""
    context = {"unknown_address": True, "status": status.value}
    return render(request, f"errors/{status.value}.html", context, status=status)
