"""How words are folded, stemmed and marked with their language, and what a query means."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spelling import WORD, list_words
from search.stemming import get_terms, read_query
from translations.languages import LANGUAGES


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


@pytest.mark.parametrize("spellings", [
    "salariée salarié·e·s salarié.e.s salarié-e-s salarié(e)s salarié/e/s salarié•es SALARIÉ·E·S salarie\u0301·e·s",
    "travailleuse travailleuses travailleur travailleur·euse·s travailleurs(euses) travailleurs/euses travailleur·se·s",
    "délégué délégué(e)s déléguées de\u0301le\u0301gue\u0301(e)s",
    "directrice directeur·rice directeur/trice directeurs",
    "acteur acteur·ice·s actrices",
    "autrice auteur·e·s auteur",
    "ouvrière ouvrier·ère·s ouvriers",
    "usagère usager·ère·s usagers usager",
    "citoyenne citoyen·ne·s citoyens citoyen-ne-s",
    "étudiante étudiant-e-s étudiants",
    "créative créatif·ve·s créatifs",
    "heureuse heureux·se heureux",
    "professionnelles professionnel·le·s",
    "maître maître·sse·s",
    "guichet guichet(s) guichets",
    "SNCF S.N.C.F. S.N.C.F sncf",
    "travail tra\u00advail tra\u200bvail tra\u2060vail tra\ufeffvail",
    "élève e\u0301le\u0300ve",
])  # fmt: skip
def test_spellings_of_a_word_are_one_term(spellings):
    assert len({get_terms(word, "fr") for word in spellings.split(" ")}) == 1


@pytest.mark.parametrize(("text", "words"), [
    ("dis-le, prends-les, a-t-elle", ["dis", "le", "prends", "les", "a", "t", "elle"]),
    ("J.-C. Martin et/ou DS-4", ["J", "C", "Martin", "et", "ou", "DS", "4"]),
    ("c’est-à-dire 10.5", ["c", "est", "à", "dire", "10", "5"]),
    ("Mère. Elle exagère", ["Mère", "Elle", "exagère"]),
])  # fmt: skip
def test_other_signs_part_words(text, words):
    assert list_words(text) == words


@pytest.mark.parametrize("part", ["a", "a.", "a·", "a(e)", "é.e.s", "a(", "·e", "a-e-", "e\u0301", "a\u00ad"])
def test_words_are_looked_for_in_one_pass(part):
    begun = time.process_time()
    list_words(part * 50_000)
    assert time.process_time() - begun < 3  # where it grew with the square of the length: minutes


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
    assert [list(phrase) for ((phrase,),) in read_query(text, language).clauses] == phrases
