"""How far everything is from the home page."""

from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import list_targets
from tests.served.site import Answer, ServedSite
from translations.languages import LANGUAGES

pytestmark = pytest.mark.xdist_group("crawl")  # by one worker, once

MOST_CLICKS = 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_at_most_three_clicks_from_the_home_page(
    language: str, served: ServedSite, crawled: dict[str, Answer]
) -> None:
    home = f"{served.url}/{language}/"
    clicks, waiting = {home: 0}, [home]
    for url in waiting:  # grows as it is read: the nearest first
        for target in list_targets(crawled[url]) if crawled[url].is_html else []:
            if target in crawled and target not in clicks and "site-map" not in target and "plan-du-site" not in target:
                clicks[target] = clicks[url] + 1
                waiting.append(target)
    pages = [served.url + page["urls"][language] for page in served.inventory["pages"]]
    assert len(pages) > 40
    far = {urlsplit(url).path: clicks.get(url) for url in pages if clicks.get(url, MOST_CLICKS + 1) > MOST_CLICKS}
    assert far == {}
