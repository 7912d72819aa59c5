"""How many queries each page takes: the same number for one row, claim or report as for ten.

The bars are 12 for a page of content, 10 for a list, 15 for the home page; a claim, which shows ten kinds of records,
may take 14, and so may a region, which shows its people, sessions, publications and calls. A link to a page costs one
more for each text that holds any. Whether any page is restricted comes along with the sites, which the address of a
page needs; a view that lists pages before it needs them asks by itself.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.register import listing as register
from tests.pages.site import make_site

QUERIES = {
    "HomePage": 14,
    "CampaignPage": 10,
    "GuidePage": 5,
    "GuideSessionPage": 7,
    "PublicationIndexPage": 8,
    "PublicationPage": 10,
    "CalendarPage": 8,
    "EventPage": 7,
    "JoinPage": 7,
    "ArticleIndexPage": 7,
    "ArticlePage": 5,
    "StandardPage": 4,
    "ConventionPage": 10,
    "WorkshopReportPage": 10,
    "SynthesisPage": 6,
    "ClaimIndexPage": 9,
    "ClaimPage": 13,
    "DirectoryPage": 6,
    "RegionPage": 13,
    "claim facing": 6,
    "report facing": 7,
    "search": 8,
    "finding": 8,
    "open question": 7,
    "open questions": 6,
    "site map": 5,
    "calendar file": 8,
    "feed": 7,
    "unknown address": 7,  # one asks for a redirect of what stands before, as calendars and feeds move with their page
    "unknown mark": 6,
    "choice of language": 4,
}


def count_queries(client, pages):
    urls = {name: page.get_urls()["en"] for name, page in pages.items()}
    urls["claim facing"] = f"/en/marks/{pages['ClaimPage'].mark}/facing/"
    urls["report facing"] = f"/en/marks/{pages['WorkshopReportPage'].code}/facing/"
    urls["search"] = reverse("search") + "?q=page"
    urls["finding"] = reverse("numbered_row", args=[f"{pages['WorkshopReportPage'].code}-C1"])
    urls["open question"] = reverse("numbered_row", args=[f"{pages['WorkshopReportPage'].code}-Q1"])
    urls["open questions"] = reverse("open_questions")
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
