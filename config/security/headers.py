"""Response headers that Django does not set itself, on every status, static files included."""

from collections.abc import Callable

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import has_vary_header

from config.security.script_nonce import scripts_of

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

# On every response. SecurityMiddleware sets the latter two as well, but not where it refuses a request itself.
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
}

# Wagtail's admin, and the bar it shows editors on public pages, need scripts and inline styles of our own origin.
EDITORS_CSP = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    },
}
# Wagtail starts rows, dates and choosers of edit forms by inline scripts: they get a nonce, see script_nonce.py.
ADMIN_CSP = {"DIRECTIVES": {**EDITORS_CSP["DIRECTIVES"], "script-src": [SELF, NONCE]}}
# What is downloaded is no page of ours: should a browser open it all the same, it opens with no rights.
ATTACHMENT_CSP = "default-src 'none'; sandbox"
# What caches outside may keep of a page that does not say so itself: it is asked for again after a second, so what is
# unpublished is gone from them, unless the site does not answer at all (RFC 5861, section 4).
VISITORS_CACHING = f"public, max-age=0, s-maxage=1, stale-if-error={settings.PAGE_CACHE_STALE}"
EDITORS_CACHING = "private, no-cache"


class HeadersMiddleware:
    """Comes right inside CSPMiddleware, which reads the policy chosen here; both come first of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with scripts_of(request):
            response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        if response.get("Content-Disposition", "").startswith("attachment"):
            response["Content-Security-Policy"] = ATTACHMENT_CSP
        elif is_for_editors(request):
            in_admin = request.path.startswith(reverse("wagtailadmin_home"))
            policy = ADMIN_CSP if in_admin else EDITORS_CSP
            response._csp_config = policy["DIRECTIVES"]  # type: ignore[attr-defined]
        if response.status_code >= 500:
            response.setdefault("Cache-Control", "no-store")
        elif "Cache-Control" not in response and request.method in ("GET", "HEAD"):
            response["Cache-Control"] = VISITORS_CACHING if is_for_everybody(request, response) else EDITORS_CACHING
        return response


def is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether others may get the same response: nobody has signed in, and no cookie comes with it."""
    return not is_for_editors(request) and not response.cookies and not has_vary_header(response, "Cookie")


def is_for_editors(request: HttpRequest) -> bool:
    """Tell whether an editor may be looking; without touching the session, so visitors' pages can be cached."""
    return request.path.startswith(reverse("wagtailadmin_home")) or settings.SESSION_COOKIE_NAME in request.COOKIES
