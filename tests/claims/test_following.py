"""The record of a claim: what may stand in it, that it stays, and what is read from it."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageLogEntry

from claims.decisions.acts import withdraw_claim
from claims.follow_up.record import find_open_put, read_follow_up, read_record
from claims.follow_up.steps import record_step, record_steps, translate_step
from claims.models import ClaimPage, FollowUp, Step, StepKind
from claims.models.append_only import AppendOnlyError
from content.models import CahierDocument
from tests.claims.deleted import delete_marked
from tests.claims.steps import STATUSES, TODAY, VOICES, day, fresh, make_step, record
from tests.factories import ClaimPageFactory

pytestmark = pytest.mark.django_db


def refusal(step):
    with pytest.raises(ValidationError) as caught:
        record_step(step=step)
    return caught.value.message_dict


@pytest.mark.parametrize("kind", STATUSES)
def test_follow_up_is_what_the_last_step_brought(claim, kind):
    record(claim, "put")
    record(claim, kind, day(1))
    claim = fresh(claim)
    assert (claim.follow_up, claim.last_step_on) == (kind, day(1))


def test_state_on_top_of_a_claims_page_leads_to_its_record(client, claim):
    html = client.get(claim.get_url()).content.decode()
    facts = html.split('<dl class="facts')[1].split("</dl>")[0]
    assert re.search(r'<a href="#record">\s*Pas encore présentée', facts)
    assert html.count('id="record"') == 1


@pytest.mark.parametrize("kind", VOICES)
def test_words_change_no_status(claim, kind):
    record(claim, "put")
    record(claim, kind, day(1))
    assert (fresh(claim).follow_up, fresh(claim).last_step_on) == ("put", day(1))


def test_steps_count_by_their_day_not_by_when_they_were_entered(claim):
    record(claim, "won", day(5))
    record(claim, "put", day(1))
    assert (fresh(claim).follow_up, fresh(claim).last_step_on) == ("won", day(5))


def test_steps_of_one_day_count_as_they_were_entered(claim):
    record(claim, "refused")
    record(claim, "part")
    assert fresh(claim).follow_up == "part"


@given(st.lists(st.sampled_from(StepKind.values)))
def test_any_sequence_of_steps_has_a_follow_up_and_waits_only_when_it_was_put_last(kinds):
    steps = [SimpleNamespace(kind=kind, on=day(number)) for number, kind in enumerate(kinds)]
    statuses = [kind for kind in kinds if kind in STATUSES]
    assert read_follow_up(steps) == FollowUp(statuses[-1] if statuses else "none")
    assert (find_open_put(steps) is not None) == (statuses[-1:] == ["put"])


@pytest.mark.parametrize("kind", STATUSES[1:])
def test_no_status_beyond_put_without_evidence(claim, kind):
    record(claim, "put")
    assert list(refusal(make_step(claim, kind, evidence_url=""))) == ["evidence_url"]
    assert fresh(claim).follow_up == "put"
    document = CahierDocument.objects.create(title="Lettre", file="documents/lettre.pdf")
    record(claim, kind, evidence_url="", evidence_document=document)
    assert fresh(claim).follow_up == kind


@pytest.mark.parametrize("kind", STATUSES[1:])
def test_database_too_refuses_a_status_without_evidence(claim, kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_step(claim, kind, evidence_url="").save()


def test_database_refuses_a_retraction_of_nothing(claim):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_step(claim, "retracted").save()


def test_steps_are_refused_on_the_field_that_is_wrong(claim):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert list(refusal(make_step(claim, "put", tomorrow))) == ["on"]
    assert list(refusal(make_step(claim, "put", organisation=None))) == ["organisation"]
    assert list(refusal(make_step(claim, "put", look_again_on=TODAY))) == ["look_again_on"]
    assert list(refusal(make_step(claim, "we", text_fr=""))) == ["text_fr"]
    assert list(refusal(make_step(claim, "retracted"))) == ["kind"]
    assert list(refusal(make_step(claim, "praise"))) == ["kind"]
    assert list(refusal(make_step(claim, "won", evidence_url="javascript:alert(1)"))) == ["evidence_url"]
    assert not Step.objects.exists()


def test_draft_is_not_followed_up(claim):
    with pytest.raises(ValidationError, match="publi"):
        record(ClaimPageFactory(parent=claim.report, live=False), "put")


def test_withdrawn_claim_is_put_to_nobody_but_its_record_goes_on(claim):
    record(claim, "put")
    withdraw_claim(claim=claim, reason={"fr": "Dépassée."})
    assert list(refusal(make_step(claim, "put", day(1)))) == ["kind"]
    record(claim, "refused", day(1))
    assert fresh(claim).follow_up == "refused"


def test_step_is_never_changed(claim):
    step = record(claim, "we")
    step.text_fr = "Autre chose."
    with pytest.raises(AppendOnlyError):
        step.save()
    again = Step.objects.get()
    with pytest.raises(AppendOnlyError):
        again.save()
    with pytest.raises(AppendOnlyError):
        Step.objects.filter(pk=step.pk).update(text_fr="Autre chose.")
    with pytest.raises(AppendOnlyError), transaction.atomic():
        Step.objects.bulk_update([step], ["text_fr"])
    assert Step.objects.get().text_fr == "Des mots."


def test_step_is_never_deleted_but_goes_with_its_claim(claim):
    step = record(claim, "we")
    for delete in (step.delete, Step.objects.all().delete, claim.steps.all().delete):
        with pytest.raises(AppendOnlyError):
            delete()
    assert Step.objects.exists()
    delete_marked(claim)
    assert not Step.objects.exists()


def test_step_stays_when_whoever_entered_it_is_gone(claim, django_user_model):
    user = django_user_model.objects.create_user("edith")
    step = record_step(step=make_step(claim, "we"), user=user)
    user.delete()
    assert Step.objects.get() == step
    assert Step.objects.get().by is None


def test_days_waiting_are_those_since_the_claim_was_first_put_and_not_answered(claim):
    today = timezone.localdate()
    for ago in (30, 10):
        record(claim, "put", today - datetime.timedelta(days=ago))
    record(claim, "addressee", today - datetime.timedelta(days=5))
    assert read_record(fresh(claim)).days_waiting == 30
    record(claim, "answered", today - datetime.timedelta(days=2))
    assert read_record(fresh(claim)).days_waiting is None
    record(claim, "put", today - datetime.timedelta(days=1))
    assert read_record(fresh(claim)).days_waiting == 1


@pytest.mark.parametrize("act", ["save", "save_revision", "publish", "unpublish", "restore"])
def test_page_read_before_a_step_was_entered_does_not_undo_it(claim, act):
    before = claim.save_revision()
    stale = fresh(claim)
    record(claim, "put")
    withdraw_claim(claim=ClaimPageFactory(parent=claim.report), reason={"fr": "Doublon."}, successors=[claim])
    acts = {
        "save": stale.save,
        "save_revision": stale.save_revision,
        "publish": lambda: stale.save_revision().publish(),
        "unpublish": stale.unpublish,
        "restore": before.publish,
    }
    acts[act]()
    claim = fresh(claim)
    assert (claim.follow_up, claim.last_step_on, claim.put_on) == ("put", TODAY, TODAY)
    assert claim.has_predecessors


def test_copy_of_a_claim_begins_a_record_of_its_own(claim):
    record(claim, "put")
    copied = claim.copy(update_attrs={"slug": "copie"}, keep_live=True)
    assert (fresh(copied).follow_up, fresh(copied).put_on, copied.steps.count()) == ("none", None, 0)


def test_step_is_entered_in_the_source_language_whatever_language_is_active(claim):
    with override("en"):
        record(claim, "we", text_fr="Des mots.", text_en="Words.")
    step = Step.objects.get()
    assert (step.text_fr, step.text_en) == ("Des mots.", "Words.")
    assert Step.objects.values_list("text", flat=True).rewrite(False).get() == "Des mots."


def test_step_is_logged(claim, django_user_model):
    user = django_user_model.objects.create_user("edith")
    record_step(step=make_step(claim, "put"), user=user)
    entry = PageLogEntry.objects.get(action="claims.step")
    assert (entry.user, entry.data) == (user, {"mark": "DS-1", "kind": "put", "on": "2024-06-01"})


def test_one_letter_enters_a_step_for_each_of_several_claims_or_for_none(claim):
    other, withdrawn = ClaimPageFactory(parent=claim.report), ClaimPageFactory(parent=claim.report)
    withdraw_claim(claim=withdrawn, reason={"fr": "Dépassée."})
    with pytest.raises(ValidationError):
        record_steps(steps=[make_step(each, "put") for each in (claim, other, withdrawn)])
    assert not Step.objects.exists()
    record_steps(steps=[make_step(each, "put") for each in (claim, other)])
    assert [fresh(each).follow_up for each in (claim, other)] == ["put", "put"]


def test_missing_translation_is_added_and_nothing_else_is_changed(claim, django_user_model):
    step = record(claim, "put", means_fr="Une lettre", text_fr="Le texte.", text_en="The text.")
    stale = Step.objects.get(pk=step.pk)
    texts = {"means": "A letter", "text": "Something else.", "evidence_title": "Said by nobody"}
    assert translate_step(step=step, language="en", texts=texts)
    step = Step.objects.get()
    assert (step.means_en, step.text_en, step.evidence_title_en) == ("A letter", "The text.", None)
    assert not translate_step(step=stale, language="en", texts={"means": "A mail"})
    assert not translate_step(step=stale, language="fr", texts={"means": "Un courriel", "text": "Autre."})
    step = Step.objects.get()
    assert (step.means_fr, step.means_en, step.text_fr) == ("Une lettre", "A letter", "Le texte.")
    assert PageLogEntry.objects.filter(action="claims.step_translated").count() == 1


def test_translation_that_is_too_long_is_refused_on_its_field(claim):
    step = record(claim, "put", means_fr="Une lettre")
    with pytest.raises(ValidationError) as caught:
        translate_step(step=step, language="en", texts={"means": "x" * 161})
    assert list(caught.value.message_dict) == ["means_en"]


def test_claim_deleted_takes_its_record_with_it(claim):
    wrong = record(claim, "we")
    record(claim, "we", corrects=wrong)
    delete_marked(claim)
    assert not ClaimPage.objects.exists()
    assert not Step.objects.exists()
