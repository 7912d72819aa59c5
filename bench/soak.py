"""Whether the server's memory stays flat under mixed load: `python -m bench.soak MINUTES`, by default 60.

The server is production's, with two processes, the page cache and its background, and none is replaced meanwhile, which
would hide a leak. Visitors read all pages that the sitemap names, search for words that nobody searched for before, ask
for what is not there and send the coupon of the newsletter; an editor opens forms and lists; a page is published every
ten seconds, so that all are made anew.

Prints a line a minute, and fails where the memory of the last quarter is more than GROWTH over that of the second, or
where an answer was an error of the server. Memory is PSS: what processes share is counted once.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

WAIT = 60  # seconds for the server to start
LOG = Path("var/bench/soak.log")
CLIENTS = 4
PUBLISH_EVERY = 10.0  # seconds
SAMPLE_EVERY = 5.0
GROWTH = 1.05
KINDS = {"page": 70, "search": 12, "editor": 8, "nothing there": 6, "coupon": 4}  # of a hundred requests


@contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """Give the port and the process of production's server."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    own = {"BIND": f"127.0.0.1:{port}", "GUNICORN_CMD_ARGS": "--max-requests 0", "EMAIL_URL": "dummymail://"}
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"]
    log = LOG.open("w")  # of each address that is not there, and of what failed
    server = subprocess.Popen(command, env={**os.environ, **own}, stderr=log)  # noqa: S603  # nothing comes from outside
    try:
        end = time.monotonic() + WAIT
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if time.monotonic() > end or server.poll() is not None:
                    raise
                time.sleep(0.2)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(WAIT)
        log.close()


def memory_of(server: int) -> float:
    """Return the megabytes of the server and its workers."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    rollups = [Path(f"/proc/{process}/smaps_rollup").read_text() for process in [server, *children]]
    return sum(int(match[1]) for text in rollups if (match := re.search(r"^Pss:\s+(\d+)", text, re.M))) / 1024


class Load:
    """What visitors and an editor ask for, at `rate` requests a second in all, until `ended` is set."""

    def __init__(self, port: int, rate: float, session: str) -> None:
        self.port, self.pause, self.cookie = port, CLIENTS / rate, f"sessionid={session}"
        self.ended = threading.Event()
        self.answers: Counter[int] = Counter()
        self.failed: Counter[str] = Counter()
        self.pages = self.find_pages()
        self.forms = ["/admin/", "/admin/pages/", *(f"/admin/pages/{key}/edit/" for key in page_keys())]

    def find_pages(self) -> list[str]:
        plain = {"Accept-Encoding": "identity"}
        index = self.ask("GET", "/sitemap.xml", **plain)[1]
        parts = re.findall(r"<loc>([^<]+)</loc>", index)
        texts = [self.ask("GET", urlsplit(part).path, **plain)[1] for part in parts if "sitemap" in part] or [index]
        return [urlsplit(address).path for text in texts for address in re.findall(r"<loc>([^<]+)</loc>", text)]

    def ask(self, method: str, address: str, body: str = "", **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(
                method, address, body or None, {"Host": "localhost", "Accept-Encoding": "gzip", **headers}
            )
            response = connection.getresponse()
            raw = response.read()
        finally:
            connection.close()
        return response.status, "" if response.headers.get("Content-Encoding") else raw.decode(errors="replace")

    def run(self, number: int) -> None:
        choose = random.Random(number)  # noqa: S311  # the same load each time
        begun, asked = time.monotonic(), 0
        while not self.ended.wait(max(0.0, begun + asked * self.pause - time.monotonic())):
            asked += 1
            (kind,) = choose.choices(list(KINDS), list(KINDS.values()))
            try:
                status = self.ask_for(kind, choose)
            except OSError as error:
                self.failed[f"{kind}: {type(error).__name__}"] += 1
                continue
            self.answers[status] += 1
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                self.failed[f"{kind}: {status}"] += 1

    def ask_for(self, kind: str, choose: random.Random) -> int:
        if kind == "page":
            return self.ask("GET", choose.choice(self.pages))[0]
        if kind == "search":
            return self.ask("GET", f"/fr/recherche/?{urlencode({'q': f'guichet {choose.randrange(10**9)}'})}")[0]
        if kind == "editor":
            return self.ask("GET", choose.choice(self.forms), Cookie=self.cookie)[0]
        if kind == "nothing there":
            return self.ask("GET", f"/fr/rien-{choose.randrange(10**9)}/")[0]
        typed = {"email": f"reader{choose.randrange(10**9)}@exemple.fr", "language": "fr", "rhythm": "weekly"}
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        return self.ask("POST", "/fr/lettre/", urlencode(typed), **sent)[0]


def page_keys() -> list[int]:
    from translations.models import BasePage

    return list(BasePage.objects.filter(depth__gt=1).order_by("pk").values_list("pk", flat=True)[:20])


def sign_in() -> str:
    """Return the key of a session of somebody who may do anything."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    user, _made = get_user_model().objects.get_or_create(username="soak", defaults={"is_superuser": True})
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "config.sign_in.backend.LimitedBackend"
    session.create()
    return str(session.session_key)


def publish() -> None:
    from campaigns.models import HomePage

    page: Any = HomePage.objects.order_by("pk").first()
    page.save_revision().publish()


def watch(server: int, load: Load, minutes: float) -> list[float]:
    """Publish, and note the memory, while the load runs; return the samples."""
    samples: list[float] = []
    begun = published = told = time.monotonic()
    while (now := time.monotonic()) < begun + minutes * 60:
        samples.append(memory_of(server))
        if now >= published + PUBLISH_EVERY:
            publish()
            published = now
        if now >= told + 60:
            counted = sum(load.answers.values())
            minute = round((now - begun) / 60)
            failed = sum(load.failed.values())
            print(f"{minute:>6} min {samples[-1]:>8.1f} MB {counted:>8} answers {failed:>5} failed", flush=True)  # noqa: T201
            told = now
        time.sleep(SAMPLE_EVERY)
    return samples


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", type=float, nargs="?", default=60)
    parser.add_argument("--rate", type=float, default=10, help="requests a second")
    given = parser.parse_args()
    import django

    django.setup()
    with serving() as (port, server):
        load = Load(port, given.rate, sign_in())
        threads = [threading.Thread(target=load.run, args=(number,)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            samples = watch(server, load, given.minutes)
        finally:
            load.ended.set()
            for thread in threads:
                thread.join()
    return judge(samples, load)


def judge(samples: list[float], load: Load) -> int:
    quarter = max(1, len(samples) // 4)
    before, after = statistics.median(samples[quarter : 2 * quarter]), statistics.median(samples[-quarter:])
    print(f"second quarter {before:.1f} MB, last quarter {after:.1f} MB: {after / before:.3f} (bar {GROWTH})")  # noqa: T201
    print("answers:", ", ".join(f"{status}: {count}" for status, count in sorted(load.answers.items())))  # noqa: T201
    for what, count in load.failed.items():
        print(f"FAILED {count} times: {what}")  # noqa: T201
    return int(after / before > GROWTH or bool(load.failed))


if __name__ == "__main__":
    sys.exit(main())
