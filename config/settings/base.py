"""Settings that hold everywhere. They are those of production, but for what needs HTTPS or a secret."""

from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from config import environment
from config.environment import BASE_DIR
from config.settings.database import DATABASE_CONNECT_TIMEOUT as DATABASE_CONNECT_TIMEOUT
from config.settings.database import DATABASE_LIMITS as DATABASE_LIMITS
from config.settings.database import DATABASES as DATABASES
from config.settings.logging import LOGGING as LOGGING
from config.settings.storage import media_storage

DEBUG = False
SECRET_KEY = environment.SECRET_KEY
ALLOWED_HOSTS = environment.ALLOWED_HOSTS
BASE_URL = environment.BASE_URL  # the site's own address, as printed and as in canonical links

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "page_cache",
    "demo",
    "newsletter",
    "contacts",
    "claims",
    "workshops",
    "campaigns",
    "translation_desk",
    "search",
    "public_forms",
    "mail",
    "content",
    "translations",
    "typography",
    "modeltranslation",
    "wagtail.api.v2",
    "wagtail.contrib.redirects",
    "wagtail.contrib.forms",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_countries",
    "django.forms",  # whose templates FORM_RENDERER finds like all others
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",  # these two first: what the others answer themselves gets its headers too
    "config.security.headers.HeadersMiddleware",
    "config.operations.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "translations.addresses.sites.SitesMiddleware",
    "translations.restrictions.RestrictionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "translations.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "translations.texts.characters.CleanTextMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "translations.moved.MovedMiddleware",
    "config.errors.FullDiskMiddleware",
]
if environment.METRICS_BIND:
    MIDDLEWARE.append("config.operations.metrics.RouteMiddleware")

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "config.rendering.template_loader.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

FORM_RENDERER = "config.rendering.form_renderer.FormRenderer"  # widgets of Wagtail's are overridden in templates/ too

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": environment.CACHE}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"]["BACKEND"] = "config.operations.redis_cache.FaultTolerantRedisCache"

# The page cache for visitors: docs/page-cache.md
PAGE_CACHE_BYTES = environment.PAGE_CACHE_MEGABYTES << 20
PAGE_CACHE_FOLDER = environment.PAGE_CACHE_FOLDER
PAGE_CACHE_HOSTS = [urlsplit(BASE_URL).netloc, *ALLOWED_HOSTS]  # a stranger's `Host: …:8` would fill it with copies
PAGE_CACHE_STALE = 600  # seconds that pages are still given out while the database is away
PAGE_CACHE_EXCEPTIONS = "config.page_cache.EXCEPTIONS"  # which changes visitors do not see
PAGE_CACHE_MOMENTS = "config.page_cache.find_next_moment"  # when pages change though nothing is written

# Languages. Adding one: name it here, then makemigrations (CONTRIBUTING.md).
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"
FORMAT_MODULE_PATH = "config.formats"
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = lambda name, language: f"{name} ({dict(LANGUAGES)[language]})"  # noqa: E731
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField", "RichTextField", "BodyField")
WAGTAIL_I18N_ENABLED = False  # a page is one row with every language, never a tree for each
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français")]  # the language of Wagtail's one locale
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

MACHINE_TRANSLATOR = ""  # dotted path of a subclass of translations.exchange.machine.MachineTranslator; none by default

# Static files and media
STATIC_URL = "/static/"
STATIC_ROOT = environment.STATIC_ROOT
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = environment.MEDIA_ROOT
STORAGES: dict[str, dict[str, Any]] = {
    "default": media_storage,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "content.media.full_disk.RoomyUploadHandler",
]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site loads our files

