"""A campaign's page and those around it: themes and what answers them, menus, colour, guide, map of the site."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from campaigns.models import (
    Accent,
    Audience,
    CalendarPage,
    CampaignPage,
    Door,
    GuidePage,
    GuideStep,
    Handout,
    HomePage,
    KeyPublication,
    Theme,
)
from tests.factories import (
    CalendarPageFactory,
    CampaignPageFactory,
    ClaimPageFactory,
    GuidePageFactory,
    GuideSessionPageFactory,
    PublicationIndexPageFactory,
    PublicationPageFactory,
    StandardPageFactory,
    WorkshopReportPageFactory,
)
from tests.markup import squeeze
from tests.project.tree import read

pytestmark = pytest.mark.django_db


def show(client, page, language="fr", query=""):
    return squeeze(client.get(page.get_urls()[language] + query).content.decode())


@pytest.fixture
def campaign():
    campaign = CampaignPageFactory(title_fr="Notre avenir")
    campaign.themes = [Theme(question_fr="D’où ?", claims="ds-1, DS-2"), Theme(question_fr="Où ?")]
    campaign.save()
    report = WorkshopReportPageFactory(code="DS")
    ClaimPageFactory(parent=report)
    ClaimPageFactory(parent=report)
    return CampaignPage.objects.get(pk=campaign.pk)


def test_themes_have_anchors_and_name_the_claims_and_publications_that_answer_them(client, campaign):
    first, second = campaign.themes.all()
    index = PublicationIndexPageFactory(parent=campaign)
    for title, themes, live in (
        ("Étude", [first], True),
        ("Partout", [first, second], True),
        ("Projet", [first], False),
    ):
        page = PublicationPageFactory(parent=index, title_fr=title, live=live)
        page.themes.set(themes)
        page.save()
    session = GuideSessionPageFactory(parent=GuidePageFactory(parent=campaign), title_fr="Séance")
    session.themes.set([second])
    session.save()
    html = show(client, campaign)
    one, two = re.findall(r'<li class="hang" id="theme-\d">.*?</li>', html)
    assert [title for title in ("DS-1", "DS-2", "Étude", "Partout", "Projet", "Séance") if title in one] == [
        "DS-1", "DS-2", "Étude",
    ]  # fmt: skip
    assert [title for title in ("DS-1", "Étude", "Partout", "Séance") if title in two] == ["Séance"]
    assert html.count(">Partout</a>") == 1, "said once, of all themes"


def test_withdrawn_draft_of_a_claim_is_not_linked(client, campaign):
    from claims.models import ClaimPage

    ClaimPage.objects.get(mark="DS-2").unpublish()
    html = show(client, campaign)
    assert "DS-1" in html
    assert "DS-2" not in html


@pytest.mark.parametrize(
    ("claims", "unknown"), [("DS-9", "DS-9"), ("DS-1, XX-1, ZZ-2", "XX-1, ZZ-2"), ("n’importe", "N’IMPORTE")]
)
def test_marks_that_no_claim_bears_are_refused_by_name(campaign, claims, unknown):
    for language in ("fr", "en"):
        with override(language), pytest.raises(ValidationError) as refusal:
            Theme(question_fr="?", claims=claims).clean()
        assert unknown in refusal.value.message_dict["claims"][0]
    Theme(question_fr="?", claims=" ds-1 ,DS-2").clean()


def test_key_publication_is_a_page_or_a_title_and_never_shows_a_draft(client, campaign):
    page = PublicationPageFactory(title_fr="Bientôt", live=False)
    for row in (KeyPublication(), KeyPublication(publication=page, title_fr="Titre")):
        with pytest.raises(ValidationError):
            row.clean()
    campaign.publications = [KeyPublication(publication=page), KeyPublication(title_fr="Ailleurs")]
    campaign.save()
    html = show(client, campaign)
    assert "Bientôt" not in html
    assert ">Ailleurs</span>" in html


@pytest.mark.parametrize("slug", ["stewards", ""])
def test_slug_of_a_group_that_readers_have_stays_as_addresses_of_calendars_contain_it(campaign, slug):
    campaign.audiences = [Audience(name_fr="Délégués")]
    campaign.save()
    audience = campaign.audiences.get()
    audience.name_fr, audience.slug = "Déléguées et délégués", slug
    with pytest.raises(ValidationError) as refusal:
        audience.full_clean()
    assert "il reste «\u00a0delegues\u00a0»" in refusal.value.message_dict["slug"][0]
    audience.slug = "delegues"
    audience.full_clean()
    type(campaign).objects.filter(pk=campaign.pk).update(live=False)
    audience.slug = slug
    audience.full_clean()  # nobody has it yet


def test_audience_gets_a_slug_from_its_name(campaign):
    campaign.audiences = [Audience(name_fr="Déléguées et délégués")]
    campaign.save()
    assert campaign.audiences.get().slug == "deleguees-et-delegues"


def test_two_campaigns_have_each_their_menu_colour_and_legal_pages(client):
    campaigns = [
        CampaignPageFactory(title_fr=name, accent=accent, show_in_menus=True)
        for name, accent in (("Verte", "green"), ("Ocre", "ochre"))
    ]
    for campaign in campaigns:
        CalendarPageFactory(parent=campaign, title_fr=f"Agenda {campaign.title_fr}", show_in_menus=True)
        StandardPageFactory(parent=campaign, title_fr=f"Mentions {campaign.title_fr}", show_in_footer=True)
    StandardPageFactory(title_fr="Mentions du site", show_in_footer=True)
    green, ochre = (show(client, campaign) for campaign in campaigns)
    assert '<body class="ink-green">' in green
    assert '<body class="ink-ochre">' in ochre
    assert "style=" not in green
    for html, own, other in ((green, "Verte", "Ocre"), (ochre, "Ocre", "Verte")):
        assert html.count(f">Agenda {own}</a>") == html.count(f">Mentions {own}</a>") == 1
        assert f"Agenda {other}" not in html
        assert f"Mentions {other}" not in html
        assert f">{other}</a>" in html
        assert ">Mentions du site</a>" in html
    calendar = CalendarPage.objects.get(title_fr="Agenda Verte")
    assert '<body class="ink-green">' in show(client, calendar)
    assert "<body>" in show(client, HomePage.objects.get())


def luminance(colour):
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_is_legible_in_light_and_dark():
    """WCAG 2.2, 1.4.3: 4.5 to 1, on paper and as a ground."""
    css = read("static/cahier.css")
    papers, on_field = re.findall(r"--paper: (#[0-9a-f]{6})", css)[:2], "#fffdf6"
    accents = {accent.value for accent in Accent} - {""}
    inks = re.findall(r"\.ink-(\w+) \{ --red: (#[0-9a-f]{6}); --field: (#[0-9a-f]{6}); \}", css)
    assert {name for name, _red, _field in inks} == accents
    assert len(inks) == 2 * len(accents)
    for number, (name, ink, field) in enumerate(inks):
        paper = papers[number >= len(accents)]
        assert contrast(ink, paper) >= 4.5, (name, ink, paper)
        assert contrast(field, on_field) >= 4.5, (name, field)


@pytest.fixture
def guide(campaign):
    guide = GuidePageFactory(parent=campaign, title_fr="Guide")
    for name in ("Voir", "Négocier"):
        session = GuideSessionPageFactory(parent=guide, title_fr=name, aim_fr=f"But de {name}", minutes=90)
        session.stages = [GuideStep(title_fr=f"Étape de {name}", minutes=75)]
        session.handouts = [Handout(title_fr=f"Fiche de {name}", text_fr="<p>À remplir</p>")]
        session.save()
    GuideSessionPageFactory(parent=guide, title_fr="Brouillon", live=False)
    return GuidePage.objects.get(pk=guide.pk)


def test_guide_leads_to_its_sessions_and_they_to_each_other(client, guide):
    html = show(client, guide)
    assert "3\u00a0h" in html  # in all
    assert "Étape de Voir" not in html
    first, _second = guide.get_children().live()
    page = show(client, first)
    assert "1\u00a0h\u00a015" in page
    assert re.search(r'rel="next"[^>]*>[^<]*2\.<span', page)
    assert 'rel="prev"' not in page
    assert "Brouillon" not in html + page


def test_whole_guide_is_one_document(client, guide):
    html = show(client, guide, query="?whole")
    places = [html.index(f"{part} de {name}") for name in ("Voir", "Négocier") for part in ("But", "Étape", "Fiche")]
    assert places == sorted(places)
    assert 'id="session-2"' in html
    assert "Brouillon" not in html


def test_way_leads_up_the_tree_and_ends_with_a_page_above(client, guide):
    session = guide.get_children().live().first()
    (way,) = re.findall(r'<nav class="kicker".*?</nav>', show(client, session))
    assert re.findall(r">([^<>]+)</a>", way) == ["Notre avenir", "Guide"]
    guide.unpublish()
    assert client.get(session.get_urls()["fr"]).status_code == 404


def test_home_page_opens_a_door_for_each_reader(client, campaign):
    home = HomePage.objects.get()
    hidden = StandardPageFactory(title_fr="Caché", live=False)
    home.doors = [
        Door(reader_fr="Syndicat", text_fr="La campagne", target=campaign.basepage_ptr),
        Door(reader_fr="Abonnée", text_fr="Lettre d’information"),
        Door(reader_fr="Personne", text_fr="Fermée", target=hidden.basepage_ptr),
    ]
    home.save()
    html = show(client, home)
    assert f'href="{campaign.get_urls()["fr"]}">La campagne</a>' in html
    with override("fr"):
        assert f'href="{reverse("subscribe")}">Lettre d’information</a>' in html
    assert "Fermée" not in html


def test_site_map_lists_what_readers_may_see_and_how_much_more_there_is(client, campaign, monkeypatch):
    monkeypatch.setattr("campaigns.site_map.MOST_CHILDREN", 3)
    index = PublicationIndexPageFactory(parent=campaign, title_fr="Liste")
    for number in range(5):
        PublicationPageFactory(parent=index, title_fr=f"Publication {number}")
    StandardPageFactory(title_fr="Caché", live=False)
    with override("fr"):
        html = client.get(reverse("site_map")).content.decode()
    shown = [
        title
        for title in ("Notre avenir", "Liste", *(f"Publication {n}" for n in range(5)), "Caché")
        if f">{title}<" in html
    ]
    assert shown == ["Notre avenir", "Liste", "Publication 0", "Publication 1", "Publication 2"]
    assert "et 2 pages de plus" in html


def test_site_map_says_which_campaign_is_invented(client, campaign):
    CampaignPageFactory(title_fr="Inventée", is_example=True)
    with override("fr"):
        html = client.get(reverse("site_map")).content.decode()
    assert "exemple" in html.split(">Inventée<")[1].split("</li>")[0]
    assert "exemple" not in html.split(">Notre avenir<")[1].split("</li>")[0]
