"""A developer's machine: pages in the making, readable errors, no secret."""

from .base import *  # noqa: F403

DEBUG = True
SECRET_KEY = "development-only-" + "x" * 50
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
AUTH_PASSWORD_VALIDATORS = []
EMAILS_AT_ONCE = True  # runserver has no background
PAGE_CACHE_BYTES = 0  # templates change while it runs
