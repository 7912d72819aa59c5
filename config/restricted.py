"""Rate limits for the passwords of restricted pages and documents, counted as for signing in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from wagtail.documents.views.serve import authenticate_with_password as ask_for_documents
from wagtail.views import authenticate_with_password as ask_for_pages

from public_forms.network import get_networks
from public_forms.rate_limit import count_once, name_subjects, take_back

from .errors import render_error


def limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 429 where one network has tried too many passwords. Right ones, which redirect, do not count."""

    @wraps(view)
    def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        counted = name_subjects("page password", settings.PAGE_PASSWORD_RATE_LIMITS, get_networks(request))
        if exceeded := count_once(counted):
            response = render_error(request, HTTPStatus.TOO_MANY_REQUESTS)
            response["Retry-After"] = str(exceeded.seconds)
            return response
        response = view(request, *args, **kwargs)
        if response.status_code == HTTPStatus.FOUND:
            for limit, subject in counted:
                take_back(limit, subject)
        return response

    return ask


ask_for_page_password = limited(ask_for_pages)
ask_for_document_password = limited(ask_for_documents)
