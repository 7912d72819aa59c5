"""The site behind the page cache, as production serves it, and a trivial view that passes none of our middleware."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

from config.wsgi import application as site

with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name.startswith("django.")]):
    trivial = WSGIHandler()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    return (trivial if environ["PATH_INFO"] == "/trivial/" else site)(environ, start_response)
