"""The record of a claim in the admin: adding, correcting, retracting and translating steps; what is due."""

import datetime
import html

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from claims.decisions.acts import withdraw_claim
from claims.follow_up.steps import record_step
from claims.models import ClaimPage, Step
from tests.factories import ClaimPageFactory, OrganisationFactory, WorkshopReportPageFactory

pytestmark = pytest.mark.django_db

LINK = "https://exemple.fr/lettre"
KINDS = ["put", "answered", "refused", "part", "won", "addressee", "we", "third"]


@pytest.fixture
def claim():
    return ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS"))


@pytest.fixture
def organisation():
    return OrganisationFactory(name_fr="La Poste")


def text(response):
    return html.unescape(response.content.decode())


def add_url(claim):
    return reverse("claims:add_step", args=[claim.pk])


def step_url(name, step):
    return reverse(f"claims:{name}_step", args=[step.pk])


def form(kind, **fields):
    return {"confirmed": "1", "kind": kind, "on": "2024-05-02", "organisation": "", "means_fr": "", "means_en": "",
            "text_fr": "", "text_en": "", "evidence_title_fr": "", "evidence_title_en": "", "evidence_url": "",
            "evidence_document": "", "look_again_on": "", **fields}  # fmt: skip


def record(claim, kind="we", **fields):
    return record_step(step=Step(claim=claim, kind=kind, **{"text_fr": "Des mots.", **fields}))


@pytest.mark.parametrize("kind", KINDS)
def test_step_of_each_kind_is_entered(editor, claim, organisation, kind):
    page = editor.get(f"{add_url(claim)}?kind={kind}")
    assert page.status_code == 200
    fields = set(page.context["form"].fields)
    assert ("means_fr" in fields) == (kind not in ("addressee", "we", "third"))
    data = form(kind, organisation=organisation.pk, text_fr="Des mots.", text_en="Words.", evidence_url=LINK)
    response = editor.post(add_url(claim), data)
    assert response["Location"] == reverse("claims:record", args=[claim.pk])
    step = Step.objects.get()
    assert (step.kind, step.text_fr, step.text_en, step.by.username) == (kind, "Des mots.", "Words.", "edith")
    shown = text(editor.get(response["Location"]))
    for words in ("Des mots.", "Words.", "La Poste", LINK):
        assert words in shown


def test_step_is_shown_once_more_before_it_becomes_permanent(editor, claim):
    data = form("we", text_fr="Des mots.", text_en="Words.", on="2 mai 2024")
    del data["confirmed"]
    response = editor.post(add_url(claim), data)
    assert response.status_code == 200
    assert not Step.objects.exists()
    shown = BeautifulSoup(response.content.decode(), "html.parser").select_one(".cahier-words")
    assert "2 mai 2024" in shown.get_text(" ")
    assert "Words." in shown.get_text(" ")
    page = BeautifulSoup(response.content.decode(), "html.parser")
    sent = {field["name"]: field.get("value", "") for field in page.select("form input[name]")}
    changed = editor.post(add_url(claim), {**sent, "change": "1"})
    assert 'value="2 mai 2024"' in text(changed)
    for _click in range(2):
        assert editor.post(add_url(claim), {**sent, "confirmed": "1"}).status_code == 302
    assert Step.objects.get().on == datetime.date(2024, 5, 2)


@pytest.mark.parametrize(("language", "day"), [("fr", "2 mai 2024"), ("en", "2 May 2024")])
def test_day_is_told_in_the_readers_language_before_it_becomes_permanent(sign_in, claim, language, day):
    client = sign_in("Moderators", language)
    unconfirmed = {name: value for name, value in form("we", text_fr="Des mots.").items() if name != "confirmed"}
    page = text(client.post(add_url(claim), unconfirmed))
    assert f", {day}" in page


