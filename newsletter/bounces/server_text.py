"""What a mail server wrote, in whatever charset and form: accents and HTML must not hide that a mailbox is full."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from html import unescape
from itertools import takewhile

from .diagnoses import LONGEST

# From here on it is our own letter that is quoted
QUOTATION = re.compile(
    r"(?im)^-{2,} ?(?:below this line|this is a copy|original message|the original message|enclosed)|^return-path:|"
    r"^received: (?:from|by)|^message-id:"
)
TAG = re.compile(r"<[^<>]*>")
LONGEST_PART = 20 * LONGEST  # characters of what is written for people: much of HTML is not text
READ = ["text/plain", "text/html"]  # the first of a mail that has both


def read_server_text(message: Message) -> str:
    """Return what a mail server wrote for people, without the letter that it gives back."""
    before_letter = takewhile(lambda part: part.get_content_maintype() != "message", message.walk())
    parts = {part.get_content_type(): part for part in reversed(list(before_letter))}
    for content_type in READ:
        if content_type in parts:
            text = QUOTATION.split(decode_part(parts[content_type]), maxsplit=1)[0]
            return unescape(TAG.sub(" ", text)) if content_type == "text/html" else text
    return ""


def decode_part(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return decode(payload, part.get_content_charset())[:LONGEST_PART] if isinstance(payload, bytes) else ""


def read_field(block: Message, name: str) -> str:
    """Return a field of a report: in ASCII, as RFC 3464 wants it, as encoded words, or with bare accents."""
    raw = next((str(value) for field, value in block.raw_items() if field.lower() == name.lower()), "")[:LONGEST]
    try:
        words = decode_header(raw) if raw.isascii() else [(raw.encode("utf-8", "surrogateescape"), None)]
    except HeaderParseError:
        return raw
    return "".join(text if isinstance(text, str) else decode(text, charset) for text, charset in words)


def decode(text: bytes, charset: str | None) -> str:
    """Return `text` in the charset it names, or else in UTF-8, or else in Latin-1, in which no byte is wrong."""
    for tried in (charset or "utf-8", "utf-8"):
        try:
            return text.decode(tried)
        except (LookupError, UnicodeError):
            continue
    return text.decode("latin-1")
