"""What the server refuses before the site sees it is said in words, has the headers of all answers, repeats nothing."""

import socket
from urllib.parse import urlsplit

import pytest

from tests.served.site import ServedSite

SECRET = b"jeton-secret"
REFUSED = {
    "address too long": (414, b"GET /" + SECRET * 1000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    "header too long": (431, b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: a=" + SECRET * 1000 + b"\r\n\r\n"),
    "no method": (400, b"\x16\x03" + SECRET + b" / HTTP/1.1\r\n\r\n"),
    "no header": (400, b"GET / HTTP/1.1\r\n" + SECRET + b"\r\n\r\n"),
    "unknown coding": (501, b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: " + SECRET + b"\r\n\r\n"),
}
EVERYWHERE = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def send(served: ServedSite, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send `request` as it is; return the status, the headers and the body of the answer."""
    address = urlsplit(served.url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=30) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(first.split()[1]), headers, body


@pytest.mark.parametrize("name", REFUSED)
def test_server_refuses_in_both_languages_and_repeats_nothing(served: ServedSite, name: str) -> None:
    status, request = REFUSED[name]
    answered, headers, body = send(served, request)
    assert answered == status
    assert {header: headers.get(header) for header in EVERYWHERE} == EVERYWHERE
    assert "camera=()" in headers["permissions-policy"]
    assert int(headers["content-length"]) == len(body)
    assert body.count(b"<p") == 2
    assert b'lang="en"' in body
    assert SECRET not in body
    assert SECRET.decode() not in served.log.read_text()
