"""`/livez` and `/readyz`: what a watcher is told, however it asks."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mail.queue import OutgoingEmail, queue_email
from newsletter.delivery.tasks import send_issue


@pytest.fixture
def watcher(settings: Any) -> Client:
    """Whoever asks by IP address and plain HTTP, from beside the proxy, on a site that has a name and HTTPS."""
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["cahier.example"]
    return Client(headers={"host": "10.1.2.3:8000"})


def says(response: HttpResponse, name: str) -> str:
    return str(response.json()["checks"][name]["says"])  # type: ignore[attr-defined]


def test_livez_answers_whoever_asks_without_the_database(watcher: Client) -> None:
    response = watcher.get("/livez")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


@pytest.mark.django_db
def test_readyz_says_in_words_that_all_is_well(watcher: Client) -> None:
    response = watcher.get("/readyz")
    assert response.status_code == 200
    assert response.json()["status"] == "ready"
    assert says(response, "database") == "The database answers."
    assert says(response, "migrations") == "All migrations are applied."
    assert says(response, "queue") == "Nothing waits for too long to be sent."
    assert says(response, "disk").endswith("MB of disk are free.")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.django_db
def test_readyz_costs_few_queries(watcher: Client, django_assert_max_num_queries: Any) -> None:
    watcher.get("/readyz")
    with django_assert_max_num_queries(5):
        watcher.get("/readyz")


@pytest.mark.django_db
def test_readyz_is_503_when_the_database_is_away(watcher: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("connection to server at 10.9.9.9 failed: password of cahier")

    monkeypatch.setattr(CursorWrapper, "execute", refuse)
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.close", lambda self: None)  # of this test
    response = watcher.get("/readyz")
    assert response.status_code == 503
    assert response.json()["status"] == "not ready"
    assert says(response, "database") == "The database does not answer."
    assert "10.9.9.9" not in response.content.decode()


@pytest.mark.django_db
def test_readyz_is_503_until_migrations_are_applied(watcher: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="newsletter").latest("pk").delete()
    response = watcher.get("/readyz")
    assert response.status_code == 503
    assert says(response, "migrations") == "Migrations not applied: 1. Run manage.py migrate."


@pytest.mark.django_db
def test_readyz_is_503_when_the_disk_is_almost_full(watcher: Client, settings: Any) -> None:
    settings.HEALTH_FREE_DISK = 10**18
    response = watcher.get("/readyz")
    assert response.status_code == 503
    assert says(response, "disk").startswith("Only ")


@pytest.mark.django_db
@pytest.mark.parametrize("waiting", ["an email", "a task of the newsletter"])
def test_a_queue_that_nobody_works_on_is_told_but_keeps_the_site_in_service(
    watcher: Client, settings: Any, waiting: str
) -> None:
    settings.EMAILS_AT_ONCE = False
    old = timezone.now() - timedelta(minutes=40)
    if waiting == "an email":
        queue_email(EmailMessage("Sujet", "Texte", to=["camille@exemple.fr"]), kind="notice")
        OutgoingEmail.objects.update(due_at=old)
    else:
        send_issue.enqueue(1)
        DBTaskResult.objects.update(enqueued_at=old)
    response = watcher.get("/readyz")
    assert (response.status_code, response.json()["checks"]["queue"]["ok"]) == (200, False)
    assert "minutes" in says(response, "queue")
    assert "camille" not in response.content.decode()
    assert watcher.get("/readyz/queue").status_code == 503
    assert watcher.get("/readyz/disk").status_code == 200


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_nothing_can_be_sent_to_them(watcher: Client, address: str) -> None:
    response = watcher.post(address)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("address", ["/readyz/", "/readyz/secrets", "/livez/more", "/fr/readyz"])
def test_no_other_address_is_answered_by_ip(watcher: Client, address: str) -> None:
    assert watcher.get(address).status_code in (301, 400)
