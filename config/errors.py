"""Pages that say what went wrong, in the reader's language."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


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
    return render_error(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def render_error(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """Render `templates/errors/<status>.html`. Those for 400, 413 and 500 use neither host nor database."""
    context = {"unknown_address": True, "status": status.value}
    return render(request, f"errors/{status.value}.html", context, status=status)
