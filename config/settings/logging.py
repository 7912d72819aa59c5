"""What is logged, and how: see config/logs.py."""

from typing import Any

from config import environment

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {
            "()": "config.logs.JsonFormatter" if environment.LOG_FORMAT == "json" else "config.logs.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(message)s",
        }
    },
    "filters": {"outage": {"()": "config.logs.OutageFilter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "discreet"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"filters": ["outage"]},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},  # scanners try hosts all day
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
