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

from campaigns.models import Application
from mail.queue import OutgoingEmail, give_up, send_due_emails
from tests.campaigns.applying import apply, apply_and_confirm, confirm, link_of, sign_in_with
from tests.factories import JoinPageFactory

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
    call_command("process_applications")
    call_command("process_applications")
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
    call_command("process_applications")
    assert {application.email for application in Application.objects.all()} == {"6@exemple.org", "179@exemple.org"}


# In the admin


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


def test_nobody_erases_what_they_may_not_see(client, three, coordinator):
    client.force_login(coordinator)
    keys = [application.pk for application in Application.objects.all()]
    url = reverse("wagtailforms:delete_submissions", args=[three.pk], query={"selected-submissions": keys})
    client.post(url)
    assert Application.objects.count() == len(keys)


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
