"""iCalendar files, read back by two parsers that know nothing of this site."""

import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from campaigns.calendar.calendar_files import make_time_zone
from campaigns.models import EventPage
from tests.factories import CalendarPageFactory, EventPageFactory, RegionFactory

pytestmark = pytest.mark.django_db
AWKWARD = 'Là, ici ; \\n « été » " é' + "long " * 30


def fetch(client, page, language="en", query="", **headers):
    return client.get(f"{page.get_urls()[language][:-1]}.ics{query}", **headers)


def read(response):
    """Return the events of a file as vobject and icalendar read them."""
    assert response.status_code == 200
    text = response.content.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))  # RFC 5545, section 3.1
    theirs = list(vobject.readOne(text).contents.get("vevent", []))
    ours = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert len(theirs) == len(ours)
    return theirs


def test_event_is_read_back_by_vobject_and_icalendar(client):
    event = EventPageFactory(
        title_fr="Séance", title_en=AWKWARD, lead_fr="Sujet", lead_en="Matter, and more",
        place_fr="Lyon", place_en="Lyons",
        url="https://seances.example/1", languages="en,fr", organiser_fr="ISP", organiser_en="PSI",
    )  # fmt: skip
    response = fetch(client, event)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (found,) = read(response)
    assert found.dtstart.value.astimezone(datetime.UTC) == event.starts_at
    assert found.dtend.value.astimezone(datetime.UTC) == event.ends_at
    assert found.summary.value == AWKWARD
    assert found.uid.value == str(event.translation_key)
    assert found.url.value == event.get_urls(full=True)["en"]
    assert found.url.value in found.description.value
    assert "https://seances.example/1" in found.description.value
    assert "Matter, and more" in found.description.value
    assert found.location.value == "Lyons, https://seances.example/1"
    assert found.status.value == "CONFIRMED"


def test_same_event_has_one_identifier_in_every_language_and_says_which_it_fell_back_to(client):
    event = EventPageFactory(title_fr="Séance")
    (french,), (english,) = read(fetch(client, event, "fr")), read(fetch(client, event, "en"))
    assert french.uid.value == english.uid.value
    assert english.summary.value == "Séance"
    assert english.summary.params["LANGUAGE"] == ["fr"]


