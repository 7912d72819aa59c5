"""A small S3 in this process, with its files in memory: what the site asks of one, and no more."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

CHANGED = datetime(2025, 1, 6, 12, tzinfo=UTC)


class Bucket(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, tuple[bytes, str]] = {}  # name: bytes, content type
        self.asked: list[tuple[str, str]] = []  # method, name
        self.refuses = False
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Bucket
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: object) -> None: ...

    @property
    def name(self) -> str:
        return unquote(urlsplit(self.path).path).partition("/")[2].partition("/")[2]

    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        self.server.asked.append((self.command, self.name))
        is_signed = self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 Credential=key/")
        if self.server.refuses or not is_signed:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.answer(403, "AccessDenied")
            return False
        return True

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if not self.name:
            self.list()
        elif self.name in self.server.files:
            body, kind = self.server.files[self.name]
            changed = format_datetime(CHANGED, usegmt=True)
            self.answer(200, body=body, **{"Content-Type": kind, "Last-Modified": changed, "ETag": digest(body)})
        else:
            self.answer(404, "NoSuchKey")

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            if self.headers.get("If-None-Match") == "*" and self.name in self.server.files:
                self.answer(412, "PreconditionFailed")
                return
            self.server.files[self.name] = body, self.headers["Content-Type"]
        self.answer(200, ETag=digest(body))

    def do_DELETE(self) -> None:
        self.server.files.pop(self.name, None)
        self.answer(204)

    def list(self) -> None:
        prefix = parse_qs(urlsplit(self.path).query).get("prefix", [""])[0]
        files, folders = [], set()
        for name, (body, _kind) in sorted(self.server.files.items()):
            folder, is_deeper, _rest = name.removeprefix(prefix).partition("/")
            if name.startswith(prefix) and is_deeper:
                folders.add(f"{prefix}{folder}/")
            elif name.startswith(prefix):
                files.append(f"<Contents><Key>{escape(name)}</Key><Size>{len(body)}</Size></Contents>")
        shown = "".join(f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>" for folder in folders)
        self.answer(200, body=f"<ListBucketResult>{''.join(files)}{shown}</ListBucketResult>".encode())

    def answer(self, status: int, code: str = "", body: bytes = b"", **headers: str) -> None:
        if code:
            body = f"<Error><Code>{code}</Code></Error>".encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/xml", **headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def digest(body: bytes) -> str:
    return f'"{md5(body).hexdigest()}"'


@contextmanager
def run_bucket() -> Iterator[Bucket]:
    with Bucket() as bucket:
        threading.Thread(target=bucket.serve_forever, args=(0.05,), daemon=True).start()
        yield bucket
        bucket.shutdown()
