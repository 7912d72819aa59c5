"""Golden texts: what editors type, and how it is set. T stands for U+202F, H for U+00A0."""

import re
import time

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from typography import rules, set_html, set_text
from typography.rules import LANGUAGES_SET

FRENCH = [
    ("Qui décide ? Nous !", "Qui décideT? NousT!"),
    ("Qui décide? Nous!", "Qui décideT? NousT!"),
    ("Quoi ?! Non !!", "QuoiT?! NonT!!"),
    ("arrêter ; votre adresse;", "arrêterT; votre adresseT;"),
    ("Trois choses : le papier", "Trois chosesH: le papier"),
    ("Trois choses: le papier", "Trois chosesH: le papier"),
    ("Lieu:", "LieuH:"),
    ("le « droit au papier »", "le «Hdroit au papierH»"),
    ("le «droit au papier»", "le «Hdroit au papierH»"),
    ('le "droit au papier" d’abord', "le «Hdroit au papierH» d’abord"),
    ('"Pourquoi ?" dit-elle', "«HPourquoiT?H» dit-elle"),
    ("« Pourquoi ? »", "«HPourquoiT?H»"),
    ("l'atelier qu'on n'attend pas", "l’atelier qu’on n’attend pas"),
    ("l'« atelier »", "l’«HatelierH»"),
    ("et ainsi de suite...", "et ainsi de suite…"),
    ("Vraiment... ?", "Vraiment…T?"),
    ("1 214 000 € et 37 %", "1T214T000H€ et 37H%"),
    ("37% des gens, 12€", "37H% des gens, 12H€"),
    ("12 km, 3 kg, 2 h, 45 min, 3 millions", "12Hkm, 3Hkg, 2Hh, 45Hmin, 3Hmillions"),
    ("à 14 h 30, le 16 septembre, le 1er mai", "à 14HhH30, le 16Hseptembre, le 1erHmai"),
    ("n° 4, p. 12, art. 3, § 2", "n°H4, p.H12, art.H3, §H2"),
    ("M. Petit et Mme Le Goff", "M.HPetit et MmeHLe Goff"),
    ("Mme Martin", "MmeHMartin"),
    ("Mlle Aubry", "MlleHAubry"),
    ("Mmes Aubry", "MmesHAubry"),
    ("Me Aubry", "MeHAubry"),
    ("dit 'mot'", "dit 'mot'"),
    ("C'est o'brien@exemple.org, d'accord", "C’est o'brien@exemple.org, d’accord"),
    ("le papier - droit ancien - reste", "le papier –Hdroit ancienH– reste"),
    ("le papier -- droit ancien", "le papier –Hdroit ancien"),
    ("Un – deux. Trois – quatre", "Un –Hdeux. Trois –Hquatre"),
    ("— Bonjour", "—HBonjour"),
    ("Prêt… Partez !", "Prêt… PartezT!"),
    ("(« Non ! »)", "(«HNonT!H»)"),
    ("Les uns ; les autres : « ceux-là »", "Les unsT; les autresH: «Hceux-làH»"),
]
ENGLISH = [
    ('the "right to paper" first', "the “right to paper” first"),
    ('("Why?")', "(“Why?”)"),
    ("the workshop's claims, the workers' claims", "the workshop’s claims, the workers’ claims"),
    ("a 'right' to paper", "a ‘right’ to paper"),
    ("\"The 'right' to paper\"", "“The ‘right’ to paper”"),
    ("rock 'n' roll of the '90s", "rock ’n’ roll of the ’90s"),
    ("paper - an old right - stays", "paperH– an old rightH– stays"),
    ("paper--an old right", "paper—an old right"),
    ("and so on...", "and so on…"),
    ("12 km on 16 September, Mr Brown", "12Hkm on 16HSeptember, MrHBrown"),
    ("it's 'o'brien@example.org'", "it’s ‘o'brien@example.org’"),
    ("Why? Yes; now: go!", "Why? Yes; now: go!"),
    ("10,000 people, 37%", "10,000 people, 37%"),
]
LEFT_ALONE = [
    "https://cahier.example/fr/?a=1;b=2:c!",
    "voir https://cahier.example/fr/l'eau",
    "anne.petit@cahier.example",
    "o'brien@cahier.example",
    "d'arc+l'eau@cahier.example",
    "a!b#c%d&e'f=g?h{i}j~k@cahier.example",
    "cahier.example/r/DS-4?page=2",
    "www.cahier.example/a'b",
    "localhost:8000",
    "à 10:30 ou 9:05",
    "DS-4, C2, 2026-11-25",
    "01 23 45 67 89",
    "+33 1 23 45 67 89",
    'un écran de 15"',
    "1789-1799",
    "3 - 2 = 1",
    "ISBN 978-2-07",
    "2023 250 personnes",
    "Le papier reste.",
    "../../x",
    "a:b, a;b, a?b, a!b",
    "C:\\dossier",
    "100%25",
    "",
]


