"""A response as it is kept: compressed once, and given out to whoever asks until the site changes."""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from functools import lru_cache
from typing import NamedTuple

import brotli

from .generation import State

Headers = list[tuple[str, str]]

KEPT_STATUSES = {200, 301}
CODINGS = ("br", "gzip")  # the smaller first
GZIP_LEVEL = 6
BROTLI_QUALITY = 5  # 11 is 14 % smaller than gzip, but takes 50 times as long
OVERHEAD = 2000  # bytes of an entry beside its bodies: headers, objects
# Written anew for each way in which the body goes out, or by the server
REWRITTEN = {"content-length", "content-encoding", "etag", "vary", "connection", "date"}
NOT_WITH_304 = {"content-length", "content-encoding", "content-type", "content-language", "content-disposition"}


class Response(NamedTuple):
    """What an application answered, uncompressed."""

    status: str
    headers: Headers
    body: bytes


class KeptResponse:
    """A response in all its codings, and the state it was made in. Each has a strong ETag: its bytes never change."""

    __slots__ = ("bodies", "headers", "length", "mark", "response_status", "sent", "state")

    def __init__(self, state: State, status: str, headers: Headers, gzipped: bytes, length: int, mark: str) -> None:
        """:param length: bytes of the uncompressed body
        :param mark: digest of that body"""
        self.state, self.response_status, self.length, self.mark = state, status, length, mark
        self.headers = headers
        body = zlib.decompress(gzipped, 31) if gzipped else b""
        self.bodies = {"gzip": gzipped, "br": brotli.compress(body, quality=BROTLI_QUALITY)}
        self.sent = {coding: self.write_headers(coding) for coding in (*CODINGS, "")}

    @classmethod
    def of(cls, response: Response, state: State) -> KeptResponse:
        body = response.body
        headers = [(name, value) for name, value in response.headers if name.lower() not in REWRITTEN]
        mark = hashlib.blake2b(body, digest_size=12).hexdigest()
        return cls(state, response.status, headers, gzip.compress(body, GZIP_LEVEL, mtime=0), len(body), mark)

    @property
    def size(self) -> int:
        """Bytes of memory it takes, more or less."""
        return OVERHEAD + sum(map(len, self.bodies.values()))

    def get_body(self, coding: str) -> bytes:
        return self.bodies[coding] if coding else zlib.decompress(self.bodies["gzip"], 31)

    def get_etag(self, coding: str) -> str:
        return f'"{self.mark}-{coding}"' if coding else f'"{self.mark}"'

    def write_headers(self, coding: str) -> Headers:
        length = len(self.bodies[coding]) if coding else self.length
        own = [("ETag", self.get_etag(coding)), ("Vary", "Accept-Encoding"), ("Content-Length", str(length))]
        return [*self.headers, *own, *([("Content-Encoding", coding)] if coding else [])]

    def is_known_to(self, coding: str, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Tell whether a reader has it already (RFC 9110, section 13.1): then 304 is the answer."""
        if not self.response_status.startswith("200"):
            return False
        if if_none_match is not None:
            known = [mark.strip().removeprefix("W/") for mark in if_none_match.split(",")]
            return self.get_etag(coding) in known or known == ["*"]
        modified = [value for name, value in self.headers if name.lower() == "last-modified"]
        return if_modified_since is not None and modified == [if_modified_since]


def may_keep(status: str, headers: Headers) -> bool:
    """Tell whether a response is the same for everybody: it says so itself, by `Cache-Control: public`."""
    found: dict[str, str] = {}
    for name, value in headers:
        found[name.lower()] = f"{found[name.lower()]}, {value}" if name.lower() in found else value.lower()
    directives = {part.strip().partition("=")[0] for part in found.get("cache-control", "").split(",")}
    varies = {part.strip() for part in found.get("vary", "").split(",") if part.strip()}
    return (
        int(status[:3]) in KEPT_STATUSES
        and "public" in directives
        and not directives & {"no-store", "no-cache", "private"}
        and "set-cookie" not in found
        and varies <= {"accept-encoding"}
        and found.get("content-encoding", "gzip") == "gzip"
    )


@lru_cache(maxsize=256)
def choose_coding(accepted: str) -> str:
    """Return the best coding that Accept-Encoding names (RFC 9110, section 12.5.3); "" for an uncompressed body."""
    qualities: dict[str, float] = {}
    for part in accepted.lower().split(","):
        match = re.fullmatch(r"\s*([\w*-]+)\s*(?:;\s*q=([\d.]+)\s*)?", part)
        if match:
            qualities[match[1]] = read_quality(match[2] or "1")
    return next((coding for coding in CODINGS if qualities.get(coding, qualities.get("*", 0)) > 0), "")


def read_quality(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
