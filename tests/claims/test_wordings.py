"""Each wording that was published has a number and a date, and keeps what it says."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from claims.models import ClaimPage, Wording
from claims.models.append_only import AppendOnlyError
from tests.claims.deleted import delete_marked
from tests.factories import ClaimPageFactory, WorkshopReportPageFactory
from translations.texts.text_diff import diff_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    return ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS"), statement_fr="Un guichet.")


def wordings(claim):
    return list(Wording.objects.filter(claim=claim).values_list("number", "statement_fr", "statement_en"))


def publish(claim, **texts):
    claim = ClaimPage.objects.get(pk=claim.pk)
    for name, text in texts.items():
        setattr(claim, name, text)
    claim.save_revision().publish()


def test_first_publication_is_the_first_wording():
    draft = ClaimPageFactory(live=False, statement_fr="Un guichet.")
    draft.save_revision()
    assert wordings(draft) == []
    publish(draft)
    assert wordings(draft) == [(1, "Un guichet.", "")]
    draft = ClaimPage.objects.get()
    assert (draft.wording, draft.worded_at) == (1, Wording.objects.get().published_at)


def test_changed_statement_is_a_new_wording_when_it_is_published(claim):
    claim.statement_fr = "Deux guichets."
    claim.save_revision()
    assert wordings(claim) == [(1, "Un guichet.", "")], "a draft is no wording"
    claim.latest_revision.publish()
    assert wordings(claim) == [(1, "Un guichet.", ""), (2, "Deux guichets.", "")]
    assert ClaimPage.objects.get().wording == 2


def test_publishing_the_same_again_adds_no_wording(claim):
    for _ in range(2):
        publish(claim, title_fr="Un autre titre")
    assert [number for number, *_ in wordings(claim)] == [1]


def test_unpublishing_and_publishing_again_adds_no_wording(claim):
    claim.unpublish()
    publish(claim)
    assert [number for number, *_ in wordings(claim)] == [1]


def test_translation_added_later_is_the_same_wording_in_one_more_language(claim):
    publish(claim, statement_en="A counter.")
    assert wordings(claim) == [(1, "Un guichet.", "A counter.")]


def test_changed_translation_is_a_new_wording(claim):
    publish(claim, statement_en="A counter.")
    publish(claim, statement_en="A desk.")
    assert wordings(claim) == [(1, "Un guichet.", "A counter."), (2, "Un guichet.", "A desk.")]


def test_going_back_to_an_old_wording_is_a_new_one(claim):
    publish(claim, statement_fr="Deux guichets.")
    publish(claim, statement_fr="Un guichet.")
    assert [number for number, *_ in wordings(claim)] == [1, 2, 3]
    assert ClaimPage.objects.get().wording == 3


def test_numbers_have_no_gaps_and_each_claim_counts_for_itself(claim):
    other = ClaimPageFactory(parent=claim.report)
    for number in range(2, 5):
        publish(claim, statement_fr=f"{number} guichets.")
        publish(other, statement_fr=f"{number} téléphones.")
    assert [[number for number, *_ in wordings(each)] for each in (claim, other)] == [[1, 2, 3, 4]] * 2


def test_publication_that_fails_leaves_no_wording(claim):
    draft = ClaimPage.objects.get()
    draft.statement_fr = "Deux guichets."
    draft.title_fr = ""
    with pytest.raises(ValidationError):
        draft.save()
    assert wordings(claim) == [(1, "Un guichet.", "")]


def test_copy_has_wordings_of_its_own(claim):
    publish(claim, statement_fr="Deux guichets.")
    copied = claim.copy(update_attrs={"slug": "copie"}, keep_live=True)
    assert [number for number, *_ in wordings(copied)] == [1]
    assert ClaimPage.objects.get(pk=copied.pk).wording == 1


def test_alias_has_a_wording_from_when_it_becomes_a_claim_of_its_own(claim):
    alias = claim.create_alias(update_slug="alias")
    assert wordings(alias) == []
    alias.alias_of = None
    alias.save(update_fields=["alias_of"])
    assert [number for number, *_ in wordings(alias)] == [1]


def test_wording_is_never_changed_nor_deleted(claim):
    wording = Wording.objects.get()
    for act in (wording.save, wording.delete, Wording.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            act()
    with pytest.raises(AppendOnlyError):
        Wording.objects.update(statement_fr="Autre.")
    delete_marked(claim)
    assert not Wording.objects.exists()


WORDS = st.text(" \nabé", max_size=30)


@given(WORDS, WORDS)
def test_comparison_gives_back_both_wordings_and_finds_no_change_where_there_is_none(before, after):
    changes = diff_texts(before.strip(), after.strip())
    assert "".join(change.words for change in changes if change.kind != "removed") == after.strip()
    removed = "".join(change.words for change in changes if change.kind != "added")
    assert "".join(removed.split()) == "".join(before.split())
    assert before.strip() != after.strip() or {change.kind for change in changes} <= {"same"}
