"""The examples in deploy/ do what their comments say: nginx's for real, in front of a small server."""

import http.client
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from config.environment import BASE_DIR
from tests.machine import require_or_fail

EXAMPLES = BASE_DIR / "deploy/nginx"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def lay_out(folder: Path, name: str, **replaced: str) -> Path:
    """Put the examples where nginx finds them, with `name` as the site's, and paths and ports of the test's own."""
    shutil.copytree(EXAMPLES, folder / "cahier")
    (folder / "kept").mkdir()
    own = {
        "/var/cache/nginx": f"{folder}/kept", "/var/log/nginx": str(folder), "/etc/nginx": str(folder),
        "/dev/stderr": f"{folder}/error.log", "/etc/letsencrypt/live/cahier.example": str(folder), **replaced,
    }  # fmt: skip
    for path in (folder / "cahier").glob("*.conf"):
        text = "\n".join(line for line in path.read_text("utf-8").splitlines() if "[::]" not in line)
        for old, new in own.items():
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log crit; events {{}}\n"
        f"http {{ {temporary} include cahier/{name}; }}\n"
    )
    return main


def test_nginx_takes_the_example_for_one_server(tmp_path: Path) -> None:
    require_or_fail("nginx", NGINX)
    require_or_fail("openssl", shutil.which("openssl"))
    certificate = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    certificate += ["-subj", "/CN=cahier.example", "-keyout", "privkey.pem", "-out", "fullchain.pem"]
    subprocess.run(certificate, cwd=tmp_path, check=True, capture_output=True)
    ports = {"listen 80": f"listen 127.0.0.1:{free_port()}", "listen 443": f"listen 127.0.0.1:{free_port()}"}
    main = lay_out(tmp_path, "vps.conf", **ports)
    done = subprocess.run([str(NGINX), "-t", "-p", tmp_path, "-c", main], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr, done.stderr


def test_caddy_takes_the_example() -> None:
    """Caddy 2.7 and later; Debian's 2.6 does not know `request_buffers`."""
    caddy = shutil.which("caddy")
    said = subprocess.run([caddy, "version"], capture_output=True, text=True, check=False).stdout if caddy else ""
    version = re.match(r"v?(\d+)\.(\d+)", said)
    if not version or (int(version[1]), int(version[2])) < (2, 7):
        pytest.skip("Caddy 2.7 or later was not found on this machine")
    done = subprocess.run(
        [str(caddy), "validate", "--config", BASE_DIR / "deploy/caddy/Caddyfile"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


class Site(BaseHTTPRequestHandler):
    """What stands behind nginx: counts who asks for what, and answers as `headers` say."""

    protocol_version = "HTTP/1.1"
    asked: list[str] = []
    seen: dict[str, str] = {}
    body = b"page"
    headers_of_answer = {"Cache-Control": "s-maxage=1, stale-if-error=60"}

    def do_GET(self) -> None:
        Site.asked.append(self.path)
        Site.seen = dict(self.headers)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or Site.body
        if self.path == "/crowd":
            BEGUN.wait(5)  # until all of the crowd are there
        self.send_response(200)
        for name, value in Site.headers_of_answer.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *args: object) -> None:
        pass


BEGUN = threading.Event()


@contextmanager
def serve_site() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@contextmanager
def run_nginx(site: ThreadingHTTPServer, folder: Path) -> Iterator[int]:
    """Run the example of compose.yaml before `site`, and return its port."""
    require_or_fail("nginx", NGINX)
    port = free_port()
    replaced = {"listen 8080": f"listen 127.0.0.1:{port}", "web:8000": f"127.0.0.1:{site.server_port}"}
    main = lay_out(folder, "compose.conf", **replaced)
    main.write_text("user root;" + main.read_text())  # else nginx's workers may not enter the test's folder
    with subprocess.Popen([str(NGINX), "-p", folder, "-c", main], stderr=subprocess.PIPE) as server:
        until(lambda: answers(port))
        yield port
        server.terminate()


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with serve_site() as site, run_nginx(site, tmp_path_factory.mktemp("nginx")) as port:
        yield port


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def until(is_so: object, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < end, "it took too long"


def ask(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Host": "cahier.example", "X-Forwarded-Proto": "https", **headers})
    response = connection.getresponse()
    response.text = response.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return response


def test_of_a_crowd_one_asks_the_site(proxy: int) -> None:
    with ThreadPoolExecutor(20) as crowd:
        answers = [crowd.submit(ask, proxy, "/crowd") for _number in range(20)]
        until(lambda: "/crowd" in Site.asked)
        BEGUN.set()
        assert {answer.result().status for answer in answers} == {200}
    assert Site.asked.count("/crowd") == 1


def test_an_editor_is_neither_kept_nor_shown_what_is(proxy: int) -> None:
    for _time in range(2):
        assert ask(proxy, "/editor", Cookie="sessionid=x").status == 200
    ask(proxy, "/editor")
    assert Site.asked.count("/editor") == 3


def test_what_the_site_does_not_allow_is_not_kept(proxy: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Site, "headers_of_answer", {"Cache-Control": "private, no-store"})
    for _time in range(2):
        ask(proxy, "/private")
    assert Site.asked.count("/private") == 2


def test_whoever_comes_first_when_a_page_may_have_changed_sees_the_new_one(
    proxy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Site, "body", b"old")
    assert ask(proxy, "/news").text == "old"  # type: ignore[attr-defined]
    monkeypatch.setattr(Site, "body", b"new")
    end = time.monotonic() + 2.1  # longer than s-maxage, which nginx counts in whole seconds
    while time.monotonic() < end:
        ask(proxy, "/something-else")
    assert ask(proxy, "/news").text == "new"  # type: ignore[attr-defined]


def test_the_site_learns_who_asks_and_under_which_id(proxy: int) -> None:
    ask(proxy, "/headers", **{"X-Forwarded-For": "203.0.113.7", "X-Request-ID": "somebody's"})
    assert Site.seen["Host"] == "cahier.example"
    assert Site.seen["X-Forwarded-For"] == "203.0.113.7, 127.0.0.1"
    assert Site.seen["X-Forwarded-Proto"] == "https"
    assert len(Site.seen["X-Request-ID"]) == 32


def test_a_body_that_comes_slowly_does_not_reach_the_site_before_it_is_whole(proxy: int) -> None:
    with socket.create_connection(("127.0.0.1", proxy)) as client:
        client.sendall(b"POST /slow HTTP/1.1\r\nHost: cahier.example\r\nContent-Length: 4\r\n\r\nab")
        ask(proxy, "/meanwhile")
        assert "/slow" not in Site.asked
        client.sendall(b"cd")
        assert client.recv(1000).startswith(b"HTTP/1.1 200")
    assert "/slow" in Site.asked


def test_while_the_site_is_away_kept_pages_go_on_and_others_are_told(tmp_path: Path) -> None:
    with serve_site() as site, run_nginx(site, tmp_path) as proxy:
        assert ask(proxy, "/kept").status == 200
        site.socket.close()  # nobody can reach it any more
        end = time.monotonic() + 1.5  # longer than s-maxage
        while time.monotonic() < end:
            assert ask(proxy, "/kept").status == 200
        other = ask(proxy, "/other")
    assert (other.status, other.headers["Retry-After"], other.headers["Cache-Control"]) == (503, "10", "no-store")
    assert "indisponible" in other.text  # type: ignore[attr-defined]
    assert "unavailable" in other.text  # type: ignore[attr-defined]
