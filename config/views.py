"""The few addresses that belong to no app."""

import re
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.shortcuts import render
from django.urls import path as route
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

from content.media.collections import may_see, restrictions_on
from content.storage.renditions import ADMIN, AVATARS, PUBLIC
from translations.languages import in_each_language
from translations.middleware import language_neutral

# Where pictures are, in names of our own making. Nothing that leads to another folder, as `pictures/../documents/…`
# would, and nothing longer than a file system takes.
PICTURE_PATH = re.compile(rf"({PUBLIC}|{ADMIN}|{AVATARS})/[\w.-]{{1,255}}", re.ASCII)
IMAGE_SUFFIXES = {".avif", ".gif", ".jpg", ".jpeg", ".png", ".webp"}


@language_neutral
@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Answer `/` with the same small page for everybody: the site's languages, to choose from."""
    response = render(request, "choose_language.html", {"languages": settings.LANGUAGES})
    response["Content-Language"] = ", ".join(code for code, _name in settings.LANGUAGES)
    return response


@language_neutral
@require_safe
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
    """Serve pictures in the sizes that pages show them; those of the admin to those who may enter it.

    Those of a private collection are for those who may open it. Nothing else of the media has an address here: no
    original, and documents have their own, which asks who may read.
    """
    match = PICTURE_PATH.fullmatch(path)
    if not match:
        raise Http404
    is_public = match[1] == PUBLIC
    if not is_public and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    restrictions = restrictions_on(path)
    if not may_see(request, restrictions):
        raise Http404
    response = serve_stored(request, path)
    if restrictions or not is_public:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=365 * 24 * 3600, immutable=True)
    if isinstance(response, FileResponse) and Path(path).suffix.lower() not in IMAGE_SUFFIXES:
        response["Content-Disposition"] = "attachment"
    return response


def serve_stored(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a file of the media, wherever they are kept, as Django's `serve` does one of a folder.

    Raises Http404 for one that is not there.
    """
    try:
        modified = default_storage.get_modified_time(path).timestamp()
        if not was_modified_since(request.headers.get("If-Modified-Since"), modified):
            return HttpResponseNotModified()
        response = FileResponse(default_storage.open(path))
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Http404 from error
    response["Last-Modified"] = http_date(modified)
    return response


# No body holds embeds, and to look one up the server asks other sites
closed = [route("embeds/", nothing_here), route("embeds/<path:rest>", nothing_here)]
