"""A site that people visit: everything secret comes from the environment, and HTTPS follows from BASE_URL."""

from django.core.exceptions import ImproperlyConfigured

from config import environment

from .base import *  # noqa: F403

if len(environment.SECRET_KEY) < 50:
    raise ImproperlyConfigured("Set SECRET_KEY to at least 50 random characters (see README, Configuration).")

# Without HTTPS (`make run` on one's own machine) these would lock everyone out.
SECURE_SSL_REDIRECT = environment.HTTPS
SESSION_COOKIE_SECURE = environment.HTTPS
CSRF_COOKIE_SECURE = environment.HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if environment.HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.HTTPS
SECURE_HSTS_PRELOAD = environment.HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.BEHIND_PROXY else None
