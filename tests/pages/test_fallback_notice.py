"""What a page says above texts that are shown in French."""

import pytest

from tests.factories import WorkshopReportPageFactory
from tests.pages.site import make_site
from tests.pages.test_fallback import NOTICE, get
from translations.models import BasePage

pytestmark = pytest.mark.django_db


def test_page_without_translation_says_that_its_text_is_in_french(client):
    page = WorkshopReportPageFactory(title_fr="Travail")
    assert "its text is in French" in get(client, page.get_urls()["en"])


def test_page_translated_in_part_says_that_parts_are_in_french(client):
    page = WorkshopReportPageFactory(title_fr="Travail", title_en="Work", lead_fr="Ce que fait l’outil.")
    BasePage.objects.filter(pk=page.get_parent().pk).update(title_en="Convention")
    html = get(client, page.get_urls()["en"])
    assert "they are in French" in html
    assert html.count(NOTICE) == 1


def test_menu_in_french_alone_calls_for_no_sentence(client):
    page = WorkshopReportPageFactory(title_fr="Travail", title_en="Work")
    BasePage.objects.filter(pk=page.get_parent().pk).update(title_en="Convention", show_in_menus=False)
    make_site()["CampaignPage"]
    html = get(client, page.get_urls()["en"])
    assert NOTICE not in html
    assert ' lang="fr"' in html.split("<main", 1)[0]