def spell(text: str) -> str:
    return text.replace("\u202f", "T").replace("\u00a0", "H")


@pytest.mark.parametrize(("typed", "shown"), FRENCH)
def test_french_is_set_as_in_french_books(typed, shown):
    assert spell(set_text(typed, "fr")) == shown


@pytest.mark.parametrize(("typed", "shown"), ENGLISH)
def test_english_is_set_as_in_english_books(typed, shown):
    assert spell(set_text(typed, "en")) == shown


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", LEFT_ALONE)
def test_addresses_hours_and_numbers_are_left_alone(text, language):
    assert set_text(text, language) == text


@pytest.mark.parametrize("language", ["es", "", "fra"])
def test_other_languages_are_left_alone(language):
    assert set_text('Quoi ? "l\'eau"...', language) == 'Quoi ? "l\'eau"...'


def test_punctuation_after_an_address_is_set():
    typed = 'Voir https://cahier.example/fr/ ; ou "anne@cahier.example" ?'
    assert spell(set_text(typed, "fr")) == "Voir https://cahier.example/fr/T; ou «Hanne@cahier.exampleH»T?"


def test_each_paragraph_begins_anew():
    assert set_text('"Un\n\n"Deux"', "en") == "“Un\n\n“Deux”"
    assert set_text("-- \nAnne", "fr") == "-- \nAnne"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("<p>Qui ?</p>", "<p>QuiT?</p>", id="text"),
        pytest.param("<p>Qui <em>décide</em> ?</p>", "<p>Qui <em>décide</em>T?</p>", id="sign after an element"),
        pytest.param("<p>Qui <em>décide</em>?</p>", "<p>Qui <em>décide</em>T?</p>", id="sign that touches an element"),
        pytest.param('<p>"<b>Non</b>"</p>', "<p>«H<b>Non</b>H»</p>", id="quotes around an element"),
        pytest.param("<p>l&#x27;eau &quot;vive&quot;</p>", "<p>l’eau «HviveH»</p>", id="escaped by Django"),
        pytest.param("<p>A &amp; B &lt; C ?</p>", "<p>A &amp; B &lt; CT?</p>", id="what must stay escaped"),
        pytest.param("<p>A &amp; B</p>", "<p>A &amp; B</p>", id="entities are no semicolons"),
        pytest.param("<p>&nbsp;?</p>", "<p>&nbsp;?</p>", id="nothing before the sign"),
        pytest.param(
            '<a href="/a ?b" title="Qui ?">Où ?</a>', '<a href="/a ?b" title="Qui ?">OùT?</a>', id="attributes"
        ),
        pytest.param("<code>a ? b : c</code> ?", "<code>a ? b : c</code>T?", id="code"),
        pytest.param("<pre>a ;</pre><kbd>b !</kbd>", "<pre>a ;</pre><kbd>b !</kbd>", id="more code"),
        pytest.param("<style>a ;</style><script>b ;</script>", "<style>a ;</style><script>b ;</script>", id="raw"),
        pytest.param("<textarea>a ?</textarea>", "<textarea>a ?</textarea>", id="what somebody typed"),
        pytest.param("<option>a ?</option>", "<option>a ?</option>", id="an option whose text is its value"),
        pytest.param('<option value="a">a ?</option>', '<option value="a">aT?</option>', id="an option"),
        pytest.param("<title>Qui ?</title>", "<title>QuiT?</title>", id="title"),
        pytest.param("<!-- Qui ? -->Qui ?", "<!-- Qui ? -->QuiT?", id="comment"),
        pytest.param('<p translate="no">Qui ?</p>', '<p translate="no">Qui ?</p>', id="not to be translated"),
        pytest.param('<p lang="en">Who ? "Us"</p> Qui ?', '<p lang="en">Who ? “Us”</p> QuiT?', id="English within"),
        pytest.param(
            '<div lang="en"><div>"A"</div>"B"<i lang="fr">C ?</i> "D"</div>"E"',
            '<div lang="en"><div>“A”</div>“B”<i lang="fr">CT?</i> “D”</div>«HEH»',
            id="languages within languages",
        ),
        pytest.param('<p lang="es">¿ Quién ?</p>', '<p lang="es">¿ Quién ?</p>', id="a third language"),
        pytest.param('<p lang="">x ?</p>', '<p lang="">x ?</p>', id="no language"),
        pytest.param("<p hreflang='en'>Qui ?", "<p hreflang='en'>QuiT?", id="hreflang is no lang"),
        pytest.param('<p>"Un</p><p>deux"</p>', '<p>«HUn</p><p>deux"</p>', id="quotes end with their paragraph"),
        pytest.param("<p>l'<em>avis</em></p>", "<p>l’<em>avis</em></p>", id="apostrophe before an element"),
        pytest.param("<p>dit 'mot'</p>", "<p>dit 'mot'</p>", id="a word in single quotes ends the element"),
        pytest.param("<p>'<b>mot</b>'</p>", "<p>'<b>mot</b>'</p>", id="an element in single quotes"),
        pytest.param("Qui ? <p unfinished", "QuiT? <p unfinished", id="a tag that never ends"),
    ],
)
def test_html_is_set_by_its_languages(typed, shown):
    assert spell(set_html(typed, "fr")) == shown