def test_date_of_a_step_that_cannot_be_read_is_told_and_not_replaced(editor, claim):
    response = editor.post(add_url(claim), form("we", text_fr="Des mots.", on="12/31/2024"))
    assert list(response.context["form"].errors) == ["on"]
    assert 'value="12/31/2024"' in text(response)
    assert not Step.objects.exists()


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        ("put", {}, "organisation"),
        ("put", {"organisation": "9999"}, "organisation"),
        ("won", {"evidence_url": ""}, "evidence_url"),
        ("won", {"evidence_url": "javascript:alert(1)"}, "evidence_url"),
        ("we", {"text_fr": " "}, "text_fr"),
        ("we", {"text_fr": "Mots.", "on": "2999-01-01"}, "on"),
        ("we", {"text_fr": "Mots.", "on": "hier"}, "on"),
        ("we", {"text_fr": "Mots.", "look_again_on": "2024-05-01"}, "look_again_on"),
        ("answered", {"evidence_url": LINK, "means_fr": "x" * 161}, "means_fr"),
    ],
)
def test_step_that_is_incomplete_comes_back_with_what_was_typed(editor, claim, kind, fields, field):
    response = editor.post(add_url(claim), form(kind, **{"text_en": "Kept words.", **fields}))
    assert list(response.context["form"].errors) == [field]
    assert "Kept words." in text(response)
    assert not Step.objects.exists()


@pytest.mark.parametrize("kind", ["retracted", "praise", "x" * 500])
def test_kind_that_there_is_not_is_not_found(editor, claim, kind):
    assert editor.get(add_url(claim), {"kind": kind}).status_code == 404
    assert editor.post(add_url(claim), form(kind)).status_code == 404


def test_draft_has_no_record_yet(editor, claim):
    draft = ClaimPageFactory(parent=claim.report, live=False)
    assert editor.get(reverse("claims:record", args=[draft.pk])).status_code == 200
    assert editor.post(add_url(draft), form("we", text_fr="Mots."))["Location"] == reverse(
        "claims:record", args=[draft.pk]
    )
    assert not Step.objects.exists()


def test_withdrawn_claim_is_not_put(editor, claim, organisation):
    withdraw_claim(claim=claim, reason={"fr": "Dépassée."})
    response = editor.post(add_url(claim), form("put", organisation=organisation.pk))
    assert response.context["form"].non_field_errors()
    assert editor.post(add_url(claim), form("we", text_fr="Mots.")).status_code == 302


def test_only_addressee_is_proposed(editor, claim, organisation):
    claim.addressees.add(organisation)
    claim.save()
    assert editor.get(f"{add_url(claim)}?kind=put").context["form"].initial == {"organisation": organisation.pk}


def test_correction_begins_with_what_the_step_says_and_strikes_it(editor, claim):
    wrong = record(claim, text_fr="Faux.", text_en="Wrong.")
    page = editor.get(step_url("correct", wrong))
    assert "Faux." in text(page)
    assert page.context["form"]["text_en"].value() == "Wrong."
    editor.post(step_url("correct", wrong), form("third", text_fr="Juste."))
    correction = Step.objects.get(corrects=wrong)
    assert (correction.kind, correction.text_fr) == ("third", "Juste.")
    assert Step.objects.get(pk=wrong.pk).text_fr == "Faux."
    page = text(editor.get(reverse("claims:record", args=[claim.pk])))
    assert 'class="corrected"' in page
    assert step_url("correct", wrong) not in page
    assert step_url("correct", correction) in page


def test_retraction_says_what_was_wrong(editor, claim, organisation):
    mistake = record(claim, "put", organisation=organisation)
    assert editor.get(step_url("retract", mistake)).status_code == 200
    editor.post(step_url("retract", mistake), {"on": "2024-05-02", "text_fr": "Jamais envoyée.", "confirmed": "1"})
    assert Step.objects.get(corrects=mistake).kind == "retracted"
    assert ClaimPage.objects.get().follow_up == "none"


@pytest.mark.parametrize("name", ["correct", "retract", "translate"])
def test_step_that_was_corrected_is_left_alone(editor, claim, name):
    wrong = record(claim)
    record(claim, corrects=wrong)
    for response in (editor.get(step_url(name, wrong)), editor.post(step_url(name, wrong), form("we", text_fr="M."))):
        assert response["Location"] == reverse("claims:record", args=[claim.pk])
    assert Step.objects.count() == 2


