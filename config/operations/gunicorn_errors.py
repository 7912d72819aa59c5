"""What gunicorn answers by itself, as there is no request that the site could see: its line is too long, or no HTTP.

gunicorn's own answers have no security headers, are in English, and repeat what was sent.
tests/journeys/test_refused_requests.py fails if gunicorn writes them in another way.
"""

from __future__ import annotations

from typing import Any

from gunicorn import util

WORDS = {
    400: ("Cette demande n’est pas comprise.", "This request is not understood."),
    403: ("Cette demande est refusée.", "This request is refused."),
    414: ("Cette adresse est trop longue.", "This address is too long."),
    431: (
        "Votre navigateur envoie des en-têtes trop longs : effacez les cookies de ce site.",
        "Your browser sends headers that are too long: delete the cookies of this site.",
    ),
    500: ("Ce site a rencontré une erreur.", "This site has met with an error."),
}
PAGE = """<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<title>{status}</title>
<h1>{status}</h1>
<p>{french}</p>
<p lang="en">{english}</p>
</html>
"""


def write_error(sock: Any, status_int: int, reason: str, mesg: str) -> None:
    """Answer in both languages, with the headers that all answers have.

    :param status_int: of the answer, which is the last on this connection
    :param mesg: gunicorn's own words, which repeat what was sent and are left out
    """
    french, english = WORDS.get(status_int, WORDS[400 if status_int < 500 else 500])
    body = PAGE.format(status=status_int, french=french, english=english).encode()
    head = {
        "Connection": "close",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        **security_headers(),
    }
    lines = [f"HTTP/1.1 {status_int} {reason}", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    util.write_nonblock(sock, "\r\n".join(lines).encode("latin-1") + body)


def security_headers() -> dict[str, str]:
    from django.conf import settings

    from config.security.headers import ATTACHMENT_CSP, HEADERS

    transport = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
    return {
        **HEADERS,
        "Content-Security-Policy": ATTACHMENT_CSP,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        **({"Strict-Transport-Security": transport} if settings.SECURE_HSTS_SECONDS else {}),
    }
