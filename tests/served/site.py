"""Starts a site of its own for tests that speak HTTP: own database, port, folders; nothing shared with another run."""

import email
import email.policy
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import psycopg
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from psycopg.sql import SQL, Identifier

from config.environment import BASE_DIR
from tests.database import migrated_file, migrated_postgresql

OF_THE_TEST_RUN = {"DJANGO_SETTINGS_MODULE", "TEST_DATABASE", "CACHE_URL", "BEHIND_PROXY", "ALLOWED_HOSTS"}
TIMEOUT = 60  # seconds to wait for an answer, or for the server to stop
PRINT_INVENTORY = """
from tests.served import inventory
inventory.add_hidden_pages()
inventory.add_letter()
inventory.outdate()
inventory.print_inventory()
"""
MAIL_SEPARATOR = b"\n" + b"-" * 79


@dataclass(frozen=True)
class Answer:
    """What came back, redirects not followed."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_html(self) -> bool:
        return self.headers.get("Content-Type", "text/html").startswith("text/html")

    @cached_property
    def html(self) -> BeautifulSoup:
        return BeautifulSoup(self.body, "html.parser")

    @property
    def target(self) -> str | None:
        """The absolute address that a redirect leads to."""
        location = self.headers.get("Location")
        return urljoin(self.url, location) if location else None

    @property
    def form(self) -> Tag:
        """The form that this page sends with POST; there must be one only."""
        (form,) = self.html.find_all("form", method=lambda method: method and method.lower() == "post")
        return form


class ServedSite:
    """A running site. `inventory` is what tests/served/inventory.py says of it."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.mails = folder / "mails"
        self.log = folder / "gunicorn.log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in OF_THE_TEST_RUN},
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "SECRET_KEY": "served-to-tests-only-" + "x" * 50,
            "BASE_URL": self.url,
            "DATABASE_URL": database_url,
            "EMAIL_URL": f"filemail:///{self.mails}",  # environ takes off one slash
            "NEWSLETTER_IN_SERVER": "false",
            "EMAILS_AT_ONCE": "true",  # a test reads the mail after the answer
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
        }
        self.inventory: dict[str, Any] = {}

    def prepare(self) -> None:
        """Make the database, load the demo; collect visitors' static files meanwhile; then look at what there is."""
        with self.start("manage.py", "collectstatic", "--noinput", "-v0", "--ignore=wagtail*") as collecting:
            finish(self.start("manage.py", "migrate", "-v0"))
            finish(self.start("manage.py", "load_demo", "-v0"))
            finish(collecting)
        self.inventory = json.loads(finish(self.start("manage.py", "shell", "-v0", "-c", PRINT_INVENTORY)))

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve on the socket that was bound first: no other process can take the port in between."""
        descriptor = self.listener.fileno()
        command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"]
        environment = {**self.environment, "BIND": f"fd://{descriptor}", "WORKERS": "1", "THREADS": "4"}
        with self.log.open("wb") as log:
            server = subprocess.Popen(
                command, cwd=BASE_DIR, env=environment, stdout=log, stderr=log, pass_fds=[descriptor]
            )
            self.listener.close()
            try:
                yield
            finally:
                server.terminate()
                server.wait(TIMEOUT)

    def fetch(
        self, address: str, data: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask for `address`, a path or a URL of this site; with `data`, as a form that one of its pages sends."""
        url = urljoin(self.url, address)
        parts = urlsplit(url)
        assert parts.netloc == urlsplit(self.url).netloc, f"{url} is not of this site"
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection = http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT)
        sent = {**FORM_HEADERS, "Origin": self.url} if data is not None else {}
        body = None if data is None else urlencode(data, doseq=True)
        try:
            connection.request("GET" if data is None else "POST", path, body, {**sent, **(headers or {})})
            response = connection.getresponse()
            return Answer(url, response.status, dict(response.headers), response.read())
        finally:
            connection.close()

    def follow(self, answer: Answer, headers: Mapping[str, str] | None = None) -> Answer:
        """Follow redirects, at most three, to the page they end at."""
        for _step in range(3):
            if answer.target is None:
                break
            answer = self.fetch(answer.target, headers=headers)
        return answer

    def submit(self, page: Answer, typed: Mapping[str, str] | None = None) -> Answer:
        """Send the form of `page` as a browser would, with what a reader types into fields of that name."""
        action = urljoin(page.url, str(page.form.get("action") or ""))
        return self.follow(self.fetch(action, {**filled_in(page.form), **(typed or {})}))

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Return the mails that the site has sent to `address`, oldest first."""
        files = sorted(self.mails.glob("*.log"), key=lambda path: path.stat().st_mtime_ns)  # names tell seconds only
        texts = [text for path in files for text in path.read_bytes().split(MAIL_SEPARATOR)]
        mails = [email.message_from_bytes(text.lstrip(), policy=email.policy.default) for text in texts if text.strip()]
        return [mail for mail in mails if mail["To"] == address]


def finish(process: subprocess.Popen[str]) -> str:
    """Return what `process` wrote, once it has ended well."""
    with process:
        output, complaints = process.communicate()
    assert process.returncode == 0, complaints
    return output


def filled_in(form: Tag) -> dict[str, list[str]]:
    """Return what `form` sends when nobody has touched it."""
    data: dict[str, list[str]] = {}
    for field in form.find_all("input"):
        kind = field.get("type", "text")
        if field.get("name") and (kind not in {"checkbox", "radio", "submit"} or field.has_attr("checked")):
            data.setdefault(str(field["name"]), []).append(str(field.get("value", "")))
    for select in form.find_all("select"):
        chosen = select.find("option", selected=True) or select.find("option")
        data[str(select["name"])] = [str(chosen.get("value", "")) if chosen else ""]
    return data


FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """Give the URL of a migrated database of the kind the test run uses, and remove it afterwards."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        path = folder / "served.sqlite3"
        shutil.copy(migrated_file(), path)
        yield f"sqlite:///{path}"
        return
    given = urlsplit(os.environ["DATABASE_URL"])
    database = f"cahier_served_{os.getpid()}_{time.time_ns()}"
    name = Identifier(database)
    with psycopg.connect(given.geturl(), autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(name, Identifier(migrated_postgresql())))
        try:
            yield given._replace(path=f"/{database}").geturl()
        finally:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@contextmanager
def serve(folder: Path) -> Iterator[ServedSite]:
    """Run a site with the demo's content from `folder`, until the context ends."""
    with own_database(folder) as database_url:
        site = ServedSite(folder, database_url)
        with site.listener:
            site.prepare()
            with site.running():
                yield site
