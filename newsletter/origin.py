"""Telling our own form from one that another site submits in a visitor's name, without a cookie."""

from urllib.parse import urlsplit

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

STAMP_FIELD = "stamp"
STAMP_MAX_AGE = 24 * 3600  # seconds a form may stay open in a browser that names no origin
STAMP_SIGNER = "newsletter.stamp"


def make_stamp() -> str:
    """Return a signed time stamp to hide in a form."""
    return TimestampSigner(salt=STAMP_SIGNER).sign("form")


def comes_from_here(request: HttpRequest) -> bool:
    """Tell whether a form was sent from one of our own pages.

    Browsers say so in Sec-Fetch-Site (W3C Fetch Metadata), older ones in Origin (RFC 6454); where both are silent,
    the form must carry the stamp that only a page of ours has.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    if origin := request.headers.get("Origin"):
        return is_own_origin(origin, request)
    try:
        TimestampSigner(salt=STAMP_SIGNER).unsign(request.POST.get(STAMP_FIELD, ""), max_age=STAMP_MAX_AGE)
    except BadSignature:
        return False
    return True


def is_own_origin(origin: str, request: HttpRequest) -> bool:
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:  # urlsplit's, for instance of "http://["
        return False
