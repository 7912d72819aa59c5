"""How a claim is cited: as a sentence, as BibTeX, as CSL-JSON, in each language."""

import datetime
import json
import re
from dataclasses import replace

import jsonschema
import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from claims.citations.formats import CitedText, Reference, cite_in_bibtex, cite_in_csl, cite_in_parts, escape_tex
from tests.claims.deleted import delete_marked
from tests.claims.full import make_full_claim
from tests.factories import ClaimPageFactory, WorkshopReportPageFactory
from tests.markup import squeeze

FRENCH = Reference(
    language="fr",
    mark="DS-4",
    statement=CitedText("Garder le papier.", "fr"),
    report=CitedText("Droits sociaux", "fr"),
    convention=CitedText("Convention d’été", "fr"),
    town="Saint-Étienne",
    held_on=datetime.date(2023, 9, 1),
    wording=2,
    worded_on=datetime.date(2026, 11, 12),
    address="https://cahier.example/r/DS-4",
)
ENGLISH = replace(FRENCH, language="en", convention=CitedText("Summer convention", "en"))


def in_words(reference):
    return "".join(map(str, cite_in_parts(reference)))


def test_sentence_gives_mark_wording_date_and_address_in_french():
    assert in_words(FRENCH) == (
        "DS-4. «\u00a0Garder le papier.\u00a0» Convention d’été, Droits sociaux, Saint-Étienne, 1er septembre 2023. "
        "Version 2, 12 novembre 2026. https://cahier.example/r/DS-4"
    )


def test_sentence_in_english_says_which_of_its_parts_are_french():
    parts = cite_in_parts(ENGLISH)
    assert in_words(ENGLISH) == (
        "DS-4. “Garder le papier.” Summer convention, Droits sociaux, Saint-Étienne, 1 September 2023. "
        "Version 2, 12 November 2026. https://cahier.example/r/DS-4"
    )
    assert [str(part) for part in parts if part.language == "fr"] == ["Garder le papier.", "Droits sociaux"]


def test_invented_claim_is_cited_as_such():
    assert in_words(replace(ENGLISH, is_example=True)).endswith("[A fictional example.]")


# BibTeX, read back


def read_braces(text, start):
    """Return what stands in the braces that open at `start`, and where they end."""
    depth, position = 0, start
    while True:
        if text[position] == "\\":
            position += 2
            continue
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        position += 1
        if not depth:
            return text[start + 1 : position - 1], position


def read_bibtex(entry):
    kind, key = re.match(r"@(\w+)\{([^,\s{}\"#%~\\]+),\n", entry).groups()
    position, fields = entry.index(",") + 1, {"kind": kind, "key": key}
    while match := re.compile(r"\s*(\w+) = (?:(\w+)|(?=\{))").match(entry, position):
        position = match.end()
        value = match[2]
        if value is None:
            value, position = read_braces(entry, position)
        fields[match[1]] = value
        position += entry[position] == ","
    assert entry[position:].strip() == "}"
    return fields


def read_tex(text):
    """Return what TeX sets for `text`; fail on any command that is not an escape of ours."""
    names = {"textbackslash{}": "\\", "textasciitilde{}": "~", "textasciicircum{}": "^"}
    text = text[1:-1] if text.startswith("{") else text
    parts = re.split(r"\\(textbackslash\{\}|textasciitilde\{\}|textasciicircum\{\}|[{}$&#%_])", text)
    assert not any(set(part) & set("\\{}$&#%_~^") for part in parts[::2])
    return "".join(names.get(part, part) for part in parts)


def test_bibtex_entry_can_be_read_back():
    assert read_bibtex(cite_in_bibtex(FRENCH)) == {
        "kind": "misc",
        "key": "DS-4.2",
        "author": "{Convention d’été}",
        "title": "{DS-4. Garder le papier.}",
        "howpublished": "Droits sociaux, Saint-Étienne, 1er septembre 2023",
        "year": "2026",
        "month": "nov",
        "note": "Version 2, 12 novembre 2026",
        "url": "https://cahier.example/r/DS-4",
        "langid": "french",
    }
    assert read_bibtex(cite_in_bibtex(ENGLISH))["langid"] == "french"  # of the words cited


@given(st.text())
def test_nothing_in_a_statement_breaks_bibtex(text):
    fields = read_bibtex(cite_in_bibtex(replace(FRENCH, statement=CitedText(text, "fr"))))
    assert read_tex(fields["title"]).split() == ["DS-4.", *text.split()]
    assert fields["url"] == FRENCH.address


@given(st.text(alphabet="\\{}$&#%_~^a \n"))
def test_special_characters_are_escaped(text):
    assert read_tex(escape_tex(text)) == " ".join(text.split())


# CSL-JSON

