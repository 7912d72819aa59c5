"""The few addresses that belong to no app."""

import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path as route
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from body.collections import may_see, restrictions_on
from translations.languages import in_each_language
from translations.middleware import language_neutral

# Where Wagtail puts images and their renditions, in names of its own making. Nothing that leads to another folder, as
# `images/../documents/…` would, and nothing longer than a file system takes.
IMAGE_PATH = re.compile(r"(original_)?images/[\w.-]{1,255}", re.ASCII)
IMAGE_SUFFIXES = {".avif", ".gif", ".jpg", ".jpeg", ".png", ".webp"}


@language_neutral
@require_safe
@cache_control(public=True, max_age=3600)
def choose_language(request: HttpRequest) -> HttpResponse:
    """Answer `/` with the same small page for everybody: the site's languages, to choose from."""
    response = render(request, "choose_language.html", {"languages": settings.LANGUAGES})
    response["Content-Language"] = ", ".join(code for code, _name in settings.LANGUAGES)
    return response


@language_neutral
@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    closed = ["/admin/", *in_each_language(lambda: reverse("contact_table").rpartition("/")[0] + "/").values()]
    refusals = [f"Disallow: {path}" for path in closed]
    lines = ["User-agent: *", *refusals, f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    raise Http404


@language_neutral
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve images where no web server in front does so, as one should: nothing else of the media is public.

    Pictures of a private collection are for those who may open it. Documents have an address of their own, which asks
    who may read them.
    """
    if not IMAGE_PATH.fullmatch(path):
        raise Http404
    restrictions = restrictions_on(path)
    if not may_see(request, restrictions):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    if restrictions:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=365 * 24 * 3600, immutable=True)
    response["X-Content-Type-Options"] = "nosniff"
    if isinstance(response, FileResponse) and Path(path).suffix.lower() not in IMAGE_SUFFIXES:
        response["Content-Disposition"] = "attachment"
    return response


# No body holds embeds, and to look one up the server asks other sites
closed = [route("embeds/", nothing_here), route("embeds/<path:rest>", nothing_here)]
