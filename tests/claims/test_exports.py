"""Claims carried away as JSON and CSV."""

import csv
import io
import json
import re

import jsonschema
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction

from claims.exports import selectors as gathering
from claims.exports.csv_tables import BOM, COLUMN_NAMES, write_claim_table
from claims.models import ClaimPage, Step
from claims.register.listing import visible_claims
from config.environment import BASE_DIR
from content.models import CahierDocument
from tests.claims.full import make_full_claim
from tests.factories import ClaimPageFactory, OrganisationFactory, WorkshopReportPageFactory

pytestmark = pytest.mark.django_db
JSON = {"fr": "/fr/marques/revendications.json", "en": "/en/marks/claims.json"}
CSV = {"fr": "/fr/marques/revendications.csv", "en": "/en/marks/claims.csv"}


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.getvalue().decode() if response.streaming else response.content.decode()


def marks(client, address):
    return [claim["mark"] for claim in json.loads(read(client, address))["claims"]]


def rows(client, address):
    text = read(client, address)
    assert text.startswith(BOM)
    separator = ";" if address.startswith("/fr/") else ","
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM)), delimiter=separator))


@pytest.fixture
def claim():
    return make_full_claim()


# JSON


def test_document_keeps_to_its_schema_and_says_all_that_is_recorded(client, claim, settings):
    schema = json.loads(read(client, "/claims.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(read(client, JSON["en"]))
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    validator.validate(document)
    assert document["$schema"] == schema["$id"] == f"{settings.BASE_URL}/claims.schema.json"
    old, new = document["claims"]
    assert (old["mark"], old["deliberation"]["state"], old["successors"]) == ("DS-1", "withdrawn", ["DS-2"])
    (decision,) = old["deliberation"]["decisions"]
    said = {"state": "withdrawn", "on": "2026-03-01", "reason": {"fr": "Trop long", "en": None}, "withheld": None}
    assert decision.items() >= said.items()
    assert decision["votes_for"] is None
    assert new["predecessors"] == ["DS-1"]
    assert new["statement"] == {"fr": "Garder le papier.", "en": "Keep paper."}
    assert new["title"] == {"fr": "Papier", "en": "Paper"}
    assert new["workshop"]["code"] == "DS"
    assert new["convention"]["title"]["en"] == "Summer convention"
    assert new["follow_up"] == {"state": "put", "last_step_on": "2026-03-01", "waiting_since": "2026-03-01"}
    assert [step["kind"] for step in new["steps"]] == ["put", "won", "retracted"]
    put, won, retracted = new["steps"]
    assert put["organisation"]["name"] == {"fr": "Le bureau", "en": "The office"}
    assert won["evidence"] == [{"title": {"fr": "Arrêté", "en": None}, "url": "https://bureau.example/arrete"}]
    assert retracted["corrects"] == won["@id"]
    assert [wording["number"] for wording in new["wordings"]] == [1]
    assert [(row["role"], row["organisation"]["name"]["fr"]) for row in new["support"]] == [
        ("carries", "Le collectif"), ("supports", "Le syndicat"),
    ]  # fmt: skip
    assert new["reservations"][0]["text"] == {"fr": "Pas ainsi.", "en": "Not so."}
    assert new["findings"][0]["mark"] == "C1"
    assert new["sources"] == [{"title": {"fr": "La loi", "en": None}, "url": "https://loi.example/"}]
    assert new["addresses"] == {language: f"{settings.BASE_URL}{url}" for language, url in claim.get_urls().items()}
    assert new["@id"] == f"{settings.BASE_URL}/r/DS-2"


def test_schema_refuses_what_is_no_claim(client, claim):
    schema = json.loads(read(client, "/claims.schema.json"))
    document = json.loads(read(client, JSON["en"]))
    document["claims"][0]["follow_up"]["state"] = "nearly"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


def test_each_name_in_the_document_has_a_meaning_in_its_context(client, claim):
    context = json.loads(read(client, "/claims.jsonld"))["@context"]
    document = json.loads(read(client, JSON["en"]))

    def names(value):
        if isinstance(value, dict):
            texts = {"fr", "en"} == value.keys()
            yield from () if texts else value
            for item in () if texts else value.values():
                yield from names(item)
        elif isinstance(value, list):
            for item in value:
                yield from names(item)

    used = {name for name in names(document) if name[0] not in "@$"}
    assert used - context.keys() == set()
    del context["@version"]
    terms = {value if isinstance(value, str) else value["@id"] for value in context.values()}
    assert {term.partition(":")[0] for term in terms} == {"schema", "cahier", "https", "http"}


def test_documents_names_are_documented():
    schema = json.loads((BASE_DIR / "claims/exports/claims.schema.json").read_text())
    documentation = (BASE_DIR / "docs/claims-json.md").read_text()

    def names(part):
        if isinstance(part, dict):
            yield from part.get("properties", {})
            for inner in part.values():
                yield from names(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from names(inner)

    documented = set(re.findall(r"`([^`\s]+)`", documentation))
    assert set(names(schema)) - documented - {"fr", "en"} == set()
    assert set(COLUMN_NAMES) - documented == set()
    assert set(json.loads(json.dumps(schema["$defs"]["claim"]["properties"]))) <= documented


@pytest.mark.parametrize("language", JSON)
def test_one_claim_is_told_as_in_the_whole(client, claim, language):
    whole = json.loads(read(client, JSON[language]))["claims"][1]
    path = {"fr": "/fr/marques/DS-2/revendication.json", "en": "/en/marks/DS-2/claim.json"}[language]
    assert json.loads(read(client, path))["claims"] == [whole]


def test_neighbours_and_documents_that_are_hidden_are_not_named(client, claim):
    folder = Collection.get_first_root_node().add_child(name="Réservé")
    CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    document = CahierDocument.objects.create(title_fr="Secret", file="documents/secret.pdf", collection=folder)
    Step(claim=claim, kind="answered", text_fr="Voir", evidence_document=document).save()
    ClaimPage.objects.get(mark="DS-1").unpublish()
    text = read(client, JSON["en"])
    assert "DS-1" not in text
    assert "ecret" not in text
    assert "ecret" not in client.get("/r/DS-2", follow=True).content.decode()
    jsonschema.validate(json.loads(text), json.loads(read(client, "/claims.schema.json")))


@pytest.mark.parametrize("language", JSON)
def test_filters_of_the_register_hold_for_files(client, language):
    first, second = WorkshopReportPageFactory(code="DS"), WorkshopReportPageFactory(code="TR")
    for report in (second, first):
        ClaimPageFactory(parent=report)
    assert marks(client, JSON[language]) == ["DS-1", "TR-1"]
    assert marks(client, f"{JSON[language]}?workshop=TR") == ["TR-1"]
    assert [row["mark"] for row in rows(client, f"{CSV[language]}?workshop=TR")] == ["TR-1"]


def test_files_never_hold_more_than_was_asked_for(client):
    ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS"))
    for query in (
        "workshop=XX",
        "workshop=%00",
        "workshop=é%2527",
        "follow-up=x",
        "addressee=99",
        "convention=x",
    ):
        for address in (*JSON.values(), *CSV.values()):
            assert client.get(f"{address}?{query}").status_code == 400
    for query in ("page=99999999999999999999", "x=1&x=2", "sort=x", "workshop="):
        for address in (*JSON.values(), *CSV.values()):
            assert "DS-1" in read(client, f"{address}?{query}")


def test_empty_register_gives_a_document_and_a_table_of_nothing(client):
    assert json.loads(read(client, JSON["en"]))["claims"] == []
    assert read(client, CSV["en"]) == BOM + ",".join(COLUMN_NAMES) + "\r\n"


# CSV


@pytest.mark.parametrize("language", CSV)
def test_table_has_a_row_for_each_claim_and_both_languages(client, claim, language):
    old, new = rows(client, CSV[language])
    assert list(new) == COLUMN_NAMES
    assert (new["mark"], new["statement_fr"], new["statement_en"]) == ("DS-2", "Garder le papier.", "Keep paper.")
    assert (new["carried_by_fr"], new["supported_by_fr"], new["addressees_en"]) == (
        "Le collectif", "Le syndicat", "The office",
    )  # fmt: skip
    assert new["steps"].splitlines()[0] == "2026-03-01 put"
    assert new["votes_for"] == ""
    assert (old["deliberation"], old["successors"], old["reason_fr"]) == ("withdrawn", "DS-2", "Trop long")
    assert old["statement_fr"] == '\'=1+1 ; "l’ancienne"\n-2'


def test_french_table_is_separated_as_french_spreadsheets_expect(client, claim):
    assert client.get(CSV["fr"])["Content-Disposition"] == 'attachment; filename="revendications.csv"'
    assert read(client, CSV["fr"]).splitlines()[0].count(";") == len(COLUMN_NAMES) - 1
    assert read(client, CSV["en"]).splitlines()[0].count(",") == len(COLUMN_NAMES) - 1


@pytest.mark.parametrize("separator", [",", ";"])
def test_table_is_read_back_as_it_was(claim, separator):
    text = "".join(write_claim_table(visible_claims(), separator=separator)).removeprefix(BOM)
    table = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    assert {len(row) for row in table} == {len(COLUMN_NAMES)}


# Scale


def add_claims(report, count):
    for _ in range(count):
        claim = ClaimPageFactory(parent=report)
        claim.supports.create(organisation=OrganisationFactory())
        claim.addressees = [OrganisationFactory()]
        claim.save()


@pytest.mark.parametrize("address", [JSON["en"], CSV["en"]])
def test_files_take_as_many_queries_for_ten_times_the_claims_of_a_chunk(client, address):
    report = WorkshopReportPageFactory(code="DS")
    add_claims(report, 1)
    read(client, address)
    with CaptureQueriesContext(connection) as few:
        read(client, address)
    add_claims(report, 9)
    with CaptureQueriesContext(connection) as many:
        read(client, address)
    assert len(many) == len(few) <= 18


def test_claims_are_read_a_chunk_at_a_time_and_in_order(client, monkeypatch):
    monkeypatch.setattr(gathering, "CHUNK", 2)
    report = WorkshopReportPageFactory(code="DS")
    add_claims(report, 5)
    assert marks(client, JSON["en"]) == [f"DS-{number}" for number in range(1, 6)]
    claims = gathering.gather_claims(visible_claims())
    next(claims)
    ClaimPage.objects.get(mark="DS-5").unpublish()  # while the file is being sent
    assert [item.claim.mark for item in claims] == ["DS-2", "DS-3", "DS-4"]


def test_files_may_be_read_by_programs_anywhere_and_are_asked_for_anew(client, claim):
    for address in (JSON["en"], CSV["fr"], "/claims.schema.json", "/claims.jsonld", "/en/marks/DS-2/claim.json"):
        response = client.get(address)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response["Cache-Control"].startswith("public, max-age=0, s-maxage=1")
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
