"""Earlier texts: what everybody could read of them, and what is withheld since, with date and reason."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import PageLogEntry, PageViewRestriction

from campaigns.models import HomePage, StandardPage
from tests.factories import StandardPageFactory
from translation_desk.editor.translatables import url_of
from translation_desk.exchange.entries import entries_of
from translations.models import SourceSnapshot, Withholding
from translations.source_changes import changes_url, find_source_changes
from translations.withholding.acts import erase_words, show_again, withhold

pytestmark = pytest.mark.django_db

SECRET = "Madame Untel 06 11 22 33 44"
REASON = {"fr": "Décision de justice", "en": "Court order"}


def publish(page: Any, **texts: Any) -> Any:
    page = StandardPage.objects.get(pk=page.pk)
    for name, text in texts.items():
        setattr(page, name, text)
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


def make_page(parent: Any = None) -> Any:
    """Return a page that named somebody, and no longer does; its translation has not followed."""
    page = StandardPageFactory(
        parent=parent, title_fr="Atelier", title_en="Workshop", lead_fr=f"Appelez {SECRET}.", lead_en="Call us."
    )
    return publish(publish(page), lead_fr="Appelez-nous.")


def differences(page: Any, language: str = "en") -> str:
    with override(language):
        response = Client().get(changes_url(StandardPage.objects.get(pk=page.pk)))
    assert response.status_code == 200
    return str(response.text)


def close(page: Any) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page_id=page.pk, restriction_type="login")


def key_of(page: Any, words: str = SECRET) -> str:
    (row,) = [row for row in page.list_earlier_texts() if words in row.text]
    return str(row.row_key)


# What everybody could read


def test_text_published_behind_a_login_is_not_shown_once_the_page_is_open():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One")
    restriction = close(page)
    publish(publish(page, lead_fr=SECRET, lead_en="Two"), lead_fr="Public")
    restriction.delete()
    html = differences(page)
    assert SECRET not in html
    assert "never published" in html


def test_text_published_below_a_closed_page_is_not_shown_once_it_is_open():
    parent = StandardPageFactory()
    close(parent)
    page = make_page(parent)
    PageViewRestriction.objects.all().delete()
    assert SECRET not in differences(page)


def test_text_that_the_opened_page_had_is_compared_with_the_next():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un jour", lead_en="One")
    restriction = close(page)
    page = publish(page)
    restriction.delete()
    publish(page, lead_fr="Deux jours")
    html = differences(page)
    assert "</del>" in html
    assert "never published" not in html


def test_text_of_a_page_moved_into_the_open_is_compared_with_the_next():
    parent = StandardPageFactory()
    close(parent)
    page = publish(StandardPageFactory(parent=parent, title_fr="A", title_en="A", lead_fr="Un jour", lead_en="One"))
    page.move(HomePage.objects.get(), pos="last-child")
    publish(page, lead_fr="Deux jours")
    assert "</del>" in differences(page)


def test_what_everybody_read_before_a_page_was_closed_can_be_compared_when_it_is_open_again():
    page = publish(StandardPageFactory(title_fr="A", title_en="A", lead_fr="Un jour", lead_en="One"))
    restriction = close(page)
    publish(page, lead_fr=SECRET)
    publish(page, lead_fr="Deux jours")
    restriction.delete()
    (change,) = find_source_changes(StandardPage.objects.get(pk=page.pk), "en")
    assert [each.words for each in change.changes or [] if each.kind == "removed"] == ["Un jour"]


def test_deleting_a_closed_page_does_not_open_it():
    page = make_page()
    close(page)
    StandardPage.objects.get(pk=page.pk).delete()
    assert not SourceSnapshot.objects.filter(object_id=page.pk, text__contains="Appelez").exists()


def test_texts_older_than_this_question_are_public_unless_a_login_was_ever_needed():
    module = import_module("translations.migrations.0011_public_texts")
    opened, reopened = make_page(), make_page()
    close(reopened).delete()
    names = {"SourceText": "SourceSnapshot"}  # as the model was called at that migration
    module.forget(SimpleNamespace(get_model=lambda app, name: apps.get_model(app, names.get(name, name))), None)
    assert opened.source_snapshots.filter(published=True).exists()
    assert not reopened.source_snapshots.filter(published=True).exists()


# Withholding


def test_withheld_text_is_nowhere_and_readers_are_told_when_and_why():
    page = make_page()
    copy = page.copy(update_attrs={"slug": "copie", "slug_en": "copy"})
    assert SECRET in differences(page), "or there is nothing to withhold"
    act = withhold(page=page, keys=[key_of(page)], reason=REASON)
    for language, reason in REASON.items():
        html = differences(page, language)
        assert SECRET not in html
        assert reason in html
        assert str(act.withheld_at.year) in html.partition('class="withheld"')[2].partition("</span>")[0]
    assert SECRET not in differences(copy)
    assert not SourceSnapshot.objects.filter(text__contains=SECRET).exists()
    assert not [entry for entry in entries_of(StandardPage.objects.get(pk=page.pk), "en") if SECRET in entry.before]


def test_withheld_text_is_not_shown_to_translators(client, user):
    page = make_page()
    client.force_login(user)
    assert SECRET in client.get(url_of(page, "en")).text
    withhold(page=page, keys=[key_of(page)], reason=REASON)
    assert SECRET not in client.get(url_of(page, "en")).text


def test_reason_that_is_not_translated_is_marked_as_french():
    page = make_page()
    withhold(page=page, keys=[key_of(page)], reason={"fr": "Décision de justice"})
    assert '<span lang="fr">Décision de justice</span>' in differences(page)


def test_withheld_text_stays_so_when_the_page_says_it_again_and_then_no_more():
    page = make_page()
    withhold(page=page, keys=[key_of(page)], reason=REASON)
    page = publish(page, lead_fr=f"Appelez {SECRET}.")
    page = publish(page, lead_fr="Appelez-nous donc.")
    assert SECRET not in differences(page)


def test_withheld_text_can_be_shown_again():
    page = make_page()
    act = withhold(page=page, keys=[key_of(page)], reason=REASON)
    show_again(withholding=act)
    assert SECRET in differences(page)
    assert not Withholding.objects.exists()


@pytest.mark.parametrize("at_once", [True, False])
def test_erased_text_is_in_no_row_and_cannot_be_shown_again(at_once):
    page = make_page()
    act = withhold(page=page, keys=[key_of(page)], reason=REASON, erased=at_once)
    if not at_once:
        assert SECRET in str(Withholding.objects.get().originals)
        erase_words(withholding=act)
    assert SECRET not in str(Withholding.objects.get().originals)
    with pytest.raises(ValidationError):
        show_again(withholding=act)
    assert REASON["en"] in differences(page)


def test_what_the_page_says_now_cannot_be_withheld_nor_anything_without_a_reason():
    page = make_page()
    current = SourceSnapshot.objects.get(object_id=page.pk, text="Atelier")
    with pytest.raises(ValidationError):
        withhold(page=page, keys=[current.row_key], reason=REASON)
    with pytest.raises(ValidationError):
        withhold(page=page, keys=[key_of(page)], reason={"fr": " ", "en": "x"})
    assert not Withholding.objects.exists()


def test_history_names_the_act_and_the_reason_but_not_the_words(user):
    page = make_page()
    act = withhold(page=page, keys=[key_of(page)], reason=REASON, user=user)
    erase_words(withholding=act, user=user)
    entries = PageLogEntry.objects.filter(page=page.pk, action__startswith="translations.")
    assert {entry.action for entry in entries} == {"translations.withheld", "translations.erased"}
    assert all(entry.user == user and entry.data["reason"] == REASON["fr"] for entry in entries)
    assert not any(SECRET in str(entry.data) for entry in entries)


def test_withheld_words_go_with_their_page():
    page = make_page()
    withhold(page=page, keys=[key_of(page)], reason=REASON)
    StandardPage.objects.get(pk=page.pk).delete()
    assert not Withholding.objects.exists()


# In the admin


def test_editor_withholds_shows_again_and_erases(editor):
    page = make_page()
    url = reverse("withhold_texts", args=[page.pk])
    assert url in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert SECRET in editor.get(url).text
    assert key_of(page) not in editor.get(url, {"q": "something else"}).text
    assert "reason_fr" in editor.post(url, {"keys": [key_of(page)]}).context["form"].errors
    editor.post(url, {"keys": [key_of(page)], "reason_fr": "Justice", "reason_en": "Justice"})
    assert SECRET not in differences(page)
    editor.post(url, {"show_again": Withholding.objects.get().pk})
    assert SECRET in differences(page)
    editor.post(url, {"keys": [key_of(page)], "reason_fr": "Justice", "reason_en": ""})
    editor.post(url, {"erase": Withholding.objects.get().pk})
    assert SECRET not in editor.get(url).text
    assert editor.post(url, {"erase": "9" * 30}).status_code == 404
    assert "Justice" in editor.get(reverse("wagtailadmin_pages:history", args=[page.pk])).text


@pytest.mark.parametrize("given", [True, False])
def test_withholding_needs_its_own_permission(client, given):
    page = make_page()
    person = get_user_model().objects.create_user("lea", "lea@exemple.fr", "password")
    person.groups.add(Group.objects.get(name="Moderators"))
    if given:
        person.user_permissions.add(Permission.objects.get(codename="withhold_texts"))
    client.force_login(person)
    url = reverse("withhold_texts", args=[page.pk])
    assert (client.get(url).status_code == 200) is given
    assert (url in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text) is given


def test_what_is_withheld_of_another_page_is_not_found(client, user):
    page, other = make_page(), StandardPageFactory()
    act = withhold(page=page, keys=[key_of(page)], reason=REASON)
    client.force_login(user)
    assert client.post(reverse("withhold_texts", args=[other.pk]), {"erase": act.pk}).status_code == 404
    assert not Withholding.objects.get().erased_at
