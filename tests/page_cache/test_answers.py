"""What is answered from memory, to whom, and in which form; Django is not asked here."""

import gzip

import pytest

from page_cache.kept import choose_coding
from tests.page_cache.asking import HOST, OneWord, Result, ask, make_cache


def test_page_is_made_once_for_all_until_the_site_changes(cache, site, now):
    first, second = ask(cache), ask(cache)
    assert (first.body, second.body, site.made) == (b"Bonjour", b"Bonjour", 1)
    assert (first.headers["Cache-Status"], second.is_hit) == ("page-cache; fwd=miss; stored", True)
    site.says = b"Bonsoir"
    now.change()
    assert ask(cache).body == b"Bonsoir"
    assert site.made == 2


def test_page_that_was_made_while_the_site_changed_is_made_again(now):
    """It may hold what was there before the change: it is kept under the state that was read before it was made."""

    class Changing(OneWord):
        def __call__(self, environ, start_response):
            result = super().__call__(environ, start_response)
            if environ["PATH_INFO"] == "/" and self.made == 1:
                now.change()
                ask(cache, "/other/")  # by somebody else, meanwhile
            return result

    cache = make_cache(Changing(), now)
    ask(cache)
    assert not ask(cache).is_hit
    assert ask(cache).is_hit


@pytest.mark.parametrize(
    "who",
    [
        {"HTTP_COOKIE": "sessionid=x"},
        {"HTTP_COOKIE": "a=b;  sessionid =x"},
        {"HTTP_COOKIE": "csrftoken=x"},
        {"HTTP_COOKIE": "messages=x"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"HTTP_HOST": f"{HOST}:8000"},
        {"HTTP_HOST": HOST.upper()},
        {"query": "q=" + "x" * 200},
        {"method": "POST"},
        {"method": "HEAD"},
    ],
)
def test_who_is_not_everybody_gets_a_page_of_their_own_and_leaves_none(cache, site, who):
    ask(cache, **who)
    assert not ask(cache).is_hit
    assert (ask(cache, **who).is_hit, site.made) == (who == {"method": "HEAD"}, 2 if who == {"method": "HEAD"} else 3)


def test_other_cookies_and_headers_make_no_difference(cache, site):
    ask(cache)
    asked = ask(cache, HTTP_COOKIE="theme=dark", HTTP_ACCEPT_LANGUAGE="en", HTTP_X_FORWARDED_PROTO="x")
    assert (asked.is_hit, site.made) == (True, 1)


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("404 Not Found", {}),
        ("302 Found", {}),
        ("500 Internal Server Error", {}),
        ("200 OK", {"Cache-Control": "max-age=60"}),
        ("200 OK", {"Cache-Control": "public, no-cache"}),
        ("200 OK", {"Cache-Control": "public, No-Store"}),
        ("200 OK", {"Cache-Control": "private"}),
        ("200 OK", {"Set-Cookie": "a=b"}),
        ("200 OK", {"Vary": "Accept-Encoding, Cookie"}),
        ("200 OK", {"Vary": "*"}),
        ("200 OK", {"Content-Encoding": "zstd"}),
    ],
)
def test_response_decides_that_it_is_not_kept_and_goes_out_as_it_is(cache, site, status, headers):
    site.status, site.headers = status, {**site.headers, **headers}
    asked = [ask(cache), ask(cache)]
    assert site.made == 2
    assert [(answer.status, answer.headers, answer.raw) for answer in asked] == [(status, site.headers, b"Bonjour")] * 2


def test_what_streams_is_passed_on(now):
    class Streaming(Result):
        streaming = True

    def application(environ, start_response):
        start_response("200 OK", [("Cache-Control", "public")])
        return Streaming([b"a", b"b"])

    cache = make_cache(application, now)
    assert [ask(cache).raw, ask(cache).is_hit] == [b"ab", False]


def test_permanent_redirect_is_kept(cache, site):
    site.status, site.headers = "301 Moved Permanently", {"Location": "/fr/", "Cache-Control": "public"}
    ask(cache)
    assert (ask(cache).is_hit, ask(cache).headers["Location"]) == (True, "/fr/")


