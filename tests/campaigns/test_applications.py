"""What becomes of applications: who reads them, how long they are kept, and that none is lost."""

import datetime
import io

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from body.models import OutgoingEmail
from body.outgoing import give_up, send_due_emails
from campaigns.models import Application, JoinPage
from tests.campaigns.applying import apply, apply_and_confirm, confirm, link_of
from tests.factories import CampaignPageFactory, JoinPageFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def try_again(**after):
    OutgoingEmail.objects.update(due_at=timezone.now())
    give_up(timezone.now() + datetime.timedelta(**after))
    send_due_emails()


def test_mail_server_that_is_down_loses_no_application(client, call, regions, settings):
    working, down = settings.EMAIL_BACKEND, "tests.newsletter.mailservers.Down"
    settings.EMAIL_BACKEND = down
    assert apply(client, call, regions["africa"]).status_code == 303
    settings.EMAIL_BACKEND = working
    try_again()
    link = link_of(mail.outbox[0])
    settings.EMAIL_BACKEND = down
    confirm(client, link)
    assert Application.objects.get().forwarded_at
    try_again(days=4)
    assert Application.objects.get().forwarded_at is None
    settings.EMAIL_BACKEND = working
    call_command("tend_applications")
    call_command("tend_applications")
    assert [message.to for message in mail.outbox] == [["noe@exemple.org"], ["ana@exemple.fr"]]


def test_mail_server_that_is_down_does_not_tell_who_has_applied(client, call, regions, settings):
    apply(client, call, regions["africa"])
    settings.EMAIL_BACKEND = "tests.newsletter.mailservers.Down"
    answers = [apply(client, call, regions["africa"], email=who) for who in ("noe@exemple.org", "new@exemple.org")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, answers[0]["Location"])] * 2


@pytest.mark.parametrize("server", ["Greylisting", "Busy"])
def test_mail_server_that_says_not_now_gets_the_application_later(client, call, regions, settings, server):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"tests.newsletter.mailservers.{server}"
    apply(client, call, regions["africa"])
    settings.EMAIL_BACKEND = working
    try_again()
    confirm(client, link_of(mail.outbox[0]))
    assert [message.to for message in mail.outbox] == [["noe@exemple.org"], ["ana@exemple.fr"]]


def test_application_withdrawn_before_it_was_passed_on_reaches_nobody(client, call, regions, settings):
    apply(client, call, regions["africa"])
    link = link_of(mail.outbox[0])
    settings.EMAIL_BACKEND = "tests.newsletter.mailservers.Down"
    confirm(client, link)
    client.post(link, {"withdraw": "yes"})
    assert not Application.objects.exists()
    assert not OutgoingEmail.objects.filter(kind="application").exists()


def test_applications_are_erased_when_their_time_is_over(client, call, regions):
    now = timezone.now()
    for days, confirmed in [(6, False), (8, False), (179, True), (181, True)]:
        application = Application.objects.create(
            page=call, email=f"{days}@exemple.org", region=regions["africa"], language="fr", form_data={},
            confirmed_at=now if confirmed else None, forwarded_at=now,
        )  # fmt: skip
        Application.objects.filter(pk=application.pk).update(submit_time=now - days * DAY)
    call_command("tend_applications")
    assert {application.email for application in Application.objects.all()} == {"6@exemple.org", "179@exemple.org"}


# In the admin


