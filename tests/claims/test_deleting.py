"""A claim that bears a mark is not deleted by editors, whatever way; the operator may, and what stays says so."""

import html
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError
from django.urls import reverse

from claims.decisions.acts import merge_claims, withdraw_claim
from claims.decisions.deleting import delete_claim
from claims.models import ClaimPage, Decision, GivenMark, Step, Succession, Tombstone, Wording
from tests.claims.deleted import delete_marked
from tests.factories import ClaimPageFactory, ConventionPageFactory, WorkshopReportPageFactory
from translations.models import BasePage

pytestmark = pytest.mark.django_db
REASON = {"fr": "Décision du tribunal.", "en": "Court order."}


@pytest.fixture
def convention():
    return ConventionPageFactory()


@pytest.fixture
def report(convention):
    return WorkshopReportPageFactory(code="DS", parent=convention)


@pytest.fixture
def claim(report):
    return ClaimPageFactory(parent=report)


@pytest.fixture
def merged(report, claim):
    """DS-2, merged with DS-1, the claim."""
    other = ClaimPageFactory(parent=report)
    merge_claims(claims=[other], into=claim, reason={"fr": "Son contenu est repris par DS-1."})
    return ClaimPage.objects.get(pk=other.pk)


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


class TestEditors:
    @pytest.mark.parametrize("above", ["claim", "report", "convention"])
    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("live", [True, False])
    def test_marked_claim_is_not_deleted_from_the_tree(self, request, admin_client, claim, above, method, live):
        if not live:
            claim.unpublish()
        page = request.getfixturevalue(above)
        response = getattr(admin_client, method)(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
        assert ClaimPage.objects.filter(pk=claim.pk).exists()
        assert "DS-1" in text(response)
        assert f"{reverse('claims:act', args=['withdraw'])}?id={claim.pk}" in text(response)

    @pytest.mark.parametrize("above", ["claim", "report"])
    def test_marked_claim_is_not_deleted_in_bulk(self, request, admin_client, claim, above):
        page = request.getfixturevalue(above)
        free = ClaimPageFactory(parent=claim.get_parent(), live=False)
        url = reverse("wagtail_bulk_action", args=["translations", "basepage", "delete"])
        response = admin_client.post(f"{url}?id={page.pk}&id={free.pk}", follow=True)
        assert "Rien n’a été supprimé" in text(response)
        assert f"{reverse('claims:act', args=['withdraw'])}?id={claim.pk}" in text(response)
        assert ClaimPage.objects.count() == 2

    def test_claim_that_is_withdrawn_already_is_not_offered_to_be_withdrawn(self, admin_client, claim):
        withdraw_claim(claim=claim, reason={"fr": "Obsolète."})
        response = admin_client.post(reverse("wagtailadmin_pages:delete", args=[claim.pk]), follow=True)
        assert ClaimPage.objects.exists()
        assert reverse("claims:act", args=["withdraw"]) not in text(response)

    def test_draft_that_never_had_a_mark_may_be_deleted(self, admin_client, report):
        draft = ClaimPageFactory(parent=report, live=False)
        admin_client.post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
        assert not ClaimPage.objects.exists()

    def test_many_marks_are_not_all_named(self, admin_client, report, convention):
        for _number in range(12):
            ClaimPageFactory(parent=report)
        shown = text(admin_client.post(reverse("wagtailadmin_pages:delete", args=[convention.pk]), follow=True))
        assert "DS-10 …" in shown
        assert len(ClaimPage.objects.all()) == 12


@pytest.mark.parametrize(
    "delete",
    [
        lambda claim: claim.delete(),
        lambda claim: BasePage.objects.get(pk=claim.pk).delete(),
        lambda claim: ClaimPage.objects.filter(pk=claim.pk).delete(),
        lambda claim: claim.get_parent().delete(),
        lambda claim: claim.get_parent().get_parent().specific.delete(),
    ],
)
def test_no_code_deletes_a_marked_claim(claim, delete):
    with pytest.raises(ProtectedError):
        delete(claim)
    assert ClaimPage.objects.get().mark == "DS-1"


class TestOperator:
    def run(self, *arguments, **options):
        out = StringIO()
        call_command("delete_claim", *arguments, stdout=out, **{"yes": True, **options})
        return out.getvalue()

    @pytest.fixture
    def boss(self, django_user_model):
        return django_user_model.objects.create_superuser("chef")

    def test_claim_is_deleted_with_its_record_and_leaves_day_and_reason(self, client, claim, merged, boss):
        self.run("ds 1", user="chef", reason_fr="Décision du tribunal.", reason_en="Court order.")
        assert not ClaimPage.objects.filter(mark="DS-1").exists()
        assert not any(model.objects.filter(claim_id=claim.pk).exists() for model in (Decision, Step, Wording))
        for language, reason in REASON.items():
            response = client.get("/r/DS-1", headers={"accept-language": language})
            assert response.status_code == 410
            assert reason in text(response)
            assert f'datetime="{Tombstone.objects.get().deleted_on.isoformat()}"' in text(response)

    def test_claim_whose_place_it_took_still_says_by_which_mark(self, client, claim, merged):
        delete_claim(claim=claim, reason=REASON)
        shown = text(client.get(merged.get_urls()["en"]))
        assert 'Replaced by: <a href="/r/DS-1">DS-1</a> (deleted since)' in shown
        assert "DS-1" in text(client.get("/en/marks/concordance/"))
        (told,) = json.loads(client.get("/en/marks/DS-2/claim.json").getvalue())["claims"]
        assert told["successors"] == ["DS-1"]

    def test_deleted_claims_mark_leads_to_those_that_took_its_place(self, client, claim, merged):
        delete_claim(claim=merged, reason=REASON)
        shown = text(client.get("/r/DS-2", headers={"accept-language": "en"}))
        assert f'Replaced by: <a href="{claim.get_urls()["en"]}">DS-1</a>' in shown
        assert 'Replaces: <a href="/r/DS-2">DS-2</a> (deleted since)' in text(client.get(claim.get_urls()["en"]))

    def test_neighbours_that_are_deleted_one_after_the_other_still_name_each_other(self, claim, merged):
        delete_claim(claim=claim, reason=REASON)
        delete_claim(claim=merged, reason=REASON)
        stones = {str(stone): stone for stone in Tombstone.objects.all()}
        assert [str(given) for given in stones["DS-2"].successors.all()] == ["DS-1"]
        assert [str(given) for given in stones["DS-1"].predecessors.all()] == ["DS-2"]
        assert not Succession.objects.exists()

    def test_mark_is_not_given_again(self, report, claim):
        delete_marked(claim)
        assert ClaimPageFactory(parent=report).mark == "DS-2"
        with pytest.raises(ProtectedError):
            GivenMark.objects.filter(number=1).delete()

    @pytest.mark.parametrize(
        "options",
        [{"user": "chef"}, {"user": "chef", "reason_fr": " "}, {"user": "chef", "reason_en": "Why"},
         {"user": "edith", "reason_fr": "Motif"}, {"user": "nobody", "reason_fr": "Motif"}],
    )  # fmt: skip
    def test_without_a_reason_or_a_superuser_nothing_is_deleted(self, claim, boss, django_user_model, options):
        django_user_model.objects.create_user("edith", is_staff=True)
        with pytest.raises(CommandError):
            self.run("DS-1", **options)
        assert ClaimPage.objects.exists()
        assert not Tombstone.objects.exists()

    def test_claim_is_deleted_only_once_its_mark_is_typed_again(self, claim, boss, monkeypatch):
        monkeypatch.setattr("builtins.input", lambda prompt: "DS-2")
        with pytest.raises(CommandError):
            self.run("DS-1", user="chef", reason_fr="Motif", yes=False)
        monkeypatch.setattr("builtins.input", lambda prompt: "ds-1 ")
        self.run("DS-1", user="chef", reason_fr="Motif", yes=False)
        assert not ClaimPage.objects.exists()

    @pytest.mark.parametrize("mark", ["DS-9", "DS", "x"])
    def test_unknown_marks_are_told(self, claim, boss, mark):
        with pytest.raises(CommandError, match=mark):
            self.run(mark, user="chef", reason_fr="Motif")
