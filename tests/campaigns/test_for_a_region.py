"""Who chooses a region gets what is meant for it, for all around it and for everybody, marked so, by whatever way."""

import datetime
import json

import feedparser
import pytest
from django.core.exceptions import ValidationError

from campaigns.models import CalendarPage, CampaignPage
from campaigns.regions import RegionTree
from tests.factories import (
    CalendarPageFactory,
    CampaignPageFactory,
    DirectoryPageFactory,
    EventPageFactory,
    JoinPageFactory,
    PublicationIndexPageFactory,
    PublicationPageFactory,
    RegionFactory,
    RegionPageFactory,
)

pytestmark = pytest.mark.django_db
TITLES = ["Monde", "Afrique", "Sahel", "Asie", "Sans région"]
OF_AFRICA = {"Monde", "Afrique", "Sahel", "Sans région"}


@pytest.fixture
def places():
    """The world, in it Africa and Asia, in Africa the Sahel."""
    world = RegionFactory(name_fr="Monde", name_en="World")
    africa = RegionFactory(
        name_fr="Afrique", name_en="Africa", parent=world, time_zones="Africa/Nairobi, Africa/Johannesburg"
    )
    sahel = RegionFactory(name_fr="Sahel", parent=africa, time_zones="Africa/Bamako")
    asia = RegionFactory(name_fr="Asie", parent=world, time_zones="Asia/Manila")
    return {"Monde": [world], "Afrique": [africa], "Sahel": [sahel], "Asie": [asia], "Sans région": []}


@pytest.fixture
def campaign(places):
    """A campaign whose calendar and publications have a page for each of `places`, named after it."""
    campaign = CampaignPageFactory()
    calendar = CalendarPageFactory(parent=campaign, title_en="Calendar")
    index = PublicationIndexPageFactory(parent=campaign, title_en="Publications")
    for title, regions in places.items():
        for page in (
            EventPageFactory(parent=calendar, title_fr=title, title_en=title),
            PublicationPageFactory(parent=index, title_fr=title, title_en=title),
        ):
            page.regions.set(regions)
            page.save_revision().publish()
    return campaign


def address(campaign, model_name, suffix=""):
    children = CampaignPage.objects.get(pk=campaign.pk).get_children()
    page = next(page for page in children if page.cached_content_type.model == model_name)
    url = page.get_urls()["en"]
    return f"{url[:-1]}{suffix}" if suffix else url


def shown_in(text):
    return {title for title in TITLES if f">{title}<" in text}


def test_lists_show_a_region_what_is_for_all_around_it_and_for_everybody(client, campaign):
    for model_name in ("calendarpage", "publicationindexpage"):
        html = client.get(address(campaign, model_name), {"region": "afrique"}).content.decode()
        assert shown_in(html.split("</nav>")[-2] + html.split('<ol role="list" class="articles', 1)[1]) >= OF_AFRICA
        assert ">Asie</a></h" not in html.replace("\n", "").replace(" ", "")
        entries = html.split('<ol role="list" class="articles', 1)[1]
        assert entries.count("For everyone in:") == 1
        assert "<b>For everyone</b>" in entries


def test_pages_for_the_region_itself_or_within_it_are_not_marked(places):
    tree = RegionTree()
    africa, world, sahel = (places[name][0] for name in ("Afrique", "Monde", "Sahel"))
    assert tree.reach({africa.pk}, africa) is tree.reach({sahel.pk}, africa) is tree.reach({world.pk}, None) is None
    assert tree.reach({sahel.pk, world.pk}, africa) is None
    assert tree.reach({world.pk}, sahel).region == world
    assert tree.reach({africa.pk, world.pk}, sahel).region == africa
    assert tree.reach(set(), africa).region is None


def test_calendar_to_subscribe_to_holds_the_same_and_names_the_regions(client, campaign):
    text = client.get(address(campaign, "calendarpage", ".ics"), {"region": "afrique"}).content.decode()
    text = text.replace("\r\n ", "")
    assert {title for title in TITLES if f"SUMMARY;LANGUAGE=en:{title}\r\n" in text} == OF_AFRICA
    assert "For: World" in text
    assert "For everyone" in text


