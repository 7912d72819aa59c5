"""Columns without a suffix hold French, whatever language is active: other models' lookups and raw SQL read them."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils.translation import override
from wagtail.models import Revision

from campaigns.models import HomePage, StandardPage
from tests.factories import StandardPageFactory, WorkshopReportPageFactory
from translations.models import BasePage
from workshops.models import Finding

from .columns import columns

pytestmark = pytest.mark.django_db


def test_english_request_leaves_french_in_the_base_columns():
    page = StandardPageFactory(title_fr="Ateliers", title_en="Workshops")
    with override("en"):
        page.title_en = "Sessions"
        page.save_revision().publish()
    stored = columns(page, "title", "slug", "url_path", "draft_title", "title_en")
    assert stored == ("Ateliers", "ateliers", "/accueil/ateliers/", "Ateliers", "Sessions")


def test_text_without_suffix_goes_to_the_active_language():
    """Name the language in code, as in `title_fr`: without a French title the page is refused."""
    with override("en"):
        page = StandardPage(title="Workshop")
        assert (page.title_fr, page.title_en) == (None, "Workshop")
        with pytest.raises(ValidationError) as error:
            HomePage.objects.get().add_child(instance=page)
    assert set(error.value.message_dict) & {"title", "title_fr"}


@pytest.mark.parametrize("active", ["fr", "en"])
def test_french_title_is_required(active):
    page = BasePage.objects.get(pk=StandardPageFactory(title_fr="Atelier", title_en="Workshop").pk)
    page.full_clean()
    page.title_fr = ""
    with override(active), pytest.raises(ValidationError):
        page.save()


@pytest.mark.parametrize("active", ["fr", "en"])
def test_draft_title_is_kept_in_each_language(active):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    with override(active):
        page.title_fr, page.title_en = "Nouveau", "New"
        page.save_revision()
        stored = columns(page, "title_fr", "title_en", "draft_title_fr", "draft_title_en", "draft_title")
        assert stored == ("Atelier", "Workshop", "Nouveau", "New", "Nouveau")
        draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert (draft.title_fr, draft.title_en) == ("Nouveau", "New")
        assert (draft.draft_title_fr, draft.draft_title_en) == ("Nouveau", "New")
        draft.latest_revision.publish()
    assert columns(page, "title_fr", "title_en") == ("Nouveau", "New")


def test_draft_older_than_a_language_has_no_text_in_it():
    report = WorkshopReportPageFactory(title_fr="Atelier", lead_fr="Chapô")
    report.findings.add(Finding(title_fr="Constat"))
    revision = report.save_revision()
    revision.content = {key: value for key, value in revision.content.items() if not key.endswith("_en")}
    for finding in revision.content["findings"]:
        finding.pop("title_en")
    revision.save()
    with override("en"):
        draft = Revision.objects.get(pk=revision.pk).as_object()
    assert not (draft.title_en)
    assert not (draft.slug_en)
    assert not (draft.lead_en)
    assert not (draft.findings.all()[0].title_en)


@pytest.mark.parametrize("options", [{}, {"use_natural_foreign_keys": True}])
def test_dump_brings_both_languages_back(tmp_path, options):
    body = [("heading", "Said")]
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", body_en=body, lead_fr="Chapô")
    path = tmp_path / "dump.json"
    exclude = [
        *("contenttypes", "auth.permission", "wagtailsearch"),
        *("wagtailcore.referenceindex", "wagtailcore.modellogentry", "wagtailcore.pagelogentry"),
    ]
    names = ["pk", "title", "title_fr", "title_en", "slug_en", "url_path_en"]
    before = list(BasePage.objects.rewrite(False).order_by("pk").values_list(*names))
    call_command("dumpdata", exclude=exclude, output=str(path), **options)
    StandardPage.objects.filter(pk=page.pk).update(title_en="Lost", body_en=[])
    call_command("loaddata", str(path), verbosity=0)
    assert list(BasePage.objects.rewrite(False).order_by("pk").values_list(*names)) == before
    assert str(StandardPage.objects.get(pk=page.pk).body_en[0].value) == "Said"
