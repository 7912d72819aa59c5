"""What choosers answer once something is chosen: nothing is found under what is no key.

Wagtail looks for whatever stands in the address, which fails where that is no number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views.chooser import viewset as documents
from wagtail.images.views.chooser import viewset as images

from ..addresses.converters import KeyConverter

View = Callable[..., HttpResponse]
KEY = re.compile(KeyConverter.regex)


def require_keys(words: Iterable[Any]) -> None:
    """:raises Http404: if one of `words`, which an address gives, is no key"""
    if not all(KEY.fullmatch(str(word)) for word in words):
        raise Http404


def for_keys(view: View) -> View:
    """Let `view` answer only for keys: its parameter `pk`, or those named `id` in the query."""

    @wraps(view)
    def answer(request: HttpRequest, **parameters: Any) -> HttpResponse:
        require_keys([*parameters.values(), *request.GET.getlist("id")])
        return view(request, **parameters)

    return answer


# Before Wagtail's own, to whose names the same addresses lead
urlpatterns = [
    path(f"{viewset.url_prefix}/{route}/", require_admin_access(for_keys(view)))
    for viewset in (images, documents)
    for route, view in (
        ("chosen/<str:pk>", viewset.chosen_view),
        ("chosen-multiple", viewset.chosen_multiple_view),
    )
]
