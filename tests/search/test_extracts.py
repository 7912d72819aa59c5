"""Extracts are escaped, short, and show where the words are."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from search.highlights import LENGTH, extract, mark
from search.indexing import join
from search.stemming import get_terms, read_query


def extract_for(query, text, language="fr"):
    return extract(text, get_terms(text, language), read_query(query, language).terms)


def mark_for(query, text, language="fr"):
    return mark(text, get_terms(text, language), read_query(query, language).terms)


def test_words_are_marked_whatever_their_accents_and_endings():
    assert mark_for("egalite", "Les Égalités d’hier") == "Les <mark>Égalités</mark> d’hier"
    assert mark_for("l’égalité", "l’égalité") == "l’<mark>égalité</mark>"
    assert mark_for("wages", "Equal wage", "en") == "Equal <mark>wage</mark>"


def test_words_in_a_row_are_one_mark():
    assert mark_for("guichets ouverts", "un guichet ouvert") == "un <mark>guichet ouvert</mark>"


def test_text_is_escaped_inside_and_outside_of_marks():
    shown = extract_for("script", "<script>alert('&')</script>")
    assert shown == "&lt;<mark>script</mark>&gt;alert(&#x27;&amp;&#x27;)&lt;/<mark>script</mark>&gt;"


def test_extract_shows_where_most_of_the_words_are():
    text = "Un guichet. " + "Des mots sans intérêt. " * 40 + "Le guichet ouvert chaque jour. " + "Encore. " * 80
    shown = extract_for("guichet ouvert jour", text)
    assert shown.startswith("… ")
    assert "<mark>guichet ouvert</mark> chaque <mark>jour</mark>" in shown
    assert shown.endswith(" …")


def test_extract_without_a_hit_is_the_beginning():
    assert extract_for("absent", "Voici le début. " + "Des mots. " * 60).startswith("Voici le début.")


@given(st.text(max_size=600), st.text(max_size=40))
def test_extract_is_a_part_of_its_text(text, query):
    shown = html.unescape(re.sub(r"</?mark>", "", extract_for(query, text)))
    assert shown.removeprefix("… ").removesuffix(" …").strip() in text


def test_extract_is_about_as_long_as_it_should_be():
    for query in ("mot", "absent"):
        shown = re.sub(r"</?mark>", "", extract_for(query, "Des mots parmi d’autres. " * 200))
        assert LENGTH - 30 <= len(shown) <= LENGTH + 10


def test_pieces_are_joined_as_sentences_without_addresses():
    assert join(["Un titre", "Fini.", " ", "a@exemple.fr", "Bien\n sûr ?"]) == "Un titre. Fini. Bien sûr ?"
