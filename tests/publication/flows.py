"""The ways of an editor's text to the database, made alike on our site and on a stock one, and what each asks of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import lxml.html
from django.contrib.auth import get_user_model
from django.contrib.auth.models import update_last_login
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

AUTOSAVE = {"Accept": "application/json"}


class Statements(list[str]):
    """The statements of one flow."""

    def of(self, pattern: str) -> Iterator[str]:
        return (sql for sql in self if re.search(pattern, sql))


def statements_of(act: Callable[[], Any]) -> Statements:
    with CaptureQueriesContext(connection) as queries:
        act()
    return Statements(query["sql"] for query in queries.captured_queries)


class Editor:
    """Somebody at work on claims below `report`.

    :param new_claim: makes a claim below the report, with two supports, a reservation, a source and an addressee; live
        or a draft
    :param field: names the form's field of a text, given its name: `title` -> `title_fr`
    :param bodies: the form's fields that hold bodies
    """

    def __init__(self, report: Any, new_claim: Callable[[bool], Any], field: Callable[[str], str], bodies: list[str]):
        self.report, self.new_claim, self.field, self.bodies = report, new_claim, field, bodies
        self.client = Client()
        self.user, _created = get_user_model().objects.get_or_create(username="ed", is_superuser=True, is_active=True)
        self.client.force_login(self.user)
        self.number = 0

    # What a browser sends

    def read_form(self, url: str) -> dict[str, Any]:
        """Return what the form at `url` would send: its inputs as rendered, its bodies with one block each."""
        document = lxml.html.fromstring(self.client.get(url).content)
        [form] = document.xpath("//form[@data-edit-form]")
        values = {name: value for name, value in form.form_values() if "__prefix__" not in name}
        bodies = {name: streamfield([("text", rich_text("<p>Parce que.</p>"))]) for name in self.bodies}
        return {**values, **nested_form_data(bodies)}

    def edit(self, claim: Any, *, headers: Any = None, button: dict[str, str], **more: Any) -> Callable[[], Any]:
        """Return what saves `claim` by its form with another statement, to be called when statements are counted."""
        self.number += 1
        url = reverse("wagtailadmin_pages:edit", args=[claim.pk])
        form = {**self.read_form(url), self.field("statement"): f"Texte {self.number}", **button, **more}

        def send() -> Any:
            response = self.client.post(url, form, headers=headers)
            assert response.status_code == (200 if headers else 302), response.content[:3000]
            return response

        return send

    # The flows

    def publish(self, **button: str) -> Statements:
        return statements_of(self.edit(self.new_claim(True), button=button or {"action-publish": "1"}))

    def save_draft(self) -> Statements:
        return statements_of(self.edit(self.new_claim(True), button={}))

    def autosave(self) -> Statements:
        return statements_of(self.edit(self.new_claim(True), button={}, headers=AUTOSAVE))

    def autosave_again(self) -> Statements:
        claim = self.new_claim(True)
        answer = self.edit(claim, button={}, headers=AUTOSAVE)().json()
        own = {"overwrite_revision_id": answer["revision_id"], **answer["field_updates"]}
        return statements_of(self.edit(claim, button={}, headers=AUTOSAVE, **own))

    def publish_draft(self) -> Statements:
        return statements_of(self.edit(self.new_claim(False), button={"action-publish": "1"}))

    def publish_new(self) -> Statements:
        self.number += 1
        model = type(self.new_claim(False))
        url = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, self.report.pk])
        texts = {"title": f"Neuve {self.number}", "slug": f"neuve-{self.number}", "statement": "Texte"}
        form = {**self.read_form(url), **{self.field(name): text for name, text in texts.items()}}

        def send() -> None:
            assert self.client.post(url, {**form, "action-publish": "1"}).status_code == 302

        return statements_of(send)

    def publish_in_code(self) -> Statements:
        claim = self.new_claim(True)
        claim = type(claim).objects.get(pk=claim.pk)
        return statements_of(lambda: claim.save_revision().publish())

    def save_revision(self) -> Statements:
        claim = self.new_claim(True)
        return statements_of(type(claim).objects.get(pk=claim.pk).save_revision)

    def sign_in(self) -> Statements:
        return statements_of(lambda: update_last_login(None, self.user))


FLOWS = [
    "publish", "save_draft", "autosave", "autosave_again", "publish_draft", "publish_new", "publish_in_code",
    "save_revision", "sign_in",
]  # fmt: skip


def measure(editor: Editor) -> dict[str, Statements]:
    """Return the statements of each flow at its second time: the first fills what the process keeps."""
    return {name: [getattr(editor, name)() for _time in range(2)][1] for name in FLOWS}
