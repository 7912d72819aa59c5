"""Which network a request came from."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from public_forms.network import UNKNOWN, get_network, get_networks


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "network"),
    [
        (0, "198.51.100.1", "203.0.113.7", "203.0.113.0/24"),
        (1, "198.51.100.1", "10.0.0.1", "198.51.100.0/24"),
        (1, "6.6.6.6, 198.51.100.1", "10.0.0.1", "198.51.100.0/24"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "10.0.0.1", "198.51.100.0/24"),
        (2, "198.51.100.1", "10.0.0.1", "198.51.100.0/24"),
        (1, "", "203.0.113.7", "203.0.113.0/24"),
        (1, "198.51.100.1:4711", "10.0.0.1", "198.51.100.0/24"),
        (1, "[2001:db8:1:2:3::4]:4711", "10.0.0.1", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        (0, "", "::ffff:203.0.113.7", "203.0.113.0/24"),
        (0, "", "fe80::1%eth0", "fe80::/64"),
        (0, "", "", UNKNOWN),
        (1, "unknown", "10.0.0.1", UNKNOWN),
    ],
)
def test_network_is_told_by_the_proxies_that_are_ours(settings, proxies, forwarded, remote, network):
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert get_network(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)) == network


@examples(deadline=None)
@given(st.text(st.characters(exclude_characters="\r\n", codec="latin-1")))
def test_any_header_names_some_network(forwarded: str):
    assert get_network(RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}))


def test_ipv6_address_is_counted_with_its_customer_and_its_site():
    request = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2ff::7")
    assert get_networks(request) == {
        "network": "2001:db8:1:2ff::/64",
        "customer": "2001:db8:1:200::/56",
        "site": "2001:db8:1::/48",
        "provider": "2001:db8::/32",
    }


def test_ipv4_address_is_counted_with_what_is_around_it():
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")
    assert get_networks(request) == {"network": "203.0.113.0/24", "provider": "203.0.0.0/16"}
