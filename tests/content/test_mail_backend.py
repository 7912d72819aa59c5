"""What Django and Wagtail send by themselves goes through the queue: no request waits for the mail server."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail import EmailMessage, send_mail
from django.urls import reverse

from config.settings import base
from mail.queue import QUEUE, OutgoingEmail, send_due_emails, server_backend
from newsletter.delivery.transport import SMTP, BackendConnection, SmtpConnection, open_connection
from tests.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAILS_AT_ONCE = QUEUE, False
    settings.MAIL_SERVER_BACKEND = "tests.newsletter.mailservers.Untouchable"


def test_installation_sends_by_the_queue():
    assert base.EMAIL_BACKEND == QUEUE
    assert base.MAIL_SERVER_BACKEND != QUEUE


def test_what_django_sends_waits_and_then_leaves_by_the_server(settings):
    send_mail("Sujet", "Texte", None, ["a@exemple.fr", "b@exemple.fr"], html_message="<p>Texte</p>")
    settings.MAIL_SERVER_BACKEND = LOCMEM
    assert not mail.outbox
    assert send_due_emails() == 2
    assert [message.to for message in mail.outbox] == [["a@exemple.fr"], ["b@exemple.fr"]]
    assert mail.outbox[0].alternatives[0].content == "<p>Texte</p>"
    assert not OutgoingEmail.objects.exists()


def test_email_with_a_file_which_the_queue_does_not_take_is_handed_over_at_once(settings):
    settings.MAIL_SERVER_BACKEND = LOCMEM
    message = EmailMessage("Sujet", "Texte", to=["a@exemple.fr"], attachments=[("a.txt", "a", "text/plain")])
    assert message.send() == 1
    assert mail.outbox[0].attachments


def test_notice_of_wagtail_to_moderators_keeps_no_editor_waiting(client, django_user_model, settings):
    for name, group in [("edith", "Editors"), ("momo", "Moderators")]:
        user = django_user_model.objects.create_user(name, f"{name}@exemple.fr", "x")
        user.groups.add(Group.objects.get(name=group))
    client.force_login(django_user_model.objects.get(username="edith"))
    page = ArticlePageFactory(live=False, title_fr="Titre")
    page.save_revision()
    page.get_workflow().start(page, django_user_model.objects.get(username="edith"))
    waiting = OutgoingEmail.objects.get()
    assert (waiting.to, waiting.kind, waiting.headers["Auto-Submitted"]) == (
        "momo@exemple.fr", "notice", "auto-generated",
    )  # fmt: skip
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in waiting.text


def test_newsletter_speaks_to_the_server_and_not_to_the_queue(settings):
    settings.MAIL_SERVER_BACKEND = SMTP
    assert server_backend() == SMTP
    assert isinstance(open_connection(), SmtpConnection)
    settings.MAIL_SERVER_BACKEND = LOCMEM
    line = open_connection()
    assert isinstance(line, BackendConnection)
    assert type(line.connection).__module__ == "django.core.mail.backends.locmem"
