"""The demo's two campaigns: each with its colour, first page, menu and legal page; one of them invented."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from campaigns.models import CampaignPage, StandardPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]


def test_two_campaigns_stand_side_by_side_and_one_says_that_it_is_invented(client: Client) -> None:
    real, invented = CampaignPage.objects.order_by("is_example")
    assert (real.accent, invented.accent) == ("violet", "green")
    assert not real.is_example
    words = {"fr": ("Un exemple fictif.", "Exemple fictif"), "en": ("A fictional example.", "Fictional example")}
    for language, (sentence, note) in words.items():
        home = client.get(f"/{language}/").content.decode()
        assert home.count(note) == 1
        for page in [real, *real.get_descendants().live()]:
            url = page.get_urls()[language]
            assert sentence not in client.get(url).content.decode(), url
        for page in [invented, *invented.get_descendants().live()]:
            url = page.get_urls()[language]
            shown = BeautifulSoup(client.get(url).content, "html.parser")
            assert sentence in shown.main.get_text(), url
            assert shown.body["class"] == ["ink-green"]
            menu = shown.find("nav", {"aria-label": invented_name(language)})
            assert menu.find("a")["href"] == invented.get_urls()[language]
            foot = [link["href"] for link in shown.select("footer a")]
            legal = StandardPage.objects.child_of(invented).get().get_urls()[language]
            assert legal in foot
        assert legal not in client.get(real.get_urls()[language]).content.decode()


def invented_name(language: str) -> str:
    return {"fr": "Un guichet par quartier", "en": "A counter in every neighbourhood"}[language]
