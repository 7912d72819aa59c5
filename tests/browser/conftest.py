"""One Chromium a session. What is measured in it is asked of every state in tests/served/states.py."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from config.environment import BASE_DIR
from tests.browser.visits import Faults
from tests.machine import find_chromium, require_or_fail
from tests.served.site import ServedSite
from tests.served.states import State
from translations.languages import LANGUAGES

# No name but the site's own leads anywhere: a request to a third party fails, and is counted.
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    require_or_fail("Chromium (set CHROMIUM to its path)", path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, served: ServedSite) -> Iterator[OpenPage]:
    """Open a page in a context of its own, for a reader of `language`; further options are Playwright's."""
    contexts: list[BrowserContext] = []

    def open_one(language: str = "fr", width: int = 1280, height: int = 800, **options: Any) -> Page:
        viewport = ViewportSize(width=width, height=height)
        context = browser.new_context(base_url=served.url, locale=language, viewport=viewport, **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def admin_url(served: ServedSite) -> Iterator[str]:
    """A second server of the same site, which has the files of Wagtail's admin."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.served.admin_settings", "BIND": f"fd://{listener.fileno()}"}
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"],
            cwd=BASE_DIR,
            env={**served.environment, **settings, "WORKERS": "1", "THREADS": "4"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
        )
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="session")
def walks() -> dict[str, Faults]:
    return {}


@pytest.fixture(
    params=[pytest.param(language, marks=pytest.mark.xdist_group(f"walk {language}")) for language in LANGUAGES]
)
def walked(
    request: pytest.FixtureRequest,
    walks: dict[str, Faults],
    open_page: OpenPage,
    served: ServedSite,
    states: list[State],
) -> Faults:
    """What every check found in one language: one walk for the tests of all of them."""
    from tests.browser.walk import walk  # the tests it takes its checks from are read first, as pytest rewrites them

    language: str = request.param
    if language not in walks:
        walks[language] = walk(open_page(language), language, served, states)
    return walks[language]