def test_missing_translation_is_added_and_nothing_else_is_offered(editor, claim, organisation):
    step = record(claim, "put", organisation=organisation, means_fr="Une lettre", text_en="Words.")
    page = editor.get(step_url("translate", step))
    assert list(page.context["form"].fields) == ["means_en"]
    data = {"means_en": "A letter", "text_en": "Others.", "text_fr": "Autres."}
    editor.post(step_url("translate", step), data)
    step = Step.objects.get()
    assert (step.means_en, step.text_en, step.text_fr) == ("A letter", "Words.", "Des mots.")
    assert not editor.get(step_url("translate", step)).context["form"].fields


def test_translation_that_is_too_long_comes_back(editor, claim, organisation):
    step = record(claim, "put", organisation=organisation, means_fr="Une lettre")
    response = editor.post(step_url("translate", step), {"means_en": "x" * 161})
    assert list(response.context["form"].errors) == ["means_en"]


def test_one_letter_is_recorded_for_several_claims(editor, claim, organisation):
    claims = [claim, ClaimPageFactory(parent=claim.report)]
    url = reverse("claims:add_steps")
    ids = [each.pk for each in claims]
    page = editor.get(url, {"id": ids, "next": "/admin/claims/?workshop=DS"})
    assert all(each.title in text(page) for each in claims)
    data = form("put", id=ids, organisation=organisation.pk, next="/admin/claims/?workshop=DS")
    assert editor.post(url, data)["Location"] == "/admin/claims/?workshop=DS"
    assert list(ClaimPage.objects.values_list("follow_up", flat=True)) == ["put", "put"]


def test_letter_that_one_of_the_claims_cannot_bear_is_recorded_for_none(editor, claim, organisation):
    draft = ClaimPageFactory(parent=claim.report, live=False, title_fr="Ébauche")
    data = form("put", id=[claim.pk, draft.pk], organisation=organisation.pk)
    response = editor.post(reverse("claims:add_steps"), data)
    assert "Ébauche" in html.unescape(str(response.context["form"].errors))
    assert not Step.objects.exists()


def test_who_may_not_publish_may_not_record(sign_in, claim):
    client = sign_in("Editors")
    step = record(claim)
    GroupPagePermission.objects.filter(permission__codename="publish_basepage").delete()
    client.post(add_url(claim), form("we", text_fr="Mots."))
    client.post(step_url("correct", step), form("we", text_fr="Mots."))
    client.post(step_url("retract", step), {"on": "2024-05-02"})
    assert Step.objects.count() == 1


def test_another_sites_address_is_not_gone_to(editor, claim):
    data = form("we", text_fr="Mots.", next="https://exemple.org/")
    assert editor.post(add_url(claim), data)["Location"] == reverse("claims:record", args=[claim.pk])


@pytest.fixture
def due(claim, organisation):
    day = timezone.localdate() - datetime.timedelta(days=10)
    return record(claim, "put", organisation=organisation, on=day, look_again_on=day + datetime.timedelta(days=3))


@pytest.mark.parametrize("url", ["due:index", "wagtailadmin_home"])
def test_step_that_is_due_is_listed_with_its_claim_for_whom_and_since_when(editor, due, url):
    page = text(editor.get(reverse(url)))
    for words in ("DS-1", "La Poste", "7 jours", reverse("claims:record", args=[due.claim_id])):
        assert words in page


def test_nothing_is_due_until_then(editor, claim):
    panels = editor.get(reverse("wagtailadmin_home")).context["panels"]
    assert "due" not in [getattr(panel, "name", "") for panel in panels]
    assert editor.get(reverse("due:index")).status_code == 200


@pytest.mark.parametrize("page", ["0", "99", "x"])
def test_list_of_what_is_due_makes_the_best_of_junk(editor, due, page):
    assert editor.get(reverse("due:index"), {"p": page}).status_code == 200


def test_only_those_who_may_record_are_told_what_is_due(sign_in, due):
    client = sign_in("Editors")
    GroupPagePermission.objects.filter(permission__codename="publish_basepage").delete()
    assert "DS-1" not in text(client.get(reverse("due:index")))
