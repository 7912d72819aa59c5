"""What production refuses to start with, in one sentence each."""

import os
import subprocess
import sys

import pytest

from config import environment
from config.environment import BASE_DIR
from config.operations.startup import list_faults

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz" * 2


@pytest.fixture(autouse=True)
def public_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site on HTTPS whose operator has forgotten nothing."""
    facts = {
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": ["cahier.example"],
        "HTTPS": True,
        "LOG_FORMAT": "text",
        "PUBLISHER": "Syndicat, 1 rue Haute, Lille, +33 3 00 00 00 00",
        "PUBLICATION_DIRECTOR": "Camille Martin",
        "HOSTING_PROVIDER": "Hébergeur, 2 rue Basse, Roubaix, +33 3 00 00 00 01",
    }
    for name, value in facts.items():
        monkeypatch.setattr(environment, name, value)


def test_a_site_that_lacks_nothing_starts() -> None:
    assert list_faults() == []


@pytest.mark.parametrize(
    "secret", ["", "short", "x" * 60, "abcabcabc" * 10, "django-insecure-" + SECRET, "Change-me-" + SECRET]
)
def test_a_weak_secret_is_refused(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setattr(environment, "SECRET_KEY", secret)
    (fault,) = list_faults()
    assert fault.startswith("Set SECRET_KEY to at least 50 random characters")
    assert not secret or secret not in fault


@pytest.mark.parametrize("hosts", [["*"], ["cahier.example", "*"], ["*."], ["."], [""]])
def test_hosts_that_anybody_could_name_are_refused(monkeypatch: pytest.MonkeyPatch, hosts: list[str]) -> None:
    monkeypatch.setattr(environment, "ALLOWED_HOSTS", hosts)
    (fault,) = list_faults()
    assert "ALLOWED_HOSTS" in fault


def test_subdomains_of_ones_own_may_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "ALLOWED_HOSTS", [".cahier.example"])
    assert list_faults() == []


@pytest.mark.parametrize("name", ["PUBLISHER", "PUBLICATION_DIRECTOR", "HOSTING_PROVIDER"])
def test_a_public_site_must_say_who_is_behind_it(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(environment, name, " ")
    (fault,) = list_faults()
    assert name in fault
    monkeypatch.setattr(environment, "HTTPS", False)  # one's own machine
    assert list_faults() == []


def test_a_log_format_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "LOG_FORMAT", "xml")
    assert list_faults() == ["Set LOG_FORMAT to “text” or “json”."]


def test_the_server_ends_with_the_sentences_and_no_traceback() -> None:
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"]
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "short",
        "ALLOWED_HOSTS": "*",
        "BIND": "127.0.0.1:0",
    }
    done = subprocess.run(
        command, cwd=BASE_DIR, env=variables, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1
    first, second = done.stderr.strip().splitlines()
    assert "SECRET_KEY" in first
    assert "ALLOWED_HOSTS" in second
