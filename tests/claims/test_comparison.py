"""Wordings: kept at each publication, and compared word by word."""

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import ClaimPageFactory, WorkshopReportPageFactory
from translations.texts.text_diff import diff_texts

TEXTS = st.text(st.sampled_from("ab ,.’\u00a0\n"), max_size=40)


def without_spaces(text):
    return "".join(text.split())


def joined(changes, *kinds):
    return "".join(change.words for change in changes if change.kind in kinds)


@given(TEXTS, TEXTS)
def test_changes_make_up_both_texts(before, after):
    changes = diff_texts(before, after)
    assert joined(changes, "same", "added") == after
    assert without_spaces(joined(changes, "same", "removed")) == without_spaces(before)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert {change.kind for change in diff_texts(text, text)} <= {"same"}


@pytest.mark.parametrize(("before", "after"), [("a a", "a"), ("Un vrai guichet", "Un")])
def test_words_that_were_removed_do_not_run_into_those_before_them(before, after):
    assert joined(diff_texts(before, after), "same", "removed").split() == before.split()


def test_punctuation_is_no_part_of_the_word_before_it():
    changes = diff_texts("Une seule porte.", "Une seule porte, et courte.")
    assert joined(changes, "added") == ", et courte"
    assert joined(changes, "removed") == ""


@pytest.fixture
def claim():
    claim = ClaimPageFactory(
        parent=WorkshopReportPageFactory(code="DS"),
        title_en="Claim",
        statement_fr="Un guichet.",
        statement_en="A counter.",
    )
    claim.statement_fr, claim.statement_en = "Un vrai guichet.", "A real counter."
    claim.save_revision().publish()
    return claim


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "added", "said"), [("fr", "vrai", "ajouté"), ("en", "real", "added:")])
def test_readers_compare_wordings_in_their_language(client, claim, language, added, said):
    with override(language):
        url = f"/{language}/marques/DS-1/formulations/" if language == "fr" else "/en/marks/DS-1/wordings/"
    page = BeautifulSoup(client.get(url).content, "html.parser")
    (insertion,) = page.find_all("ins")
    assert added in insertion.text
    assert said in insertion.text
    assert not page.find_all("del")


@pytest.mark.django_db
def test_missing_translation_of_a_wording_is_compared_in_french(client):
    claim = ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS"), title_en="Claim", statement_fr="Un guichet.")
    claim.statement_fr = "Un vrai guichet."
    claim.save_revision().publish()
    page = BeautifulSoup(client.get("/en/marks/DS-1/wordings/").content, "html.parser")
    assert page.find("ins").find_parent(lang=True)["lang"] == "fr"
    assert page.find("ins").find("span")["lang"] == "en"
    assert "in French" in page.find(class_="notice").text


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["from=9", "from=0&to=1", "to=x", "from=1&to=%00", "from=é"])
def test_wording_that_does_not_exist_is_refused_in_words(client, claim, query):
    answer = client.get(f"/en/marks/DS-1/wordings/?{query}")
    assert answer.status_code == 404
    assert "versions 1 to 2" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("mark", ["DS-7", "nothing", "DS-1x", "%00"])
def test_wordings_of_an_unknown_mark_are_not_found(client, claim, mark):
    assert client.get(f"/en/marks/{mark}/wordings/").status_code == 404


@pytest.mark.django_db
def test_mark_written_otherwise_finds_its_wordings(client, claim):
    assert client.get("/en/marks/ds1/wordings/").status_code == 200
