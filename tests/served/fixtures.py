"""Fixtures of every test that visits the served site: it starts once a session, for the first of them."""

from collections.abc import Iterator

import pytest

from tests.served.site import Answer, ServedSite, serve
from tests.served.states import State, list_states


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    with serve(tmp_path_factory.mktemp("served")) as site:
        yield site


@pytest.fixture(scope="session")
def states(served: ServedSite) -> list[State]:
    return list_states(served)


@pytest.fixture(scope="session")
def answers(served: ServedSite, states: list[State]) -> dict[State, Answer]:
    """What the site answers to each state, asked once."""
    return {state: served.follow(state.fetch(served), state.headers) for state in states}
