"""What the log may say: that something failed and where in the code, never who wrote or read what.

Paths carry tokens, database errors carry the values of rows, gunicorn's carry the reader's IP address.
"""

import json
import logging
import re
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

# Whoever sends a request decides what is read here: each pattern takes all of a run of signs or nothing, or so many at
# most, so that a text twice as long takes twice as long.
HIDDEN = [
    (re.compile(r"(Invalid request from [^'\"\n]{0,200}+)['\"][^\n]*"), r"\1…"),  # gunicorn's, quoting what was sent
    (re.compile(r"\?[^\s'\"<>]+"), "?…"),  # query strings
    (re.compile(r"(?<![^\s/'\"<>()=,;])@*+[^\s/'\"<>()=,;@]++@[^\s/'\"<>()=,;]+"), "[email]"),
    (re.compile(r"(?<![\w.-])[\w.-]{20,}+(?::[\w-]{5,}+)?:[\w-]{20,}+"), "[token]"),  # signed
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "[ip]"),
    (re.compile(r"\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b|\b(?:[0-9a-f]{1,4}:){1,7}:[0-9a-f:]{0,39}"), "[ip]"),
]
# What a proxy's X-Request-ID may be to be written down: too short for a token of ours, and no name or address.
REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,40}")

request_id: ContextVar[str] = ContextVar("request_id", default="")  # of the request that this thread answers


def begin_request(sender: object, environ: dict[str, Any] | None = None, **rest: object) -> None:
    """Keep for the log what tells this request from others (signal `request_started`).

    That is the proxy's X-Request-ID if it is short and plain, so that both logs can be read together, else one made
    here. It stays until `request_finished`: Django logs a 404 after the last middleware.
    """
    given = (environ or {}).get("HTTP_X_REQUEST_ID", "")
    request_id.set(given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex)


def end_request(sender: object, **rest: object) -> None:
    request_id.set("")


class DiscreetFormatter(logging.Formatter):
    """Hides query strings, e-mail and IP addresses and signed tokens, in messages and tracebacks alike."""

    def format(self, record: logging.LogRecord) -> str:
        return hide_secrets(super().format(record))


class JsonFormatter(logging.Formatter):
    """Writes one JSON object a line, for programs that collect logs, with the same things hidden (LOG_FORMAT=json)."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": hide_secrets(record.getMessage()),
            "request_id": request_id.get(),
            "exception": hide_secrets(self.formatException(record.exc_info)) if record.exc_info else "",
            "process": record.process,
        }
        return json.dumps({name: value for name, value in entry.items() if value})


def hide_secrets(text: str) -> str:
    for pattern, replacement in HIDDEN:
        text = pattern.sub(replacement, text)
    return text


class OutageFilter(logging.Filter):
    """Leaves out what Django logs of a 503: who gives that answer has logged why, in one line without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != HTTPStatus.SERVICE_UNAVAILABLE
