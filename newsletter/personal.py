"""The addresses in a mail that are one reader's own."""

import uuid

from .letters import Links
from .links import manage_url, unsubscribe_url
from .models import Subscriber


def links_of(key: uuid.UUID, language: str) -> Links:
    """Return them for a row of which only `key` and `language` were read: a hundred thousand need no more."""
    reader = Subscriber(key=key, language=language)
    return Links(unsubscribe=unsubscribe_url(reader), manage=manage_url(reader))
