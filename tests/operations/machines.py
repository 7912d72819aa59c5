"""Two web machines of one site, as processes with folders of their own.

PostgreSQL, Redis and a bucket are all they share. nginx stands before them, as docs/operations.md tells.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from config.environment import BASE_DIR
from tests.machine import require_or_fail
from tests.served.site import own_database

from .fake_s3 import Bucket, run_bucket
from .test_proxies import NGINX, free_port, lay_out

HOST = "cahier.example"
SECRET = "0123456789abcdefghijklmnopqrstuvwxyz" * 2
WAIT = 60  # seconds for a server to start or to end


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(port: int, address: str, body: bytes | None = None, **headers: str) -> Answer:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)) as connection:
        connection.request("GET" if body is None else "POST", address, body, {"Host": HOST, **headers})
        return Answer(connection.getresponse())


def until(is_so: Callable[[], object]) -> float:
    """Wait for something; return how many seconds that took."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() < began + WAIT, "it took too long"
        time.sleep(0.01)
    return time.monotonic() - began


class Machine:
    """A web server with a disk of its own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        folder.mkdir()
        self.port, self.metrics = free_port(), free_port()
        self.log, self.media = folder / "log", folder / "media"
        self.environment = {
            **environment,
            "BIND": f"127.0.0.1:{self.port}",
            "METRICS_BIND": f"127.0.0.1:{self.metrics}",
            "MEDIA_ROOT": str(self.media),
        }

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(command, cwd=BASE_DIR, env=self.environment, stdout=log, stderr=log)

    def is_ready(self) -> bool:
        assert self.server.poll() is None, self.log.read_text()
        try:
            return ask(self.port, "/readyz").status == http.HTTPStatus.OK
        except OSError:
            return False

    def stop(self) -> None:
        self.server.terminate()
        assert self.server.wait(WAIT) == 0, self.log.read_text()


class Machines:
    """Two of them, of one `database`, behind nginx on `port`."""

    def __init__(self, folder: Path, database: str, cache: str, bucket: Bucket) -> None:
        self.bucket, self.database = bucket, database
        kept = {name: value for name, value in os.environ.items() if name not in {"TEST_DATABASE", "ALLOWED_HOSTS"}}
        environment = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "BASE_URL": f"http://{HOST}",
            "SECRET_KEY": SECRET,
            "DATABASE_URL": database,
            "CACHE_URL": cache,
            "S3_BUCKET": "cahier",
            "S3_ENDPOINT": bucket.address,
            "S3_ACCESS_KEY": "key",
            "S3_SECRET_KEY": "secret",
            "BEHIND_PROXY": "true",
            "NEWSLETTER_IN_SERVER": "false",
            "EMAIL_URL": "dummymail://",
            "STATIC_ROOT": str(folder / "static"),  # part of the release, the same on each
            "WORKERS": "1",
        }
        self.each = [Machine(folder / name, environment) for name in ("one", "two")]
        self.port = free_port()

    def end(self) -> None:
        for machine in self.each:
            machine.server.terminate()
        for machine in self.each:
            machine.server.wait(WAIT)

    def collect(self) -> subprocess.Popen[bytes]:
        """Begin to collect visitors' static files."""
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0", "--ignore=wagtail*"]
        return subprocess.Popen(command, cwd=BASE_DIR, env=self.each[0].environment)

    def write_nginx(self, folder: Path) -> Path:
        """Lay out the examples, with two servers in `upstream`."""
        main = lay_out(folder, "machines.conf")
        servers = " ".join(f"server 127.0.0.1:{machine.port} fail_timeout=1s;" for machine in self.each)
        (folder / "cahier/machines.conf").write_text(
            f"include cahier/cache.conf; upstream cahier {{ {servers} keepalive 16; keepalive_timeout 4s; }}\n"
            f"server {{ listen 127.0.0.1:{self.port}; set $app cahier; set $proto http;\n"
            "include cahier/locations.conf; }"
        )
        main.write_text("user root;" + main.read_text())  # else nginx's workers may not enter the test's folder
        return main


@contextmanager
def run_redis(folder: Path) -> Iterator[str]:
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            until(lambda: is_open(port))
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.kill()


def is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


@contextmanager
def run_machines(folder: Path, prepare: Callable[[str], Any]) -> Iterator[Machines]:
    """Run them until the context ends.

    :param prepare: is told the database's URL before anybody uses it
    """
    require_or_fail("nginx", NGINX)
    with ExitStack() as stack:
        database = stack.enter_context(own_database(folder))
        cache = stack.enter_context(run_redis(folder))
        machines = Machines(folder, database, cache, stack.enter_context(run_bucket()))
        with machines.collect():
            prepare(database)
        for machine in machines.each:
            machine.start()
        stack.callback(machines.end)
        (folder / "nginx").mkdir()
        main = machines.write_nginx(folder / "nginx")
        nginx = stack.enter_context(subprocess.Popen([str(NGINX), "-p", folder / "nginx", "-c", main]))
        stack.callback(nginx.terminate)
        for machine in machines.each:
            until(machine.is_ready)
        until(lambda: is_open(machines.port))
        yield machines
