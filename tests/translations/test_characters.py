"""Control characters and non-characters are not stored, and what was stored with them leaves without."""

import datetime
import json
import unicodedata
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.db import models
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Revision

from campaigns.models import StandardPage, Topic
from claims.exports.feeds import make_claims_feed
from contacts.exports.csv_table import decode_table
from contacts.exports.vcard import clean_card_text as clean_for_card
from tests.factories import ClaimPageFactory, PersonFactory, StandardPageFactory, TopicFactory
from translation_desk.exchange.entries import entries_of
from translation_desk.exchange.xliff import write_xliff
from translations.texts.characters import CleanAtomFeed, CleanTextMiddleware, clean_data, clean_text
from translations.texts.paths import find_texts, set_texts

DIRTY = "a\x0bb\x00c\ufffe\ufdd0d\x7f\x9be\U0001ffff"
CLEAN = "a bcde"
ESCAPED = json.dumps(DIRTY)[1:-1].replace("\\ud83f\\udfff", "")


@given(st.text())
def test_clean_text_can_stand_in_xml(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert not [sign for sign in cleaned if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\t\r\n"]
    feed = CleanAtomFeed(title=text, link="https://cahier.example/", description="")
    feed.add_item(title=text, link="https://cahier.example/", description=text, updateddate=datetime.datetime.now())
    ElementTree.fromstring(feed.writeString("utf-8"))  # our own


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]) | st.sampled_from("\t\r\n")))
def test_text_that_shows_something_is_unchanged(text):
    assert clean_data(text) is text


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_data_is_cleaned_whatever_its_depth(data):
    cleaned = clean_data(data)
    assert clean_data(cleaned) is cleaned


def test_what_is_sent_is_clean_before_a_form_sees_it():
    request = RequestFactory().post("/", {"q": DIRTY, "note": "propre", "password": DIRTY})
    CleanTextMiddleware(lambda seen: seen)(request)
    assert request.POST.dict() == {"q": CLEAN, "note": "propre", "password": DIRTY}


def test_what_an_address_asks_for_is_not_emptied():
    request = RequestFactory().get("/", {"workshop": "\x00", "q": "a\x0bb"})
    CleanTextMiddleware(lambda seen: seen)(request)
    assert request.GET.dict() == {"workshop": "\ufffd", "q": "a\ufffdb"}


@pytest.mark.django_db
def test_saved_objects_are_clean_in_every_field():
    page = StandardPageFactory(
        title_fr=f"Titre {DIRTY}",
        title_en=f"Title {DIRTY}",
        body_fr=[("heading", DIRTY), ("text", f"<p>{DIRTY}</p>"), ("quote", {"quote": DIRTY, "source": DIRTY})],
    )
    page = StandardPage.objects.get(pk=page.pk)
    assert (page.title_fr, page.title_en) == (f"Titre {CLEAN}", f"Title {CLEAN}")
    assert [block.value for block in page.body_fr][:1] == [CLEAN]
    assert {text.source for text in find_texts(page)} >= {CLEAN}
    assert DIRTY not in str(page.body_fr.get_prep_value())
    assert TopicFactory(name_fr=DIRTY).name_fr == CLEAN
    assert PersonFactory(name=f"Ana{DIRTY}").name == f"Ana{CLEAN}"


@pytest.mark.django_db
def test_draft_is_clean_and_its_translation_stays_current():
    page = StandardPageFactory(title_fr="Titre", title_en="Title")
    page.title_fr = f"Autre {DIRTY}"
    page.body_fr = [("heading", DIRTY)]
    page.confirm_translations(["en"])
    revision = page.save_revision()
    revision.refresh_from_db()
    assert revision.content["title_fr"] == f"Autre {CLEAN}"
    assert json.loads(revision.content["body_fr"])[0]["value"] == CLEAN
    revision.publish()
    page = StandardPage.objects.get(pk=page.pk)
    assert page.title_fr == f"Autre {CLEAN}"
    assert not page.is_outdated("title", page.title_fr, page.title_en, "en")


@pytest.mark.django_db
def test_translation_that_is_taken_in_is_clean():
    page = StandardPageFactory(title_fr="Titre")
    set_texts(page, "en", {"title": DIRTY})
    assert page.title_en == CLEAN


def test_table_that_is_taken_in_is_clean():
    assert decode_table("nom\r\na\x0bb\ufffe\r\n".encode()) == "nom\r\na b\r\n"


def store_dirty(obj, **texts):
    """Write past everything, as versions before this one did."""
    models.QuerySet(type(obj)).filter(pk=obj.pk).update(**texts)


@pytest.mark.django_db
def test_what_was_stored_before_leaves_clean(client):
    claim = ClaimPageFactory(title_fr="Titre", title_en="Title", statement_fr="Nous demandons")
    stored = "a\x0bb\x01\ufffe"  # of which PostgreSQL takes all
    store_dirty(claim, title_fr=stored, title=stored, statement_fr=stored, statement=stored)
    claim.refresh_from_db()
    feed = make_claims_feed("fr").writeString("utf-8")
    assert "a b" in feed
    ElementTree.fromstring(feed)  # our own
    assert b"a b" in write_xliff(entries_of(claim, "en"), "en")
    assert clean_for_card(stored) == "a b"


@pytest.mark.django_db
def test_command_cleans_what_is_stored():
    stored = "a\x0bb\x01\ufffe"
    page = StandardPageFactory(title_fr="Titre", body_fr=[("heading", "Rien")])
    page.save_revision()
    topic = TopicFactory(name_fr="Sujet")
    body = json.dumps([{"type": "heading", "value": stored, "id": "b7a1"}])
    store_dirty(page, title_fr=stored, title=stored)
    models.QuerySet(StandardPage).filter(pk=page.pk).update(body_fr=body)
    revision = page.latest_revision
    revision.content |= {"title_fr": stored, "body_fr": body}
    models.QuerySet(Revision).filter(pk=revision.pk).update(content=revision.content)
    store_dirty(topic, name_fr=stored, name=stored)
    call_command("clean_texts", verbosity=0)
    page, topic = StandardPage.objects.get(pk=page.pk), Topic.objects.get(pk=topic.pk)
    assert (page.title_fr, page.body_fr[0].value, topic.name_fr) == ("a b", "a b", "a b")
    revision.refresh_from_db()
    assert revision.content["title_fr"] == "a b"
    assert json.loads(revision.content["body_fr"])[0]["value"] == "a b"
