"""Addresses of the admin with a key that is none, or that of nothing, are not found: none fails."""

import pytest

from tests.admin.addresses import fill, list_routes

KEYS = ["x", "9" * 20]
CHOOSERS = ["choose-page", "images/chooser", "documents/chooser", "snippets/choose/contacts/person"]


def answer(client, address):
    response = client.get(address)
    return f"{response.status_code} {address}"


@pytest.mark.parametrize("key", KEYS)
def test_no_address_of_the_admin_fails_for_a_bad_key(admin_client, key):
    admin_client.raise_request_exception = False
    addresses = {address for route in list_routes() if "<" in route or "(?P" in route for address in fill(route, [key])}
    assert len(addresses) > 100
    assert [told for address in sorted(addresses) if (told := answer(admin_client, address)).startswith("5")] == []


@pytest.mark.parametrize("chooser", CHOOSERS)
@pytest.mark.parametrize("key", ["x", "-1", "9" * 20, "1x", "²"])
def test_nothing_is_chosen_by_what_is_no_key(admin_client, chooser, key):
    admin_client.raise_request_exception = False
    addresses = [f"/admin/{chooser}/chosen-multiple/?id={key}", f"/admin/{chooser}/chosen-multiple/?id=1&id={key}"]
    addresses += [f"/admin/{chooser}/chosen/{key}/"] if chooser != "choose-page" else []
    assert [admin_client.get(address).status_code for address in addresses] == [404] * len(addresses)
