"""Which network a request came from, as far as the proxies in front can be believed."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
V4_PREFIX = 24  # neighbours in one street, one office, one mobile operator's exit
V6_PREFIX = 64  # what a single connection is given: whoever has one has all its addresses (RFC 6177)


def get_network(request: HttpRequest) -> str:
    """Return the network of the client, `203.0.113.0/24` or `2001:db8:1:2::/64`; UNKNOWN where it cannot be told.

    Each of settings.PROXIES proxies adds to X-Forwarded-For whom it was asked by. What stands further left was
    written by the client, who may write anything.
    """
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    hops = [*forwarded, request.META.get("REMOTE_ADDR", "")][-(settings.PROXIES + 1) :]
    try:
        address = read_address(hops[0])
    except ValueError:
        return UNKNOWN
    return str(ip_network((address, V4_PREFIX if address.version == 4 else V6_PREFIX), strict=False))


def read_address(text: str) -> IPv4Address | IPv6Address:
    """Read an address as proxies write it: with or without a port, an IPv6 one perhaps in brackets.

    Raises ValueError.
    """
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    address = ip_address(text.partition("%")[0])
    return getattr(address, "ipv4_mapped", None) or address
