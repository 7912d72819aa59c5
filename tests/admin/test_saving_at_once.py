"""A browser saves drafts by itself: one such save may be under way when its editor clicks on Publish."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from tests.admin.forms import report_form
from tests.factories import ConventionPageFactory, WorkshopReportPageFactory
from workshops.forms import WorkshopReportForm
from workshops.models import WorkshopReportPage


@pytest.fixture
def draft(request, django_db_setup, django_db_blocker):
    """A draft that every connection sees: committed, and deleted afterwards."""
    if not any(item.get_closest_marker("django_db") for item in request.session.items):
        pytest.skip("pytest-django makes no test database for these tests alone: run the folder")
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            pytest.skip("an SQLite database in memory has one connection: set TEST_DATABASE to a file")
        editor = get_user_model().objects.create_superuser("veille")
        convention = ConventionPageFactory()
        yield WorkshopReportPageFactory(code="DS", parent=convention, live=False)
        type(convention).objects.get(pk=convention.pk).delete()
        editor.delete()


def post(page, **fields):
    client = Client()
    client.force_login(get_user_model().objects.get(username="veille"))
    headers = fields.pop("headers", {})
    data = report_form(title_fr="Droits", slug_fr=page.slug_fr, code="DS", **fields)
    try:
        return client.post(reverse("wagtailadmin_pages:edit", args=(page.pk,)), data, headers=headers)
    finally:
        connections.close_all()


def test_save_under_way_does_not_unpublish_what_is_published_meanwhile(draft, monkeypatch):
    saving, published = threading.Event(), threading.Event()
    save = WorkshopReportForm.save

    def save_slowly(form, commit=True):
        if threading.current_thread() is not threading.main_thread():
            saving.set()
            published.wait(timeout=2)  # as long as the network, or the machine, may take
        return save(form, commit)

    monkeypatch.setattr(WorkshopReportForm, "save", save_slowly)
    automatic = threading.Thread(target=post, args=[draft], kwargs={"headers": {"accept": "application/json"}})
    automatic.start()
    assert saving.wait(timeout=30)
    response = post(draft, **{"action-publish": "1"})
    published.set()
    automatic.join(timeout=30)
    assert response.status_code == 302
    assert WorkshopReportPage.objects.get(pk=draft.pk).live