TEXTS = st.text(alphabet="aàM1205nh.…,;:!?%€\"'’«»“”()[]–—-  \u00a0\u202f\n@/§°") | st.text()
HTML = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<b>", "</b>", '<i lang="en">', '<i lang="fr">', "</i>", "<code>", "</code>", "<br>"]
    )
    | st.text(alphabet="aM12 .;:!?\"'«»–-%&;\u00a0\u202f"),
    max_size=12,
).map("".join)


@given(TEXTS, st.sampled_from(sorted(LANGUAGES_SET)))
def test_what_is_set_stays_as_it_is(text, language):
    done = set_text(text, language)
    assert set_text(done, language) == done


ABBREVIATIONS = ["M.", "Mme", "Mmes", "Mlle", "Me", "Pr", "Mr", "Mrs", "Ms", "No.", "n°", "p.", "§"]
WORDS = st.lists(st.sampled_from([*ABBREVIATIONS, "Ana", "12", "h", "mai", "1er", "l'", "'mot'", "-", "3", "km"]))


@given(WORDS.map(" ".join) | TEXTS, st.sampled_from(sorted(LANGUAGES_SET)))
def test_no_rule_is_passed_over(text, language):
    assert rules.set_run(text, language, rules.START, False) == rules.set_pieces(text, language, rules.START, False)


@pytest.mark.parametrize("part", ["a'", "'a", "'", "a.'", "a@", "a@a.", "aujourd'"])
def test_addresses_are_looked_for_in_one_pass(part):
    text = part * 40_000
    begun = time.process_time()
    list(rules.ADDRESS.finditer(text))
    assert time.process_time() - begun < 3  # where it grew with the square of the length: minutes


@given(HTML)
def test_html_that_is_set_stays_as_it_is(html):
    done = set_html(html, "fr")
    assert set_html(done, "fr") == done


@given(TEXTS, st.sampled_from(sorted(LANGUAGES_SET)))
def test_only_spaces_and_signs_change(text, language):
    assert re.sub(r"[^\w]", "", set_text(text, language)) == re.sub(r"[^\w]", "", text)


@given(st.text(st.characters(whitelist_categories=["L", "N"])), st.sampled_from(sorted(LANGUAGES_SET)))
def test_text_without_spaces_or_signs_is_unchanged(text, language):
    assert set_text(text, language) == text


@given(HTML)
def test_tags_are_untouched(html):
    tag = re.compile(r"<[^<>]*>")
    assert tag.findall(set_html(html, "fr")) == tag.findall(html)


def test_title_is_one_line_and_keeps_the_spaces_that_do_not_break() -> None:
    title = Template("{% load typography %}{% filter one_line %}\n  Erreur\u00a0:\n  À qui\u202f?\t {% endfilter %}")
    assert title.render(Context()) == "Erreur\u00a0: À qui\u202f?"
