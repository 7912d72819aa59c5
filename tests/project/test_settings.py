"""Production's settings, as another process sees them: this one runs with those of the tests."""

import os
import subprocess
import sys

import pytest

from config.environment import BASE_DIR

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz" * 2


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"BASE_URL", "SECRET_KEY"}}
    environ = {**kept, "DJANGO_SETTINGS_MODULE": "config.settings.production", **variables}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def read_settings(names: str, **variables: str) -> str:
    code = f"from django.conf import settings as s; print({names})"
    return manage("shell", "--no-imports", "--command", code, **variables).stdout.strip()


def test_production_passes_djangos_check_for_deployment() -> None:
    checked = manage(
        "check", "--deploy", "--fail-level", "WARNING", BASE_URL="https://cahier.example", SECRET_KEY=SECRET
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("secret", ["", "short"])
def test_production_does_not_start_without_a_long_secret(secret: str) -> None:
    checked = manage("check", SECRET_KEY=secret)
    assert checked.returncode != 0
    assert "SECRET_KEY" in checked.stderr


def test_base_url_decides_host_and_https() -> None:
    names = "s.ALLOWED_HOSTS, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS"
    secure = read_settings(names, BASE_URL="https://cahier.example/", SECRET_KEY=SECRET)
    assert secure == "['cahier.example'] True True 31536000"
    plain = read_settings(names, BASE_URL="http://localhost:8000", SECRET_KEY=SECRET)
    assert plain == "['localhost'] False False 0"


def test_debug_is_off_whatever_the_environment_says() -> None:
    assert read_settings("s.DEBUG", SECRET_KEY=SECRET, DEBUG="1") == "False"
