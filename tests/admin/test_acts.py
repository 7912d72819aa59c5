"""Contesting, adopting again, withdrawing, merging and splitting in the admin: a form, a confirmation, the act."""

import datetime
import html

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission, PageLogEntry

from claims.decisions.acts import decide, withdraw_claim
from claims.follow_up.steps import record_step
from claims.models import ClaimPage, Decision, Deliberation, Step
from tests.factories import ClaimPageFactory, WorkshopReportPageFactory

pytestmark = pytest.mark.django_db

ACTS = ["contest", "adopt", "withdraw", "merge", "split"]


@pytest.fixture
def report():
    return WorkshopReportPageFactory(code="DS")


@pytest.fixture
def claims(report):
    return [ClaimPageFactory(parent=report, title_en=f"Claim {n}") for n in range(3)]


def url(act):
    return reverse("claims:act", args=[act])


def form(*claims, **fields):
    return {
        "id": [claim.pk for claim in claims],
        "on": "2024-05-02",
        "reason_fr": "Dépassée.",
        "reason_en": "",
        **fields,
    }


PARTS = {"rows": "3", "part-1-fr": "Un guichet.", "part-1-en": "A counter.", "part-2-fr": "Un téléphone."}


def text(response):
    return html.unescape(response.content.decode())


def state(claim):
    return ClaimPage.objects.get(pk=claim.pk).deliberation


def data_for(act, claims):
    return form(claims[0], **{"merge": {"successors": "ds 2"}, "split": PARTS}.get(act, {}))


def prepare(act, claims):
    if act == "adopt":
        decide(claim=claims[0], deliberation=Deliberation.CONTESTED, reason={}, on=None)
        Decision.objects.all()._raw_delete(using="default")


RESULTS = {"contest": "contested", "adopt": "adopted", "withdraw": "withdrawn", "merge": "merged", "split": "split"}


@pytest.mark.parametrize("act", ACTS)
def test_act_is_shown_before_it_is_confirmed_and_then_done(editor, claims, act):
    prepare(act, claims)
    before = state(claims[0])
    assert editor.get(f"{url(act)}?id={claims[0].pk}").status_code == 200
    data = data_for(act, claims)
    shown = editor.post(url(act), data)
    assert shown.templates[0].name == "claims/admin/act_confirmation.html"
    for words in ("DS-1", "/r/DS-1", claims[0].get_urls()["fr"], "Dépassée."):
        assert words in text(shown)
    assert state(claims[0]) == before, "nothing is done before it is confirmed"
    done = editor.post(url(act), {**data, "confirmed": "1"})
    assert done["Location"] == reverse("claims:record", args=[claims[0].pk])
    assert state(claims[0]) == RESULTS[act]
    assert PageLogEntry.objects.filter(action=f"claims.{RESULTS[act]}", user__username="edith").exists()
    assert editor.get(done["Location"]).status_code == 200


def test_splitting_shows_the_marks_that_will_be_given_and_gives_them(editor, claims):
    shown = text(editor.post(url("split"), form(claims[0], **PARTS)))
    assert "DS-4" in shown
    assert "DS-5" in shown
    assert "DS-6" not in shown
    editor.post(url("split"), form(claims[0], **PARTS, confirmed="1"))
    parts = ClaimPage.objects.order_by("number")[3:]
    assert [(part.mark, part.statement_fr, part.statement_en) for part in parts] == [
        ("DS-4", "Un guichet.", "A counter."),
        ("DS-5", "Un téléphone.", ""),
    ]


def test_merging_shows_where_readers_are_led(editor, claims):
    shown = text(editor.post(url("merge"), form(claims[0], successors="DS2")))
    assert claims[1].get_urls()["fr"] in shown


def test_change_comes_back_to_the_form_with_what_was_typed(editor, claims):
    response = editor.post(url("split"), form(claims[0], **PARTS, change="1"))
    assert response.templates[0].name == "claims/admin/act.html"
    assert "Un téléphone." in text(response)
    assert not response.context["form"].errors


def test_more_rows_are_given_without_losing_what_was_typed(editor, claims):
    response = editor.post(url("split"), form(claims[0], **PARTS, more="1"))
    assert len(response.context["form"].rows) == 6
    assert "Un téléphone." in text(response)


WRONG = [
    ("withdraw", {"reason_fr": ""}, "reason_fr"),
    ("withdraw", {"on": "2999-01-01"}, "on"),
    ("withdraw", {"on": "hier"}, "on"),
    ("withdraw", {"successors": "DS-9"}, "successors"),
    ("withdraw", {"successors": "DS-1"}, "__all__"),
    ("merge", {"successors": ""}, "successors"),
    ("merge", {"successors": "rien"}, "successors"),
    ("merge", {"successors": "DS-2, DS-3"}, "successors"),
    ("merge", {"successors": "DS-1"}, "__all__"),
    ("merge", {"successors": "\x00"}, "successors"),
    ("split", {**PARTS, "part-2-fr": ""}, "part-2-fr"),
    ("split", {**PARTS, "part-3-en": "Only in English."}, "part-3-fr"),
    ("split", {**PARTS, "rows": "x" * 9}, None),
    ("adopt", {}, "__all__"),
]


@pytest.mark.parametrize(("act", "fields", "field"), WRONG)
@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
def test_what_cannot_be_done_is_told_in_words_and_not_done(editor, claims, act, fields, field, confirmed):
    response = editor.post(url(act), form(claims[0], **{**fields, **confirmed}))
    if field:
        assert list(response.context["form"].errors) == [field]
        assert "Dépassée." in text(response) or fields.get("reason_fr") == ""
        assert state(claims[0]) == "adopted"
    assert response.status_code in (200, 302)


