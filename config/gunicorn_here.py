"""How `make run` serves the site on one's own machine: as in production, and it says where to look."""

import signal
import socket
import sys
from typing import Any

from config import gunicorn
from config.environment import BASE_URL, BIND, VAR_DIR
from config.gunicorn import *  # noqa: F403

PASSWORD = VAR_DIR / "demo_password"  # what the demo's editor was given, see the Makefile


def on_starting(server: Any) -> None:  # type: ignore[no-redef]
    """Say at once that the port is taken: gunicorn would try again for five seconds and then tell it in passing."""
    host, _, port = BIND.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}). Choose another: make run PORT=8001")
    gunicorn.on_starting(server)


def post_worker_init(worker: Any) -> None:  # type: ignore[no-redef]
    """Leave Ctrl-C to the master, which ends the workers: one that hears of it twice can hang in its own handler."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gunicorn.post_worker_init(worker)


def when_ready(server: Any) -> None:
    password = PASSWORD.read_text().strip()
    lines = [
        f"  {BASE_URL}/fr/      en français",
        f"  {BASE_URL}/en/      in English",
        f"  {BASE_URL}/admin/   for editors: name editor, password {password}",
        "Ctrl-C stops it.",
    ]
    sys.stdout.write("\n".join([*lines, ""]))
    sys.stdout.flush()
