"""Findings and open questions: cited by a number that stays theirs, found by it, and as visible as their report."""

import json
import re
from urllib.parse import quote, urlsplit

import pytest
from wagtail.models import PageViewRestriction

from claims.citations.queries import list_pages_citing
from claims.marks import Mark, RowMark, parse_row_mark, parse_spoken
from config.sitemap import PART
from tests.factories import (
    ClaimPageFactory,
    ConventionPageFactory,
    StandardPageFactory,
    WorkshopReportPageFactory,
)
from tests.markup import squeeze
from tests.sitemap import read_sitemap
from workshops.models import Finding, OpenQuestion, WorkshopReportPage

pytestmark = pytest.mark.django_db
WORD = "xylophone"


def make_report(code="TR", **fields):
    report = WorkshopReportPageFactory(code=code, title_en="Work", **fields)
    report.findings = [
        Finding(title_fr="L’écran isole", title_en="The screen isolates", text_fr="Un constat.", text_en=f"A {WORD}."),
        Finding(title_fr="Le métier se perd"),
    ]
    report.questions = [OpenQuestion(text_fr="Qui décide ?", text_en=f"Who decides on the {WORD}?")]
    report.save_revision().publish()
    return WorkshopReportPage.objects.get(pk=report.pk)


@pytest.fixture
def report():
    return make_report()


@pytest.mark.parametrize("typed", ["TR-C1", "tr-c1", "TR C1", "TRC1", "TR–C1", "tr c 1", "TR-C01"])
def test_finding_is_found_however_its_number_is_typed(client, report, typed):
    response = client.get(f"/r/{quote(typed)}", headers={"accept-language": "en"})
    assert response["Location"] == "/en/marks/TR-C1/"
    assert client.get("/en/search/", {"q": typed})["Location"] == "/en/marks/TR-C1/"
    assert client.get(f"/en/marks/{quote(typed)}/", follow=True).status_code == 200


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("revendication DS-4", Mark("DS", 4)),
        ("revendication n° 4 de DS", Mark("DS", 4)),
        ("claim 4 of DS", Mark("DS", 4)),
        ("DS claim 4", Mark("DS", 4)),
        ("numéro ds4", Mark("DS", 4)),
        ("constat C1 de l’atelier TR", RowMark("TR", "C", 1)),
        ("finding 1 of TR", RowMark("TR", "C", 1)),
        ("question TR-Q2", RowMark("TR", "Q", 2)),
        ("question 2 TR", RowMark("TR", "Q", 2)),
        ("claim", None),
        ("claim four", None),
        ("claim 4", None),
        ("counters", None),
        ("le travail de nuit", None),
        ("claim 4 of DS and claim 5 of DS", None),
        ("claim " + "x" * 500, None),
    ],
)
def test_number_is_read_as_people_say_it(typed, mark):
    assert parse_spoken(typed) == mark


def test_claim_said_in_words_is_found_by_the_search(client, report):
    claim = ClaimPageFactory(parent=report, title_en="Paper")
    assert client.get("/en/search/", {"q": "claim 1 of TR"})["Location"] == claim.get_urls()["en"]
    assert client.get("/fr/recherche/", {"q": "revendication TR-1"})["Location"] == claim.get_urls()["fr"]
    assert client.get("/en/search/", {"q": "claim 2 of TR"}).status_code == 200


def test_claim_comes_before_a_finding_whose_number_reads_the_same(client):
    report = make_report()
    claim = ClaimPageFactory(parent=WorkshopReportPageFactory(code="TRC"))
    assert client.get("/r/TRC1", headers={"accept-language": "fr"})["Location"] == claim.get_urls()["fr"]
    assert client.get("/r/TRC2", headers={"accept-language": "fr"})["Location"] == "/fr/marques/TR-C2/"
    assert parse_row_mark(f"{report.code}-C2") == RowMark("TR", "C", 2)


def test_cited_number_means_the_same_finding_after_edits_and_reorderings(client, report):
    first, second = report.findings.all()
    first.title_en = first.title = "The screen sets people apart"
    first.sort_order, second.sort_order = 5, 1
    report.findings = [second, first]
    report.findings.add(Finding(title_fr="Nouveau", sort_order=0))
    report.save_revision().publish()
    assert "sets people apart" in client.get("/en/marks/TR-C1/").content.decode()
    assert "Nouveau" in client.get("/en/marks/TR-C3/").content.decode()


