"""Rows of a page in its edit form: named, folded where there are many, and light."""

import re
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin.forms import report_form, row, rows_form
from tests.factories import ClaimPageFactory, WorkshopReportPageFactory
from translations.admin.row_panels import LONGEST_SUMMARY, MOST_OPEN
from workshops.models import WorkshopReportPage

FINDINGS = 20
MOST_BYTES = 280_000  # of a report with as many findings and claims, half of what it was; 195,000 are there without
MOST_OF_A_ROW = 4_400  # with 400 of text; Wagtail's own takes 12,000
MOST_QUERIES = {"open": 42, "save": 42}


class Fields(HTMLParser):
    """Collects what a browser would send of a form's plain fields."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.textarea = ""
        self.templates = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.templates += tag == "template"
        if self.templates:
            return
        self.textarea = given["name"] if tag == "textarea" else ""
        if tag == "input" and given.get("type") != "checkbox":
            self.sent[given.get("name", "")] = given.get("value") or ""

    def handle_endtag(self, tag):
        self.templates -= tag == "template"
        self.textarea = ""

    def handle_data(self, data):
        if self.textarea:
            self.sent[self.textarea] = self.sent.get(self.textarea, "") + data


@pytest.fixture
def report():
    return WorkshopReportPageFactory(title_fr="Atelier", code="DS")


def add_findings(report, count, text="Une explication. " * 10):
    for number in range(1, count + 1):
        report.findings.create(title_fr=f"Constat {number} <b>", title_en=f"Finding {number}", text_fr=text)
    report.save()
    report.save_revision()


def edit_url(report):
    return reverse("wagtailadmin_pages:edit", args=[report.pk])


def show(client, report):
    return client.get(edit_url(report), headers={"accept-encoding": "identity"}).content.decode()


def rows_of(html, relation="findings"):
    """Return the HTML of each row, that of a new one last."""
    return re.findall(rf'<div data-inline-panel-child id="inline_child_{relation}-.*?</section>', html, re.DOTALL)


def test_row_is_named_by_its_text(admin_client, report):
    add_findings(report, 1, text="")
    report.questions.create(text_fr="Qui paie ? " * 50)
    report.save_revision()
    html = show(admin_client, report)
    (_finding, _new), (question, new) = rows_of(html), rows_of(html, "questions")
    assert '<span class="row-summary">Constat 1 &lt;b&gt;</span>' in html
    summary = re.search('<span class="row-summary">(.*?)</span>', question)[1]
    assert summary.startswith("Qui paie ? Qui paie")
    assert len(summary) == LONGEST_SUMMARY
    assert "row-summary" not in new


@pytest.mark.parametrize(("count", "are_folded"), [(MOST_OPEN, False), (MOST_OPEN + 1, True)])
def test_rows_are_folded_where_there_are_many_but_never_a_new_one(admin_client, report, count, are_folded):
    add_findings(report, count)
    *there, new = rows_of(show(admin_client, report))
    assert ["w-panel collapsed" in one for one in there] == [are_folded] * count
    assert "collapsed" not in new


def test_folded_rows_are_sent_whole(admin_client, report):
    add_findings(report, FINDINGS, text="« Une » <i>explication</i> & \n\n  d’un alinéa\n")
    fields = Fields()
    fields.feed(show(admin_client, report))
    sent = {name: value for name, value in fields.sent.items() if re.match(r"(findings|questions|attachments)-", name)}
    assert len([name for name in sent if re.fullmatch(r"findings-\d+-text_fr", name)]) == FINDINGS
    form = {**report_form(title_fr="Atelier", slug_fr=report.slug, code="DS"), **sent}
    before = [(one.title_fr, one.title_en, one.text_fr.strip()) for one in report.findings.all()]
    assert admin_client.post(edit_url(report), form).status_code == 302
    draft = WorkshopReportPage.objects.get(pk=report.pk).get_latest_revision_as_object()
    after = [(one.title_fr, one.title_en, one.text_fr.replace("\r\n", "\n")) for one in draft.findings.all()]
    assert after == before


def test_error_is_told_in_its_row_and_tied_to_its_field(admin_client, report):
    add_findings(report, MOST_OPEN + 1)
    rows = [row(id=one.pk, title_fr=one.title_fr) for one in report.findings.all()]
    rows[1] |= {"title_fr": "x" * 201, "title_en": "Kept as typed"}
    form = report_form(title_fr="A", slug_fr="a", code="DS", findings=rows_form(rows, shown=len(rows)))
    html = admin_client.post(edit_url(report), form).content.decode()
    first, wrong, *_others = rows_of(html)
    assert 'value="Kept as typed"' in wrong
    assert 'aria-invalid="true"' in wrong, "Wagtail's script opens a row by that"
    described = re.search(r'name="findings-1-title_fr"[^>]*aria-describedby="([^"]+)"', wrong)[1]
    assert re.search(rf'id="{described}">\s*<p class="error-message">', wrong)
    assert "error" not in first


def test_form_of_a_long_report_is_light(admin_client, report):
    for _number in range(FINDINGS):
        ClaimPageFactory(parent=report)
    add_findings(report, FINDINGS)
    show(admin_client, report)
    with CaptureQueriesContext(connection) as queries:
        html = show(admin_client, report)
    rows = rows_of(html)
    assert len(rows) == FINDINGS + 1
    assert max(map(len, rows)) <= MOST_OF_A_ROW
    assert len(html.encode()) <= MOST_BYTES
    assert len(queries) <= MOST_QUERIES["open"]


def test_rows_that_are_sent_are_not_read_one_by_one(admin_client, report):
    add_findings(report, FINDINGS)
    fields = Fields()
    fields.feed(show(admin_client, report))
    sent = {name: value for name, value in fields.sent.items() if name.startswith("findings-")}
    form = {**report_form(title_fr="Autre", slug_fr=report.slug, code="DS"), **sent}
    with CaptureQueriesContext(connection) as queries:
        assert admin_client.post(edit_url(report), form).status_code == 302
    assert len(queries) <= MOST_QUERIES["save"]


def test_row_that_the_draft_has_no_more_is_looked_for(admin_client, report):
    add_findings(report, 2)
    gone = report.findings.last()
    draft = report.get_latest_revision_as_object()
    draft.findings.remove(gone)
    draft.save_revision()
    for key, status in ((gone.pk, 302), (gone.pk + 100, 200)):
        rows = rows_form([row(id=key, title_fr="Revenu")], shown=1)
        form = report_form(title_fr="A", slug_fr=report.slug, code="DS", findings=rows)
        assert admin_client.post(edit_url(report), form).status_code == status
