"""Loading the demo again, after editors have been at work, or in numbers."""

from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Revision, Site
from wagtail.search.models import IndexEntry

from campaigns.models import StandardPage
from claims.models import ClaimPage, GivenMark, Organisation
from contacts.models import Person
from tests.claims.deleted import delete_marked
from translations.models import BasePage
from workshops.models import Finding, WorkshopReportPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]

OURS = ["body", "campaigns", "claims", "contacts", "newsletter", "translations", "workshops"]


def load(**options: Any) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def count_rows() -> Counter[str]:
    models = [model for label in OURS for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    return Counter({model._meta.label: model._base_manager.count() for model in [*models, Revision]})


def test_second_run_makes_nothing() -> None:
    before = count_rows()
    said = load()
    assert count_rows() == before
    assert "claims: 0 made, 13 there already" in said
    assert not [line for line in said.splitlines() if " 0 made" not in line]


def test_editors_changes_survive_a_second_run() -> None:
    claim = ClaimPage.objects.get(mark="DS-3")
    claim.title_fr, claim.slug_fr, claim.statement_fr = "Relu", "relu", "Relu en assemblée."
    claim.save_revision().publish()
    Organisation.objects.filter(name_fr="CAF").update(name_fr="Caisse d’allocations familiales")
    Person.objects.filter(name="Susana Barria").update(email="ailleurs@exemple.fr")
    before = count_rows()
    load()
    assert count_rows() == before
    claim = ClaimPage.objects.get(mark="DS-3")
    assert (claim.title_fr, claim.slug_fr, claim.statement_fr) == ("Relu", "relu", "Relu en assemblée.")


def test_missing_page_is_made_again() -> None:
    StandardPage.objects.get(slug_fr="ecoconception").delete()
    assert "standard pages: 1 made, 5 there already" in load()
    assert StandardPage.objects.get(slug_fr="ecoconception").live


def test_deleted_claim_does_not_come_back_under_another_mark() -> None:
    delete_marked(ClaimPage.objects.get(mark="TR-3"))
    load()
    assert not ClaimPage.objects.filter(mark__startswith="TR").exclude(mark__in=["TR-1", "TR-2"]).exists()
    assert GivenMark.objects.filter(code="TR").count() == 3


def test_site_has_the_operators_address(settings: Any) -> None:
    settings.BASE_URL = "https://cahier.example"
    load()
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port, site.site_name) == ("cahier.example", 443, "Cahier")


def test_generated_claims_are_like_published_ones() -> None:
    assert "generated reports: 3 made, 0 there already" in load(size=3)
    reports = WorkshopReportPage.objects.exclude(code__in=["DS", "TR", "AG", "GC"])
    assert reports.count() == 3
    assert Finding.objects.filter(page__in=reports).count() == 18
    claims = ClaimPage.objects.descendant_of(reports.first())
    assert claims.count() == 20
    assert BasePage.find_problems() == ([], [], [], [], [])
    for claim in [*claims, *reports]:
        assert claim.live
        assert claim.get_stored_status("en") == "current"
        assert IndexEntry.objects.filter(object_id=str(claim.pk)).count() == 1
    for claim in claims:
        assert claim.mark == str(claim.given_mark)
        assert claim.wordings.get().statement_en == claim.statement_en
        assert set(claim.finding_numbers) <= set(claim.report.findings.values_list("number", flat=True))


def test_generated_claim_stays_as_it_is_when_published_anew() -> None:
    load(size=1)
    claim = ClaimPage.objects.order_by("pk").last()
    assert claim is not None
    columns = ["title", "title_en", "slug", "url_path", "url_path_en", "path"]
    before = list(BasePage.objects.filter(pk=claim.pk).values_list(*columns))
    claim.full_clean()
    claim.save_revision().publish()
    assert list(BasePage.objects.filter(pk=claim.pk).values_list(*columns)) == before
    assert ClaimPage.objects.get(pk=claim.pk).mark == claim.mark


def test_generated_reports_are_topped_up_never_doubled() -> None:
    load(size=1)
    assert "generated reports: 1 made, 1 there already" in load(size=2)
    assert "generated reports: 0 made, 2 there already" in load(size=2)
    codes = list(WorkshopReportPage.objects.values_list("code", flat=True))
    assert len(codes) == len(set(codes)) == 6
    WorkshopReportPage.objects.get(code=max(codes, key=len)).full_clean()


def test_generated_report_that_was_deleted_is_made_again_under_another_code() -> None:
    load(size=2)
    deleted = WorkshopReportPage.objects.get(code="AAA")
    delete_marked(deleted)
    WorkshopReportPage.objects.get(code="AAA").delete()
    assert "generated reports: 1 made, 1 there already" in load(size=2)
    assert not WorkshopReportPage.objects.filter(code="AAA").exists()
    assert BasePage.find_problems() == ([], [], [], [], [])


def test_generated_codes_avoid_those_in_use() -> None:
    GivenMark.objects.create(code="AAA", number=1)
    load(size=1)
    assert not WorkshopReportPage.objects.filter(code="AAA").exists()


def test_editor_is_made_once_with_a_password_that_is_shown() -> None:
    said = load(editor=True, password="un mot de passe long")
    assert "un mot de passe long" in said
    load(editor=True, password="un autre")
    editor = get_user_model().objects.get(username="editor")
    assert editor.check_password("un mot de passe long")
    assert editor.is_superuser


def test_random_password_opens_the_editors_login() -> None:
    password = load(editor=True).rsplit(" ", 1)[1].strip()
    assert get_user_model().objects.get(username="editor").check_password(password)


@pytest.mark.parametrize("options", [{"size": -1}, {"password": "x"}])
def test_options_that_make_no_sense_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        load(**options)