def test_finding_that_is_not_translated_names_its_source_as_the_one_that_counts(client, report):
    report.findings.add(Finding(title_fr="Nouveau"))
    report.save_revision().publish()
    html = client.get("/en/marks/TR-C3/").content.decode()
    assert re.search(r'rel="canonical" href="[^"]*/fr/marques/TR-C3/"', html)
    assert re.findall(r'rel="alternate" hreflang="([a-z-]+)"', html) == ["fr", "x-default"]
    assert 'href="/fr/marques/TR-C3/"' in html, "the way to the other language stays"


def test_number_of_a_finding_taken_out_is_gone_and_never_another(client, report):
    report.findings = [row for row in report.findings.all() if row.number != 2]
    report.save_revision().publish()
    for address in ["/r/TR-C2", "/en/marks/TR-C2/"]:
        response = client.get(address, headers={"accept-language": "en"})
        assert response.status_code == 410
        assert "no longer contains TR-C2" in response.content.decode()
    report = WorkshopReportPage.objects.get(pk=report.pk)
    report.findings.add(Finding(title_fr="Autre"))
    report.save_revision().publish()
    assert client.get("/r/TR-C2").status_code == 410
    assert client.get("/en/marks/TR-C3/").status_code == 200


@pytest.mark.parametrize("mark", ["TR-C9", "TR-C0", "TR-Q9", "ZZ-C1", "TR-C999999"])
def test_number_never_given_is_unknown(client, report, mark):
    assert client.get(f"/r/{mark}").status_code == 404
    assert client.get(f"/en/marks/{mark}/").status_code == 404


def test_other_spelling_leads_to_the_one_address_and_a_claims_mark_to_the_claim(client, report):
    claim = ClaimPageFactory(parent=report, title_en="Paper")
    response = client.get("/en/marks/tr-c1/")
    assert (response.status_code, response["Location"]) == (301, "/en/marks/TR-C1/")
    assert client.get(f"/en/marks/{claim.mark}/")["Location"] == claim.get_urls()["en"]


def test_finding_names_the_claims_that_rest_on_it(client, report):
    on_first = ClaimPageFactory(parent=report, title_en="Paper", statement_en="Paper first.", findings="C1, C2")
    ClaimPageFactory(parent=report, title_en="Other", statement_en="Another one.", findings="C2")
    hidden = ClaimPageFactory(parent=report, title_en="Draft", statement_en="A draft.", findings="C1")
    hidden.unpublish()
    html = client.get("/en/marks/TR-C1/").content.decode()
    assert "Paper first." in html
    assert f'href="{on_first.get_urls()["en"]}"' in html
    assert "Another one." not in html
    assert "A draft." not in html
    assert "No claim names this finding" in client.get(f"/en/marks/{make_report('AB').code}-C1/").content.decode()


def test_report_links_each_finding_and_the_claims_on_it(client, report):
    claim = ClaimPageFactory(parent=report, title_en="Paper", findings="C1")
    html = squeeze(client.get(report.get_urls()["en"]).content.decode())
    assert 'href="/en/marks/TR-C1/" id="to-C1" aria-labelledby="to-C1 of-C1" >C1</a>' in html
    assert 'href="/en/marks/TR-Q1/" id="to-Q1" aria-labelledby="to-Q1 of-Q1" >Q1</a>' in html
    assert re.search(rf'rests on it:<a href="{claim.get_urls()["en"]}" id="C1-TR-1"[^>]*>TR-1</a>', html)
    grounds = squeeze(client.get(claim.get_urls()["en"]).content.decode())
    assert 'href="/en/marks/TR-C1/" id="to-C1" aria-labelledby="to-C1 of-C1" >C1</a>' in grounds


def test_finding_is_cited_in_each_language_by_its_short_address(client, report):
    html = client.get("/en/marks/TR-C1/").content.decode()
    assert "TR-C1. “The screen isolates”" in html
    assert re.search(r"TR-C1\. «\s*L’écran isole\s*»", html)
    assert html.count("/r/TR-C1") >= 2


def test_finding_is_cited_by_reference_managers_without_a_version(client, report):
    entry = client.get("/en/marks/TR-C1/cite.bib").content.decode()
    assert entry.startswith("@misc{TR-C1,\n")
    assert "title = {{TR-C1. The screen isolates}}" in entry
    assert "note" not in entry
    (item,) = json.loads(client.get("/fr/marques/TR-C2/citer.json").content)
    assert (item["id"], item["title"], item["language"]) == ("TR-C2", "TR-C2. Le métier se perd", "fr")
    assert {"version", "note"}.isdisjoint(item)
    assert client.get("/en/marks/tr c1/cite.bib")["Location"] == "/en/marks/TR-C1/cite.bib"
    assert client.get("/en/marks/TR-C9/cite.bib").status_code == 404


