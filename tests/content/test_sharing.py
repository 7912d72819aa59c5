"""Passing a page on: a short address, a sentence, a letter, a QR code; tags and data for other programs."""

import html
import json
import re
from urllib.parse import unquote, urlsplit

import pytest
from django.utils.translation import override

from content.sharing import draw_code, share
from tests.claims.full import make_full_claim
from tests.factories import ArticlePageFactory, CampaignPageFactory, ClaimPageFactory, ConventionPageFactory

pytestmark = pytest.mark.django_db


def read(client, page, language="en"):
    return client.get(page.get_urls()[language]).content.decode()


@pytest.fixture
def claim():
    return make_full_claim()


def read_fields(text):
    address = re.search(r'id="share-address" readonly value="([^"]+)"', text)[1]
    sentence = re.search(r'id="share-text"[^>]*>([^<]*)</textarea>', text)[1]
    letter = re.search(r'href="(mailto:[^"]*)"', text.split('id="share"', 1)[1])[1]
    return address, html.unescape(sentence), unquote(html.unescape(letter))


def test_claim_is_passed_on_by_its_short_address_and_a_sentence(client, claim, settings):
    address, sentence, letter = read_fields(read(client, claim))
    assert address == f"{settings.BASE_URL}/r/DS-2"
    assert sentence == f"Claim DS-2: “Keep paper.” {address}"
    assert letter == f"mailto:?subject=DS-2. Paper&body=Claim DS-2: “Keep paper.”\r\n\r\n{address}"
    _address, french, _letter = read_fields(read(client, claim, "fr"))
    assert french == f"Revendication DS-2\u00a0: «\u00a0Garder le papier.\u00a0» {address}"


def test_sentence_is_wholly_in_one_language_and_says_in_which(client, claim):
    type(claim).objects.filter(pk=claim.pk).update(statement_en=None)
    html = read(client, claim)
    assert read_fields(html)[1].startswith("Revendication DS-2\u00a0:")
    assert re.search(r'id="share-text"[^>]* lang="fr">', html)
    campaign = CampaignPageFactory(title_en="Our future", lead_fr="Pourquoi.", organiser_fr="ISP")
    assert read_fields(read(client, campaign))[1].startswith("Campaign “Our future”. http")


def test_report_and_campaign_are_passed_on_too_and_lead_back(client, claim):
    campaign = CampaignPageFactory(title_en="Our future", lead_en="Why.", organiser_en="PSI")
    for page, words in ((claim.report, "what a workshop"), (campaign, "Campaign “Our future”, by PSI. Why.")):
        address, sentence, _letter = read_fields(read(client, page))
        assert words in sentence
        answer = client.get(urlsplit(address).path)
        assert answer["Location"] in page.get_urls().values()


def test_campaign_that_nobody_may_see_has_no_short_address(client):
    campaign = CampaignPageFactory(live=False)
    assert client.get(f"/c/{campaign.pk}").status_code == 404


def test_sentence_says_that_a_claim_is_invented(client):
    claim = make_full_claim()
    convention = claim.get_parent().get_parent().specific
    convention.is_example = True
    convention.save()
    assert "(fictional example)" in read_fields(read(client, claim))[1]


def test_code_is_drawn_here_for_the_very_address():
    drawing = draw_code("https://cahier.example/r/DS-4")
    assert drawing.startswith('viewBox="0 0 37 37"')  # 29 modules and 4 light ones on each side
    assert re.findall(r"(?:href|src|url)\b", drawing) == []
    assert draw_code("https://cahier.example/r/DS-5") != drawing
    with override("fr"):
        shared = share(language="fr", path='/r/"><b>', title="T", sentence="S")
    assert "<b>" not in shared.qr
    assert 'role="img"' in shared.qr


def read_tags(text):
    return dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', text))


def test_pages_have_open_graph_tags_in_their_own_language(client, claim):
    tags = read_tags(read(client, claim))
    assert tags["title"] == "DS-2. Paper"
    assert tags["url"] == claim.get_urls(full=True)["en"]
    assert "type" not in tags  # a website, unless it says otherwise
    assert read_tags(read(client, ArticlePageFactory()))["type"] == "article"


def test_pages_are_described_for_programs_with_their_licence(client, claim, settings):
    pages = [claim, claim.report, ConventionPageFactory(), CampaignPageFactory(), ArticlePageFactory()]
    kinds = []
    for page in pages:
        (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', read(client, page))
        described = json.loads(data)
        kinds.append(described["@type"])
        assert described["license"] == settings.LICENCE_URL
    assert kinds == ["CreativeWork", "Report", "Event", "WebPage", "Article"]


def test_lines_for_another_site_come_light_and_dark(client, claim):
    looks = {look["name"]: look["lines"] for look in client.get("/en/marks/DS-2/embed/").context["looks"]}
    assert "style=" not in looks["plain"]
    assert "background:#10142a" in looks["dark"]
    assert all("<script" not in lines and "Keep paper." in lines for lines in looks.values())


def test_claim_without_a_number_cannot_be_passed_on():
    from claims.sharing import share_claim

    assert share_claim(ClaimPageFactory.build(mark=None), is_example=False) is None
