"""Numbers that no key can be, wherever an address takes one: they are not found, and nothing fails."""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

TOO_LARGE = str(2**63)
NUMBER, WORD = re.compile(r"<(?:int|key):\w+>"), re.compile(r"<(?:str:|path:|slug:)?\w+>")


def list_paths(patterns: Iterable[URLPattern | URLResolver], above: str = "/") -> Iterator[str]:
    for pattern in patterns:
        path = f"{above}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from list_paths(pattern.url_patterns, path)
        elif NUMBER.search(path):
            yield WORD.sub("x", NUMBER.sub(TOO_LARGE, path))


@pytest.mark.django_db
def test_number_that_is_no_key_is_not_found(admin_client):
    admin_client.raise_request_exception = False
    paths = sorted(set(list_paths(get_resolver().url_patterns)))
    assert f"/c/{TOO_LARGE}" in paths
    assert len(paths) > 60
    failing = {path: answer.status_code for path in paths if (answer := admin_client.get(path)).status_code >= 500}
    assert failing == {}
