"""A translator may be given one language only."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, PagePermissionTester

from campaigns.models import HomePage, StandardPage
from claims.admin.selection import may_keep
from content.models import CahierDocument
from tests.factories import ClaimPageFactory, StandardPageFactory, TopicFactory
from translation_desk.editor.translatables import url_of
from translations.permissions import ReaderPermissions, TranslatorPermissions, languages_of
from translations.publishing.languages import publish_languages
from translations.status.records import digest

from .forms import add_url, edit_url, standard_page_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def translators() -> Group:
    group = Group.objects.create(name="Translators")
    names = ["access_admin", "write_en", "change_basepage", "publish_basepage"]
    group.permissions.set(Permission.objects.filter(codename__in=names))
    pages = Permission.objects.filter(codename__in=["change_basepage", "publish_basepage"])
    for permission in pages:
        GroupPagePermission.objects.create(group=group, page=HomePage.objects.get(), permission=permission)
    return group


@pytest.fixture
def translator(translators) -> User:
    user = get_user_model().objects.create_user("traductrice", "t@exemple.fr", "password")
    user.groups.add(translators)
    return user


@pytest.fixture
def page() -> StandardPage:
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One")
    page.save_revision().publish()
    return page


def test_languages_are_those_given_and_no_others(translator, user):
    assert languages_of(translator) == ["en"]
    assert languages_of(user) == ["fr", "en"]
    assert languages_of(get_user_model().objects.create_user("x")) == []
    translator.groups.add(group := Group.objects.create(name="French too"))
    group.permissions.add(Permission.objects.get(codename="write_fr"))
    assert languages_of(get_user_model().objects.get(pk=translator.pk)) == ["fr", "en"]


def test_translator_publishes_no_other_language(page, translator):
    draft = page.get_latest_revision_as_object()
    draft.lead_fr, draft.lead_en = "Deux", "Two"
    draft.save_revision()
    publish_languages(page=page, languages=["fr", "en"], user=translator)
    page = StandardPage.objects.get()
    assert (page.lead_fr, page.lead_en) == ("Un", "Two")
    assert page.get_latest_revision_as_object().lead_fr == "Deux"


@pytest.mark.parametrize("act", ["delete", "unpublish", "move_confirm", "copy"])
def test_page_is_moved_and_withdrawn_by_others(client: Client, page, translator, act):
    client.force_login(translator)
    args = [page.pk, StandardPageFactory(title_fr="Ailleurs").pk] if act == "move_confirm" else [page.pk]
    assert client.post(reverse(f"wagtailadmin_pages:{act}", args=args)).status_code in (302, 403)
    assert StandardPage.objects.get(pk=page.pk).get_parent().pk == page.get_parent().pk
    assert StandardPage.objects.get(pk=page.pk).live
    assert StandardPage.objects.filter(title_fr="Atelier").count() == 1


def test_page_is_hidden_reordered_and_decided_on_by_others(page, translator):
    may = page.permissions_for_user(translator)
    assert may.can_edit()
    assert may.can_publish()
    assert not any([may.can_set_view_restrictions(), may.can_reorder_children(), may.can_add_subpage()])
    assert not may_keep(ClaimPageFactory(), translator)


def test_snippet_is_written_in_the_translators_language_alone(client: Client, translators, translator):
    translators.permissions.add(*Permission.objects.filter(codename__in=["add_topic", "change_topic", "delete_topic"]))
    topic = TopicFactory(name_fr="Logement")
    client.force_login(translator)
    urls = {name: topic.snippet_viewset.get_url_name(name) for name in ("add", "edit", "delete")}
    for method in (client.get, client.post):
        assert method(reverse(urls["edit"], args=[topic.pk])).url == url_of(topic, "en")
    client.post(reverse(urls["delete"], args=[topic.pk]))
    client.post(reverse(urls["add"]), {"name_fr": "Autre"})
    assert [one.name_fr for one in type(topic).objects.all()] == ["Logement"]


def test_picture_is_described_by_those_who_may_change_pictures(client: Client, page, translator):
    image = get_image_model().objects.create(title="Photo", file=get_test_image_file(), description_fr="Une file")
    page.body_fr = [{"type": "image", "value": {"image": image.pk, "caption": ""}, "id": "i"}]
    page.save_revision()
    client.force_login(translator)
    path = f"image/{image.pk}/description"
    client.post(url_of(page, "en"), {"a-path": path, "a-shown": digest(""), "a-source": "x", "a-value": "A queue"})
    image.refresh_from_db()
    assert not image.description_en


@pytest.fixture
def files(translators, settings, tmp_path):
    """A picture and a document, in a collection where the translators' group may do everything."""
    settings.MEDIA_ROOT = str(tmp_path)
    for codename in ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"):
        permission = Permission.objects.get(codename=codename)
        root = Collection.get_first_root_node()
        GroupCollectionPermission.objects.create(group=translators, collection=root, permission=permission)
    image = get_image_model().objects.create(title_fr="Photo", file=get_test_image_file(), description_fr="Une file")
    document = CahierDocument.objects.create(title_fr="Motion", file=ContentFile(b"%PDF-1.7", "motion.pdf"))
    return image, document


