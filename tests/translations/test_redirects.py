"""An address that was once published leads to the page for good, in each language."""

import pytest
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Site

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


@pytest.fixture
def redirect_of_another_page() -> Redirect:
    return Redirect.objects.create(old_path="/fr/ailleurs", redirect_link="/fr/", automatically_created=True)


@pytest.mark.parametrize(
    "slugs", [{"slug_en": "labour"}, {"slug_fr": "emploi"}, {"slug_fr": "emploi", "slug_en": "job"}]
)
def test_new_slug_deletes_no_redirect_of_another_page(
    branch, redirect_of_another_page, slugs, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for name, slug in slugs.items():
            setattr(branch[1], name, slug)
        branch[1].save_revision().publish()
    assert "/fr/ailleurs" in old_paths()


def test_first_translation_of_a_page_deletes_no_redirect(redirect_of_another_page, django_capture_on_commit_callbacks):
    page = StandardPageFactory(title_fr="Ateliers")
    with django_capture_on_commit_callbacks(execute=True):
        page.title_en = "Workshops"
        page.save_revision().publish()
    assert old_paths() == {"/fr/ailleurs", "/en/ateliers"}


@pytest.mark.parametrize("english", ["Archive", "Workshops before"])
def test_moved_page_deletes_no_redirect_of_another_page(branch, redirect_of_another_page, english):
    archives = StandardPageFactory(title_fr="Archives", title_en=english)
    branch[1].move(BasePage.objects.get(pk=archives.pk), pos="last-child")
    assert "/fr/ailleurs" in old_paths()


def test_move_that_changes_no_english_address_deletes_no_redirect(redirect_of_another_page):
    first, second = StandardPageFactory(title_fr="Un", slug_en="same"), StandardPageFactory(title_fr="Deux")
    page = StandardPageFactory(parent=first, title_fr="Page")
    BasePage.objects.filter(pk=second.pk).update(url_path_en="/accueil/same/", slug_en="same")
    page.move(BasePage.objects.get(pk=second.pk), pos="last-child")
    assert old_paths() == {"/fr/ailleurs", "/fr/un/page"}


def test_page_that_comes_from_outside_every_site_deletes_no_redirect(redirect_of_another_page):
    outside = BasePage.objects.get(depth=1).add_child(instance=StandardPage(title_fr="Dehors"))
    page = outside.add_child(instance=StandardPage(title_fr="Brouillons"))
    page.move(StandardPageFactory(title_fr="Dedans"), pos="last-child")
    assert old_paths() == {"/fr/ailleurs"}


def test_wagtail_deletes_every_automatic_redirect_where_no_address_has_changed(branch, redirect_of_another_page):
    """Upstream: once this fails, redirect_in_active_language() need not ask whether an address has changed."""
    create_redirects(branch[0], branch[0], [Site.objects.get()])
    assert old_paths() == set()


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
