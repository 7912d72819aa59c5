"""What pages are made of: tables that raise the generation, and moments that the page cache is told of.

Then editors act at random, and what the page cache gives out is compared with the page made anew. `ACTS=400 pytest
tests/page_cache/test_pages.py` for more of them than the suite has time for.
"""

import datetime
import os
import re
from itertools import chain

import pytest
from django.apps import apps
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone

from campaigns.models import EventPage
from config.page_cache import EXCEPTIONS, find_next_moment
from contacts.models import Person, Post
from page_cache import generation
from page_cache.generation import StateReader
from page_cache.triggers import list_watched
from tests.factories import EventPageFactory
from tests.page_cache.acts import Editors
from tests.page_cache.asking import ask, make_cache
from tests.page_cache.conftest import settle
from tests.page_cache.crawling import HOST, Site
from translations.models import BasePage

pytestmark = pytest.mark.django_db

# Read, and no model's: kept in step with a watched table by triggers of its own
DERIVED = {"translations_searchwords"}


def test_every_page_reads_only_tables_that_raise_or_are_excepted_with_a_reason(crawled_site: Site):
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | DERIVED
    harmless = {apps.get_model(label)._meta.db_table for label in EXCEPTIONS.harmless}
    known = {model._meta.db_table for model in list_watched()} | harmless | DERIVED
    faults = {
        f"{address} reads {table}"
        for address, visit in crawled_site.visits.items()
        if visit.is_public
        for table in visit.tables & tables - known
    }
    assert not faults, "\n".join(sorted(faults))


def test_crawl_reaches_every_type_of_page_and_every_exit(crawled_site: Site):
    """Else the test above would say nothing."""
    read = set().union(*(visit.tables for visit in crawled_site.visits.values()))
    types = {type(page)._meta.db_table for page in crawled_site.pages.values()}
    assert types | {"body_rendition", "body_cahierdocument", "newsletter_issue", "claims_step"} <= read
    assert len(crawled_site.addresses) > 100
    for ending in (".ics", ".atom", ".json", ".vcf", "/robots.txt", "/sitemap.xml"):
        assert any(address.partition("?")[0].endswith(ending) for address in crawled_site.visits), ending


def test_pages_with_forms_are_kept(crawled_site: Site):
    assert [address for address in crawled_site.addresses if b'name="stamp"' in crawled_site.visits[address].body]


def test_no_page_changes_between_two_moments_by_time_alone(crawled_site: Site, monkeypatch):
    """Whatever asks the clock while it renders shows the same from one moment until just before the next."""
    visits = crawled_site.visits
    asking = [url for url in crawled_site.addresses if visits[url].asks_the_clock and "?" not in url]
    assert len(asking) > 10
    begin = prepare_changes()
    client = Client(headers={"host": "localhost"})
    moment, changed = begin, 0
    shown: dict[str, bytes] = {}
    for _ in range(3):
        following = find_next_moment(moment)
        assert moment < following
        early = {address: render(client, address, moment, monkeypatch) for address in asking}
        late = {
            address: render(client, address, following - datetime.timedelta(seconds=1), monkeypatch)
            for address in asking
        }
        assert [address for address in asking if early[address] != late[address]] == []
        changed += shown not in ({}, early)
        moment, shown = following, early
    assert changed >= 2, "time that passes changes nothing here: the test proves nothing"


def prepare_changes() -> datetime.datetime:
    """Let an event begin and end today, and a post end with the day; return a moment while it lasts."""
    today = timezone.localdate()
    event = EventPageFactory(
        parent=EventPage.objects.first().get_parent().specific,
        start_date=today,
        end_date=today,
        start_time=datetime.time(10),
        end_time=datetime.time(12),
        time_zone="Europe/Paris",
    )
    assert event.starts_at < event.ends_at
    Post.objects.filter(person__isnull=False).update(ends_on=today)
    return event.starts_at + datetime.timedelta(hours=1)


def render(client: Client, address: str, moment: datetime.datetime, monkeypatch) -> bytes:
    with monkeypatch.context() as clock:
        clock.setattr(timezone, "now", lambda: moment)
        return client.get(address).content


def test_page_that_expires_is_a_moment():
    now = timezone.now()
    soon = now + datetime.timedelta(seconds=1)
    BasePage.objects.filter(depth=2).update(expire_at=soon)
    assert find_next_moment(now) == soon
    BasePage.objects.filter(depth=2).update(live=False)
    assert find_next_moment(now) > soon


def test_midnight_is_a_moment_by_the_clocks_of_the_site():
    now = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)
    assert find_next_moment(now) == datetime.datetime(2026, 6, 1, 22, tzinfo=datetime.UTC)


def test_hours_are_moments_on_days_when_clocks_change_where_people_live():
    """In New York they did on 8 March 2026 at 7:00 UTC."""
    Person.objects.create(name="Ana", time_zone="America/New_York")
    before = datetime.datetime(2026, 3, 8, 6, 30, tzinfo=datetime.UTC)
    assert find_next_moment(before) == before.replace(hour=7, minute=0)
    after = before.replace(hour=7)
    assert find_next_moment(after) == before.replace(hour=23, minute=0)


@pytest.fixture
def open_connection(monkeypatch):
    """Let requests that come past Django's test client leave the test's connection open, as that one does."""
    monkeypatch.setattr(generation, "close_old_connections", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def without_day(feed: bytes) -> bytes:
    """Leave out what tells when a feed without entries was made."""
    return re.sub(rb"<updated>.*?</updated>", b"", feed)


def test_what_is_kept_is_what_would_be_made_anew_whatever_editors_do(
    crawled_site: Site, settings, tmp_path, open_connection
):
    settings.MEDIA_ROOT = str(tmp_path)
    seed = int(os.environ.get("SEED", "13"))
    editors = Editors(seed)
    django = WSGIHandler()
    reader = StateReader(find_next_moment)
    cache = make_cache(django, reader, hosts=[HOST], most_bytes=32 << 20)
    hits = 0
    for number in range(int(os.environ.get("ACTS", "8"))):
        name, steps = editors.begin()
        concerned = {"/fr/", "/sitemap.xml", *editors.random.sample(crawled_site.addresses, 3)}
        for addresses in chain([concerned], steps):
            settle()
            reader.hint.give()
            concerned.update(addresses)
            for address in addresses:
                ask(cache, address, HTTP_HOST=HOST)
        settle()
        reader.hint.give()
        for address in sorted(concerned):
            told = f"act {number} of seed {seed}, {name}: {address}"
            hits += compare(cache, django, address, told)
    assert hits > 20


def compare(cache, django, address: str, told: str) -> bool:
    """Tell whether `address` is kept; what is given out must be what Django makes now."""
    kept, again = ask(cache, address, HTTP_HOST=HOST), ask(cache, address, HTTP_HOST=HOST)
    fresh = ask(django, address, HTTP_HOST=HOST)
    assert kept.status == fresh.status, told
    if again.is_hit:
        assert kept.body == again.body, told
        assert without_day(kept.body) == without_day(fresh.body), told
    return again.is_hit
