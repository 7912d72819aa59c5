"""Pages that say what went wrong, in the reader's language."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
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
    """Render `templates/errors/<status>.html`. 400 and 500 use neither host nor database: either may be what failed."""
    context = {"unknown_address": True, "status": status.value}
    return render(request, f"errors/{status.value}.html", context, status=status)
