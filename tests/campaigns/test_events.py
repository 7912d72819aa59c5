"""Events: when they are, what is refused, and what the page of one and of all says."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from campaigns.models import Audience, EventPage
from tests.factories import CalendarPageFactory, CampaignPageFactory, EventPageFactory, RegionFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2126, 3, 12)
FOURTEEN, SIXTEEN = datetime.time(14), datetime.time(16)


def refuse(**fields):
    """Return the messages with which an event is refused, by field."""
    event = EventPage(title_fr="Séance", **{"start_date": DAY, "start_time": FOURTEEN, "end_time": SIXTEEN, **fields})
    with pytest.raises(ValidationError) as refusal:
        event.clean()
    return refusal.value.message_dict


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"end_time": datetime.time(13)}, "end_time"),
        ({"end_time": FOURTEEN}, "end_time"),
        ({"end_date": DAY - datetime.timedelta(1)}, "end_date"),
        ({"end_time": None}, "end_time"),
        ({"start_time": None}, "start_time"),
        ({"start_date": datetime.date(2027, 3, 28), "start_time": datetime.time(2, 30)}, "start_time"),
        ({"start_date": datetime.date(2027, 10, 31), "start_time": datetime.time(2, 30)}, "which_hour"),
        ({"state": "moved"}, "moved_from"),
    ],
)
def test_event_that_makes_no_sense_is_refused_at_the_field_to_put_right(fields, field):
    for language in ("fr", "en"):
        with override(language):
            assert list(refuse(**fields)) == [field]


def test_second_of_two_like_hours_ends_after_the_first():
    night = datetime.date(2027, 10, 31)
    event = EventPageFactory(
        start_date=night, start_time=datetime.time(1, 30), end_time=datetime.time(2, 15), which_hour="second"
    )
    assert event.ends_at - event.starts_at == datetime.timedelta(hours=1, minutes=45)


def test_whole_days_last_until_midnight_of_the_last():
    event = EventPageFactory(start_time=None, end_time=None, end_date=DAY + datetime.timedelta(1))
    assert event.ends_at - event.starts_at == datetime.timedelta(2)
    assert event.end.time() == datetime.time()


def test_unknown_time_zone_is_told_in_the_form_and_what_was_typed_stays(admin_client):
    event = EventPageFactory()
    url = reverse("wagtailadmin_pages:edit", args=[event.pk])
    form = {"title_fr": "Relu", "slug_fr": event.slug, "start_date": "2126-03-12", "time_zone": "Europe/Atlantis"}
    response = admin_client.post(url, {**form, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
                                       "body_fr-count": 0, "body_en-count": 0})  # fmt: skip
    assert response.status_code == 200
    page_form = response.context["form"]
    assert "time_zone" in page_form.errors
    assert page_form["title_fr"].value() == "Relu"


def show(client, page, language="en", query=""):
    response = client.get(page.get_urls()[language] + query)
    return response.status_code, response.content.decode()


def test_cancelled_and_moved_events_say_so_first(client):
    cancelled = EventPageFactory(state="cancelled")
    moved = EventPageFactory(state="moved", moved_from=datetime.date(2126, 3, 5))
    assert "<b>Cancelled" in show(client, cancelled)[1]
    assert 'Moved from <time datetime="2126-03-05">' in show(client, moved)[1]
    assert "EventCancelled" in show(client, cancelled)[1]
    _status, page = show(client, cancelled.get_parent().specific)
    assert page.index("Cancelled") < page.index("Moved from")


def test_hours_are_those_of_the_place_and_its_clocks_are_named(client):
    event = EventPageFactory(time_zone="Asia/Manila", start_time=datetime.time(9), end_time=datetime.time(12, 30))
    _status, html = show(client, event, "fr")
    assert ">9\u00a0h</time> à <time" in html
    assert ">12\u00a0h\u00a030</time>" in html
    assert "Manille (UTC+8)" in html
    assert ">9:00</time> to <time" in show(client, event)[1]


@pytest.fixture
def calendar():
    campaign = CampaignPageFactory()
    campaign.audiences = [Audience(name_fr="Délégués", slug="delegues")]
    campaign.save()
    calendar = CalendarPageFactory(parent=campaign)
    past = EventPageFactory(parent=calendar, title_fr="Jadis", start_date=datetime.date(2022, 2, 10))
    coming = EventPageFactory(parent=calendar, title_fr="Bientôt", languages="es,fr")
    EventPageFactory(parent=calendar, title_fr="Caché", live=False)
    americas = RegionFactory(name_fr="Inter-Amériques")
    coming.regions.set([RegionFactory(name_fr="Amérique latine", parent=americas)])
    coming.audiences.set(campaign.audiences.all())
    coming.save()
    assert past.is_past
    return calendar


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?region=inter-ameriques", "Bientôt"),
        ("?year=2022", "Jadis"),
        ("?region=amerique-latine&audience=delegues&language=es&kind=meeting", "Bientôt"),
        ("?kind=training", ""),
        ("?year=2022&language=es", ""),
    ],
)
def test_calendar_shows_events_to_come_or_those_of_a_past_year(client, calendar, query, shown):
    status, html = show(client, calendar, "fr", query)
    assert status == 200
    assert [title for title in ("Jadis", "Bientôt", "Caché") if title in html] == ([shown] if shown else [])


@pytest.mark.parametrize(
    "query", ["?year=1900", "?year=x", "?year=-1", "?region=atlantide", "?language=xx", "?kind=%00"]
)
def test_calendar_asked_for_what_nobody_knows_says_so(client, calendar, query):
    for language in ("fr", "en"):
        status, html = show(client, calendar, language, query)
        assert status == 404
        assert 'class="notice"' in html
        assert "Bientôt" not in html.split("<main")[1]


def test_calendar_shows_what_was_lately_below_what_is_to_come(client, calendar):
    _status, html = show(client, calendar, "fr")
    assert html.index("Bientôt") < html.index("Jadis")
    assert "Caché" not in html


def test_calendar_without_events_says_so(client):
    assert "No event has been announced yet." in show(client, CalendarPageFactory())[1]


def test_calendar_names_the_address_to_subscribe_to_as_it_is_narrowed_down(client, calendar):
    _status, html = show(client, calendar, "fr", "?language=es")
    address = calendar.get_urls(full=True)["fr"][:-1] + ".ics?language=es"
    assert f'<p class="cite">{address}</p>' in html
    assert f'href="webcal://{address.partition("://")[2]}"' in html


def test_every_hour_says_whose_clocks_it_is_by_in_lists_too(client, calendar):
    _status, html = show(client, calendar, "fr")
    assert "Paris (UTC+1)" in html.split('<p class="when">')[1].split("</p>")[0]


def test_event_shows_the_hours_in_the_zones_of_its_regions(client, calendar):
    event = EventPage.objects.get(title_fr="Bientôt")
    region = event.regions.get()
    region.time_zones = "America/Santiago"
    region.save()
    _status, html = show(client, event, "fr")
    table = html.split("<table", 1)[1].split("</table>")[0]
    assert "Santiago (UTC−3)" in table
    assert ">10\u00a0h</time>" in table
    event.regions.set([])
    event.save()
    assert "Santiago" in show(client, event)[1]  # for everybody: in the zones of all regions