def test_feed_of_publications_holds_the_same_and_names_the_regions(client, campaign):
    url = address(campaign, "publicationindexpage", ".atom")
    feed = feedparser.parse(client.get(url, {"region": "afrique"}).content)
    assert {entry.title for entry in feed.entries} == OF_AFRICA
    assert {entry.title: [tag.term for tag in entry.get("tags", [])] for entry in feed.entries}["Monde"] == ["World"]
    assert feed.feed.title == "Publications, Africa"
    assert len(feedparser.parse(client.get(url).content).entries) == len(TITLES)
    html = client.get(address(campaign, "publicationindexpage"), {"region": "afrique"}).content.decode()
    assert f'{url}?region=afrique"' in html
    refusal = client.get(url, {"region": "atlantide"})
    assert refusal.status_code == 404
    assert "atlantide" in refusal.content.decode()


def test_api_chooses_the_same_and_names_the_regions(client, campaign):
    for kind in ("campaigns.EventPage", "campaigns.PublicationPage"):
        answer = client.get("/api/v2/pages/", {"type": kind, "region": "afrique", "fields": "regions"})
        items = {item["title_fr"]: item["regions"] for item in json.loads(answer.content)["items"]}
        assert items.keys() == OF_AFRICA
        assert (items["Monde"], items["Sans région"]) == (["monde"], [])
    for query in ({"region": "afrique"}, {"type": "campaigns.EventPage", "region": "atlantide"}):
        assert client.get("/api/v2/pages/", query).status_code == 400


# The region's page


@pytest.fixture
def africa_page(campaign, places):
    JoinPageFactory(parent=campaign, title_en="Join us", deadlines={places["Monde"][0]: datetime.date(2126, 1, 31)})
    return RegionPageFactory(parent=DirectoryPageFactory(), title_en="Africa", region=places["Afrique"][0])


def read_hub(client, page):
    html = client.get(page.get_urls()["en"]).content.decode()
    return {name: html.split(f'aria-labelledby="{name}"', 1)[-1].split("</section>")[0] for name in SECTIONS}


SECTIONS = ["sessions", "publications", "join"]


def test_page_of_a_region_leads_to_its_sessions_publications_and_call(client, africa_page, campaign):
    hub = read_hub(client, africa_page)
    assert shown_in(hub["sessions"]) == shown_in(hub["publications"]) == OF_AFRICA
    assert hub["publications"].index(">Afrique<") < hub["publications"].index(">Monde<")
    assert f'{address(campaign, "calendarpage")}?region=afrique"' in hub["sessions"]
    assert "Johannesburg (UTC+2)" in hub["sessions"]
    assert "Applications are open until" in hub["join"]
    assert "Join us" in hub["join"]


def test_page_of_a_region_shows_nothing_invented_past_or_hidden(client, africa_page, campaign):
    past = EventPageFactory(parent=CalendarPage.objects.get(), title_en="Past", start_date=datetime.date(2022, 1, 5))
    hidden = PublicationPageFactory(title_en="Draft", live=False)
    example = CampaignPageFactory(title_en="Example", is_example=True)
    EventPageFactory(parent=CalendarPageFactory(parent=example), title_en="Invented")
    html = client.get(africa_page.get_urls()["en"]).content.decode()
    assert past.is_past
    assert not hidden.live
    assert not {"Past", "Draft", "Invented"} & {word for word in ("Past", "Draft", "Invented") if f">{word}<" in html}


def test_page_of_a_region_without_a_campaign_shows_its_people_alone(client, places):
    page = RegionPageFactory(parent=DirectoryPageFactory(), title_en="Africa", region=places["Afrique"][0])
    html = client.get(page.get_urls()["en"]).content.decode()
    assert not any(f'aria-labelledby="{name}"' in html for name in SECTIONS)


def test_time_zones_of_a_region_are_written_alike_and_unknown_ones_refused(places):
    region = places["Afrique"][0]
    region.time_zones = "Africa/Nairobi;Africa/Dakar  Africa/Nairobi"
    region.full_clean()
    assert region.time_zones == "Africa/Nairobi, Africa/Dakar"
    region.time_zones = "Africa/Wakanda"
    with pytest.raises(ValidationError) as refusal:
        region.full_clean()
    assert list(refusal.value.message_dict) == ["time_zones"]
