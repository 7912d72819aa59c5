"""Settings of workers that tests kill: a database and a mail server of the test's, and leases of two seconds."""

from config import environment
from config.settings.test import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
NEWSLETTER_RATE = 0
NEWSLETTER_LEASE = 2.0
LOGGING_CONFIG = None
if environment.DATABASE["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"  # noqa: F405
