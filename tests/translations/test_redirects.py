"""An address that was once published leads to the page for good, in each language."""

import pytest
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect

from campaigns.models import StandardPage
from tests.factories import StandardPageFactory
from translations.models import BasePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> tuple[StandardPage, StandardPage, StandardPage]:
    ateliers = StandardPageFactory(title_fr="Ateliers", title_en="Workshops")
    travail = StandardPageFactory(parent=ateliers, title_fr="Travail", title_en="Work")
    return ateliers, travail, StandardPageFactory(parent=travail, title_fr="Salaire", title_en="Wage")


def old_paths() -> set[str]:
    return set(Redirect.objects.values_list("old_path", flat=True))


@pytest.mark.parametrize("active", ["fr", "en"])
def test_renamed_page_leads_from_its_old_addresses(client, active, branch, django_capture_on_commit_callbacks):
    page = branch[0]
    with override(active), django_capture_on_commit_callbacks(execute=True):
        page.slug_fr, page.slug_en = "nouveaux", "new"
        page.save_revision().publish()
    assert old_paths() == {
        *("/fr/ateliers", "/fr/ateliers/travail", "/fr/ateliers/travail/salaire"),
        *("/en/workshops", "/en/workshops/work", "/en/workshops/work/wage"),
    }
    for old, new in [("/fr/ateliers/travail/", "/fr/nouveaux/travail/"), ("/en/workshops/work/", "/en/new/work/")]:
        response = client.get(old)
        assert (response.status_code, response.headers["Location"]) == (301, new)


@pytest.mark.parametrize("active", ["fr", "en"])
def test_new_english_slug_leaves_french_addresses_alone(active, branch, django_capture_on_commit_callbacks):
    page = branch[1]
    with override(active), django_capture_on_commit_callbacks(execute=True):
        page.slug_en = "labour"
        page.save_revision().publish()
    assert old_paths() == {"/en/workshops/work", "/en/workshops/work/wage"}


@pytest.mark.parametrize("active", ["fr", "en"])
def test_moved_page_leads_from_its_old_addresses(client, active, branch):
    archives = StandardPageFactory(title_fr="Archives", title_en="Archive")
    with override(active):
        branch[1].move(BasePage.objects.get(pk=archives.pk), pos="last-child")
    assert old_paths() == {
        *("/fr/ateliers/travail", "/fr/ateliers/travail/salaire"),
        *("/en/workshops/work", "/en/workshops/work/wage"),
    }
    response = client.get("/en/workshops/work/wage/")
    assert (response.status_code, response.headers["Location"]) == (301, "/en/archive/work/wage/")


def test_reordered_page_needs_no_redirect(branch):
    sibling = StandardPageFactory(parent=branch[0], title_fr="Avant")
    sibling.move(branch[1], pos="left")
    assert old_paths() == set()


def test_page_that_takes_an_old_address_is_served_there(client, branch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        branch[0].slug_en = "new"
        branch[0].save_revision().publish()
    newcomer = StandardPageFactory(title_fr="Autres", title_en="Workshops")
    assert client.get("/en/workshops/").context["page"].pk == newcomer.pk
