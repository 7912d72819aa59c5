"""What raises the generation, and what does not."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from campaigns.models import Topic
from config.page_cache import EXCEPTIONS
from content.models import CahierImage
from page_cache import triggers as module
from page_cache.models import Generation
from page_cache.triggers import list_watched, prepare, prepare_database, withdraw_before_migrations
from public_forms.rate_limit import RateLimitCounter
from search.models import Synonyms
from tests.content.photographs import make_image
from tests.factories import ArticlePageFactory, RegionFactory, StandardPageFactory, SubscriberFactory
from translations.models import BasePage

pytestmark = pytest.mark.django_db


def published(page):
    page.save_revision().publish()


def test_publication_raises_and_a_draft_does_not(raises):
    page = StandardPageFactory(title_fr="Ateliers")
    page.title_fr = "Assemblées"
    assert not raises(lambda: page.save_revision())
    assert raises(lambda: page.latest_revision.publish())


def test_writes_that_send_no_signal_raise(raises):
    region = RegionFactory()
    assert raises(lambda: type(region).objects.update(name_fr="Ailleurs"))
    assert raises(lambda: Topic.objects.bulk_create([Topic(name_fr="Eau", slug="eau")]))
    article = ArticlePageFactory()
    assert raises(lambda: article.topics.through.objects.bulk_create([make_row(article)]))

    def by_hand():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE translations_basepage SET seo_title_fr = 'Autre'")

    assert raises(by_hand)
    assert not raises(by_hand), "what changes nothing raises nothing"


def make_row(article):
    through = article.topics.through
    names = {field.name for field in through._meta.fields}
    owner = next(name for name in names if name not in ("id", "topic"))
    return through(**{owner: article, "topic": Topic.objects.get()})


def test_what_makes_a_page_private_raises(raises):
    page = StandardPageFactory()
    assert raises(lambda: PageViewRestriction.objects.create(page=page, restriction_type="login"))
    assert raises(lambda: PageViewRestriction.objects.all().delete())


def test_time_at_which_a_page_expires_raises(raises):
    page = StandardPageFactory()
    assert raises(lambda: BasePage.objects.filter(pk=page.pk).update(expire_at=timezone.now()))


def test_a_picture_and_its_renditions_raise(raises, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    image = make_image()
    assert raises(lambda: CahierImage.objects.filter(pk=image.pk).update(credit="Ana"))
    assert raises(image.make_renditions)


def test_what_readers_send_does_not_raise(raises):
    assert not raises(lambda: SubscriberFactory())
    assert not raises(lambda: RateLimitCounter.objects.create(imprint="x", until=timezone.now()))


def test_what_is_rolled_back_does_not_raise(raises):
    def act():
        with transaction.atomic():
            StandardPageFactory()
            if connection.vendor == "postgresql":
                connection.check_constraints()
            transaction.set_rollback(True)

    assert not raises(act)


def test_every_table_raises_but_those_named_with_a_reason(triggers):
    """Each of the database, for each of three events: a new model is watched before anybody thinks of it."""
    with connection.cursor() as cursor:
        cursor.execute(module.get_engine("default").list_names)
        names = {name for name, _table in cursor.fetchall()}
    for model in list_watched():
        for event in ("INSERT", "UPDATE", "DELETE"):
            assert module.name_trigger(model._meta.db_table, event) in names
    assert Synonyms in list_watched()


def test_exceptions_name_what_exists():
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    apps_named = {f"{label.partition('.')[0]}.*" for label in labels}
    named = {*EXCEPTIONS.unread, *EXCEPTIONS.harmless}
    assert named <= labels | apps_named
    assert all(EXCEPTIONS.unread.values())
    for label, names in [*EXCEPTIONS.columns.items(), *((label, {name}) for label, name in EXCEPTIONS.rows.items())]:
        assert names <= {field.name for field in apps.get_model(label)._meta.local_concrete_fields}
        assert label not in named


def test_preparing_twice_changes_nothing(triggers):
    before = Generation.objects.get().number
    prepare("default")
    assert Generation.objects.get().number == before


def test_triggers_are_made_anew_when_their_definition_changes(triggers, settings, monkeypatch):
    before = Generation.objects.get()
    settings.PAGE_CACHE_EXCEPTIONS = "tests.page_cache.test_triggers.OTHERS"
    prepare("default")
    after = Generation.objects.get()
    assert (after.triggers != before.triggers, after.number != before.number) == (True, True)
    assert count_triggers(Topic) == 0
    assert count_triggers(Synonyms) >= 3


OTHERS = replace(EXCEPTIONS, unread={**EXCEPTIONS.unread, "campaigns.*": "for this test"})


def count_triggers(model: type[models.Model]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(module.get_engine("default").list_names)
        return sum(name.endswith(f"_{model._meta.db_table}") for name, _table in cursor.fetchall())


def test_migrations_find_no_trigger_and_nothing_is_kept_meanwhile(triggers, settings):
    """SQLite drops triggers with a table made anew; PostgreSQL alters no column that one compares."""
    withdraw_before_migrations(sender=None, using="default", plan=[])
    assert Generation.objects.exists(), "there is nothing to migrate"
    withdraw_before_migrations(sender=None, using="default", plan=["something"])
    assert not Generation.objects.exists()
    assert count_triggers(Synonyms) == 0
    prepare_database(sender=None, using="default")
    assert not Generation.objects.exists(), "the page cache is off"
    settings.PAGE_CACHE_BYTES = 1
    prepare_database(sender=None, using="default")
    assert Generation.objects.exists()
    assert count_triggers(Synonyms) >= 3


@pytest.mark.postgresql
def test_emptied_table_raises(raises):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")

    def act():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE search_synonyms")

    assert raises(act)
