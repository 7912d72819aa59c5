"""The site as production serves it, with one more address: a trivial page to compare with."""

from config.settings.production import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
LOGGING_CONFIG = None
