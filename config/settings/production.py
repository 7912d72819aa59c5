"""A site that people visit: everything secret comes from the environment, and HTTPS follows from BASE_URL."""

import sys

from config import environment
from config.operations.startup import list_faults

from .base import *  # noqa: F403

if faults := list_faults():
    sys.exit("\n".join(faults))  # not an exception: whoever starts the site needs the sentence, not where it is raised

# Without HTTPS (`make run` on one's own machine) these would lock everyone out.
SECURE_SSL_REDIRECT = environment.HTTPS
SESSION_COOKIE_SECURE = environment.HTTPS
CSRF_COOKIE_SECURE = environment.HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if environment.HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.HTTPS
SECURE_HSTS_PRELOAD = environment.HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.BEHIND_PROXY else None
