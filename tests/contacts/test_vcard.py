"""Cards hold to RFC 6350 and RFC 2426, whatever stands in them."""

import datetime
import re
import uuid

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from contacts.exports.vcard import Card, PostOnCard, clean_card_text, escape, fold_card_line, quote, write_cards
from contacts.public import PublicContact
from tests.contacts.cards import decode_parameter, read_cards, unescape, values

KEY = uuid.UUID("8f0c0e1a-5a52-4d3c-9a51-0f0f6d2f6a2c")
LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), min_size=60, max_size=300)
TEXTS = st.text(max_size=120)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=80)


POST = PostOnCard("Coordination", "Afrique", "ISP")


def make_card(name="Ana Lima", posts=(POST,), **contact):
    return Card(
        contact=PublicContact(key=KEY, name=name, **contact),
        posts=tuple(posts),
        language="fr",
        url="https://cahier.example/fr/a-qui-ecrire/afrique/",
        source=f"https://cahier.example/fr/annuaire/fiches/{KEY}.vcf",
        form=f"https://cahier.example/fr/annuaire/ecrire/{KEY}/",
        revised_at=datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC),
    )


FULL = {
    "family_name": "Lima",
    "email": "ana.lima@exemple.fr",
    "phone": "+33 4 77 00 00 00",
    "postal_address": "2, rue de l’Exemple ; bât. B\n42000 Saint-Étienne",
    "languages": ("fr", "pt"),
    "hours": "lundi et jeudi, 9 h à 12 h",
    "time_zone": "Europe/Paris",
}


@given(LINES)
def test_folded_lines_have_75_octets_at_most_and_unfold_to_what_they_were(line):
    folded = fold_card_line(line)
    assert folded.endswith("\r\n")
    physical = folded.removesuffix("\r\n").split("\r\n")
    assert all(len(part.encode()) <= 75 for part in physical)
    assert all(part.startswith(" ") for part in physical[1:])
    assert folded.replace("\r\n ", "").removesuffix("\r\n") == line


@given(TEXTS)
def test_escaped_text_is_read_back_and_has_no_line_of_its_own(text):
    assert unescape(escape(text)) == clean_card_text(text)
    assert not set(escape(text)) & set("\r\n")
    assert not re.search(r"(?<!\\)(\\\\)*[,;]", escape(text))


@given(TEXTS)
def test_quoted_parameter_is_read_back_and_closes_its_quotes(text):
    assert decode_parameter(quote(text)) == clean_card_text(text)
    assert '"' not in quote(text)[1:-1]


@given(name=NAMES, hours=TEXTS, address=TEXTS, role=NAMES, organisation=NAMES)
def test_any_words_make_a_card_that_parsers_of_both_versions_read(name, hours, address, role, organisation):
    card = make_card(
        name, [PostOnCard(role, "Afrique", organisation)], hours=hours, postal_address=address, email="a@b.fr"
    )
    (latest,) = read_cards(card.write("4.0"))
    assert values(latest, "FN") == [clean_card_text(name)]
    assert values(latest, "ORG") == [clean_card_text(organisation)]
    assert values(latest, "EMAIL") == ["a@b.fr"]
    assert values(latest, "NOTE") == ([clean_card_text(hours)] if hours else [])
    older = vobject.readOne(card.write("3.0"))
    assert older.version.value == "3.0"
    assert older.email.value == "a@b.fr"
    assert older.contents.keys() <= VERSION_3


VERSION_3 = {  # RFC 2426, 3
    *("version", "prodid", "uid", "fn", "n", "rev", "source", "url", "org", "role", "email", "tel", "adr", "label"),
    "note",
}


def test_full_card_in_version_4():
    (card,) = read_cards(make_card(**FULL).write("4.0"))
    by_name = {prop.name: prop for prop in card}
    assert by_name["N"].components == ["Lima", "Ana", "", "", ""]
    assert by_name["UID"].value == f"urn:uuid:{KEY}"
    assert by_name["KIND"].value == "individual"
    assert by_name["REV"].value == "20261122T120000Z"
    assert by_name["TEL"].value == "tel:+33477000000"
    assert by_name["TEL"].parameters == {"TYPE": "work,voice", "VALUE": "uri"}
    assert by_name["ADR"].parameters["LABEL"] == FULL["postal_address"]
    assert by_name["ADR"].components[2] == "2, rue de l’Exemple ; bât. B, 42000 Saint-Étienne"
    assert [(prop.value, prop.parameters["PREF"]) for prop in card if prop.name == "LANG"] == [("fr", "1"), ("pt", "2")]
    assert by_name["TZ"].value == "Europe/Paris"
    assert by_name["NOTE"].parameters == {"LANGUAGE": "fr"}
    assert values(card, "ROLE") == ["Coordination (Afrique)"]


def test_full_card_in_version_3_is_read_by_vobject():
    card = vobject.readOne(make_card(**FULL).write("3.0"))
    assert (card.n.value.family, card.n.value.given) == ("Lima", "Ana")
    assert card.fn.value == "Ana Lima"
    assert card.tel.value == "+33477000000"
    assert card.email.value == "ana.lima@exemple.fr"
    assert card.org.value == ["ISP"]
    assert card.role.value == "Coordination (Afrique)"
    assert card.label.value == FULL["postal_address"]
    assert card.note.value == FULL["hours"]
    assert "lang" not in card.contents


@pytest.mark.parametrize(("name", "family", "given"), [
    ("Martine Martin", "Martin", "Martine"),
    ("Martin Martin", "Martin", "Martin"),
    ("Lima Ana", "Lima", "Ana"),
    ("Ana de la Cruz", "de la Cruz", "Ana"),
    ("Ana", "Ana", ""),
])  # fmt: skip
def test_family_name_is_taken_out_as_whole_words(name, family, given):
    (card,) = read_cards(make_card(name, family_name=family).write("4.0"))
    assert next(prop for prop in card if prop.name == "N").components[:2] == [family, given]


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_what_is_not_public_has_no_line(version):
    text = make_card(posts=[PostOnCard("Coordination", "Afrique")]).write(version)
    names = {re.split("[;:]", line)[0] for line in text.replace("\r\n ", "").split("\r\n")}
    assert not names & {"EMAIL", "TEL", "ADR", "LABEL", "NOTE", "LANG", "TZ", "ORG"}


def test_person_in_two_posts_is_one_card():
    posts = [PostOnCard("Coordination", "Europe", "ISP"), PostOnCard("Niveau mondial", "Monde", "ISP")]
    (card,) = read_cards(make_card(posts=posts).write("4.0"))
    assert values(card, "ORG") == ["ISP"]
    assert values(card, "ROLE") == ["Coordination (Europe)", "Niveau mondial (Monde)"]


def test_several_cards_stand_one_after_the_other():
    cards = [make_card(), make_card("Zoé")]
    assert [values(card, "FN") for card in read_cards(write_cards(cards, "4.0"))] == [["Ana Lima"], ["Zoé"]]
    assert [card.fn.value for card in vobject.readComponents(write_cards(cards, "3.0"))] == ["Ana Lima", "Zoé"]
