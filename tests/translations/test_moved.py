"""What people subscribed to, cited or linked below a page's address goes on when the page is renamed or moved."""

import pytest
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from tests.factories import (
    CalendarPageFactory,
    ClaimPageFactory,
    ConventionPageFactory,
    EventPageFactory,
    PublicationIndexPageFactory,
    StandardPageFactory,
    WorkshopReportPageFactory,
)
from translations.models import BasePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    def rename(page, **slugs):
        with django_capture_on_commit_callbacks(execute=True):
            for name, slug in slugs.items():
                setattr(page, name, slug)
            page.save_revision().publish()
        return type(page).objects.get(pk=page.pk)

    return rename


def get(client, address):
    response = client.get(address)
    return response.status_code, response.headers.get("Location")


@pytest.mark.parametrize("active", ["fr", "en"])
def test_calendar_and_its_events_are_still_found_by_programs_after_a_rename(client, active, rename):
    calendar = CalendarPageFactory(title_fr="Agenda", title_en="Diary")
    event = EventPageFactory(parent=calendar, title_fr="Séance", title_en="Session")
    (old_fr, old_en), (event_fr, event_en) = ([*page.get_urls().values()] for page in (calendar, event))
    with override(active):
        rename(calendar, slug_fr="calendrier", slug_en="calendar")
    new_fr, new_en = type(calendar).objects.get(pk=calendar.pk).get_urls().values()
    assert get(client, f"{old_fr[:-1]}.ics?region=fr&x=1") == (301, f"{new_fr[:-1]}.ics?region=fr&x=1")
    assert get(client, f"{old_en[:-1]}.ics") == (301, f"{new_en[:-1]}.ics")
    assert get(client, f"{event_fr[:-1]}.ics") == (301, f"{new_fr}seance.ics")
    assert get(client, f"{event_en[:-1]}.ics") == (301, f"{new_en}session.ics")
    assert client.get(f"{event_en[:-1]}.ics", follow=True).status_code == 200


def test_feed_is_still_found_after_the_page_above_it_has_moved(client):
    index = PublicationIndexPageFactory(title_fr="Brochures", title_en="Leaflets")
    old = index.get_urls()
    archives = StandardPageFactory(title_fr="Archives", title_en="Archive")
    index.get_parent().move(BasePage.objects.get(pk=archives.pk), pos="last-child")
    for language, address in type(index).objects.get(pk=index.pk).get_urls().items():
        assert old[language] != address
        assert get(client, f"{old[language][:-1]}.atom") == (301, f"{address[:-1]}.atom")


def test_address_that_contains_a_path_moves_with_the_page(client, rename):
    page = StandardPageFactory(title_fr="Droits", title_en="Rights")
    rename(page, slug_fr="nos-droits", slug_en="our-rights")
    assert get(client, "/fr/differences/droits/") == (301, "/fr/differences/nos-droits/")
    assert get(client, "/en/differences/rights/") == (301, "/en/differences/our-rights/")


def test_old_slug_of_another_language_still_leads_to_the_page_and_what_is_below_it(client, rename):
    calendar = CalendarPageFactory(title_fr="Agenda", title_en="Diary", parent=StandardPageFactory(title_fr="Vie"))
    assert get(client, "/en/vie/agenda.ics") == (301, "/en/vie/diary.ics")
    rename(calendar, slug_fr="calendrier", slug_en="calendar")
    assert get(client, "/en/vie/agenda.ics") == (301, "/en/vie/calendar.ics")
    assert get(client, "/en/vie/agenda/?year=2020") == (301, "/en/vie/calendar/?year=2020")


def test_page_that_was_renamed_twice_is_reached_in_one_step(client, rename):
    calendar = CalendarPageFactory(title_fr="Agenda", parent=StandardPageFactory(title_fr="Vie"))
    rename(rename(calendar, slug_fr="dates"), slug_fr="calendrier")
    for old in ("agenda", "dates"):
        assert get(client, f"/fr/vie/{old}.ics") == (301, "/fr/vie/calendrier.ics")


def test_page_that_takes_an_old_address_has_what_is_below_it(client, rename):
    calendar = CalendarPageFactory(title_fr="Agenda", parent=StandardPageFactory(title_fr="Vie"))
    rename(calendar, slug_fr="calendrier")
    StandardPageFactory(title_fr="Agenda", parent=calendar.get_parent())
    assert get(client, "/fr/vie/agenda.ics") == (404, None)
    assert get(client, "/fr/vie/agenda/nulle-part/") == (404, None)


def test_redirect_to_a_page_below_one_that_is_not_published_leads_nowhere(client):
    """It would go round in a circle, as what lies below the target is not found either."""
    above = StandardPageFactory(title_fr="Haut", live=False)
    below = StandardPageFactory(title_fr="Bas", parent=above)
    Redirect.add_redirect("/fr/haut", redirect_to=below, site=Site.objects.get())
    for path in ("/fr/haut/rien/", "/fr/haut/bas/rien/"):
        assert get(client, path) == (404, None)


def test_old_address_tells_nothing_of_a_page_that_is_no_longer_published(client, rename):
    calendar = CalendarPageFactory(title_fr="Agenda", parent=StandardPageFactory(title_fr="Vie"))
    rename(calendar, slug_fr="rendez-vous-secret").unpublish()
    assert get(client, "/fr/vie/agenda.ics") == (404, None)


@pytest.mark.parametrize("path", ["x" * 3000, "a/" * 400, "agenda%00", "%FF", "agenda;x.ics"])
def test_odd_addresses_are_not_found(client, path):
    assert client.get(f"/fr/{path}.ics").status_code == 404


def test_feeds_of_a_renamed_convention_go_on(client, rename):
    convention = ConventionPageFactory(title_fr="Convention")
    report = WorkshopReportPageFactory(parent=convention, code="DS")
    ClaimPageFactory(parent=report)
    ClaimPageFactory(parent=WorkshopReportPageFactory(parent=ConventionPageFactory(title_fr="Autre"), code="AU"))
    address = f"/fr/marques/revendications.csv?convention={convention.slug_fr}"
    before = client.get(address).getvalue()
    assert (b"DS-1" in before, b"AU-1" in before) == (True, False)
    rename(convention, slug_fr="convention-de-2026")
    assert client.get(address).getvalue() == before.replace(b"/convention/", b"/convention-de-2026/")
