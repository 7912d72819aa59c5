"""What a page costs to fetch, as transferred, and its EcoIndex."""

from bisect import bisect_right
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request

from tests.browser.visits import Faults, Traffic, script
from tests.served.states import State

pytestmark = pytest.mark.browser

KB = 1000
LIMITS = {"document": 14 * KB, "stylesheet": 10 * KB, "script": 0, "font": 0}
MOST_REQUESTS = 5
# Quantiles of the HTTP Archive that the EcoIndex counts in (cnumr, ecoindex_reference).
ELEMENTS = (0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601)
REQUESTS = (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920)
KILOBYTES = (
    *(0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32),
    *(1648.27, 1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26),
)
LEAST_ECOINDEX = {"text": 85, "images": 80}
FOUR_PAGES_IN_ONE = "guide, whole"  # to print; it counts as the pages it stands for would, with pictures

LOAD_LAZY_IMAGES = script("load_lazy_images")
COUNT_ELEMENTS = "() => document.querySelectorAll('*').length - document.querySelectorAll('svg *').length"
COUNT_SCRIPTS = script("count_scripts")


def test_pages_weigh_little(walked: Faults) -> None:
    assert not walked["weight"], "\n".join(walked["weight"])


def weigh(page: Page, state: State, traffic: Traffic) -> Iterator[str]:
    """Weigh what the visit to `state` has fetched, down to its last lazy image."""
    page.evaluate(LOAD_LAZY_IMAGES)
    # Each address once: the cache is off here, and Chromium may ask for an icon again
    requests = list({request.url: request for request in traffic.finished}.values())
    sizes = {request.url: transferred(request) for request in requests}
    for kind, limit in LIMITS.items():
        weights = [sizes[request.url] for request in requests if request.resource_type == kind]
        weight = sum(weights)
        if not all(weights):
            yield f"a {kind} whose size is not known"
        if weight > limit:
            yield f"{kind} of {weight} bytes, over {limit}"
    if len(requests) > MOST_REQUESTS:
        yield f"{len(requests)} requests, over {MOST_REQUESTS}"
    if page.evaluate(COUNT_SCRIPTS):
        yield "has a script"
    elements = page.evaluate(COUNT_ELEMENTS)
    score = compute_ecoindex(elements, len(requests), sum(sizes.values()) / KB)
    is_large = page.locator("img").count() or state.name == FOUR_PAGES_IN_ONE
    least = LEAST_ECOINDEX["images" if is_large else "text"]
    if score < least:
        yield f"EcoIndex of {score:.1f}, under {least}: {elements} elements, {len(requests)} requests, {sizes}"


def transferred(request: Request) -> int:
    """Return the bytes of the answer; Chromium counts no body where another page of the context had it in memory."""
    sizes, response = request.sizes(), request.response()
    length = response and response.header_value("Content-Length")
    return max(sizes["responseBodySize"], int(length or 0)) + sizes["responseHeadersSize"]


def compute_ecoindex(elements: int, requests: int, kilobytes: float) -> float:
    """Return the EcoIndex, 0 to 100: the elements count three times, the requests twice, the size once."""
    ranks = 3 * rank(elements, ELEMENTS) + 2 * rank(requests, REQUESTS) + rank(kilobytes, KILOBYTES)
    return 100 - 5 * ranks / 6


def rank(value: float, quantiles: tuple[float, ...]) -> float:
    """Return where `value` stands among `quantiles`, between two of them by linear interpolation."""
    below = bisect_right(quantiles, value) - 1
    if below >= len(quantiles) - 1:
        return len(quantiles) - 1
    return below + (value - quantiles[below]) / (quantiles[below + 1] - quantiles[below])


def test_ecoindex_is_that_of_the_reference() -> None:
    """The bar itself: 260 elements, 5 requests and 60 kB are worth 85."""
    assert compute_ecoindex(0, 0, 0) == 100
    assert compute_ecoindex(594601, 3920, 223212.26) == 0
    assert compute_ecoindex(260, 5, 60) == pytest.approx(85.8, abs=0.1)
