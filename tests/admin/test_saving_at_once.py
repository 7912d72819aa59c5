"""A browser saves drafts by itself: one such save may be under way when its editor clicks on Publish."""

import threading
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client
from django.urls import reverse

from tests.admin.forms import report_form
from tests.factories import ConventionPageFactory, WorkshopReportPageFactory
from translations.admin.idempotency import FIELD
from workshops.forms import WorkshopReportForm
from workshops.models import WorkshopReportPage


@pytest.fixture
def convention(request, django_db_setup, django_db_blocker):
    """A convention that every connection sees: committed, and deleted afterwards."""
    if not any(item.get_closest_marker("django_db") for item in request.session.items):
        pytest.skip("pytest-django makes no test database for these tests alone: run the folder")
    with django_db_blocker.unblock():
        editor = get_user_model().objects.create_superuser("veille")
        convention = ConventionPageFactory()
        yield convention
        type(convention).objects.get(pk=convention.pk).delete()
        editor.delete()


def post(url, **fields):
    client = Client()
    client.force_login(get_user_model().objects.get(username="veille"))
    headers = fields.pop("headers", {})
    data = report_form(title_fr="Droits", slug_fr="droits", code="DS", **fields)
    try:
        return client.post(url, data, headers=headers)
    finally:
        connections.close_all()


@pytest.fixture
def publish_during_a_save(monkeypatch):
    """Publish a form while its automatic save is under way; return the answer."""
    saving, published = threading.Event(), threading.Event()
    save = WorkshopReportForm.save

    def save_slowly(form, commit=True):
        if threading.current_thread() is not threading.main_thread():
            saving.set()
            published.wait(timeout=2)  # as long as the network, or the machine, may take
        return save(form, commit)

    monkeypatch.setattr(WorkshopReportForm, "save", save_slowly)

    def publish(url, **fields):
        automatic = threading.Thread(
            target=post, args=[url], kwargs={**fields, "headers": {"accept": "application/json"}}
        )
        automatic.start()
        assert saving.wait(timeout=30)
        response = post(url, **{"action-publish": "1"}, **fields)
        published.set()
        automatic.join(timeout=30)
        return response

    return publish


def test_save_under_way_does_not_unpublish_what_is_published_meanwhile(convention, publish_during_a_save):
    draft = WorkshopReportPageFactory(code="DS", title_fr="Droits", parent=convention, live=False)
    assert publish_during_a_save(reverse("wagtailadmin_pages:edit", args=[draft.pk])).status_code == 302
    assert WorkshopReportPage.objects.get(pk=draft.pk).live


def test_form_of_a_new_page_that_is_published_while_it_is_saved_makes_one_page(convention, publish_during_a_save):
    url = reverse("wagtailadmin_pages:add", args=["workshops", "workshopreportpage", convention.pk])
    response = publish_during_a_save(url, **{FIELD: str(uuid.uuid4())})
    assert response.status_code == 302
    assert [report.live for report in WorkshopReportPage.objects.all()] == [True]
