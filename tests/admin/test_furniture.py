"""The admin's name, language, menu and first page; who may do what; records that pages name."""

import html

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from campaigns.models import Topic
from claims.models import ClaimPage, Organisation
from contacts.models import Person, Region
from tests.factories import (
    ArticlePageFactory,
    ClaimPageFactory,
    JoinPageFactory,
    OrganisationFactory,
    PersonFactory,
    RegionFactory,
    RegionPageFactory,
    TopicFactory,
    WorkshopReportPageFactory,
)

pytestmark = pytest.mark.django_db


def menu(client):
    from wagtail.admin.menu import admin_menu

    request = client.get(reverse("wagtailadmin_home")).wsgi_request
    items = sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)
    return [item.name for item in items]


@pytest.mark.parametrize(("accepted", "language"), [("en", "fr"), ("fr", "fr"), ("de", "fr")])
def test_sign_in_is_in_french_and_ours(client, accepted, language):
    page = client.get(reverse("wagtailadmin_login"), headers={"accept-language": accepted}).content.decode()
    assert f'<html lang="{language}"' in page
    assert "- Cahier</title>" in page.replace("\n", "")
    assert "cahier-label" in page
    assert "Mot de passe" in page
    assert "Wagtail" not in page.partition("<body")[2].partition("<noscript")[0]


@pytest.mark.parametrize(("chosen", "language"), [("", "fr"), ("fr", "fr"), ("en", "en")])
def test_admin_is_in_french_unless_the_user_chose_english(sign_in, chosen, language):
    page = sign_in("Editors", chosen).get(reverse("wagtailadmin_home")).content.decode()
    assert f'<html lang="{language}"' in page


def test_menu_holds_what_editors_use_and_nothing_else(editor):
    names = menu(editor)
    assert names[:6] == ["explorer", "claims", "workshop-reports", "articles", "campaigns", "directory"]
    assert {"images", "documents"} <= set(names)
    assert not {"help", "settings", "snippets", "subscribers"} & set(names)


def test_menu_names_things_by_one_word(admin_client):
    """The directory as readers know it, the one kind of form by what it holds, the newsletter in one place."""
    page = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Annuaire" in page
    assert "Répertoire" not in page
    JoinPageFactory(deadlines={RegionFactory(): None})
    names = menu(admin_client)
    assert {"newsletter", "forms"} <= set(names)
    assert not {"issues", "subscribers", "letters", "by-post"} & set(names)
    listed = admin_client.get(reverse("wagtailforms:index")).content.decode()
    assert "Candidatures" in listed
    assert "Formulaires" not in listed


def test_newsletter_is_one_item_for_those_who_may_send_it(sign_in):
    assert "newsletter" in menu(sign_in("Newsletter"))


def test_first_page_says_what_waits(editor):
    report = WorkshopReportPageFactory(title_fr="Droits", title_en="Rights")
    ClaimPageFactory(parent=report)
    report.title_fr = "Droits sociaux"
    report.save_revision().publish()
    page = editor.get(reverse("wagtailadmin_home"))
    panel = next(panel for panel in page.context["panels"] if panel.name == "translations")
    rows = {row.name: row for row in panel.get_context_data(page.context)["rows"]}
    claims, reports = rows[ClaimPage._meta.verbose_name_plural], rows[type(report)._meta.verbose_name_plural]
    assert (claims.published.count, claims.drafts.count) == (1, 0)
    assert {figure.status: figure.count for figure in claims.translations}["missing"] == 1
    assert {figure.status: figure.count for figure in reports.translations}["outdated"] == 1
    assert "Droits sociaux" in page.content.decode()
    for figure in [claims.published, *claims.translations, *reports.translations]:
        listed = editor.get(figure.url).context["object_list"]
        assert len(listed) == figure.count, figure


def test_strangers_and_those_without_a_role_see_nothing(client, sign_in):
    for url in (reverse("wagtailadmin_home"), reverse("claims:index"), reverse("reports:index")):
        assert client.get(url).status_code == 302
    client = sign_in()
    for url in (reverse("wagtailadmin_home"), reverse("claims:index")):
        assert client.get(url).status_code in (302, 403)


