"""C2 stays C2: through reordering, deleting, drafts, and forms of rows that have no key yet."""

import pytest
from django.urls import reverse

from tests.admin.forms import report_form, row, rows_form
from tests.factories import WorkshopReportPageFactory
from workshops.models import WorkshopReportPage
from workshops.numbering import number_rows

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "1"}


class Row:
    def __init__(self, number=None):
        self.number = number


@pytest.mark.parametrize(
    ("numbers", "last", "expected"),
    [
        ([], 0, []),
        ([None, None], 0, [1, 2]),
        ([3, None, 1], 3, [3, 4, 1]),
        ([None], 7, [8]),
        ([2, 2, None], 2, [2, 3, 4]),
        ([0, None], 0, [1, 2]),
        ([5, None], 3, [5, 6]),
    ],
)
def test_rows_are_numbered_after_the_highest_ever_used(numbers, last, expected):
    rows = [Row(number) for number in numbers]
    assert number_rows(rows, last=last) == max([last, *expected])
    assert [row.number for row in rows] == expected


@pytest.fixture
def report():
    report = WorkshopReportPageFactory(code="DS")
    for title in ("un", "deux", "trois"):
        report.findings.create(title_fr=title)
    report.save()
    report.save_revision().publish()
    return report


def published(report):
    return {finding.title_fr: finding.number for finding in WorkshopReportPage.objects.get(pk=report.pk).findings.all()}


def drafted(report):
    draft = WorkshopReportPage.objects.get(pk=report.pk).get_latest_revision_as_object()
    return {finding.title_fr: finding.number for finding in draft.findings.all()}


def test_numbers_stay_when_rows_are_reordered_or_deleted(report):
    one, _two, three = report.findings.all()
    one.sort_order, three.sort_order = 3, 1
    report.findings = [three, one]
    report.save()
    assert published(report) == {"trois": 3, "un": 1}
    report.findings.add(type(one)(title_fr="quatre"))
    report.save()
    assert published(report) == {"trois": 3, "un": 1, "quatre": 4}


def test_number_of_the_last_row_deleted_is_not_given_again(report):
    report.findings = [finding for finding in report.findings.all() if finding.number < 3]
    report.save()
    report = WorkshopReportPage.objects.get(pk=report.pk)
    report.findings.create(title_fr="autre")
    report.save()
    assert published(report)["autre"] == 4


def test_old_revision_does_not_bring_numbers_back(report):
    before = report.latest_revision
    report.findings.create(title_fr="quatre")
    report.save_revision().publish()
    before.publish()
    assert published(report) == {"un": 1, "deux": 2, "trois": 3}
    report = WorkshopReportPage.objects.get(pk=report.pk)
    report.findings.create(title_fr="cinq")
    report.save_revision().publish()
    assert published(report)["cinq"] == 5


def send(client, report, rows, shown, **fields):
    data = report_form(title_fr="Droits", slug_fr=report.slug_fr, code="DS", findings=rows_form(rows, shown), **fields)
    response = client.post(reverse("wagtailadmin_pages:edit", args=(report.pk,)), data)
    assert response.status_code == 302, response.context["form"].errors


def shown_rows(client, report):
    """Open the edit form; return the rows as a browser would send them back."""
    response = client.get(reverse("wagtailadmin_pages:edit", args=(report.pk,)))
    forms = response.context["form"].formsets["findings"].initial_forms
    names = ("id", "number", "title_fr", "title_en", "text_fr", "text_en")
    return [row(**{name: form[name].value() or "" for name in names}) for form in forms]


def test_draft_rows_keep_their_numbers_however_often_the_form_is_sent(admin_client, report):
    rows = shown_rows(admin_client, report)
    send(admin_client, report, [*rows, row(title_fr="quatre"), row(title_fr="cinq")], shown=3)
    assert drafted(report) == {"un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5}
    *rows, fourth, fifth = shown_rows(admin_client, report)
    assert not fourth["id"], "Wagtail gives rows of a draft no key"
    send(admin_client, report, [fifth, *rows, fourth], shown=5)
    assert drafted(report)["cinq"] == 5
    send(admin_client, report, shown_rows(admin_client, report), shown=5, **PUBLISH)
    assert published(report) == drafted(report) == {"cinq": 5, "un": 1, "deux": 2, "trois": 3, "quatre": 4}
    send(admin_client, report, shown_rows(admin_client, report), shown=5, **PUBLISH)
    assert published(report) == {"cinq": 5, "un": 1, "deux": 2, "trois": 3, "quatre": 4}


def test_row_deleted_in_the_form_takes_its_number_along(admin_client, report):
    rows = shown_rows(admin_client, report)
    rows[2]["DELETE"] = "on"
    send(admin_client, report, rows, shown=3, **PUBLISH)
    send(admin_client, report, [*shown_rows(admin_client, report), row(title_fr="quatre")], shown=2, **PUBLISH)
    assert published(report) == {"un": 1, "deux": 2, "quatre": 4}


def test_form_cannot_say_what_number_a_row_has(admin_client, report):
    rows = shown_rows(admin_client, report)
    rows[0]["number"], rows[1]["number"] = "2", "900"
    send(admin_client, report, [*rows, row(title_fr="quatre", number="500")], shown=3, **PUBLISH)
    assert published(report) == {"un": 1, "deux": 2, "trois": 3, "quatre": 4}


def test_form_shows_numbers_as_they_are_cited(admin_client, report):
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=(report.pk,))).content.decode()
    for mark in ("C1", "C2", "C3"):
        assert f"<output>{mark}</output>" in html


def test_questions_are_numbered_apart(report):
    for text in ("Qui ?", "Quand ?"):
        report.questions.create(text_fr=text)
    report.save()
    assert [question.mark for question in report.questions.all()] == ["Q1", "Q2"]