def test_what_somebody_else_decided_meanwhile_is_told(editor, claims):
    data = form(claims[0], successors="DS-2")
    assert "confirmed" in text(editor.post(url("merge"), data))
    withdraw_claim(claim=claims[1], reason={"fr": "Dépassée."})
    response = editor.post(url("merge"), {**data, "confirmed": "1"})
    assert "DS-2" in str(response.context["form"].errors)
    assert state(claims[0]) == "adopted"


@pytest.mark.parametrize("act", ["contest", "withdraw", "merge"])
def test_several_are_decided_on_with_one_reason(editor, claims, act):
    data = form(*claims[:2], successors="DS-3" if act == "merge" else "")
    assert "DS-2" in text(editor.post(url(act), data))
    editor.post(url(act), {**data, "confirmed": "1"})
    assert [state(claim) for claim in claims] == [RESULTS[act], RESULTS[act], "adopted"]
    assert set(Decision.objects.values_list("reason_fr", flat=True)) == {"Dépassée."}


def test_several_are_decided_on_all_or_none(editor, claims):
    withdraw_claim(claim=claims[1], reason={"fr": "Dépassée."})
    response = editor.post(url("contest"), form(*claims, confirmed="1"))
    assert "DS-2" in str(response.context["form"].errors)
    assert [state(claim) for claim in claims] == ["adopted", "withdrawn", "adopted"]


def test_all_of_a_filtered_listing_are_those_it_shows(editor, claims):
    other = ClaimPageFactory(parent=WorkshopReportPageFactory(code="TR"), title_fr="Guichet")
    response = editor.get(f"{url('contest')}?id=all&workshop=TR")
    assert response.context["claims"] == [other]
    response = editor.get(f"{url('contest')}?id=all&q=guichet")
    assert response.context["claims"] == [other]
    assert len(editor.get(f"{url('contest')}?id=all").context["claims"]) == 4


@pytest.mark.parametrize("query", ["", "?id=", "?id=x", "?id=99999999999999999999", "?id=0", "?id=all&workshop=ZZ"])
def test_address_that_names_no_claim_is_not_found(editor, claims, query):
    assert editor.get(url("withdraw") + query).status_code == 404


def test_unknown_act_and_splitting_two_at_once_are_not_found(editor, claims):
    assert editor.get(f"{url('praise')}?id={claims[0].pk}").status_code == 404
    assert editor.get(f"{url('split')}?id={claims[0].pk}&id={claims[1].pk}").status_code == 404


def test_who_may_not_publish_may_not_decide(sign_in, claims):
    client = sign_in("Editors")
    GroupPagePermission.objects.filter(permission__codename="publish_basepage").delete()
    assert client.post(url("withdraw"), form(claims[0], confirmed="1")).status_code == 302
    assert client.get(reverse("claims:record", args=[claims[0].pk])).status_code == 302
    assert state(claims[0]) == "adopted"


def test_strangers_are_sent_to_sign_in(client, claims):
    assert reverse("wagtailadmin_login") in client.post(url("withdraw"), form(claims[0], confirmed="1"))["Location"]


def header(client, claim):
    return text(client.get(reverse("wagtailadmin_pages:edit", args=[claim.pk])))


def test_claims_own_menu_offers_what_can_be_done_to_it(editor, claims, report):
    page = header(editor, claims[0])
    for act in ("contest", "withdraw", "merge", "split"):
        assert f"{url(act)}?id={claims[0].pk}" in page
    assert url("adopt") not in page
    withdraw_claim(claim=claims[0], reason={"fr": "Dépassée."})
    assert not [act for act in ACTS if url(act) in header(editor, claims[0])]
    assert url("contest") not in header(editor, ClaimPageFactory(parent=report, live=False))


@pytest.mark.parametrize(("language", "words"), [("fr", "Retirée"), ("en", "Withdrawn")])
def test_history_says_what_was_done(sign_in, claims, language, words):
    withdraw_claim(claim=claims[0], reason={"fr": "Dépassée."}, successors=[claims[1]])
    page = text(sign_in("Editors", language).get(reverse("wagtailadmin_pages:history", args=[claims[0].pk])))
    assert words in page
    assert "DS-2" in page


def test_history_says_which_step_was_recorded(editor, claims):
    record_step(step=Step(claim=claims[0], kind="we", text_fr="Mots.", on=datetime.date(2024, 5, 2)))
    page = text(editor.get(reverse("wagtailadmin_pages:history", args=[claims[0].pk])))
    assert "Notre position, 2 mai 2024" in page


def test_deliberation_is_a_field_of_drafts_only(editor, report, claims):
    draft = ClaimPageFactory(parent=report, live=False)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    choices = editor.get(edit).context["form"].fields["deliberation"].choices
    assert [value for value, _label in choices] == ["adopted", "contested"]
    assert (
        "deliberation" not in editor.get(reverse("wagtailadmin_pages:edit", args=[claims[0].pk])).context["form"].fields
    )
    assert reverse("claims:record", args=[claims[0].pk]) in header(editor, claims[0])


def test_vote_is_not_recorded_of_a_contested_claim(editor, claims):
    decide(claim=claims[0], deliberation=Deliberation.CONTESTED, reason={}, on=datetime.date(2024, 5, 1))
    response = editor.post(url("vote"), form(claims[0], confirmed="1"))
    assert list(response.context["form"].errors) == ["__all__"]
    assert state(claims[0]) == "contested"
