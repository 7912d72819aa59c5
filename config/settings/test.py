"""The tests: production's behaviour, without its secrets, its mails or its slow password hashes."""

import tempfile
from pathlib import Path

from config.environment import env

from .base import *  # noqa: F403

FILES = tempfile.TemporaryDirectory(prefix="cahier-test-")  # removed with the process
SECRET_KEY = "test-only-" + "x" * 50
BASE_URL = "http://localhost"
WAGTAILADMIN_BASE_URL = WAGTAILAPI_BASE_URL = BASE_URL
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver", "autre.example"]
STATIC_ROOT = f"{FILES.name}/static"
Path(STATIC_ROOT).mkdir()
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # looks for a file when asked: each test client would list all
MEDIA_ROOT = f"{FILES.name}/media"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAILS_AT_ONCE = True
FORM_TAKES = 0.0
PAGE_CACHE_BYTES = 0  # tests of it make one of their own; triggers cost each write something
PASSWORD_RESET_IN_BACKGROUND = False
SENTRY_DSN = ""  # whatever the environment says
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
# The index that the admin searches in is a sixth of what saving a page costs; tests that search use `admin_index`.
WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False  # noqa: F405
# A name of one's own lets `pytest --reuse-db` skip the migrations, and two runs share one PostgreSQL.
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE", default=None)}  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in production: tests of what happens at once need several connections. It need not survive the machine.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"  # noqa: F405
    DATABASES["default"]["TEST"]["NAME"] = env.str("TEST_DATABASE", default=f"{FILES.name}/cahier.sqlite3")  # noqa: F405