def test_files_and_their_french_words_are_replaced_and_deleted_by_others(client: Client, translator, files):
    image, document = files
    client.force_login(translator)
    new = {"title_fr": "Autre", "description_fr": "Autre", "collection": image.collection_id, "tags": ""}
    for name, obj, upload in [
        ("images", image, get_test_image_file("n.png")),
        ("docs", document, ContentFile(b"%PDF-1.7")),
    ]:
        before = obj.file.name
        for act, args in [("edit", [obj.pk]), ("delete", [obj.pk]), ("add", []), ("add_multiple", [])]:
            form = {**new, "file": upload, "files[]": upload}
            assert client.post(reverse(f"wagtail{name}:{act}", args=args), form).status_code in (302, 403)
        (left,) = type(obj).objects.all()
        assert (left.file.name, left.title_fr) == (before, obj.title_fr)


def test_picture_is_described_in_english_by_a_translator_whose_group_may_change_it(client, page, translator, files):
    image, _document = files
    page.body_fr = [{"type": "image", "value": {"image": image.pk, "caption": ""}, "id": "i"}]
    page.save_revision()
    client.force_login(translator)
    path = f"image/{image.pk}/description"
    shown = {"a-path": path, "a-shown": digest(""), "a-source": digest("Une file"), "a-value": "A queue"}
    client.post(url_of(page, "en"), shown)
    image.refresh_from_db()
    assert (image.description_en, image.description_fr) == ("A queue", "Une file")


def test_group_without_any_language_writes_nothing(client: Client, translators, translator, page):
    translators.permissions.remove(Permission.objects.get(codename="write_en"))
    translators.permissions.add(Permission.objects.get(codename="change_topic"))
    topic = TopicFactory(name_fr="Logement")
    may = page.permissions_for_user(translator)
    assert not any(getattr(may, name)() for name in ("can_edit", "can_publish", "can_view_revisions", "can_copy"))
    client.force_login(translator)
    for url in (edit_url(page), reverse(topic.snippet_viewset.get_url_name("edit"), args=[topic.pk])):
        assert client.get(url).status_code in (302, 403)
        client.post(url, standard_page_form(lead_fr="Deux", name_fr="Autre"))
    topic.refresh_from_db()
    assert (StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object().lead_fr, topic.name_fr) == (
        "Un",
        "Logement",
    )
    with pytest.raises(ValidationError):
        publish_languages(page=page, languages=["fr", "en"], user=translator)


def test_what_translators_may_do_to_a_page_is_a_list_and_nothing_else_is_asked_of_their_groups(page, user):
    """So that an act that a new version of Wagtail asks about is refused until it is named."""
    acts = {name for name in dir(PagePermissionTester) if name.startswith("can_")}
    assert set(TranslatorPermissions.allowed) <= acts
    may = TranslatorPermissions(user, page)  # a superuser's groups may everything
    assert {name for name in acts - {"can_move_to", "can_copy_to"} if getattr(may, name)()} <= set(may.allowed)


@pytest.mark.parametrize("permissions", [ReaderPermissions, TranslatorPermissions])
def test_act_that_wagtail_asks_about_anew_is_refused_until_it_is_named(page, user, permissions, monkeypatch):
    monkeypatch.setattr(PagePermissionTester, "can_turn_upside_down", lambda self, how="": True, raising=False)
    assert PagePermissionTester(user, page).can_turn_upside_down()
    assert not permissions(user, page).can_turn_upside_down(how="quickly")
    monkeypatch.setattr(permissions, "allowed", [*permissions.allowed, "can_turn_upside_down"])
    assert permissions(user, page).can_turn_upside_down()


def test_page_is_made_by_others(client: Client, translator):
    client.force_login(translator)
    client.post(add_url(HomePage.objects.get()), standard_page_form())
    assert not StandardPage.objects.exists()


def test_form_of_a_translator_saves_no_other_language(client: Client, page, translator):
    client.force_login(translator)
    form = standard_page_form(title_en="Workshop", slug_en="workshop", lead_fr="Deux", lead_en="Two")
    client.post(edit_url(page), {**form, "action-publish": "action-publish"})
    page = StandardPage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert page.lead_fr == draft.lead_fr == "Un"
    assert page.lead_en == draft.lead_en == "Two"


def test_permission_of_each_language_is_offered_for_groups(editor):
    html = editor.get(reverse("wagtailusers_groups:add")).text
    for codename in ("write_fr", "write_en"):
        assert str(Permission.objects.get(codename=codename).pk) in html


def test_translator_publishes_no_expiry_that_somebody_else_drafted(translator, page):
    draft = page.get_latest_revision_as_object()
    draft.lead_en, draft.expire_at = "Two", timezone.now().replace(microsecond=0) + datetime.timedelta(days=1)
    draft.save_revision()
    publish_languages(page=page, languages=["en"], user=translator)
    page = StandardPage.objects.get(pk=page.pk)
    assert (page.lead_en, page.expire_at) == ("Two", None)
    assert page.get_latest_revision_as_object().expire_at == draft.expire_at


def test_translator_publishes_no_page_from_a_list_that_nobody_has_read_yet(client, translator):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", live=False)
    page.save_revision()
    client.force_login(translator)
    url = reverse("wagtail_bulk_action", args=("translations", "basepage", "publish"))
    assert client.post(f"{url}?id={page.pk}&next=/admin/", follow=True).status_code == 200
    assert not StandardPage.objects.get(pk=page.pk).live
