"""Who may decide who gets applications and reads them: those with the permission for it, and nobody else."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from campaigns.models import JoinPage
from tests.campaigns.applying import sign_in_with
from tests.factories import CampaignPageFactory

pytestmark = pytest.mark.django_db


def test_coordinators_are_named_by_those_who_may_and_by_no_other_editor(client, regions, django_user_model):
    editor = sign_in_with(client, django_user_model, group="Editors")
    region = regions["africa"]
    url = reverse(type(region).snippet_viewset.get_url_name("edit"), args=[region.pk])
    form = {"name_fr": "Afrique", "name_en": "", "slug": region.slug, "order": 1, "parent": region.parent_id}
    assert 'name="coordinators"' not in client.get(url).content.decode()
    client.post(url, {**form, "coordinators": [editor.pk]})
    assert editor not in region.coordinators.all()
    editor.user_permissions.add(Permission.objects.get(codename="name_coordinators"))
    assert 'name="coordinators"' in client.get(url).content.decode()
    client.post(url, {**form, "coordinators": [editor.pk]})
    assert list(region.coordinators.all()) == [editor]


def test_editors_make_no_region_part_of_another_whose_coordinators_would_then_read_its_applications(
    client, regions, coordinator, django_user_model
):
    editor = sign_in_with(client, django_user_model, group="Editors")
    region = regions["europe"]
    url = reverse(type(region).snippet_viewset.get_url_name("edit"), args=[region.pk])
    form = {"name_fr": "Europe", "name_en": "Europe", "slug": region.slug, "order": 2, "parent": regions["north"].pk}
    answer = client.post(url, form)
    assert answer.status_code == 200
    assert "lirait les candidatures" in answer.text
    region.refresh_from_db()
    assert region.parent == regions["world"]
    assert client.post(url, {**form, "parent": ""}).status_code == 302  # nobody more reads anything
    editor.user_permissions.add(Permission.objects.get(codename="name_coordinators"))
    assert client.post(url, form).status_code == 302
    region.refresh_from_db()
    assert region.parent == regions["north"]


TEXTS_OF_CALL = {
    f"{name}_{language}": ""
    for name in ("title", "slug", "lead", "seo_title", "search_description", "menu_title")
    for language in ("fr", "en")
}


def form_of_call(call, address):
    """Return what the form of a call sends, with this address for applications."""
    rows = [{"id": row.pk, "region": row.region_id, "closes_on": row.closes_on or ""} for row in call.deadlines.all()]
    rows = {"deadlines": inline_formset(rows, initial=len(rows), min=1), "comments": inline_formset([])}
    return {
        **TEXTS_OF_CALL, **nested_form_data(rows), "title_fr": "Rejoindre", "slug_fr": "rejoindre", "asks_fr": "null",
        "asks_en": "null", "kept_days": "180", "fallback_email": address, "action-publish": "publish",
    }  # fmt: skip


def test_editors_send_applications_to_no_other_address(client, call, django_user_model):
    editor = sign_in_with(client, django_user_model, group="Editors")
    url = reverse("wagtailadmin_pages:edit", args=[call.pk])
    own = "edith@exemple.fr"
    answer = client.post(url, form_of_call(call, own))
    assert answer.status_code == 200
    assert "qui peuvent choisir qui reçoit les candidatures" in answer.text
    assert client.post(url, form_of_call(call, call.fallback_email)).status_code == 302  # all else is theirs to change
    assert own not in str(list(call.revisions.values_list("content", flat=True)))
    editor.user_permissions.add(Permission.objects.get(codename="name_coordinators"))
    assert client.post(url, form_of_call(call, own)).status_code == 302
    call.refresh_from_db()
    assert own in str(call.latest_revision.content)


def test_editors_bring_no_earlier_address_back_by_a_revision(client, call, django_user_model):
    old = call.save_revision()
    call.fallback_email = "b@exemple.fr"
    call.save_revision().publish()
    sign_in_with(client, django_user_model, group="Editors")
    answer = client.post(
        reverse("wagtailadmin_pages:edit", args=[call.pk]),
        {**form_of_call(call, "a-defaut@exemple.fr"), "revision": old.pk},
    )
    assert answer.status_code == 200
    assert "qui peuvent choisir qui reçoit les candidatures" in answer.text


def test_call_is_made_and_published_in_the_admin(client, admin_user, regions):
    client.force_login(admin_user)
    url = reverse("wagtailadmin_pages:add", args=["campaigns", "joinpage", CampaignPageFactory().pk])
    form = client.get(url)
    assert form.status_code == 200
    data = {
        **form_of_call(JoinPage(), "a@exemple.fr"),
        "deadlines-TOTAL_FORMS": "1",
        "deadlines-0-region": regions["africa"].pk,
        "deadlines-0-ORDER": "1",
        "deadlines-0-closes_on": "",
    }
    second = {name.replace("-0-", "-1-"): value for name, value in data.items() if "-0-" in name}
    twice = client.post(url, {**data, **second, "deadlines-TOTAL_FORMS": "2"})
    assert twice.status_code == 200  # the region stands there twice
    assert not JoinPage.objects.exists()
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    assert JoinPage.objects.get().terms.keys() == {regions["africa"].pk, regions["north"].pk}
