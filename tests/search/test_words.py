"""How words are folded, stemmed and marked with their language, and what a query means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translations.languages import LANGUAGES
from translations.search.words import WORD, get_terms, read_query


@pytest.mark.parametrize(("text", "language", "terms"), [
    ("Égalités", "fr", "fregalit"),
    ("Cœurs", "fr", "frcoeur"),
    ("l’égalité", "fr", "frl fregalit"),
    ("counters", "en", "encounter"),
    ("Igualdades", "es", "esigualdad"),
    ("Równości", "pl", "plrownosci"),
    ("", "fr", ""),
])  # fmt: skip
def test_words_are_folded_stemmed_and_marked_with_their_language(text, language, terms):
    assert get_terms(text, language) == terms


@given(st.text(), st.sampled_from([*LANGUAGES, "pt-br", "ja"]))
def test_each_word_of_a_text_has_one_term(text, language):
    terms = get_terms(text, language)
    assert len(terms.split()) == len(WORD.findall(text))
    assert all(term.isascii() and term.isalnum() for term in terms.split())


@pytest.mark.parametrize(("text", "language", "phrases"), [
    ("guichets ouverts", "fr", [["frguichet"], ["frouvert"]]),
    ("l’égalité des salaires", "fr", [["fregalit"], ["frsalair"]]),
    ("L'EGALITE", "fr", [["fregalit"]]),
    ("the counters", "en", [["encounter"]]),
    ("don’t", "en", [["endon"]]),
    ("des", "fr", [["frde"]]),
    ("guichet guichets", "fr", [["frguichet"]]),
    ('"droit à l’erreur" impôts', "fr", [["frdroit", "fra", "frl", "frerreur"], ["frimpot"]]),
    ("« droit de payer »", "fr", [["frdroit", "frde", "frpai"]]),
    ("“a counter”", "en", [["ena", "encounter"]]),
    ('"', "fr", []),
    ('"" "', "fr", []),
    ("& | ! ( ) : * - ' ^", "fr", []),
    ("guichet OR NOT (ouvert)", "en", [["enguichet"], ["ennot"], ["enouvert"]]),
])  # fmt: skip
def test_query_is_words_and_phrases_without_words_that_say_nothing(text, language, phrases):
    assert [list(phrase) for phrase in read_query(text, language).phrases] == phrases