def test_body_goes_out_as_it_is_asked_for_with_an_etag_for_each_form(cache, site):
    site.says = b"Bonjour " * 100
    ask(cache)
    answers = [ask(cache, HTTP_ACCEPT_ENCODING=coding) for coding in ("gzip", "gzip, br", "identity", "")]
    assert [answer.headers.get("Content-Encoding") for answer in answers] == ["gzip", "br", None, None]
    assert {answer.body for answer in answers} == {site.says}
    assert all(int(answer.headers["Content-Length"]) == len(answer.raw) for answer in answers)
    assert len({answer.headers["ETag"] for answer in answers}) == 3
    assert all(answer.headers["Vary"] == "Accept-Encoding" for answer in answers)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0.5, br;q=0.1", "br"),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=x, gzip ; q=1.0", "gzip"),
        ("brx, x-gzip", ""),
        ("gzip;q=0.0", ""),
        ("", ""),
    ],
)
def test_coding_is_one_that_the_reader_takes(accepted, coding):
    assert choose_coding(accepted) == coding


def test_compressed_response_of_the_application_is_kept_like_any_other(cache, site):
    site.says, site.headers = gzip.compress(b"Bonjour"), {**site.headers, "Content-Encoding": "gzip"}
    assert ask(cache, HTTP_ACCEPT_ENCODING="gzip").body == b"Bonjour"
    assert ask(cache).raw == b"Bonjour"


def test_reader_who_has_the_page_is_told_so(cache, site):
    site.headers |= {"Content-Security-Policy": "x", "Last-Modified": "Mon, 01 Jun 2026 00:00:00 GMT"}
    mark = ask(cache, HTTP_ACCEPT_ENCODING="gzip").headers["ETag"]
    for known in (mark, f'"x", {mark}', f"W/{mark}", "*"):
        told = ask(cache, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=known)
        assert (told.status, told.raw) == ("304 Not Modified", b"")
        assert (told.headers["ETag"], told.headers["Content-Security-Policy"]) == (mark, "x")
        assert not {"Content-Length", "Content-Type", "Content-Encoding"} & told.headers.keys()
    since = {"HTTP_IF_MODIFIED_SINCE": "Mon, 01 Jun 2026 00:00:00 GMT"}
    assert ask(cache, **since).status.startswith("304")
    assert ask(cache, **since, HTTP_IF_NONE_MATCH='"x"').status.startswith("200")
    assert ask(cache, HTTP_IF_NONE_MATCH=mark).status.startswith("200"), "of another form"
    assert site.made == 1


def test_etag_tells_contents_apart_and_survives_a_change_elsewhere(cache, site, now):
    mark = ask(cache).headers["ETag"]
    now.change()
    assert ask(cache).headers["ETag"] == mark
    site.says = b"Bonsoir"
    now.change()
    assert ask(cache, HTTP_IF_NONE_MATCH=mark).body == b"Bonsoir"


def test_head_is_answered_from_memory_without_a_body(cache, site):
    full = ask(cache)
    head = ask(cache, method="HEAD")
    assert (head.raw, head.headers["Content-Length"], site.made) == (b"", full.headers["Content-Length"], 1)


def test_scheme_is_what_the_proxy_says_only_where_there_is_one(site, now):
    direct, behind = make_cache(site, now), make_cache(site, now, secure_header=("HTTP_X_FORWARDED_PROTO", "https"))
    ask(direct)
    assert ask(direct, HTTP_X_FORWARDED_PROTO="https").is_hit
    ask(behind, HTTP_X_FORWARDED_PROTO="https")
    assert ask(behind, HTTP_X_FORWARDED_PROTO="https, http").is_hit
    assert not ask(behind, HTTP_X_FORWARDED_PROTO="ftp").is_hit
    assert ask(behind, HTTP_X_FORWARDED_PROTO="anything").is_hit, "as a plain request, whatever a stranger types"
    assert ask(behind).is_hit


def test_whoever_sends_something_has_all_look_again_once_it_is_done(cache, now, site):
    ask(cache, method="POST")
    assert (now.hints, site.made) == (1, 1)