def snippet_url(model, view, *args):
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
@pytest.mark.parametrize("model", [Organisation, Topic, Region, Person])
def test_both_roles_keep_the_records_that_pages_name(sign_in, group, model):
    client = sign_in(group)
    for view in ("list", "add"):
        assert client.get(snippet_url(model, view)).status_code == 200


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_neither_role_sees_subscribers(django_user_model, sign_in, group):
    sign_in(group)
    allowed = Permission.objects.filter(group__name=group)
    assert not allowed.filter(content_type__app_label="newsletter").exists()


def test_moderators_may_do_more_than_editors(sign_in, django_user_model):
    claim = ClaimPageFactory()
    sign_in("Editors")
    perms = claim.permissions_for_user(django_user_model.objects.get(username="edith"))
    assert perms.can_publish()
    assert not perms.can_unlock()


@pytest.mark.parametrize("model", [Organisation, Topic, Region])
def test_record_is_named_in_every_language_side_by_side(editor, model):
    page = editor.get(snippet_url(model, "add")).content.decode()
    assert 'name="name_fr"' in page
    assert 'name="name_en"' in page
    assert 'name="name"' not in page
    data = {
        "name_fr": "Défenseure",
        "name_en": "Ombudsman",
        "note_fr": "",
        "note_en": "",
        "url": "",
        "slug": "d",
        "order": 0,
    }
    assert editor.post(snippet_url(model, "add"), data).status_code == 302
    record = model.objects.get()
    assert (record.name_fr, record.name_en) == ("Défenseure", "Ombudsman")


def test_record_without_a_name_in_the_source_language_is_refused(editor):
    response = editor.post(snippet_url(Organisation, "add"), {"name_fr": "", "name_en": "Ombudsman", "url": ""})
    assert list(response.context["form"].errors) == ["name_fr"]
    assert "Ombudsman" in response.content.decode()


def make_carrier():
    claim, organisation = ClaimPageFactory(), OrganisationFactory()
    claim.supports.create(organisation=organisation)
    claim.save()
    return organisation


def make_addressee():
    claim, organisation = ClaimPageFactory(), OrganisationFactory()
    claim.addressees.add(organisation)
    claim.save()
    return organisation


def make_topic():
    article, topic = ArticlePageFactory(), TopicFactory()
    article.topics.add(topic)
    article.save()
    return topic


def make_outer_region():
    return RegionFactory(parent=RegionFactory()).parent


def make_region_of_a_page():
    return RegionPageFactory().region


@pytest.mark.parametrize("make", [make_carrier, make_addressee, make_topic, make_outer_region, make_region_of_a_page])
@pytest.mark.parametrize("in_bulk", [False, True])
def test_record_in_use_is_not_deleted_and_the_editor_learns_why(editor, make, in_bulk):
    record = make()
    model = type(record)
    if in_bulk:
        url = reverse("wagtail_bulk_action", args=(model._meta.app_label, model._meta.model_name, "delete"))
        response = editor.post(f"{url}?id={record.pk}", follow=True)
    else:
        response = editor.post(snippet_url(model, "delete", record.pk), follow=True)
    assert model.objects.filter(pk=record.pk).exists()
    assert response.status_code == 200
    assert record.name in html.unescape(" ".join(str(message) for message in response.context["messages"]))


@pytest.mark.parametrize("factory", [OrganisationFactory, TopicFactory, RegionFactory, PersonFactory])
def test_record_that_nothing_names_is_deleted(editor, factory):
    record = factory()
    editor.post(snippet_url(type(record), "delete", record.pk))
    assert not type(record).objects.exists()


def test_use_of_an_organisation_is_shown(editor):
    organisation = make_carrier()
    claim = ClaimPage.objects.get()
    page = editor.get(snippet_url(Organisation, "usage", organisation.pk)).content.decode()
    assert claim.title_fr in page