def change(event, **fields):
    page = EventPage.objects.get(pk=event.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def test_sequence_rises_with_each_change_that_calendars_show(client):
    event = EventPageFactory()
    event = change(event)  # published
    assert event.sequence == 0
    event = change(event, lead_fr="Autre chapeau")
    assert event.sequence == 0
    event = change(event, start_time=datetime.time(15))
    assert event.sequence == 1
    event = change(event, state="cancelled")
    assert event.sequence == 2
    (found,) = read(fetch(client, event))
    assert (found.sequence.value, found.status.value) == ("2", "CANCELLED")
    assert found.summary.value.startswith("Cancelled:")


def test_sequence_never_falls_when_an_old_draft_is_published():
    event = change(EventPageFactory())
    old = event.save_revision()
    event = change(event, start_time=datetime.time(15))
    old.publish()
    event = EventPage.objects.get(pk=event.pk)
    assert event.start_time == datetime.time(14)
    assert event.sequence == 2


def test_draft_of_a_change_changes_no_calendar(client):
    event = change(EventPageFactory())
    event.start_time = datetime.time(15)
    event.save_revision()
    (found,) = read(fetch(client, event))
    assert found.dtstart.value.time() == datetime.time(14)
    assert found.sequence.value == "0"


def test_whole_days_have_dates_without_hours(client):
    event = EventPageFactory(start_time=None, end_time=None, end_date=datetime.date(2126, 3, 13))
    (found,) = read(fetch(client, event))
    assert found.dtstart.value == datetime.date(2126, 3, 12)
    assert found.dtend.value == datetime.date(2126, 3, 14)  # exclusive, RFC 5545, section 3.6.1


def test_second_of_two_like_hours_is_written_in_utc(client):
    event = EventPageFactory(
        start_date=datetime.date(2027, 10, 31), start_time=datetime.time(2, 15), end_time=datetime.time(2, 45),
        which_hour="second",
    )  # fmt: skip
    (found,) = read(fetch(client, event))
    assert found.dtstart.value == datetime.datetime(2027, 10, 31, 1, 15, tzinfo=vobject.icalendar.utc)
    assert b"VTIMEZONE" not in fetch(client, event).content


def test_calendar_brings_what_its_address_chooses_and_nothing_hidden(client):
    calendar = CalendarPageFactory(title_en="Calendar")
    region = RegionFactory(name_fr="Afrique")
    inside = EventPageFactory(parent=calendar, title_en="Inside", languages="en")
    inside.regions.set([RegionFactory(name_fr="Sahel", parent=region)])
    inside.save()
    outside = EventPageFactory(
        parent=calendar, title_en="Outside", languages="fr", start_date=datetime.date(2022, 1, 5)
    )
    outside.regions.set([RegionFactory(name_fr="Asie")])
    outside.save()
    EventPageFactory(parent=calendar, title_en="Draft", live=False)
    private = EventPageFactory(parent=calendar, title_en="Private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert {found.summary.value for found in read(fetch(client, calendar))} == {"Inside", "Outside"}
    assert [found.summary.value for found in read(fetch(client, calendar, query="?region=afrique"))] == ["Inside"]
    assert [found.summary.value for found in read(fetch(client, calendar, query="?language=fr"))] == ["Outside"]
    assert fetch(client, private).status_code == 404
    PageViewRestriction.objects.create(page=calendar, restriction_type="password", password="x")
    assert fetch(client, calendar).status_code == 404


def test_calendar_refuses_in_words_what_nobody_knows(client):
    calendar = CalendarPageFactory()
    for language, words in (
        ("fr", "« atlantide » n’existe pas ici"),
        ("en", "“atlantide” does not exist here"),
    ):
        response = fetch(client, calendar, language, "?region=atlantide")
        assert response.status_code == 404
        assert response["Content-Type"].startswith("text/plain")
        assert words in response.content.decode()


def test_calendar_program_that_comes_again_is_told_that_nothing_changed(client):
    calendar = EventPageFactory().get_parent().specific
    first = fetch(client, calendar)
    again = fetch(client, calendar, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_address_by_the_other_languages_slug_leads_to_its_own(client):
    calendar = CalendarPageFactory(title_fr="Calendrier", title_en="Calendar")
    address = calendar.get_urls()["en"].replace("calendar/", "calendrier.ics?language=fr")
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, calendar.get_urls()["en"][:-1] + ".ics?language=fr")


def test_page_that_is_no_calendar_has_no_such_file(client):
    calendar = CalendarPageFactory()
    assert fetch(client, calendar.get_parent().specific).status_code == 404
    assert client.get("/en/nowhere.ics").status_code == 404


ZONES = st.sampled_from(["Europe/Paris", "America/New_York", "Africa/Accra", "Asia/Manila", "Australia/Lord_Howe"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moment=st.datetimes(datetime.datetime(2020, 1, 2), datetime.datetime(2029, 1, 1)), name=ZONES)
def test_rules_of_a_time_zone_give_every_hour_its_offset(moment, name):
    """Read as RFC 5545, section 3.6.5 says: the observance that began last, in the local time before it, counts."""
    moment = moment.replace(microsecond=0, tzinfo=datetime.UTC)
    first, last = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (2020, 2029))
    observances = make_time_zone(name, first, last).subcomponents
    begun = [
        (start, part["TZOFFSETTO"].td)
        for part in observances
        if (start := part["DTSTART"].dt.replace(tzinfo=datetime.UTC) - part["TZOFFSETFROM"].td) <= moment
    ]
    assert max(begun)[1] == moment.astimezone(ZoneInfo(name)).utcoffset()


def test_texts_are_in_the_language_of_the_address(client):
    event = EventPageFactory(title_fr="Séance", title_en="Session", languages="fr", place_fr="Lyon")
    with override("en"):
        (found,) = read(fetch(client, event, "fr"))
    assert found.summary.value == "Séance"
    assert "Langues\u00a0: français" in found.description.value
