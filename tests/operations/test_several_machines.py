"""What docs/operations.md says of several machines, with two of them, nginx, PostgreSQL, Redis and a bucket."""

import re
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from page_cache.triggers import prepare
from tests.content.photographs import make_photograph
from translations.models import BasePage

from .machines import SECRET, Machines, ask, run_machines, until

KEY = "k" * 32  # of the editor's session
CLIENTS = 4
ROBOTS = 'cahier_requests_total{method="GET",route="robots",status="200"}'

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is of one machine")


def prepare_database(url: str) -> None:
    """Make what `migrate` makes for the page cache, and an editor's session, in the machines' database."""
    connections.databases["machines"] = {**connection.settings_dict, "NAME": urlsplit(url).path[1:]}
    try:
        with override_settings(SECRET_KEY=SECRET, PAGE_CACHE_BYTES=1):
            prepare("machines")
            user = get_user_model()(username="camille", is_superuser=True, password="!")
            user.save(using="machines")
            session = {SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash()}
            session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
            expires = timezone.now() + timedelta(days=1)
            data = SessionStore().encode(session)
            Session(session_key=KEY, session_data=data, expire_date=expires).save(using="machines")
    finally:
        connections["machines"].close()
        del connections["machines"], connections.databases["machines"]


@pytest.fixture(scope="module")
def machines(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: pytest.FixtureDef[None]
) -> Iterator[Machines]:
    with django_db_blocker.unblock(), run_machines(tmp_path_factory.mktemp("machines"), prepare_database) as machines:  # type: ignore[attr-defined]
        yield machines


def act(
    port: int, address: str, body: bytes = b"", kind: str = "application/x-www-form-urlencoded", **typed: str
) -> int:
    """Send a form of the admin as the editor, on one machine; return the status."""
    cookie = f"sessionid={KEY}; csrftoken={'c' * 32}"
    body = body or urlencode({"csrfmiddlewaretoken": "c" * 32, **typed}).encode()
    headers = {"Cookie": cookie, "Content-Type": kind, "X-CSRFToken": "c" * 32}
    return ask(port, address, body, **headers).status


def test_what_one_machine_publishes_the_other_shows_within_a_second_or_so(machines: Machines) -> None:
    one, two = (machine.port for machine in machines.each)
    with psycopg.connect(machines.database) as database:
        (home,) = database.execute("SELECT id FROM translations_basepage WHERE depth = 2").fetchone()  # type: ignore[misc]
    for _time in range(2):
        assert ask(two, "/fr/").status == 200
    assert "hit" in ask(two, "/fr/").headers["Cache-Status"]
    assert act(one, reverse("wagtailadmin_pages:unpublish", args=[home])) == 302
    withdrawn = until(lambda: ask(two, "/fr/").status == 404)
    meta = BasePage._meta
    bulk = reverse("wagtail_bulk_action", args=[meta.app_label, meta.model_name, "publish"])
    assert act(one, f"{bulk}?id={home}&next=/admin/") == 302
    published = until(lambda: ask(two, "/fr/").status == 200)
    assert max(withdrawn, published) < 5  # one, and what this machine does meanwhile


def upload(port: int, name: str, content: bytes) -> int:
    part = f'--part\r\nContent-Disposition: form-data; name="files[]"; filename="{name}"\r\n\r\n'.encode()
    body = part + content + b"\r\n--part--\r\n"
    return act(port, reverse("wagtailimages:add_multiple"), body, "multipart/form-data; boundary=part")


def test_a_picture_that_one_machine_takes_in_the_other_gives_out(machines: Machines) -> None:
    one, two = (machine.port for machine in machines.each)
    assert upload(one, "salle.jpg", make_photograph()) == 200
    shown = [name for name in machines.bucket.files if name.startswith("pictures/")]
    assert shown
    for name in shown:
        answer = ask(two, f"/media/{name}")
        assert (answer.status, answer.body) == (200, machines.bucket.files[name][0])
    assert not [path for machine in machines.each for path in machine.media.rglob("*") if path.is_file()]


def test_a_rolling_restart_under_load_loses_no_request(machines: Machines) -> None:
    """Half of what readers ask for is kept by nginx, the other half nobody has asked for before."""
    ended, answers = threading.Event(), Counter[int]()

    def read(client: int) -> None:
        number = 0
        while not ended.wait(0.03):
            number += 1
            address = "/fr/" if number % 2 else f"/robots.txt?{client}-{number}"
            answers[ask(machines.port, address).status] += 1

    seen = []
    with ThreadPoolExecutor(CLIENTS) as crowd:
        readers = [crowd.submit(read, client) for client in range(CLIENTS)]
        try:
            for machine in machines.each:
                machine.stop()
                machine.start()
                until(machine.is_ready)
                until(lambda machine=machine: ROBOTS in read_figures(machine.metrics))  # nginx tries it again
                seen.append(answers.total())
        finally:
            ended.set()
    for reader in readers:
        reader.result()
    assert set(answers) == {200}
    assert 0 < seen[0] < seen[1]  # readers were there all the time


def test_each_machine_tells_its_own_figures_and_those_of_all(machines: Machines) -> None:
    for machine in machines.each:
        before = read_figures(machine.metrics)
        ask(machine.port, "/robots.txt?camille")
        figures = read_figures(machine.metrics)
        assert figures[ROBOTS] == before.get(ROBOTS, 0) + 1
        assert figures["cahier_database_up"] == 1
        assert not re.search("camille", " ".join(figures))


def read_figures(port: int) -> dict[str, float]:
    lines = [line for line in ask(port, "/metrics").text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}
