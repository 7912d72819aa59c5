"""What the operator may set from outside: the only place that reads environment variables.

README's configuration table lists each of them; a test fails when one is missing there.
"""

from pathlib import Path
from urllib.parse import quote, urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # what a running site writes: database, media, collected static files

env = environ.Env()

BASE_URL: str = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
HTTPS: bool = urlsplit(BASE_URL).scheme == "https"
HOST: str = urlsplit(BASE_URL).hostname or "localhost"

SECRET_KEY: str = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[HOST])
DATABASE = env.db_url("DATABASE_URL", default=f"sqlite:///{quote(str(VAR_DIR))}/cahier.sqlite3")
# PostgreSQL: seconds, of what answers requests only: config/postgresql/base.py. Of the last three, 0 is no limit.
DATABASE_CONNECT_TIMEOUT: float = env.float("DATABASE_CONNECT_TIMEOUT", default=0.9)  # others wait 2 at least
DATABASE_STATEMENT_TIMEOUT: float = env.float("DATABASE_STATEMENT_TIMEOUT", default=10.0)
DATABASE_LOCK_TIMEOUT: float = env.float("DATABASE_LOCK_TIMEOUT", default=5.0)  # for rows that another one writes
DATABASE_IDLE_TIMEOUT: float = env.float("DATABASE_IDLE_TIMEOUT", default=30.0)  # between statements of a transaction
CACHE = env.cache_url("CACHE_URL", default="locmemcache://")
PAGE_CACHE_MEGABYTES: int = env.int("PAGE_CACHE_MEGABYTES", default=32)  # of each process; 0 for no page cache
PAGE_CACHE_FOLDER: str = env.str("PAGE_CACHE_FOLDER", default="")  # of the page cache's second level
EMAIL = env.email_url("EMAIL_URL", default="consolemail://")
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default=f"cahier@{HOST}")
# Secrets of links in mails and of suppressed addresses; the first is used, older ones are still recognised.
# Without any, SECRET_KEY serves: changing it would then break every link to unsubscribe.
NEWSLETTER_KEYS: list[str] = env.list("NEWSLETTER_KEYS", default=[])
# Sending the newsletter
EMAIL_PROVIDER: str = env.str("EMAIL_PROVIDER", default="")  # a backend of django-anymail, instead of EMAIL_URL
ANYMAIL: dict[str, str] = env.dict("ANYMAIL", default={})  # that provider's settings
NEWSLETTER_BOUNCES: str = env.str("NEWSLETTER_BOUNCES", default="")  # address that undeliverable mails come back to
NEWSLETTER_RATE: float = env.float("NEWSLETTER_RATE", default=10.0)  # messages a second in all; 0 for no limit
NEWSLETTER_DOMAIN_RATE: float = env.float("NEWSLETTER_DOMAIN_RATE", default=0.0)  # and to one mail domain
NEWSLETTER_CONNECTIONS: int = env.int("NEWSLETTER_CONNECTIONS", default=1)  # to the mail server, of one worker
NEWSLETTER_IN_SERVER: bool = env.bool("NEWSLETTER_IN_SERVER", default=True)  # and emails
EMAILS_AT_ONCE: bool = env.bool("EMAILS_AT_ONCE", default=False)  # within the request, where nothing else sends them
DIGEST_DAY: str = env.str("DIGEST_DAY", default="friday").lower()
DIGEST_HOUR: int = env.int("DIGEST_HOUR", default=8)  # in the site's time zone
MEDIA_ROOT: str = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
# Media in a bucket of S3 or of what speaks like it, instead of MEDIA_ROOT. Nobody but the site reads it.
S3_BUCKET: str = env.str("S3_BUCKET", default="")
S3_ENDPOINT: str = env.str("S3_ENDPOINT", default="")  # empty: Amazon's own
S3_REGION: str = env.str("S3_REGION", default="us-east-1")
S3_ACCESS_KEY: str = env.str("S3_ACCESS_KEY", default="")
S3_SECRET_KEY: str = env.str("S3_SECRET_KEY", default="")
STATIC_ROOT: str = env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))
LICENCE: str = env.str("LICENCE", default="CC BY-SA 4.0")  # of the site's own texts and data; empty, none is stated
LICENCE_URL: str = env.str("LICENCE_URL", default="https://creativecommons.org/licenses/by-sa/4.0/")
PUBLISHER: str = env.str("PUBLISHER", default="")  # legal facts, which production asks for under https://
PUBLICATION_DIRECTOR: str = env.str("PUBLICATION_DIRECTOR", default="")
HOSTING_PROVIDER: str = env.str("HOSTING_PROVIDER", default="")
PRESS_EMAIL: str = env.str("PRESS_EMAIL", default="")  # where journalists write
BIND: str = env.str("BIND", default="127.0.0.1:8000")  # where gunicorn listens
WORKERS: int = env.int("WORKERS", default=2)  # processes; about one for each core
THREADS: int = env.int("THREADS", default=4)  # for each process
BEHIND_PROXY: bool = env.bool("BEHIND_PROXY", default=False)  # a proxy sets X-Forwarded-Proto, and only it
PROXIES: int = env.int("PROXIES", default=int(BEHIND_PROXY))  # how many in front add to X-Forwarded-For
METRICS_BIND: str = env.str("METRICS_BIND", default="")  # where Prometheus asks; empty: no figures are kept
SENTRY_DSN: str = env.str("SENTRY_DSN", default="")  # where errors are reported; empty: nowhere
LOG_FORMAT: str = env.str("LOG_FORMAT", default="text")  # or json, one object a line
WEBHOOK_SECRETS: list[str] = env.list("WEBHOOK_SECRETS", default=[])  # user:password of the e-mail provider's reports
BOUNCES_URL: str = env.str("BOUNCES_URL", default="")  # the mailbox that undeliverable mail comes back to
