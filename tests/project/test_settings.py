"""Production's settings, as another process sees them: this one runs with those of the tests."""

import os
import subprocess
import sys

from config.environment import BASE_DIR

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz" * 2
LEGAL = {"PUBLISHER": "Éditeur", "PUBLICATION_DIRECTOR": "Directrice", "HOSTING_PROVIDER": "Hébergeur"}


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
        "check", "--deploy", "--fail-level", "WARNING", BASE_URL="https://cahier.example", SECRET_KEY=SECRET, **LEGAL
    )
    assert checked.returncode == 0, checked.stderr


def test_base_url_decides_host_and_https() -> None:
    names = "s.ALLOWED_HOSTS, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS"
    secure = read_settings(names, BASE_URL="https://cahier.example/", SECRET_KEY=SECRET, **LEGAL)
    assert secure == "['cahier.example'] True True 31536000"
    plain = read_settings(names, BASE_URL="http://localhost:8000", SECRET_KEY=SECRET)
    assert plain == "['localhost'] False False 0"


def test_debug_is_off_whatever_the_environment_says() -> None:
    assert read_settings("s.DEBUG", SECRET_KEY=SECRET, DEBUG="1") == "False"


def test_redis_is_a_cache_that_may_fail_postgresql_has_limits_and_a_bucket_keeps_media() -> None:
    names = "s.CACHES['default'], s.DATABASES['default']['ENGINE'], s.DATABASE_LIMITS['lock_timeout'], "
    names += "s.STORAGES['default']['BACKEND'], s.STORAGES['default']['OPTIONS']['bucket_name']"
    url = "postgres://user@host:5432/name"
    said = read_settings(
        names, SECRET_KEY=SECRET, CACHE_URL="redis://host:6379/2", DATABASE_URL=url, DATABASE_LOCK_TIMEOUT="1.5",
        S3_BUCKET="cahier",
    )  # fmt: skip
    cache = {"BACKEND": "config.operations.redis_cache.FaultTolerantRedisCache", "LOCATION": "redis://host:6379/2"}
    assert said == f"{cache} config.postgresql 1500 content.storage.bucket.BucketStorage cahier"
