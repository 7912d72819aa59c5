"""The log tells what failed, not who wrote or read what."""

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.utils.module_loading import import_string

from campaigns.models import HomePage
from config.logs import JsonFormatter

EMAIL = "camille@exemple.fr"
TOKEN = signing.dumps({"key": "3f0c7c1e-52b5-4f6e-9d0b-8a2a1d6b8a11"}, salt="test")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the console handler, formatted as settings say, writes while the test runs."""
    options = dict(settings.LOGGING["formatters"]["discreet"])
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(import_string(options["()"])(options["format"]))
    loggers = [logging.getLogger(name) for name in ["django", "gunicorn.error"]]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.parametrize(
    ("message", "hidden"),
    [
        (f"Not Found: /fr/lettre/confirmer/{TOKEN}/", TOKEN),
        (
            "Not Found: /en/newsletter/unsubscribe/rN1u8mVVRmeqk2eX1n-3kA:Zk0YJ3mX9sQpLw7aB2cD4e/",
            "Zk0YJ3mX9sQpLw7aB2cD4e",
        ),
        (f"Error handling request /fr/recherche/?q={EMAIL}", "q="),
        ("Error handling request /fr/recherche/?q=mot", "mot"),
        (f"UNIQUE constraint failed: DETAIL: Key (email)=({EMAIL}) already exists.", EMAIL),
        ("Invalid request from ip=203.0.113.7: bad line", "203.0.113.7"),
        ("Invalid request from ip=2001:db8:0:1::7: bad line", "2001:db8"),
    ],
    ids=["token", "unsubscribing", "address", "word", "statement", "IPv4", "IPv6"],  # a token differs in each process
)
def test_log_hides_who_and_what(log: io.StringIO, message: str, hidden: str) -> None:
    logging.getLogger("gunicorn.error").error(message)
    assert hidden not in log.getvalue()
    assert message.split(" ")[0] in log.getvalue()


@pytest.mark.django_db
def test_log_of_a_failure_keeps_the_place_in_the_code_and_hides_the_query(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise ValueError(f"cannot write to {EMAIL}")

    monkeypatch.setattr(HomePage, "serve", fail)
    Client(raise_request_exception=False).get("/fr/", {"token": TOKEN, "email": EMAIL})
    assert "test_logs.py" in log.getvalue()
    assert "ValueError: cannot write to [email]" in log.getvalue()
    assert EMAIL not in log.getvalue()
    assert TOKEN not in log.getvalue()


@pytest.mark.django_db
def test_log_of_an_unknown_address_hides_its_token(log: io.StringIO) -> None:
    Client().get(f"/fr/nulle-part/{TOKEN}/?email={EMAIL}")
    assert "Not Found: /fr/nulle-part/[token]/" in log.getvalue()
    assert EMAIL not in log.getvalue()


@pytest.fixture
def json_log(log: io.StringIO) -> io.StringIO:
    """The same as `log`, with LOG_FORMAT=json."""
    (handler,) = [one for one in logging.getLogger("gunicorn.error").handlers if getattr(one, "stream", None) is log]
    handler.setFormatter(JsonFormatter())
    return log


def entries(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.django_db
def test_json_log_is_one_object_a_line_and_hides_the_same(
    json_log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise ValueError(f"cannot write to {EMAIL}\nin two lines")

    monkeypatch.setattr(HomePage, "serve", fail)
    Client(raise_request_exception=False).get("/fr/", {"email": EMAIL})
    (entry,) = entries(json_log)
    assert (entry["level"], entry["logger"]) == ("ERROR", "django.request")
    assert entry["message"] == "Internal Server Error: /fr/"
    assert "ValueError: cannot write to [email]\nin two lines" in str(entry["exception"])
    assert EMAIL not in json_log.getvalue()


@pytest.mark.django_db
def test_each_request_is_logged_under_an_id_of_its_own(json_log: io.StringIO) -> None:
    for _time in range(2):
        Client().get("/fr/nulle-part/")
    logging.getLogger("django").error("Nobody asked.")
    first, second, outside = entries(json_log)
    assert len(str(first["request_id"])) == 32
    assert first["request_id"] != second["request_id"]
    assert "request_id" not in outside


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("7f3a-0021-9bd4", True),
        ("short", False),
        ("a" * 41, False),
        ("203.0.113.7.1", False),
        ("camille@exemple.fr", False),
        ("abcdefgh\n{}", False),
        ("ééééééééé", False),
    ],
)
def test_the_proxys_id_is_taken_if_it_is_short_and_plain(json_log: io.StringIO, given: str, taken: bool) -> None:
    Client().get("/fr/nulle-part/", headers={"x-request-id": given})
    (entry,) = entries(json_log)
    assert (entry["request_id"] == given) == taken


FOREIGN_HOST = """
import django, logging
django.setup()
from django.http import HttpRequest
from django.core.handlers.exception import response_for_exception
from config import errors, urls
urls.handler400 = lambda request, exception: __import__("django.http").http.HttpResponseBadRequest()
request = HttpRequest()
request.META["HTTP_HOST"] = "scanner.example"
try:
    request.get_host()
except Exception as error:
    assert response_for_exception(request, error).status_code == 400
"""


def test_foreign_host_leaves_nothing_in_the_log_of_production() -> None:
    """In a process of its own: where a logger has no handler at all, Python prints the traceback itself."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "BASE_URL": "http://cahier.example",
        "DATABASE_URL": "sqlite://:memory:",
    }
    done = subprocess.run(
        [sys.executable, "-c", FOREIGN_HOST], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
