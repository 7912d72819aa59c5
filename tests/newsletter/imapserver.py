"""An IMAP server with one folder, as much of RFC 3501 as a reader of returned mails speaks."""

import re
import shlex
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, mails: dict[bytes, bytes], refuse: bool) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.mails, self.refuse = mails, refuse
        self.seen: set[bytes] = set()
        self.deleted: set[bytes] = set()
        self.login: tuple[str, str] | None = None
        self.folder = ""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Session(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.say(b"* OK ready")
        for line in self.rfile:
            tag, _space, command = line.strip().partition(b" ")
            words = shlex.split(command.decode())
            name = words[1].upper() if words[0].upper() == "UID" else words[0].upper()
            answer = getattr(self, f"on_{name.lower()}")(*words[2 if words[0].upper() == "UID" else 1 :])
            self.say(tag + b" " + (answer or b"OK done"))
            if name == "LOGOUT":
                return

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def on_capability(self) -> None:
        self.say(b"* CAPABILITY IMAP4rev1")

    def on_login(self, user: str, password: str) -> bytes | None:
        self.server.login = (user, password)
        return b"NO wrong password" if self.server.refuse else None

    def on_select(self, folder: str) -> None:
        self.server.folder = folder
        self.say(b"* %d EXISTS" % len(self.server.mails))

    def on_search(self, *_criteria: str) -> None:
        self.say(b"* SEARCH " + b" ".join(sorted(set(self.server.mails) - self.server.seen)))

    def on_fetch(self, uid: str, *_parts: str) -> None:
        mail = self.server.mails[uid.encode()]
        self.say(b"* 1 FETCH (UID %s BODY[]<0> {%d}" % (uid.encode(), len(mail)))
        self.wfile.write(mail + b")\r\n")

    def on_store(self, uid: str, _how: str, flags: str) -> None:
        (self.server.deleted if re.search("Deleted", flags) else self.server.seen).add(uid.encode())

    def on_expunge(self) -> None:
        for uid in self.server.deleted:
            self.server.mails.pop(uid, None)

    def on_logout(self) -> None:
        self.say(b"* BYE")


@contextmanager
def imap_server(mails: dict[bytes, bytes], refuse: bool = False) -> Iterator[Any]:
    with Server(mails, refuse) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
