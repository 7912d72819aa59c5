"""How `make run` serves the site on one's own machine: as in production, and it says where to look."""

import socket
import sys
from typing import Any

from config.environment import BASE_URL, BIND, VAR_DIR
from config.gunicorn import *  # noqa: F403

EDITOR = VAR_DIR / "demo_editor"  # name and password on one line each, written by load_demo --editor


def on_starting(server: Any) -> None:
    """Say at once that the port is taken, where gunicorn would try again for five seconds and then say it in passing."""
    host, _, port = BIND.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}). Choose another: make run PORT=8001")


def when_ready(server: Any) -> None:
    lines = [f"{BASE_URL}/fr/   en français", f"{BASE_URL}/en/   in English"]
    if EDITOR.exists():
        name, password = EDITOR.read_text().split()
        lines.append(f"{BASE_URL}/admin/   for editors: name {name}, password {password}")
    sys.stdout.write("\n".join(["", *lines, "", "Ctrl-C stops it.", ""]))
    sys.stdout.flush()
