"""The address decides the language; where it has none, the browser's list; a cookie never."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language, override

from translations.middleware import LanguageMiddleware, preferred_language

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("url", "language"), [("/fr/", "fr"), ("/en/", "en"), ("/en/nothing/", "en")])
@pytest.mark.parametrize("accepted", ["fr", "en", "de"])
def test_address_decides_whatever_the_browser_prefers(client, url, language, accepted):
    client.cookies["django_language"] = "fr"
    response = client.get(url, headers={"accept-language": accepted})
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in response.text
    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("url", ["/r/ZZ-99", "/nothing/", "/de/nothing/"])
@pytest.mark.parametrize(("accepted", "language"), [("en", "en"), ("fr", "fr"), ("de", "fr"), ("", "fr")])
def test_address_without_language_asks_the_browser_and_says_so(client, url, accepted, language):
    client.cookies["django_language"] = "en" if language == "fr" else "fr"
    response = client.get(url, headers={"accept-language": accepted})
    assert response.status_code == 404
    assert f'<html lang="{language}"' in response.text
    assert "Accept-Language" in response.headers["Vary"]
    assert not response.cookies


@pytest.mark.parametrize(("accepted", "language"), [
    ("en-GB,fr;q=0.5", "en"),
    ("de,en;q=0.8,fr;q=0.9", "fr"),
    ("*", "fr"),
    ("x" * 600, "fr"),
    ("en;q=broken", "fr"),
    ("no-SUCH-language", "fr"),
])  # fmt: skip
def test_first_language_that_the_site_has_is_preferred(accepted, language):
    assert preferred_language(RequestFactory().get("/r/DS-1", headers={"accept-language": accepted})) == language


def test_language_is_as_before_after_an_exception():
    def fail(request: HttpRequest) -> HttpResponse:
        assert get_language() == "en"
        raise RuntimeError

    with override("fr"):
        with pytest.raises(RuntimeError):
            LanguageMiddleware(fail)(RequestFactory().get("/en/"))
        assert get_language() == "fr"


def test_request_and_answer_name_the_language():
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.LANGUAGE_CODE)

    response = LanguageMiddleware(answer)(RequestFactory().get("/en/"))
    assert (response.content, response.headers["Content-Language"]) == (b"en", "en")


@pytest.mark.parametrize("accepted", ["fr", "en", "de"])
def test_login_page_of_the_admin_is_french(client, accepted):
    response = client.get("/admin/login/", headers={"accept-language": accepted})
    assert response.headers["Content-Language"] == "fr"
    assert '<html lang="fr"' in response.text
    assert "Accept-Language" not in response.headers.get("Vary", "")


def test_admin_is_french_until_its_user_chooses_english(client, user, choose_language):
    client.force_login(user)
    assert '<html lang="fr"' in client.get("/admin/", headers={"accept-language": "en"}).text
    choose_language("en")
    assert '<html lang="en"' in client.get("/admin/", headers={"accept-language": "fr"}).text


def test_choice_of_an_admin_language_changes_no_public_page(client, user, choose_language):
    choose_language("en")
    client.force_login(user)
    client.get("/admin/")
    assert '<html lang="fr"' in client.get("/fr/").text


def test_user_chooses_among_the_sites_languages(client, user):
    client.force_login(user)
    html = client.get("/admin/account/").text
    options = html[html.index("preferred_language") :]
    options = options[: options.index("</select>")]
    assert 'value="fr"' in options
    assert 'value="en"' in options
    assert 'value="de"' not in options


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/robots.txt", "/sitemap.xml"])
def test_what_is_the_same_for_everybody_does_not_vary(client, address):
    answers = [client.get(address, headers={"accept-language": language}) for language in ("fr", "en")]
    assert answers[0].content == answers[1].content
    assert "Accept-Language" not in answers[0].headers.get("Vary", "")
