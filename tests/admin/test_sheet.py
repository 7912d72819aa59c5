"""Several claims added to a report on one screen, and put in order."""

import html

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import GroupPagePermission

from claims.models import ClaimPage
from tests.factories import ClaimPageFactory, OrganisationFactory, WorkshopReportPageFactory
from translations.admin.idempotency import FIELD

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    report = WorkshopReportPageFactory(code="DS")
    report.findings.create(title_fr="Constat")
    report.save()
    return report


def url(report):
    return reverse("claims:add_several", args=[report.pk])


def sheet(*rows, **fields):
    data = {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0, **fields}
    for place, row in enumerate(rows):
        for name, value in {"statement_fr": "", "statement_en": "", "findings": "", **row}.items():
            data[f"rows-{place}-{name}"] = value
    return data


def statements():
    return list(ClaimPage.objects.order_by("path").values_list("statement_fr", flat=True))


def text(response):
    return html.unescape(response.content.decode())


def test_rows_become_drafts_and_empty_rows_nothing(editor, report):
    organisation = OrganisationFactory()
    rows = [
        {
            "statement_fr": "Un guichet.",
            "statement_en": "A counter.",
            "findings": "C1",
            "addressees": [organisation.pk],
        },
        {},
        {"statement_fr": "Un téléphone."},
    ]
    response = editor.post(url(report), sheet(*rows, draft="1"))
    assert response.status_code == 302
    first, second = ClaimPage.objects.order_by("path")
    assert (first.title_fr, first.title_en, first.findings, first.live) == ("Un guichet", "A counter", "C1", False)
    assert list(first.addressees.all()) == [organisation]
    assert (second.statement_fr, second.live) == ("Un téléphone.", False)


def test_published_at_once_they_get_marks_in_the_order_of_the_rows(editor, report):
    response = editor.post(
        url(report), sheet({"statement_fr": "Un."}, {}, {"statement_fr": "Deux."}, publish="1"), follow=True
    )
    assert list(ClaimPage.objects.order_by("path").values_list("mark", "statement_fr")) == [
        ("DS-1", "Un."),
        ("DS-2", "Deux."),
    ]
    assert "DS-1, DS-2" in text(response)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"statement_en": "Only in English."}, "statement_fr"),
        ({"statement_fr": "Deux.", "findings": "C7"}, "findings"),
        ({"statement_fr": "Deux.", "findings": "deux"}, "findings"),
        ({"statement_fr": "Deux.", "addressees": ["9999"]}, "addressees"),
        ({"statement_fr": "x" * 2001}, "statement_fr"),
    ],
)
@pytest.mark.parametrize("act", ["draft", "publish"])
def test_one_wrong_row_saves_none_and_loses_nothing(editor, report, row, field, act):
    response = editor.post(url(report), sheet({"statement_fr": "Longuement pesée."}, row, **{act: "1"}))
    assert list(response.context["form"].forms[1].errors) == [field]
    assert "Longuement pesée." in text(response)
    assert statements() == []


def test_claim_that_the_report_has_already_is_told_on_its_row(editor, report):
    """So a form sent twice, by a slow network or an impatient hand, adds nothing twice."""
    data = sheet({"statement_fr": "Un guichet."}, {"statement_fr": "Un téléphone."}, publish="1")
    assert editor.post(url(report), data).status_code == 302
    response = editor.post(url(report), data)
    assert "DS-1" in text(response)
    assert list(response.context["form"].forms[0].errors) == ["statement_fr"]
    response = editor.post(url(report), sheet(*[{"statement_fr": "Deux fois."}] * 2, publish="1"))
    assert list(response.context["form"].forms[1].errors) == ["statement_fr"]
    assert len(statements()) == 2


def test_more_rows_keep_what_was_typed_and_check_nothing_yet(editor, report):
    response = editor.post(url(report), sheet({"statement_en": "Only in English."}, more="1"))
    forms = response.context["form"].forms
    assert len(forms) == 6
    assert not any(form.errors for form in forms)
    assert "Only in English." in text(response)


def test_empty_sheet_is_told_so(editor, report):
    response = editor.post(url(report), sheet({}, {}, draft="1"))
    assert response.status_code == 200
    assert response.context["problems"]


@pytest.mark.parametrize("total", ["", "x", "-1", "99999", "9" * 5000])
@pytest.mark.parametrize("act", ["draft", "more"])
def test_sheet_makes_the_best_of_junk(editor, report, total, act):
    response = editor.post(url(report), {"rows-TOTAL_FORMS": total, "rows-INITIAL_FORMS": "0", act: "1"})
    assert response.status_code == 200
    assert editor.post(url(report), {}).status_code == 200


