"""How many queries each page takes: the same number for one row, claim or report as for ten.

The bars are 12 for a page of content, 10 for a list, 15 for the home page; a claim, which shows ten kinds of records,
may take 15, and the register, which counts six kinds of choices, 11. A link to a page costs one more for each
text that holds any.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims import register
from tests.pages.site import make_site

QUERIES = {
    "HomePage": 13,
    "CampaignPage": 12,
    "GuidePage": 7,
    "GuideSessionPage": 9,
    "PublicationIndexPage": 10,
    "PublicationPage": 12,
    "CalendarPage": 10,
    "EventPage": 8,
    "JoinPage": 9,
    "ArticleIndexPage": 9,
    "ArticlePage": 7,
    "StandardPage": 6,
    "ConventionPage": 11,
    "WorkshopReportPage": 12,
    "SynthesisPage": 8,
    "ClaimIndexPage": 11,
    "ClaimPage": 15,
    "DirectoryPage": 8,
    "RegionPage": 9,
    "claim facing": 5,
    "report facing": 6,
    "search": 5,
    "site map": 3,
    "calendar file": 9,
    "feed": 7,
    "unknown address": 7,
    "unknown mark": 5,
    "choice of language": 2,
}


def count_queries(client, pages):
    urls = {name: page.get_urls()["en"] for name, page in pages.items()}
    urls["claim facing"] = f"/en/marks/{pages['ClaimPage'].mark}/facing/"
    urls["report facing"] = f"/en/marks/{pages['WorkshopReportPage'].code}/facing/"
    urls["search"] = reverse("search") + "?q=page"
    urls["site map"] = reverse("site_map")
    urls["calendar file"] = f"{urls['CalendarPage'][:-1]}.ics"
    urls["feed"] = f"{urls['PublicationIndexPage'][:-1]}.atom"
    urls["unknown address"] = "/en/nothing/"
    urls["unknown mark"] = "/r/ZZ-99"
    urls["choice of language"] = "/"
    counts = {}
    for name, url in urls.items():
        client.get(url)  # what is kept once per process, such as content types, is not this page's
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts[name] = len(queries)
        assert not [
            query["sql"]
            for query in queries
            if not query["sql"].lstrip("(").startswith(("SELECT", "WITH", "SAVEPOINT", "RELEASE"))
        ]
    return counts


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 10])
def test_pages_take_as_many_queries_for_ten_times_the_content(client, size, monkeypatch):
    monkeypatch.setattr(register, "CLAIMS_PER_PAGE", 1000)
    assert count_queries(client, make_site(size=size)) == QUERIES
