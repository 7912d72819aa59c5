"""Pages that say what went wrong. Those for 400 and 500 may need neither database nor host."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils.translation import override

from config import errors
from tests.pages.reading import Reader


@pytest.mark.parametrize(
    ("handler", "status", "sentence"),
    [
        (errors.bad_request, 400, "This request could not be understood."),
        (errors.server_error, 500, "Something went wrong on our side."),
    ],
)
def test_error_without_database_or_host(handler, status, sentence):
    request = RequestFactory().get("/en/", headers={"Host": "bad host"})
    with override("en"):
        response = handler(request)
    assert response.status_code == status
    reader = Reader(response.content.decode())
    assert reader.find(sentence)
    assert reader.find(str(status))
    assert [link["href"] for link in reader.links if link["tag"] == "a"] == ["#text", "/en/", "/fr/", "/en/", "/en/"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "data", [{"message": "x" * 11_000_000}, {f"f{number}": "x" for number in range(10_001)}], ids=["text", "fields"]
)
def test_form_that_is_too_large_is_refused_in_words(client, language, data):
    """By a real request: it is refused while it is read, before any form sees it."""
    url = {"fr": "/fr/lettre/", "en": "/en/newsletter/"}[language]
    response = client.post(url, data, headers={"Sec-Fetch-Site": "same-origin"})
    words = {"fr": "ce que vous avez écrit y est encore", "en": "what you wrote is still there"}
    assert response.status_code == 413
    assert words[language] in response.content.decode()


@pytest.mark.django_db
def test_file_that_no_form_asks_for_does_no_harm(client):
    file = SimpleUploadedFile("film.mp4", b"x" * 12_000_000)
    response = client.post("/fr/lettre/", {"email": "a@b", "film": file}, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 422


@pytest.mark.django_db
def test_refused_form_says_that_nothing_is_lost():
    with override("en"):
        response = errors.csrf_failure(RequestFactory().post("/en/", headers={"Host": "testserver"}))
    assert response.status_code == 403
    assert "What you wrote is still there." in response.content.decode()


@pytest.mark.django_db
def test_page_not_found_offers_the_search_box(client):
    html = client.get("/en/nothing/").content.decode()
    assert 'action="/en/search/"' in html
    assert BeautifulSoup(html, "html.parser").title.text == "Page not found\u00a0– Cahier"


@pytest.mark.django_db
def test_unknown_mark_is_repeated_escaped_and_cut(client):
    html = client.get("/r/<script>alert(1)" + "x" * 500, headers={"Accept-Language": "en"}).content.decode()
    assert "&lt;script&gt;" in html
    assert "x" * 60 not in html
