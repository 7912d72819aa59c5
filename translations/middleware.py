"""The address decides the language of a page; what has no language in its address asks the reader's browser.

Only a code of LANGUAGES, letter by letter, is ever activated: Django keeps what it makes of one, catalogues and
patterns of addresses, for as long as the process lives, and takes `EN` for `en` in one place but not in another.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from .languages import LANGUAGES


class LanguageMiddleware:
    """Activate the language of `/fr/…` or `/en/…`; of the admin, the source language, which each user may change.

    `/EN/…`, as some people type it, leads to `/en/…`.

    Elsewhere (`/r/DS-4`, an unknown address) the browser's Accept-Language counts, and the response says so in
    Vary. Unlike Django's own middleware this reads no cookie: a cached answer can never hold somebody's choice.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path_info[1:].partition("/")[0]
        if first not in LANGUAGES and first.lower() in LANGUAGES:
            address = request.get_full_path().replace(f"/{first}", f"/{first.lower()}", 1)
            return HttpResponsePermanentRedirect(address, preserve_request=True)
        in_address = first if first in LANGUAGES else None
        negotiated = not in_address and not request.path_info.startswith(reverse("wagtailadmin_home"))
        language = in_address or (preferred_language(request) if negotiated else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            response.setdefault("Content-Language", translation.get_language())
        if negotiated and not getattr(response, "language_neutral", False):
            patch_vary_headers(response, ("Accept-Language",))
        return response


def language_neutral(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a view whose answer is the same for readers of every language, so that caches keep one copy."""

    @wraps(view)
    def neutral(*args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(settings.LANGUAGE_CODE):
            response = view(*args, **kwargs)
        response.language_neutral = True  # type: ignore[attr-defined]
        return response

    return neutral


def preferred_language(request: HttpRequest) -> str:
    """Return the first of the browser's languages that the site has, or the source language."""
    for accepted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            language = get_supported_language_variant(accepted)
        except LookupError:
            continue
        if language in LANGUAGES:
            return language
    return settings.LANGUAGE_CODE
