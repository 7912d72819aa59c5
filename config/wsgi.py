"""What gunicorn serves: the page cache, and behind it Django."""

import os
from pathlib import Path
from typing import Any

from django.core.wsgi import get_wsgi_application

from config import environment
from config.postgresql.base import limit_waits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")


def with_page_cache(application: Any) -> Any:
    """Return `application` behind the page cache, if the settings want one."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    from page_cache.generation import make_reader
    from page_cache.wsgi import PageCache

    if not settings.PAGE_CACHE_BYTES:
        return application
    return PageCache(
        application,
        make_reader(import_string(settings.PAGE_CACHE_MOMENTS)),
        hosts=settings.PAGE_CACHE_HOSTS,
        cookies=[settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"],
        secure_header=settings.SECURE_PROXY_SSL_HEADER,
        most_bytes=settings.PAGE_CACHE_BYTES,
        folder=Path(settings.PAGE_CACHE_FOLDER) if settings.PAGE_CACHE_FOLDER else None,
        stale_for=settings.PAGE_CACHE_STALE,
    )


def with_figures(application: Any) -> Any:
    """Return `application` such that Prometheus learns what it answers, if the operator wants that."""
    if not environment.METRICS_BIND:
        return application
    from config.operations.metrics import measure

    return measure(application)


application = with_figures(limit_waits(with_page_cache(get_wsgi_application())))  # the cache asks the database too