# Of the CSL-JSON 1.0 schema (csl-data.json): what each name we use holds
CSL = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "type": {"enum": ["webpage"]},
        **{
            name: {"type": "string"}
            for name in ("title", "title-short", "number", "container-title", "event", "event-place", "version", "note",
                         "URL", "language")
        },
        "author": {"type": "array", "items": {"type": "object", "properties": {"literal": {"type": "string"}}}},
        **{name: {"$ref": "#/$defs/date"} for name in ("issued", "event-date")},
    },
    "required": ["type", "id"],
    "additionalProperties": False,
    "$defs": {
        "date": {
            "type": "object",
            "properties": {
                "date-parts": {
                    "type": "array",
                    "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
                }
            },
            "additionalProperties": False,
        }
    },
}  # fmt: skip


@given(st.text())
def test_csl_item_keeps_to_the_schema(text):
    item = json.loads(json.dumps(cite_in_csl(replace(FRENCH, statement=CitedText(text, "fr")))))
    jsonschema.validate(item, CSL)
    assert item["issued"] == {"date-parts": [[2026, 11, 12]]}
    assert item["title"].split() == ["DS-4.", *text.split()]


# Served


@pytest.fixture
def claim(db):
    return make_full_claim()


@pytest.mark.parametrize(
    ("address", "kind", "name"),
    [
        ("/en/marks/DS-2/cite.bib", "application/x-bibtex; charset=utf-8", "DS-2.bib"),
        ("/fr/marques/DS-2/citer.bib", "application/x-bibtex; charset=utf-8", "DS-2.bib"),
        ("/en/marks/DS-2/cite.json", "application/vnd.citationstyles.csl+json", "DS-2.json"),
        ("/fr/marques/DS-2/citer.json", "application/vnd.citationstyles.csl+json", "DS-2.json"),
    ],
)
def test_citations_are_files_in_the_readers_language(client, claim, address, kind, name):
    response = client.get(address)
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    text = response.content.decode()
    assert ("Keep paper." in text, "Garder le papier." in text) == (address[1] == "e", address[1] == "f")
    assert "DS-2.1" in text  # a translation added makes no new wording


def test_fragment_offers_both_languages_and_marks_what_is_french(claim):
    report = claim.report
    html = squeeze(
        render_to_string(
            "claims/cite.html", {"page": claim, "report": report, "convention": report.get_parent().specific}
        )
    )
    assert '<p class="cite" lang="fr">DS-2. «' in html
    assert '<p class="cite" lang="en">DS-2. “Keep paper.”' in html
    assert {"/fr/marques/DS-2/citer.bib", "/en/marks/DS-2/cite.json"} <= set(re.findall(r'href="([^"]+)"', html))
    claim.statement_en = ""
    html = squeeze(
        render_to_string(
            "claims/cite.html", {"page": claim, "report": report, "convention": report.get_parent().specific}
        )
    )
    assert '“<span lang="fr">Garder le papier.</span>”' in html


@pytest.mark.parametrize("language", ["fr", "en"])
def test_snippet_is_a_quotation_without_script_style_or_image(client, claim, language):
    response = client.get({"fr": "/fr/marques/DS-2/integrer/", "en": "/en/marks/DS-2/embed/"}[language])
    snippet = response.context["looks"][0]["lines"]
    assert set(re.findall(r"<(\w+)", snippet)) == {"blockquote", "p", "strong", "footer", "time", "a"}
    assert set(re.findall(r"\s([\w-]+)=", snippet)) == {"lang", "cite", "datetime", "href"}
    assert snippet.startswith(f'<blockquote lang="{language}" cite="http')
    assert {"fr": "Garder le papier.", "en": "Keep paper."}[language] in snippet
    html = response.content.decode()
    assert html.count("&lt;blockquote") == 3
    assert html.count("<blockquote") == 3


@pytest.fixture
def bare_claim(db):
    return ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS"))


@pytest.mark.parametrize("path", ["cite.bib", "cite.json", "embed/", "claim.json"])
def test_unknown_and_deleted_marks_are_answered_in_words(client, bare_claim, path):
    delete_marked(bare_claim)
    answers = {"DS-9": 404, "nothing": 404, "DS": 404, "%00": 404, "é" * 99: 404, "DS-1": 410, "ds1": 410}
    for mark, status in answers.items():
        response = client.get(f"/en/marks/{mark}/{path}")
        assert response.status_code == status
        assert '<html lang="en"' in response.content.decode()


def test_mark_in_an_address_is_read_generously_and_written_one_way(client, bare_claim):
    for typed in ("ds-1", "DS1", "DS 1", "DS–1", "DS-01"):
        response = client.get(f"/en/marks/{typed}/embed/")
        assert (response.status_code, response["Location"]) == (301, "/en/marks/DS-1/embed/")
    assert client.post("/en/marks/DS-1/embed/").status_code == 405
