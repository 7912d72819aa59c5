"""A mail in the form it travels in, prepared once and filled in for each reader.

Building a message with Python's email package takes a millisecond, a hundred times what filling in takes. What stands
around a personal part is encoded once, quoted-printable (RFC 2045, 6.7), and joined to it at a soft line break. This
goes past the checks of Django and of the email package: `check` refuses what could end a line.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from email import policy
from email.utils import formatdate
from quopri import encodestring

from django.conf import settings
from django.core.mail import BadHeaderError

from ..issues.letters import Links

LONGEST_LINE = 76  # RFC 2045, 6.7 (5), without CRLF
ENDS_A_LINE = re.compile(r"[\r\n\0]")
PLAIN_URL = re.compile(r"https?://[\w.~:/\-]+", re.ASCII)  # nothing that HTML or quoted-printable would have to escape
SOFT_BREAK = b"=\r\n"


class Marks:
    """Stand in a prepared letter for what is personal. Random, so that no editor can write one."""

    def __init__(self) -> None:
        token = secrets.token_hex(8)
        self.links = Links(unsubscribe=f"u{token}u", manage=f"m{token}m")
        self.pattern = re.compile(f"(u{token}u|m{token}m)")


def check(value: str) -> str:
    """Return `value` if it can stand in a header, raise BadHeaderError otherwise."""
    if ENDS_A_LINE.search(value) or not value.isascii():
        raise BadHeaderError("A header cannot hold this value.")
    return value


def check_url(url: str) -> str:
    if not PLAIN_URL.fullmatch(url):
        raise BadHeaderError("A mail cannot hold this address.")
    return url


def fold_header(name: str, value: str) -> bytes:
    """Return one header, with words encoded and lines folded as RFC 5322 and RFC 2047 say."""
    if ENDS_A_LINE.search(value):
        raise BadHeaderError("A header cannot hold a line break.")
    return policy.SMTP.fold_binary(name, policy.SMTP.header_factory(name, value))


def encode_quoted_printable(text: str) -> bytes:
    """Return `text` quoted-printable, with CRLF, and with no dot at the start of a line: SMTP would double it."""
    lines = encodestring(text.encode().replace(b"\r\n", b"\n"), quotetabs=False).replace(b"\n", b"\r\n")
    return re.sub(rb"(?m)^\.", b"=2E", lines)


def encode_before_link(text: str) -> bytes:
    """Encode what a link follows: the link begins a line of its own, which readers do not see."""
    lines = encode_quoted_printable(text)
    return lines if lines.endswith(b"\r\n") else lines + SOFT_BREAK


def encode_link(url: str) -> bytes:
    """Encode a link and the soft break after it; within it too, where it is longer than a line."""
    step = LONGEST_LINE - 3  # for the break itself and for a dot
    parts = (url[start : start + step].encode("ascii") for start in range(0, len(url), step))
    return b"".join(re.sub(rb"^\.", b"=2E", part) + SOFT_BREAK for part in parts)


class PreparedMail:
    """A multipart/alternative message that lacks only what is personal.

    :param headers: those that are the same for everybody
    :param text: the text and `html` with `marks` where personal links go
    """

    def __init__(self, *, headers: Sequence[tuple[str, str]], text: str, html: str, marks: Marks) -> None:
        boundary = f"=_{secrets.token_hex(12)}"  # no quoted-printable text holds "=_"
        self.marks = marks
        self.headers = b"".join(fold_header(name, value) for name, value in headers) + (
            f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n\r\n'.encode()
        )
        self.pieces: list[bytes | str] = []  # a str stands for a link
        for subtype, body in (("plain", text), ("html", html)):
            self.pieces.append(f"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n".encode())
            self.pieces.append(b"Content-Transfer-Encoding: quoted-printable\r\n\r\n")
            *parts, last = marks.pattern.split(body)
            for place, part in enumerate(parts):
                self.pieces.append(part if place % 2 else encode_before_link(part))
            self.pieces += [encode_quoted_printable(last), b"\r\n"]
        self.pieces.append(f"--{boundary}--\r\n".encode())
        self.one_click = settings.BASE_URL.startswith("https://")

    def fill(self, *, message_id: str, to: str, links: Links) -> bytes:
        """Return the message for one reader. Raises BadHeaderError."""
        unsubscribe, manage = check_url(links.unsubscribe), check_url(links.manage)
        personal = {
            self.marks.links.unsubscribe: encode_link(unsubscribe),
            self.marks.links.manage: encode_link(manage),
        }
        head = (
            f"Date: {formatdate()}\r\nMessage-ID: {check(message_id)}\r\nTo: {check(to)}\r\n"
            f"List-Unsubscribe: <{unsubscribe}>\r\n"
        )
        if self.one_click:
            head += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"  # RFC 8058 knows https only
        body = b"".join(piece if isinstance(piece, bytes) else personal[piece] for piece in self.pieces)
        return b"".join((head.encode("ascii"), self.headers, body))
