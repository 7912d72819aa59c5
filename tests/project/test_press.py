"""Doors for journalists and developers: figures from the register, the licence wherever data leaves, the API's root."""

import csv
import io
import json

import feedparser
import jsonschema
import pytest
from django.urls import reverse
from django.utils.translation import override

from claims.exports.serializers import make_schema
from claims.models import ClaimPage
from tests.claims.full import make_full_claim
from tests.factories import CampaignPageFactory, PublicationIndexPageFactory, PublicationPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    return make_full_claim()


def read(client, name, language="en"):
    with override(language):
        response = client.get(reverse(name))
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_pages_are_reached_from_the_foot_of_every_page(client, claim, language):
    foot = client.get(claim.get_urls()[language]).content.decode().split('class="colophon"')[1]
    with override(language):
        for name in ("press", "developers"):
            assert f'href="{reverse(name)}"' in foot
            assert client.get(reverse(name)).status_code == 200


def test_search_engines_find_both_pages_in_both_languages(client):
    html = read(client, "press").content.decode()
    assert "noindex" not in html
    assert 'hreflang="fr" href="http' in html


def test_figures_are_those_of_the_register_with_zeros_and_without_examples(client, claim):
    figures = read(client, "press").context["figures"]
    with override("en"):
        states = {str(label): number for label, number in figures["states"]}
    assert figures["claims"] == sum(states.values()) == ClaimPage.objects.visible().count() == 2
    assert (states["Submitted"], states["Won"], states["Withdrawn"]) == (1, 0, 1)
    convention = claim.get_parent().get_parent().specific
    convention.is_example = True
    convention.save()
    assert read(client, "press").context["figures"]["claims"] == 0


def test_press_page_gives_the_address_of_the_press_office_where_there_is_one(client, settings):
    settings.PRESS_EMAIL = "presse@exemple.fr"
    assert 'href="mailto:presse@exemple.fr"' in read(client, "press").content.decode()
    settings.PRESS_EMAIL = ""
    assert "no press office" in read(client, "press").content.decode()


def test_press_page_names_no_invented_campaign(client):
    CampaignPageFactory(title_en="Ours")
    CampaignPageFactory(title_en="Made up", is_example=True)
    main = read(client, "press").content.decode().split("<main")[1].split("</main>")[0]
    assert "Ours" in main
    assert "Made up" not in main


def test_licence_goes_wherever_data_goes(client, claim, settings):
    document = json.loads(b"".join(read(client, "claims_json").streaming_content))
    assert document["license"] == settings.LICENCE_URL
    jsonschema.validate(document, make_schema())
    text = b"".join(read(client, "claims_csv").streaming_content).decode("utf-8-sig")
    assert {row["license"] for row in csv.DictReader(io.StringIO(text))} == {settings.LICENCE_URL}
    for name in ("new_claims", "new_steps", "newsletter_feed"):
        assert feedparser.parse(read(client, name).content).feed.rights == settings.LICENCE_URL
    page = PublicationPageFactory(parent=PublicationIndexPageFactory(), title_en="Guide", licence_en="CC BY-NC 4.0")
    page.save_revision().publish()
    feed = feedparser.parse(client.get(f"{page.get_parent().specific.get_urls()['en'][:-1]}.atom").content)
    assert feed.entries[0].rights == "CC BY-NC 4.0"
    assert json.loads(client.get("/api/v2/").content)["license"] == settings.LICENCE_URL


def test_without_a_licence_none_is_stated(client, claim, settings):
    settings.LICENCE = settings.LICENCE_URL = ""
    document = json.loads(b"".join(read(client, "claims_json").streaming_content))
    assert document["license"] is None
    jsonschema.validate(document, make_schema())
    assert "rights" not in feedparser.parse(read(client, "new_claims").content).feed
    assert "No licence is stated" in read(client, "press").content.decode()
    assert '"license"' not in client.get(claim.get_urls()["en"]).content.decode()


def test_api_says_at_its_root_what_it_answers(client, claim, settings):
    response = client.get("/api/v2/")
    assert response["Access-Control-Allow-Origin"] == "*"
    for address in json.loads(response.content)["endpoints"].values():
        path = address.removeprefix(settings.BASE_URL)
        assert client.get(path, {"mark": "DS-2"} if path.endswith("find/") else {}).status_code in (200, 302), path


def test_press_page_names_who_is_behind_the_site_where_the_operator_says_so(client, settings):
    assert b'id="legal"' not in read(client, "press").content
    settings.PUBLISHER = "Syndicat <Nord>"
    settings.PUBLICATION_DIRECTOR = "Camille Martin"
    settings.HOSTING_PROVIDER = "Hébergeur, Roubaix"
    html = read(client, "press", "fr").content.decode()
    for text in ("Mentions légales", "Syndicat &lt;Nord&gt;", "Camille Martin", "Hébergeur, Roubaix"):
        assert text in html
