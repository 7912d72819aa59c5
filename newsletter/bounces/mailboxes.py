"""Mailboxes that undeliverable mail comes back to: a maildir, or a folder on an IMAP server.

Each yields the mails not read before. Whoever reads them says what to do with each: a mail that was understood is
deleted, as it tells who could not be reached; another stays, marked as read, for somebody to look at.
"""

import imaplib
import mailbox
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

TIMEOUT = 30  # seconds
LARGEST = 1024 * 1024  # bytes of a mail that are looked at: what is said stands at its beginning
SEEN = "S"


class MailboxError(Exception):
    """Raised when a mailbox cannot be opened or read. Its text is for the operator, and names no password."""


class Mailbox(Protocol):
    def unread(self) -> Iterator[tuple[str, Message]]: ...
    def delete(self, key: str) -> None: ...
    def mark_read(self, key: str) -> None: ...
    def close(self) -> None: ...


def open_mailbox(url: str) -> Mailbox:
    """Open `maildir:///path`, `imaps://user:password@host/folder` or, without encryption, `imap://…`.

    Raises MailboxError.
    """
    parts = urlsplit(url)
    if parts.scheme == "maildir":
        return Maildir(Path(unquote(parts.path)))
    if parts.scheme in ("imap", "imaps"):
        return Imap(parts)
    raise MailboxError("A mailbox is maildir:///path or imaps://user:password@host/folder")


class Maildir:
    def __init__(self, path: Path) -> None:
        if not (path / "new").is_dir():
            raise MailboxError(f"{path} is no maildir: it has no folder named new")
        self.box = mailbox.Maildir(path, create=False)

    def unread(self) -> Iterator[tuple[str, Message]]:
        for key in sorted(self.box.keys()):
            if SEEN not in self.box.get_message(key).get_flags():
                with self.box.get_file(key) as file:
                    yield key, message_from_bytes(file.read(LARGEST))

    def delete(self, key: str) -> None:
        self.box.discard(key)

    def mark_read(self, key: str) -> None:
        message = self.box.get_message(key)
        message.set_subdir("cur")
        message.add_flag(SEEN)
        self.box[key] = message

    def close(self) -> None:
        self.box.close()


class Imap:
    def __init__(self, parts: SplitResult) -> None:
        connect, port = (imaplib.IMAP4_SSL, 993) if parts.scheme == "imaps" else (imaplib.IMAP4, 143)
        try:
            self.server = connect(parts.hostname or "localhost", parts.port or port, timeout=TIMEOUT)
        except (OSError, imaplib.IMAP4.error) as error:
            raise MailboxError(f"The IMAP server cannot be reached: {type(error).__name__}") from None
        try:
            self.server.login(unquote(parts.username or ""), unquote(parts.password or ""))
            status, _data = self.server.select(f'"{unquote(parts.path.strip("/")) or "INBOX"}"')
        except (OSError, imaplib.IMAP4.error) as error:
            self.server.shutdown()
            raise MailboxError(f"The IMAP server refuses: {type(error).__name__}") from None
        if status != "OK":
            self.close()
            raise MailboxError("The IMAP server has no such folder")

    def unread(self) -> Iterator[tuple[str, Message]]:
        try:
            _status, found = self.server.uid("SEARCH", "UNSEEN")
            for uid in found[0].split():
                _status, data = self.server.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{LARGEST}>)")
                bodies = [part[1] for part in data if isinstance(part, tuple)]
                if bodies:
                    yield uid.decode(), message_from_bytes(bodies[0])
        except (OSError, imaplib.IMAP4.error) as error:
            raise MailboxError(f"The IMAP server stopped answering: {type(error).__name__}") from None

    def delete(self, key: str) -> None:
        self.server.uid("STORE", key, "+FLAGS", r"(\Deleted)")

    def mark_read(self, key: str) -> None:
        self.server.uid("STORE", key, "+FLAGS", r"(\Seen)")

    def close(self) -> None:
        with suppress(OSError, imaplib.IMAP4.error):
            self.server.expunge()
            self.server.logout()
