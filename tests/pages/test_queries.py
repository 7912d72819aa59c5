"""How many queries each page takes: the same number for one row, claim or report as for ten.

The bars are 12 for a page of content, 10 for a list, 15 for the home page; a claim, which shows ten kinds of records,
may take 14. A link to a page costs one more for each text that holds any.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.register import listing as register
from tests.pages.site import make_site

QUERIES = {
    "HomePage": 13,
    "CampaignPage": 11,
    "GuidePage": 6,
    "GuideSessionPage": 8,
    "PublicationIndexPage": 9,
    "PublicationPage": 11,
    "CalendarPage": 9,
    "EventPage": 7,
    "JoinPage": 8,
    "ArticleIndexPage": 8,
    "ArticlePage": 6,
    "StandardPage": 5,
    "ConventionPage": 10,
    "WorkshopReportPage": 11,
    "SynthesisPage": 7,
    "ClaimIndexPage": 10,
    "ClaimPage": 13,
    "DirectoryPage": 7,
    "RegionPage": 8,
    "claim facing": 5,
    "report facing": 6,
    "search": 5,
    "site map": 3,
    "calendar file": 8,
    "feed": 6,
    "unknown address": 7,  # one asks for a redirect of what stands before, as calendars and feeds move with their page
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
