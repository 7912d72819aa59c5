"""What a letter says besides its articles: the claims that they cite, and the next dates."""

import datetime

import pytest

from claims.models import Citation
from tests.claims.full import make_full_claim
from tests.factories import CalendarPageFactory, CampaignPageFactory, EventPageFactory
from tests.sending.test_mails import HOST, ISSUES, LANGUAGES, fill, make_issue, parts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def https(settings):
    settings.BASE_URL = HOST


@ISSUES
@LANGUAGES
def test_letter_shows_the_claims_an_article_cites_and_the_next_dates(language, articles):
    issue = make_issue(language, articles)
    claim = make_full_claim()
    cited = issue.articles.order_by("-pk")[0]
    Citation.objects.create(page=cited, code="DS", number=2)
    Citation.objects.create(page=cited, code="DS", number=99)
    Citation.objects.create(page=cited, code="DS", letter="C", number=1)  # a finding: not the claim DS-1
    make_dates()
    text, page = parts(fill(issue))
    (number,) = page.find_all("td", class_="number")
    assert (number.get_text(strip=True), number.a["href"]) == ("DS-2", f"{HOST}/r/DS-2")
    assert {"fr": "Garder le papier.", "en": "Keep paper."}[language] in text
    assert [row.get_text() for row in page.select("td.date a")] == ["À venir"]
    assert {"fr": "de 14\u00a0h à 16\u00a0h, Paris (UTC+1)", "en": "from 14:00 to 16:00, Paris (UTC+1)"}[
        language
    ] in text
    claim.unpublish()
    assert "DS-2" not in parts(fill(issue))[0]


def make_dates():
    """Make an event that a letter announces, and all sorts that none does."""
    EventPageFactory(title_fr="À venir")
    EventPageFactory(title_fr="Passé", start_date=datetime.date(2022, 1, 5))
    EventPageFactory(title_fr="Annulé", state="cancelled")
    EventPageFactory(title_fr="Caché", live=False)
    example = CampaignPageFactory(is_example=True)
    EventPageFactory(title_fr="Inventé", parent=CalendarPageFactory(parent=example))