def test_nothing_is_published_below_a_draft(editor):
    report = WorkshopReportPageFactory(code="DS", live=False)
    assert 'name="publish"' not in text(editor.get(url(report)))
    editor.post(url(report), sheet({"statement_fr": "Un."}, publish="1"))
    assert statements() == []
    editor.post(url(report), sheet({"statement_fr": "Un."}, draft="1"))
    assert statements() == ["Un."]


def test_who_may_not_publish_adds_drafts_only(sign_in, report):
    client = sign_in("Editors")
    GroupPagePermission.objects.filter(permission__codename="publish_basepage").delete()
    client.post(url(report), sheet({"statement_fr": "Un."}, publish="1"))
    assert statements() == []
    client.post(url(report), sheet({"statement_fr": "Un."}, draft="1"))
    assert statements() == ["Un."]
    GroupPagePermission.objects.all().delete()
    assert client.post(url(report), sheet({"statement_fr": "Deux."}, draft="1")).status_code == 302
    assert statements() == ["Un."]


def test_sheet_is_reached_from_the_report_and_from_the_list_of_claims(editor, report):
    assert url(report) in text(editor.get(reverse("wagtailadmin_pages:edit", args=[report.pk])))
    assert url(report) in text(editor.get(reverse("wagtailadmin_explore", args=[report.get_parent().pk])))
    choose = reverse("claims:choose_report")
    assert choose in text(editor.get(reverse("claims:index")))
    assert url(report) in text(editor.get(choose))


def order(client, report, **places):
    claims = {claim.mark: claim.pk for claim in ClaimPage.objects.all()}
    data = {f"place-{claims[mark.replace('_', '-')]}": place for mark, place in places.items()}
    return client.post(reverse("claims:order", args=[report.pk]), data)


def marks():
    return list(ClaimPage.objects.order_by("path").values_list("mark", flat=True))


@pytest.fixture
def claims(report):
    return [ClaimPageFactory(parent=report) for _ in range(4)]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({"DS_4": "1"}, ["DS-4", "DS-1", "DS-2", "DS-3"]),
        ({"DS_1": "4,5"}, ["DS-2", "DS-3", "DS-4", "DS-1"]),
        ({"DS_4": "1.5", "DS_2": "9"}, ["DS-1", "DS-4", "DS-3", "DS-2"]),
        ({}, ["DS-1", "DS-2", "DS-3", "DS-4"]),
    ],
)
def test_claims_are_put_in_order_and_keep_their_marks(editor, report, claims, places, expected):
    assert order(editor, report, **places).status_code == 302
    assert marks() == expected
    assert {claim.pk: claim.mark for claim in claims} == dict(ClaimPage.objects.values_list("pk", "mark"))


@pytest.mark.parametrize("place", ["", "premier", "nan", "inf", "-1", "9" * 99, "1e9"])
def test_place_that_is_no_number_changes_nothing_and_is_kept(editor, report, claims, place):
    response = order(editor, report, DS_1=place, DS_4="1")
    assert response.status_code == 200
    assert response.context["problems"]
    assert marks() == ["DS-1", "DS-2", "DS-3", "DS-4"]


def test_who_may_not_publish_may_not_order(sign_in, report, claims):
    client = sign_in("Editors")
    GroupPagePermission.objects.filter(permission__codename="publish_basepage").delete()
    order(client, report, DS_4="1")
    assert marks() == ["DS-1", "DS-2", "DS-3", "DS-4"]


def key_of(response):
    (field,) = BeautifulSoup(response.content.decode(), "html.parser").select(f"input[name={FIELD}]")
    return {FIELD: field["value"]}


@pytest.mark.parametrize("act", ["draft", "publish"])
def test_second_click_adds_no_claim_again(editor, report, act):
    rows = [{"statement_fr": "Un."}, {"statement_fr": "Deux."}]
    data = sheet(*rows, **{act: "1"}, **key_of(editor.get(url(report))))
    for _click in range(2):
        assert editor.post(url(report), data).status_code == 302
    assert statements() == ["Un.", "Deux."]
    assert [claim.mark for claim in ClaimPage.objects.order_by("path")] == (
        ["DS-1", "DS-2"] if act == "publish" else [None, None]
    )


def test_form_that_was_refused_keeps_its_key_and_may_be_sent_again(editor, report):
    key = key_of(editor.get(url(report)))
    refused = editor.post(url(report), sheet({"statement_fr": "Un.", "findings": "C9"}, draft="1", **key))
    assert key_of(refused) == key
    assert not statements()
    editor.post(url(report), sheet({"statement_fr": "Un.", "findings": "C1"}, draft="1", **key))
    assert statements() == ["Un."]


def test_two_forms_add_two_claims(editor, report):
    for words in ("Un.", "Deux."):
        editor.post(url(report), sheet({"statement_fr": words}, draft="1", **key_of(editor.get(url(report)))))
    assert statements() == ["Un.", "Deux."]
