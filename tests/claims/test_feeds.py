"""Atom feeds: one of new claims and one of steps in each language."""

import xml.etree.ElementTree as ET

import feedparser
import pytest

from claims.exports import feeds
from claims.models import ClaimPage
from tests.claims.full import make_full_claim
from tests.factories import ClaimPageFactory, ConventionPageFactory, WorkshopReportPageFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NEW = {"fr": "/fr/marques/nouvelles.atom", "en": "/en/marks/new.atom"}
STEPS = {"fr": "/fr/marques/suites.atom", "en": "/en/marks/steps.atom"}


def read(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    return feed


@pytest.fixture
def claim():
    return make_full_claim()


@pytest.mark.parametrize("address", [*NEW.values(), *STEPS.values()])
def test_feed_has_what_the_standard_requires(client, claim, settings, address):
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    root = ET.fromstring(client.get(address).content)
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == address[1:3]
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(ATOM + name)) == 1
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == f"{settings.BASE_URL}{address}"
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        assert [len(entry.findall(ATOM + name)) for name in ("id", "title", "updated", "content")] == [1] * 4
        assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) == 1
        assert entry.find(f"{ATOM}updated").text >= entry.find(f"{ATOM}published").text
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == len(entries)
    assert root.find(f"{ATOM}updated").text == max(entry.find(f"{ATOM}updated").text for entry in entries)


@pytest.mark.parametrize(("language", "titles"), [("fr", ["DS-2. Papier", "DS-1. Ancienne"]), ("en", ["DS-2. Paper"])])
def test_new_claims_come_first_and_only_in_languages_they_are_written_in(client, claim, language, titles):
    feed = read(client, NEW[language])
    assert [entry.title for entry in feed.entries] == titles
    assert feed.entries[0].link.endswith(claim.get_urls()[language])
    assert feed.entries[0].content[0].value == {"fr": "Garder le papier.", "en": "Keep paper."}[language]


def test_ids_stay_when_a_claim_is_reworded_and_the_entry_is_updated(client, claim):
    before = read(client, NEW["en"]).entries[0]
    assert before.id.endswith("/r/DS-2#en")
    page = ClaimPage.objects.get(pk=claim.pk)
    page.statement_en, page.slug_en, page.title_en = "Keep all paper.", "else", "Else"
    page.save_revision().publish()
    after = read(client, NEW["en"]).entries[0]
    assert (after.id, after.published) == (before.id, before.published)
    assert after.content[0].value == "Keep all paper."
    assert after.updated >= before.updated


def test_steps_say_what_happened_and_which_of_them_no_longer_hold(client, claim):
    entries = read(client, STEPS["en"]).entries
    assert [entry.title.partition(":")[2].partition(",")[0].strip() for entry in entries] == [
        "Added by mistake", "Won", "Submitted",
    ]  # fmt: skip
    retracted, won, put = entries
    assert retracted.content[0].value.startswith("Corrects an earlier update.")
    assert won.content[0].value == "Corrected since.\nWon.\nhttps://bureau.example/arrete"
    assert won.updated == retracted.updated
    assert put.content[0].value == "The office.\nUne lettre\nEnvoyée."
    assert put.content[0].language == "fr"
    assert "#step-" in put.link


def test_invented_claims_are_in_no_feed(client):
    convention = ConventionPageFactory(is_example=True)
    ClaimPageFactory(parent=WorkshopReportPageFactory(parent=convention))
    for address in (*NEW.values(), *STEPS.values()):
        assert read(client, address).entries == []


def test_feed_is_as_long_and_costs_as_much_as_it_always_did(client, claim, monkeypatch, django_assert_num_queries):
    def count(address, expected):
        client.get(address)
        with django_assert_num_queries(expected):
            client.get(address)

    expected = {NEW["fr"]: 3, STEPS["fr"]: 3}
    for address, queries in expected.items():
        count(address, queries)
    for _ in range(5):
        ClaimPageFactory(parent=claim.report)
    for address, queries in expected.items():
        count(address, queries)
    monkeypatch.setattr(feeds, "ENTRIES", 3)
    assert len(read(client, NEW["fr"]).entries) == 3


def test_unchanged_feed_is_not_sent_again(client, claim):
    first = client.get(NEW["fr"])
    assert client.get(NEW["fr"], headers={"if-none-match": first["ETag"]}).status_code == 304
    ClaimPageFactory(parent=claim.report)
    assert client.get(NEW["fr"], headers={"if-none-match": first["ETag"]}).status_code == 200