@pytest.mark.parametrize("written", ["TR-C1", "TR C1", "TR\u2011C1", "TR&nbsp;C1"])
def test_number_in_a_text_is_a_link_and_the_finding_knows_who_cites_it(client, report, written):
    page = StandardPageFactory(title_en="Leaflet", body_en=[("text", f"<p>See {written}, TR C9, TR C and UN C4.</p>")],
                               body_fr=[("text", f"<p>Voir {written}.</p>")])  # fmt: skip
    html = client.get(page.get_urls()["en"]).content.decode()
    assert html.count('class="cites" href="/en/marks/TR-C1/"') == 1
    assert 'href="/en/marks/TR-C9/"' not in html
    assert [each.pk for each in list_pages_citing(RowMark("TR", "C", 1))] == [page.pk]
    assert "Leaflet" in client.get("/en/marks/TR-C1/").content.decode()
    assert not list_pages_citing(Mark("TR", 1)), "a finding is no claim"


def test_open_questions_are_listed_with_invented_ones_last_and_marked(client):
    invented = ConventionPageFactory(is_example=True, title_fr="Exemple")
    make_report("GC", parent=invented)
    make_report("TR", parent=ConventionPageFactory(title_fr="Vraie"))
    html = client.get("/en/marks/questions/").content.decode()
    assert html.index("/en/marks/TR-Q1/") < html.index("fictional example") < html.index("/en/marks/GC-Q1/")
    assert "Who decides" in html
    assert "Qui décide" in client.get("/fr/marques/questions/").content.decode()


def test_findings_and_questions_are_kinds_of_the_search(client, report):
    html = client.get("/en/search/", {"q": WORD, "kind": "finding"}).content.decode()
    assert 'href="/en/marks/TR-C1/"' in html
    assert ">Finding<" in html
    assert "The screen isolates" in html
    assert 'href="/en/marks/TR-Q1/"' in client.get("/en/search/", {"q": WORD, "kind": "question"}).content.decode()
    report.findings = []
    report.save_revision().publish()
    assert 'href="/en/marks/TR-C1/"' not in client.get("/en/search/", {"q": WORD}).content.decode()


EXITS = {
    "page": "/en/marks/TR-C1/",
    "question": "/en/marks/TR-Q1/",
    "short address": "/r/TR-C1",
    "BibTeX": "/en/marks/TR-Q1/cite.bib",
    "CSL-JSON": "/en/marks/TR-Q1/cite.json",
    "list of questions": "/en/marks/questions/",
    "search": f"/en/search/?q={WORD}",
    "search for its number": "/en/search/?q=TR-C1",
    "sitemap": "/sitemap-findings-{part}.xml",
    "mark in a text": "/en/leaflet/",
}


NAMED_BY_THEIR_WORDS = {"page", "question", "short address", "BibTeX", "CSL-JSON", "list of questions"}


def list_open(client):
    found = set()
    part = Finding.objects.get(number=1).pk // PART + 1
    for name, address in EXITS.items():
        response = client.get(address.format(part=part), follow=True, headers={"accept-language": "en"})
        sign = WORD if name in NAMED_BY_THEIR_WORDS else "/en/marks/TR-C1/"
        shown = f"{response.content.decode()} {response.redirect_chain}"
        if response.status_code == 200 and sign in shown:
            found.add(name)
    return found


@pytest.mark.parametrize("how", ["unpublished", "private", "draft above"])
def test_every_exit_opens_and_closes_with_the_report(client, report, how):
    StandardPageFactory(title_en="Leaflet", slug_en="leaflet", body_en=[("text", "<p>TR-C1</p>")])
    assert list_open(client) == set(EXITS)
    if how == "private":
        PageViewRestriction.objects.create(page=report, restriction_type=PageViewRestriction.LOGIN)
    else:
        (report if how == "unpublished" else report.get_parent().specific).unpublish()
    assert list_open(client) == set()


def test_row_of_a_draft_is_not_public(client, report):
    report.findings.add(Finding(title_fr="En projet"))
    report.save_revision()
    assert client.get("/en/marks/TR-C3/").status_code == 404


def test_untranslated_finding_is_in_the_sitemap_in_french_only(client, report):
    listed = {urlsplit(url).path for url in read_sitemap(lambda part: client.get(part).content)}
    assert listed & {f"/{code}/TR-C{number}/" for code in ("fr/marques", "en/marks") for number in (1, 2)} == {
        "/fr/marques/TR-C1/", "/en/marks/TR-C1/", "/fr/marques/TR-C2/",
    }  # fmt: skip
