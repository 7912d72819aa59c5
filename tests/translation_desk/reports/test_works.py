"""What the report and the first page list: everything that one may edit, in the languages that one may write."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission

from contacts.models import Region
from tests.factories import OrganisationFactory, PersonFactory, RegionFactory, StandardPageFactory, TopicFactory
from translation_desk.reports.items import (
    TO_DO,
    TranslationItem,
    content_type_key,
    count_translation_items,
    list_translatable_types,
    list_translation_items,
)

from .conftest import make_current, make_outdated, publish

pytestmark = pytest.mark.django_db


def works(user, **chosen):
    return [TranslationItem.of(row) for row in list_translation_items(user, **chosen)]


def titles(user, **chosen):
    return {work.title for work in works(user, **chosen)}


def test_pages_and_snippets_of_every_kind_are_listed(user):
    make_current(title_fr="Page")
    OrganisationFactory(name_fr="Organisation"), TopicFactory(name_fr="Thème")
    RegionFactory(name_fr="Région"), PersonFactory(name="Ada")
    assert {"Page", "Organisation", "Thème", "Région", "Ada"} <= titles(user)


def test_work_tells_statuses_and_days(user, today):
    page = make_outdated(title_fr="Atelier")
    (work,) = (work for work in works(user) if (work.key, work.title) == (page.pk, "Atelier"))
    assert (work.language, work.status, work.published) == ("en", "outdated", "outdated")
    assert (work.changed_on, work.confirmed_on) == (today, today)
    assert work.published_at is not None
    assert work.model is type(page)


def test_works_are_chosen_by_status_kind_and_language(user):
    make_current(title_fr="À jour")
    make_outdated(title_fr="Périmée")
    RegionFactory(name_fr="Région")
    assert titles(user, statuses=["outdated"]) == {"Périmée"}
    assert {"Périmée", "Région"} <= titles(user, statuses=TO_DO)
    assert "À jour" not in titles(user, statuses=TO_DO)
    assert titles(user, kind=content_type_key(Region)) == {"Région"}
    assert titles(user, kind=content_type_key(Region), statuses=["current"]) == set()
    assert titles(user, language="fr") == set()


def test_draft_is_told_from_what_readers_have(user):
    page = make_current(title_fr="Atelier")
    page.title_fr = "Ateliers"
    page.save_revision()
    (work,) = (work for work in works(user) if work.title == "Ateliers")
    assert (work.status, work.published) == ("outdated", "current")


def test_counts_are_those_of_the_list(user):
    make_current(), make_outdated(), StandardPageFactory()
    RegionFactory(name_fr="Nord", name_en="North"), RegionFactory()
    counts = count_translation_items(user)
    for kind in list_translatable_types(user):
        for status in ("missing", "partial", "outdated", "current"):
            assert counts[kind, "en", status] == list_translation_items(user, kind=kind, statuses=[status]).count()
    assert sum(counts.values()) == list_translation_items(user).count()


def test_record_without_any_text_to_translate_asks_for_nothing(user):
    PersonFactory(name="Ada", hours_fr="", source_fr="")
    assert "Ada" in titles(user, statuses=["current"])


def test_old_row_without_a_status_is_missing(user):
    region = RegionFactory(name_fr="Nord", name_en="North")
    Region.objects.filter(pk=region.pk).update(translations={})
    page = make_current(title_fr="Atelier")
    type(page).objects.filter(pk=page.pk).update(translations={}, draft_translations={})
    assert {"Nord", "Atelier"} <= titles(user, statuses=["missing"])


def test_alias_is_not_listed_as_its_text_is_another_page_s(user):
    page = make_current(title_fr="Atelier")
    page.create_alias(update_slug="alias")
    assert [work.title for work in works(user)].count("Atelier") == 1


def test_editor_of_some_pages_sees_those_alone(editor_below, django_user_model):
    page = make_current(title_fr="Ici")
    publish(StandardPageFactory(parent=page, title_fr="Dessous"))
    make_current(title_fr="Ailleurs")
    RegionFactory(name_fr="Région")
    editor_below(page)
    user = django_user_model.objects.get(username="edith")
    assert titles(user) == {"Ici", "Dessous"}


def test_snippets_are_listed_for_those_who_may_change_them(editor_below, django_user_model):
    RegionFactory(name_fr="Région")
    TopicFactory(name_fr="Thème")
    editor_below(make_current(title_fr="Ici"), "change_region")
    assert titles(django_user_model.objects.get(username="edith")) == {"Ici", "Région"}


def test_writer_of_the_source_alone_has_nothing_to_translate(editor_below, django_user_model):
    editor_below(make_current(), "write_fr")
    user = django_user_model.objects.get(username="edith")
    assert titles(user) == set()
    assert count_translation_items(user).total() == 0


def test_nobody_without_permission_sees_anything(django_user_model):
    make_current()
    user = django_user_model.objects.create_user("visitor")
    user.groups.add(group := Group.objects.create(name="No pages"))
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    assert (titles(user), titles(AnonymousUser())) == (set(), set())
