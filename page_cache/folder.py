"""A second level that the workers of a server share, and that outlives them: a folder, in memory or on a disk.

Each server has a folder of its own in it, so another release never reads what this one has made; within that, each
state of the site has one. Only pages are kept there, not what strangers can make up.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import zlib
from pathlib import Path

from .generation import State
from .kept import KeptResponse
from .memory import Key

PREFIX = "page-cache-"


class Folder:
    """:param path: where; other servers' folders in it, whether they still run or not, are removed"""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        for other in path.glob(f"{PREFIX}*"):
            shutil.rmtree(other, ignore_errors=True)
        self.own = Path(tempfile.mkdtemp(prefix=PREFIX, dir=path))
        self.state: State | None = None

    def find(self, key: Key, state: State) -> KeptResponse | None:
        try:
            head, _, gzipped = self.path_of(key, state).read_bytes().partition(b"\n")
            stored, status, headers, length, mark = json.loads(head)
            kept = KeptResponse(state, status, [(name, value) for name, value in headers], gzipped, length, mark)
        except (OSError, ValueError, zlib.error):
            return None
        return kept if stored == list(key) else None

    def put(self, key: Key, kept: KeptResponse) -> None:
        """Write a file, whole or not at all; where there is no room for it, do without."""
        path = self.path_of(key, kept.state)
        head = json.dumps([key, kept.response_status, kept.headers, kept.length, kept.mark])
        with contextlib.suppress(OSError):
            if kept.state != self.state:
                self.state = kept.state
                path.parent.mkdir(exist_ok=True)
                self.remove_others(path.parent)
            descriptor, unfinished = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(head.encode() + b"\n" + kept.bodies["gzip"])
                Path(unfinished).replace(path)
            except OSError:
                Path(unfinished).unlink(missing_ok=True)

    def remove_others(self, current: Path) -> None:
        for other in self.own.iterdir():
            if other != current:
                shutil.rmtree(other, ignore_errors=True)

    def path_of(self, key: Key, state: State) -> Path:
        name = hashlib.blake2b("\0".join(key).encode(), digest_size=16).hexdigest()
        return self.own / f"{state.number}-{state.until:.0f}" / name
