"""What a process keeps in memory: the most recently asked for, up to so many bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict

from .generation import State
from .kept import KeptResponse

Key = tuple[str, str, str, str]  # scheme, host, path, query

SHARE_OF_QUERIES = 4  # one part in so many
LARGEST = 8  # a response larger than one part in so many of its share is not kept


class Share:
    """Responses up to `most_bytes`; those that were not asked for longest go first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self.kept: OrderedDict[Key, KeptResponse] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Key) -> KeptResponse | None:
        kept = self.kept.get(key)
        if kept is not None:
            with self.lock:
                if key in self.kept:
                    self.kept.move_to_end(key)
        return kept

    def put(self, key: Key, kept: KeptResponse) -> None:
        if kept.size > self.most_bytes // LARGEST:
            return
        with self.lock:
            replaced = self.kept.pop(key, None)
            self.bytes += kept.size - (replaced.size if replaced else 0)
            self.kept[key] = kept
            while self.bytes > self.most_bytes:
                self.bytes -= self.kept.popitem(last=False)[1].size

    def clear(self) -> None:
        with self.lock:
            self.kept.clear()
            self.bytes = 0


class Memory:
    """Two shares: what strangers can make up without end, queries and redirects, never pushes out the site's pages."""

    def __init__(self, most_bytes: int) -> None:
        made_up = most_bytes // SHARE_OF_QUERIES
        self.pages, self.made_up = Share(most_bytes - made_up), Share(made_up)
        self.state: State | None = None

    def find(self, key: Key, state: State) -> KeptResponse | None:
        """Return what is kept under `key` and was made in `state`."""
        if state != self.state:
            self.state = state  # all else is of no more use
            self.pages.clear()
            self.made_up.clear()
        kept = self.pages.get(key) or self.made_up.get(key)
        return kept if kept is not None and kept.state == state else None

    def put(self, key: Key, kept: KeptResponse) -> None:
        share = self.pages if is_of_the_site(key, kept) else self.made_up
        share.put(key, kept)


def is_of_the_site(key: Key, kept: KeptResponse) -> bool:
    """Tell whether there are only so many such addresses as the site has pages."""
    return not key[-1] and kept.response_status.startswith("200")
