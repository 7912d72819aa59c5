"""Going to a state of the site in a browser."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response, Route

from tests.served.site import FORM_HEADERS
from tests.served.states import State

Faults = dict[str, list[str]]  # what each check found, by its name
SCRIPTS = Path(__file__).with_name("scripts")


def script(name: str) -> str:
    """Return the function in scripts/<name>.js, for Page.evaluate()."""
    return (SCRIPTS / f"{name}.js").read_text()


class Traffic:
    """What `page` asks for and says in its console, since it was last cleared."""

    def __init__(self, page: Page) -> None:
        self.requests: list[Request] = []
        self.finished: list[Request] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request))
        page.on("requestfinished", self.finish)
        page.on("console", self.hear)

    def finish(self, request: Request) -> None:
        """Note `request` as finished; one of the page before may end after this one was cleared."""
        if request in self.requests:
            self.finished.append(request)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def clear(self) -> None:
        for noted in (self.requests, self.finished, self.complaints):
            noted.clear()


def visit(page: Page, state: State) -> Response:
    """Go to `state`, and see that it is what it says."""
    if state.body or state.data is not None:
        page.route(state.url, lambda route: answer_or_send(route, state), times=1)
    response = page.goto(state.url)
    assert response is not None, state
    assert response.status == state.status, f"{state} answered {response.status}"
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")  # autofocus comes by then
    return response


def answer_or_send(route: Route, state: State) -> None:
    if state.body:
        route.fulfill(status=state.status, content_type="text/html; charset=utf-8", body=state.body)
        return
    parts = urlsplit(state.url)
    headers = {**route.request.headers, **FORM_HEADERS, "Origin": f"{parts.scheme}://{parts.netloc}"}
    route.continue_(method="POST", headers=headers, post_data=urlencode(state.data or {}, doseq=True))


def find_faults(page: Page, states: Iterable[State], look: Callable[[State], Iterable[str]]) -> list[str]:
    """Visit each of `states` in the page and return what `look` finds wrong there, each with its address."""
    return [f"{state}: {fault}" for state in states for fault in look_at(page, state, look)]


def look_at(page: Page, state: State, look: Callable[[State], Iterable[str]]) -> Iterator[str]:
    visit(page, state)
    yield from look(state)
