"""Every page is valid HTML, as the Nu HTML checker of the W3C sees it."""

import json
import subprocess
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

import pytest

from tests.machine import find_html_checker, require_or_fail
from tests.served.site import Answer
from tests.served.states import State

pytestmark = pytest.mark.xdist_group("crawl")  # by one worker, once


def test_html_is_valid(tmp_path: Path, crawled: dict[str, Answer], answers: dict[State, Answer]) -> None:
    """One run of the checker over all pages: starting it takes longer than checking."""
    java, checker = which("java"), find_html_checker()
    require_or_fail("Java, which runs the HTML checker,", java)
    require_or_fail("the HTML checker (npm ci, or set VNU_JAR)", checker)
    addresses: dict[Path, str] = {}
    pages = {**{answer.url: answer for answer in crawled.values()}, **{str(state): answers[state] for state in answers}}
    for number, (address, answer) in enumerate(pages.items()):
        if answer.is_html:
            path = tmp_path / f"{number}.html"
            path.write_bytes(answer.body)
            addresses[path] = address
    run = subprocess.run(
        [str(java), "-jar", str(checker), "--format", "json", "--exit-zero-always", *map(str, tmp_path.glob("*.html"))],
        capture_output=True,
        check=True,
    )
    messages = json.loads(run.stderr)["messages"]
    errors = [
        f"{addresses[Path(urlsplit(message['url']).path)]}: {message['message']} {message.get('extract', '')!r}"
        for message in messages
        if message["type"] != "info"
    ]
    assert not errors, "\n".join(errors)
