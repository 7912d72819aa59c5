"""Which network a request came from, as far as the proxies in front can be believed."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
# Prefixes of what a client's address is part of, the narrowest first. Whoever has one of the first kind has all of its
# addresses; a provider gives a customer up to a site (RFC 6177), and has itself a /32 or more of IPv6.
V4_PREFIXES = {"network": 24, "provider": 16}  # neighbours in one street, one office, one mobile operator's exit
V6_PREFIXES = {"network": 64, "customer": 56, "site": 48, "provider": 32}
NETWORKS = frozenset({*V4_PREFIXES, *V6_PREFIXES})


def get_networks(request: HttpRequest) -> dict[str, str]:
    """Return the networks of the client, the narrowest first, for limits of each width; UNKNOWN where none can be told.

    Each of settings.PROXIES proxies adds to X-Forwarded-For whom it was asked by. What stands further left was
    written by the client, who may write anything.
    """
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    hops = [*forwarded, request.META.get("REMOTE_ADDR", "")][-(settings.PROXIES + 1) :]
    try:
        address = read_address(hops[0])
    except ValueError:
        return {"network": UNKNOWN}
    prefixes = V4_PREFIXES if address.version == 4 else V6_PREFIXES
    return {name: str(ip_network((address, prefix), strict=False)) for name, prefix in prefixes.items()}


def get_network(request: HttpRequest) -> str:
    """Return the narrowest of them: `203.0.113.0/24`, `2001:db8:1:2::/64`."""
    return get_networks(request)["network"]


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
