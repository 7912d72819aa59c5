"""The few addresses that belong to no app."""

import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from body.renditions import ADMIN, AVATARS, PUBLIC
from translations.languages import in_each_language
from translations.middleware import language_neutral

# Where pictures are, in names of our own making. Nothing that leads to another folder, as `pictures/../documents/…`
# would, and nothing longer than a file system takes.
PICTURE_PATH = re.compile(rf"({PUBLIC}|{ADMIN}|{AVATARS})/[\w.-]{{1,255}}", re.ASCII)
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


@language_neutral
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve pictures in the sizes that pages show them; those of the admin to those who may enter it.

    Nothing else of the media has an address here: no original, and documents have their own, which asks who may read.
    """
    match = PICTURE_PATH.fullmatch(path)
    if not match:
        raise Http404
    is_public = match[1] == PUBLIC
    if not is_public and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    if is_public:
        patch_cache_control(response, public=True, max_age=365 * 24 * 3600, immutable=True)
    else:
        patch_cache_control(response, private=True, max_age=0)
    if isinstance(response, FileResponse) and Path(path).suffix.lower() not in IMAGE_SUFFIXES:
        response["Content-Disposition"] = "attachment"
    return response
