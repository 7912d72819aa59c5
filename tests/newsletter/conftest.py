"""A visitor and what they do. Each test that takes `visitor` runs in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override, pgettext

from newsletter.models import ConsentEvent, Subscriber, Suppression
from translations.languages import LANGUAGES

ADDRESS = "marie.dupont@exemple.fr"


@dataclass
class Visitor:
    """Somebody who reads the site in `language`, in a browser that says where its forms come from."""

    language: str
    client: Client

    def url(self, name: str, *args: Any) -> str:
        with override(self.language):
            return reverse(name, args=args)

    def words(self, text: str, context: str = "", **values: Any) -> str:
        context = context or ("newsletter" if len(text.split()) <= 2 else "")
        with override(self.language):
            said = pgettext(context, text) if context else gettext(text)
            return said % values if values else said

    def plural(self, one: str, many: str, number: int, **values: Any) -> str:
        with override(self.language):
            return ngettext(one, many, number) % values

    def open(self, url: str) -> HttpResponse:
        return self.client.get(url)

    def press(self, url: str, page: HttpResponse | None = None) -> HttpResponse:
        """Press the button of `page`, as it was opened before, or as it is now."""
        shown = BeautifulSoup((page or self.open(url)).content, "html.parser")
        fields = {str(field["name"]): field["value"] for field in shown.select("main form input[type=hidden]")}
        return self.client.post(url, fields, headers={"Sec-Fetch-Site": "same-origin"})

    def ask(self, address: str = ADDRESS, headers: dict[str, str] | None = None, **answers: Any) -> HttpResponse:
        data = {"email": address, "language": self.language, "rhythm": "weekly", **answers}
        return self.client.post(
            self.url("subscribe"), data, headers={"Sec-Fetch-Site": "same-origin"} if headers is None else headers
        )

    def ask_and_confirm(self, address: str = ADDRESS, **answers: Any) -> Subscriber:
        self.ask(address, **answers)
        self.press(self.link())
        return Subscriber.objects.get(email=address)

    def link(self) -> str:
        """Return the path that the last mail asks to open."""
        text = str(mail.outbox[-1].body)
        link = next(line for line in text.splitlines() if line.startswith("http"))
        return link.removeprefix("http://localhost")


@pytest.fixture(params=LANGUAGES)
def visitor(request: pytest.FixtureRequest, client: Client, db: None) -> Iterator[Visitor]:
    with override("fr" if request.param == "en" else "en"):  # so that nothing hangs on the language of the test
        yield Visitor(request.param, client)


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Return everything the newsletter has stored."""
    return {
        **{model.__name__: list(model._default_manager.values()) for model in (Subscriber, ConsentEvent, Suppression)},
        "topics": list(Subscriber.topics.through._default_manager.values()),
    }


@pytest.fixture
def importer(client: Client, django_user_model: Any) -> Any:
    """An editor who may see, import and export subscribers, logged in."""
    user = django_user_model.objects.create_user("importer", "importer@exemple.fr", "importer")
    user.groups.add(Group.objects.get(name="Editors"))
    codenames = ["view_subscriber", "import_subscriber", "export_subscriber"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user
