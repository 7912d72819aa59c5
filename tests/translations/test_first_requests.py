"""What the first request of a process says of languages changes nothing for those who come after it."""

import json
import os
import subprocess
import sys

import pytest

FIRST = [
    ("/EN/search/", {}),
    ("/En/", {}),
    ("/eN-gb/search/", {}),
    ("/en-GB/", {}),
    ("/FR/recherche/", {}),
    ("/r/DS-1", {"Accept-Language": "EN"}),
    ("/r/DS-1", {"Accept-Language": "EN-gb;q=1, FR"}),
    ("/", {"Cookie": "django_language=EN"}),
    ("/nothing/?language=EN&lang=EN", {}),
    ("/admin/login/?language=EN", {"Accept-Language": "EN"}),
]
RIGHT = {
    "en": ["/en/search/", "/en/newsletter/", "/en/site-map/"],
    "fr": ["/fr/recherche/", "/fr/lettre/", "/fr/plan-du-site/"],
}


def test_first_request_of_a_process_leaves_all_addresses_as_they_are():
    """In processes of their own: what Django makes of a language, it keeps as long as the process lives."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.translations.fresh_process"],
        input=json.dumps(FIRST),
        env={**os.environ, "DATABASE_URL": "sqlite://:memory:"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    wrong = [(first, right) for first, right in zip(FIRST, found, strict=True) if right != RIGHT]
    assert not wrong


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_language_in_capital_letters_leads_to_the_address_as_it_is_written(client, method):
    answer = getattr(client, method)("/EN/Search/?q=EN%20a")
    assert (answer.status_code, answer["Location"]) == (308, "/en/Search/?q=EN%20a")
    assert not answer.cookies


@pytest.mark.django_db
def test_variant_of_a_language_is_no_address_and_is_answered_in_the_readers(client):
    answer = client.get("/en-GB/search/", headers={"accept-language": "fr"})
    assert (answer.status_code, answer["Content-Language"]) == (404, "fr")
    assert "Accept-Language" in answer["Vary"]