@pytest.fixture
def coordinator(django_user_model, regions):
    """Somebody who was named to coordinate Africa, and may do nothing else in the admin."""
    user = django_user_model.objects.create_user("ana", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    regions["africa"].coordinators.add(user)
    return user


def sign_in_with(client, django_user_model, *codenames, group=None):
    user = django_user_model.objects.create_user("edith", password="x")
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    if group:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return user


def submissions(call, **query):
    return reverse("wagtailforms:list_submissions", args=[call.pk], query=query)


@pytest.fixture
def three(client, regions):
    """Three confirmed applications, from Africa, North Africa and Europe, and one that is not confirmed."""
    call = JoinPageFactory(deadlines={regions["africa"]: None, regions["europe"]: None})
    for name, place in [("=Ama()", "africa"), ("Basma", "north"), ("Carl", "europe")]:
        apply_and_confirm(client, call, regions[place], name=name, email=f"{place}@exemple.org")
    apply(client, call, regions["africa"], name="Dada", email="dada@exemple.org")
    return call


def test_coordinator_sees_and_exports_their_region_and_what_lies_within_only(client, three, coordinator):
    client.force_login(coordinator)
    html = client.get(submissions(three)).content.decode()
    assert "Basma" in html
    assert "Carl" not in html
    assert "Dada" not in html
    for kind in ("csv", "xlsx"):
        answer = client.get(submissions(three, export=kind))
        content = b"".join(answer.streaming_content)
        if kind == "csv":
            text = content.decode()
            assert "Carl" not in text
            assert "'=Ama()" in text
            assert "Afrique du Nord" in text


def test_editor_of_the_call_alone_sees_no_application(client, three, django_user_model):
    group = Group.objects.create(name="Campagne")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(content_type__app_label="translations", codename="change_basepage")
    GroupPagePermission.objects.create(group=group, page=three, permission=permission)
    user = django_user_model.objects.create_user("cam", password="x")
    user.groups.add(group)
    client.force_login(user)
    assert client.get(submissions(three)).status_code in (302, 403)
    assert three.title not in client.get(reverse("wagtailforms:index")).content.decode()


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_editors_of_the_regions_page_read_and_export_no_application(client, three, django_user_model, group):
    sign_in_with(client, django_user_model, group=group)
    for url in (submissions(three), submissions(three, export="csv")):
        answer = client.get(url)
        assert answer.status_code in (302, 403)
    assert reverse("wagtailforms:index") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_whoever_holds_the_permission_reads_every_application(client, three, django_user_model):
    sign_in_with(client, django_user_model, "access_admin", "read_applications")
    html = client.get(submissions(three)).content.decode()
    assert "Carl" in html
    assert "Basma" in html


def test_coordinator_finds_the_list_of_calls_without_any_permission_on_pages(client, three, coordinator):
    client.force_login(coordinator)
    assert reverse("wagtailforms:index") in client.get(reverse("wagtailadmin_home")).content.decode()
    assert three.title in client.get(reverse("wagtailforms:index")).content.decode()


def test_each_look_and_each_export_is_logged_without_what_was_read(client, three, coordinator):
    client.force_login(coordinator)
    client.get(submissions(three))
    client.get(submissions(three, export="csv"))
    entries = PageLogEntry.objects.filter(page=three.pk, user=coordinator).order_by("timestamp")
    assert [(entry.action, entry.data) for entry in entries] == [
        ("campaigns.read_applications", {"count": 2}), ("campaigns.export_applications", {"count": 2}),
    ]  # fmt: skip
    assert all(str(entry.message).startswith("Candidatures") for entry in entries)


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
    assert "liraient les candidatures" in answer.text
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


def test_nobody_erases_what_they_may_not_see(client, three, coordinator):
    client.force_login(coordinator)
    keys = [application.pk for application in Application.objects.all()]
    url = reverse("wagtailforms:delete_submissions", args=[three.pk], query={"selected-submissions": keys})
    client.post(url)
    assert Application.objects.count() == len(keys)


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


def test_region_that_somebody_applied_from_is_not_deleted(client, three, admin_user, regions):
    client.force_login(admin_user)
    region = regions["north"]
    url = reverse(type(region).snippet_viewset.get_url_name("delete"), args=[region.pk])
    answer = client.post(url, follow=True)
    assert answer.status_code == 200
    assert "Afrique du Nord" in answer.content.decode()
    region.refresh_from_db()
    assert region.is_in_use


@pytest.mark.parametrize("export", ["csv", "xlsx"])
def test_no_cell_of_an_export_is_a_formula(client, call, regions, admin_user, export):
    apply_and_confirm(client, call, regions["africa"], name="=1+1", organisation="@SUM(A1)")
    client.force_login(admin_user)
    url = reverse("wagtailforms:list_submissions", args=[call.pk])
    content = b"".join(client.get(url, {"export": export}))
    if export == "csv":
        assert {"'=1+1", "'@SUM(A1)"} <= set(content.decode().splitlines()[1].split(","))
    else:  # a cell of XLSX says itself that it is text
        (_names, row) = openpyxl.load_workbook(io.BytesIO(content)).active.rows
        assert "=1+1" in [cell.value for cell in row]
        assert "f" not in {cell.data_type for cell in row}
