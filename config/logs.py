"""What the log may say: that something failed and where in the code, never who wrote or read what.

Paths carry tokens, database errors carry the values of rows, gunicorn's carry the reader's IP address.
"""

import logging
import re

# Whoever sends a request decides what is read here: each pattern takes all of a run of signs or nothing, or so many at
# most, so that a text twice as long takes twice as long.
HIDDEN = [
    (re.compile(r"\?[^\s'\"<>]+"), "?…"),  # query strings
    (re.compile(r"(?<![^\s/'\"<>()=,;])@*+[^\s/'\"<>()=,;@]++@[^\s/'\"<>()=,;]+"), "[email]"),
    (re.compile(r"(?<![\w.-])[\w.-]{20,}+(?::[\w-]{5,}+)?:[\w-]{20,}+"), "[token]"),  # signed
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "[ip]"),
    (re.compile(r"\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b|\b(?:[0-9a-f]{1,4}:){1,7}:[0-9a-f:]{0,39}"), "[ip]"),
]


class DiscreetFormatter(logging.Formatter):
    """Hides query strings, e-mail and IP addresses and signed tokens, in messages and tracebacks alike."""

    def format(self, record: logging.LogRecord) -> str:
        return hide_secrets(super().format(record))


def hide_secrets(text: str) -> str:
    for pattern, replacement in HIDDEN:
        text = pattern.sub(replacement, text)
    return text
