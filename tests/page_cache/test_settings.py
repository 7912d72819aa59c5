"""What the page cache asks of the site's settings, and what responses say of themselves."""

import pytest
from django.http import HttpResponse

from config.security.headers import EDITORS_CACHING, VISITORS_CACHING, HeadersMiddleware
from page_cache.checks import check_host_header


def test_settings_by_which_other_headers_choose_the_page_are_refused(settings):
    settings.USE_X_FORWARDED_HOST = True
    assert check_host_header(None) == [], "there is no page cache"
    settings.PAGE_CACHE_BYTES = 1
    assert [error.id for error in check_host_header(None)] == ["page_cache.E001"]
    settings.USE_X_FORWARDED_HOST = False
    assert check_host_header(None) == []


@pytest.mark.parametrize(
    ("path", "cookie", "answer", "caching"),
    [
        ("/fr/", "", {}, VISITORS_CACHING),
        ("/fr/", "sessionid=x", {}, EDITORS_CACHING),
        ("/admin/", "", {}, EDITORS_CACHING),
        ("/fr/", "", {"Vary": "Cookie"}, EDITORS_CACHING),
        ("/fr/", "", {"Cache-Control": "no-store"}, "no-store"),
    ],
)
def test_response_says_whether_it_is_the_same_for_everybody(rf, path, cookie, answer, caching):
    request = rf.get(path, headers={"cookie": cookie} if cookie else {})
    assert HeadersMiddleware(lambda _request: HttpResponse(headers=answer))(request)["Cache-Control"] == caching


def test_response_with_a_cookie_is_for_one_reader(rf):
    response = HttpResponse()
    response.set_cookie("a", "b")
    assert HeadersMiddleware(lambda _request: response)(rf.get("/fr/"))["Cache-Control"] == EDITORS_CACHING


def test_answers_to_forms_say_nothing_and_failures_are_kept_by_nobody(rf):
    assert "Cache-Control" not in HeadersMiddleware(lambda _request: HttpResponse())(rf.post("/fr/"))
    failure = HeadersMiddleware(lambda _request: HttpResponse(status=500))(rf.get("/fr/"))
    assert failure["Cache-Control"] == "no-store"
