"""Security headers come with every answer, whatever its status and whoever in the stack gives it."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.middleware.common import CommonMiddleware
from django.test import Client

from campaigns.models import HomePage

pytestmark = pytest.mark.django_db

EVERYWHERE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
}
ANSWERS = {
    "/": 200,
    "/fr/": 200,
    "/en": 301,
    "/admin/": 302,
    "/admin/login/": 200,
    "/fr/nulle-part/": 404,
    "/static/cahier.css": 200,
    "/static/nulle-part.css": 404,
    "/media/pictures/image.png": 200,
    "/media/pictures/nulle-part.png": 404,
    "/media/admin_pictures/image.png": 404,
    "/media/documents/a.pdf": 404,
    "/robots.txt": 200,
    "/sitemap.xml": 200,
}


@pytest.fixture
def https(settings: Any, tmp_path: Path) -> Client:
    """A browser on a site that BASE_URL puts under HTTPS, which has one picture."""
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_SSL_REDIRECT = True
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "image.png").write_bytes(b"\x89PNG")
    return Client(raise_request_exception=False)


def ask(client: Client, address: str, **options: Any) -> HttpResponse:
    """Get `address` over HTTPS, and read to its end, which closes it, what a static answer streams."""
    response = client.get(address, secure=True, **options)
    if response.streaming:
        b"".join(response)
    return response


def policy_of(response: HttpResponse) -> dict[str, str]:
    directives = response["Content-Security-Policy"].split("; ")
    return {name: sources for name, _, sources in (directive.partition(" ") for directive in directives)}


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_carries_the_headers(https: Client, address: str) -> None:
    response = ask(https, address)
    assert response.status_code == ANSWERS[address]
    assert {name: response.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert "camera=()" in response["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in response
    assert policy_of(response)["default-src"] == "'none'"


def test_an_error_of_ours_carries_the_headers(https: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HomePage, "serve", lambda *args, **kwargs: 1 / 0)
    response = ask(https, "/fr/")
    assert response.status_code == 500
    assert {name: response.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert policy_of(response)["default-src"] == "'none'"


@pytest.mark.parametrize("address", ["/fr/", "/admin/"])
def test_no_cache_keeps_an_error_of_ours(https: Client, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(CommonMiddleware, "process_request", lambda *args: 1 / 0)
    response = ask(https, address)
    assert (response.status_code, response["Cache-Control"]) == (500, "no-store")


def test_nobody_else_learns_who_edits(settings: Any) -> None:
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False


@pytest.mark.parametrize("secure", [True, False])
def test_a_foreign_host_is_refused_with_headers(https: Client, secure: bool) -> None:
    response = https.get("/fr/", secure=secure, headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert policy_of(response)["default-src"] == "'none'"


def test_plain_http_leads_to_https(https: Client) -> None:
    response = https.get("/fr/")
    assert response.status_code == 301
    assert response["Location"].startswith("https://")


@pytest.mark.parametrize("address", [address for address in ANSWERS if not address.startswith("/admin/")])
def test_visitors_pages_may_load_nothing_but_our_styles_and_images(https: Client, address: str) -> None:
    policy = policy_of(ask(https, address))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def test_pages_with_the_editors_bar_run_scripts_of_our_own_files_only(https: Client) -> None:
    https.force_login(get_user_model().objects.create_superuser("editor", "", "secret"))
    assert policy_of(ask(https, "/fr/"))["script-src"] == "'self'"


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/account/"])
def test_admin_loads_nothing_from_elsewhere(https: Client, address: str) -> None:
    if address != "/admin/login/":
        https.force_login(get_user_model().objects.create_superuser("editor", "", "secret"))
    policy = policy_of(ask(https, address))
    assert policy["script-src"] == "'self'"  # and a nonce where there is an inline script
    assert policy["frame-ancestors"] == "'self'"
    assert not any("http" in sources for sources in policy.values())


def test_visitors_get_no_cookie(https: Client) -> None:
    for address in ANSWERS:
        if address != "/admin/login/":
            assert not ask(https, address).cookies, address