# Wagtail
WAGTAIL_SITE_NAME = "Cahier"
WAGTAIL_PAGE_MODEL = "translations.BasePage"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_USER_LOGIN_FORM = "config.sign_in.login.CahierLoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "config.sign_in.login.CahierPasswordResetForm"  # noqa: S105
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "content.rich_text_editors.NamedRichTextArea"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nobody but us learns who edits
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"  # what fields show, in both languages; content/dates/reading.py reads much more
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILREDIRECTS_AUTO_CREATE = False  # translations.redirects makes them in every language
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {
    # For the admin only; visitors search by the app `search`. "simple": titles and marks are of no one language.
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}
WAGTAILAPI_BASE_URL = BASE_URL
WAGTAILAPI_RICH_TEXT_FORMAT = "html"
WAGTAILIMAGES_IMAGE_MODEL = "body.CahierImage"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]  # no SVG: it can carry scripts
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024  # bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "body.CahierDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.media.forms.CahierImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "content.media.forms.CahierDocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024  # bytes
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "epub", "ics", "odp", "ods", "odt", "pdf", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_CONTENT_TYPES: dict[str, str] = {}
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # never by an address of the storage, which would ask nobody who reads
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # documents are attachments, never opened in our origin
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long report has thousands of form fields in two languages
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Mail
vars().update(environment.EMAIL)
DEFAULT_FROM_EMAIL = environment.DEFAULT_FROM_EMAIL
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 30  # seconds a mail server may take for an answer; no visitor waits for it
EMAILS_AT_ONCE = environment.EMAILS_AT_ONCE
CONFIRMATION_MAX_AGE = 72  # hours a link in a confirmation mail can be used
RENEW_AFTER = 730  # days of silence after which a subscriber is asked to confirm anew (CNIL: 24 months); 0: never
RENEW_WITHIN = 30  # days they have to do so
FORM_TAKES = 0.5  # seconds, longer than the mail server needs: the time must not tell who gets a mail
# How many coupons, applications and messages in how many seconds, the narrowest first. Over a limit of networks they
# are asked to wait; over one that many share (domain, recipient, all) their emails wait: public_forms/shared_limits.py.
# A network is a /24 of IPv4 or a /64 of IPv6, a customer a /56, a site a /48, a provider a /16 or a /32.
SUBSCRIBING_RATE_LIMITS = {"network": (40, 3600), "customer": (50, 3600), "site": (60, 3600)}  # a hall shares one
SUBSCRIBING_RATE_LIMITS |= {"provider": (200, 3600), "domain": (200, 3600), "all": (1000, 3600)}
APPLYING_RATE_LIMITS = {"network": (20, 3600), "customer": (20, 3600), "site": (30, 3600), "provider": (60, 3600)}
APPLYING_RATE_LIMITS |= {"domain": (60, 3600), "all": (200, 3600)}
WRITING_RATE_LIMITS = {"network": (10, 3600), "customer": (10, 3600), "site": (10, 3600), "provider": (40, 3600)}
WRITING_RATE_LIMITS |= {"recipient": (24, 24 * 3600), "all": (300, 3600)}
# Wrong passwords, of accounts and of restricted pages; mails that set a new one
SIGNING_IN_RATE_LIMITS = {"network": (20, 900), "customer": (30, 900), "site": (40, 900), "provider": (100, 900)}
SIGNING_IN_RATE_LIMITS |= {"account": (10, 900)}
PAGE_PASSWORD_RATE_LIMITS = {"network": (20, 900), "customer": (30, 900), "site": (40, 900), "provider": (100, 900)}
PASSWORD_RESET_RATE_LIMITS = {"network": (10, 3600), "customer": (15, 3600), "site": (20, 3600), "provider": (60, 3600)}
PASSWORD_RESET_RATE_LIMITS |= {"account": (3, 24 * 3600)}
PASSWORD_RESET_IN_BACKGROUND = True  # the time of the answer must not tell whether there is such an account
NEWSLETTER_KEYS = environment.NEWSLETTER_KEYS
PROXIES = environment.PROXIES
LICENCE = environment.LICENCE
LICENCE_URL = environment.LICENCE_URL
PRESS_EMAIL = environment.PRESS_EMAIL
PUBLISHER = environment.PUBLISHER
PUBLICATION_DIRECTOR = environment.PUBLICATION_DIRECTOR
HOSTING_PROVIDER = environment.HOSTING_PROVIDER
WEBHOOK_SECRETS = environment.WEBHOOK_SECRETS
BOUNCES_URL = environment.BOUNCES_URL

# Sending the newsletter
MAIL_SERVER_BACKEND = environment.EMAIL["EMAIL_BACKEND"]  # what the queue of emails and the newsletter hand over by
if environment.EMAIL_PROVIDER:
    MAIL_SERVER_BACKEND = f"anymail.backends.{environment.EMAIL_PROVIDER}.EmailBackend"
EMAIL_BACKEND = "mail.backends.QueueBackend"  # what Django and Wagtail send by
ANYMAIL = environment.ANYMAIL
NEWSLETTER_BOUNCES = environment.NEWSLETTER_BOUNCES
NEWSLETTER_RATE = environment.NEWSLETTER_RATE
NEWSLETTER_DOMAIN_RATE = environment.NEWSLETTER_DOMAIN_RATE
NEWSLETTER_CONNECTIONS = environment.NEWSLETTER_CONNECTIONS
NEWSLETTER_LEASE = 30.0  # seconds for which a worker that was killed keeps others from what it held; renewed meanwhile
DIGEST_DAY = environment.DIGEST_DAY
DIGEST_HOUR = environment.DIGEST_HOUR
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},  # Wagtail's index, as without this
    "newsletter": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["newsletter"]},
}

# What /readyz finds too little, or too old
HEALTH_FREE_DISK = 200_000_000  # bytes where uploads and SQLite's file are
HEALTH_QUEUE_AGE = 15 * 60  # seconds that an email which may leave, or a task of the newsletter, may wait

SENTRY_DSN = environment.SENTRY_DSN

# Privacy and security. Visitors get no cookie: only the admin and its forms set any.
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # but for previews in the admin, which Wagtail exempts itself
AUTHENTICATION_BACKENDS = ["config.sign_in.backend.LimitedBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "config.sign_in.passwords.SimplePatternValidator"},
]
CONTENT_SECURITY_POLICY = {
    # What visitors' pages need, and no more. config.security.headers gives the admin its own policy.
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],  # used by no page of ours, but by Lighthouse, which asks for /robots.txt from within one
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
