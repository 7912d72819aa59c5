"""Publications: one record in many languages, narrowed down, followed by feed, described for programs."""

import datetime
import json
import re

import feedparser
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from campaigns.facets import Facet, FacetChoice, narrow
from campaigns.models import PublicationFile, Theme
from tests.factories import (
    CampaignPageFactory,
    DirectoryPageFactory,
    PublicationIndexPageFactory,
    PublicationPageFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf():
    """A list of four publications, in two regions of which one holds the other, two languages, two themes."""
    campaign = CampaignPageFactory()
    campaign.themes = [Theme(question_fr="D’où ?"), Theme(question_fr="Où ?")]
    campaign.save()
    first, second = campaign.themes.all()
    index = PublicationIndexPageFactory(parent=campaign, title_en="Publications")
    americas = RegionFactory(name_fr="Inter-Amériques", name_en="Inter-Americas")
    caribbean = RegionFactory(name_fr="Caraïbes", name_en="Caribbean", parent=americas)
    africa = RegionFactory(name_fr="Afrique", name_en="Africa")
    add(index, "Guide", kind="guide", year=2021, languages=["fr", "es"], regions=[americas], themes=[first, second])
    add(index, "Étude", kind="report", year=2023, languages=["es"], regions=[caribbean], themes=[second])
    add(index, "Note", kind="brief", languages=["fr"], regions=[africa, caribbean])
    add(index, "Caché", kind="brief", languages=["fr"], regions=[africa], live=False)
    return index


def add(index, title, *, languages=(), regions=(), themes=(), **fields):
    page = PublicationPageFactory(parent=index, title_fr=title, **fields)
    page.files = [PublicationFile(language=code, url=f"https://exemple.fr/{code}") for code in languages]
    page.regions.set(regions)
    page.themes.set(themes)
    page.save()
    return page


def show(client, page, query="", language="fr"):
    response = client.get(page.get_urls()[language] + query)
    return response.status_code, response.content.decode().split("<main", 1)[1].split("</main>")[0]


def titles(html):
    return re.findall(r"<h3>\s*<a[^>]*>([^<]+)</a>", html)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Étude", "Guide", "Note"]),
        ("?region=inter-ameriques", ["Étude", "Guide", "Note"]),
        ("?region=caraibes", ["Étude", "Guide", "Note"]),
        ("?region=afrique", ["Note"]),
        ("?language=es", ["Étude", "Guide"]),
        ("?theme=1", ["Guide"]),
        ("?theme=2&language=es", ["Étude", "Guide"]),
        ("?kind=brief", ["Note"]),
        ("?region=caraibes&language=es&theme=2&kind=report", ["Étude"]),
    ],
)
def test_list_is_narrowed_down_by_plain_addresses_alike_in_both_languages(client, shelf, query, found):
    for language in ("fr", "en"):
        status, html = show(client, shelf, query, language)
        assert status == 200
        assert titles(html) == found


def test_each_choice_says_how_many_it_leaves_and_leads_there(client, shelf):
    _status, html = show(client, shelf, "?language=es")
    counts = dict(re.findall(r'href="[^"?]*\?([^"#]*)#list"[^>]*>[^<]*</a> (\d+)', html))
    assert counts["region=caraibes&amp;language=es"] == "2"
    assert counts["region=inter-ameriques&amp;language=es"] == "2"
    assert counts["language=es&amp;kind=guide"] == "1"
    for query, count in counts.items():
        assert len(titles(show(client, shelf, "?" + query.replace("&amp;", "&"))[1])) == int(count), query


def test_empty_list_says_what_to_let_go(client, shelf):
    for language, words in (("fr", "Retirer ce filtre : Région"), ("en", "Remove filter: Region")):
        status, html = show(client, shelf, "?region=afrique&language=es", language)
        assert (status, titles(html)) == (200, [])
        assert words in html.replace("\u00a0", " ")
        assert 'href="' + shelf.get_urls()[language] + '?language=es#list"' in html


@pytest.mark.parametrize(
    "query",
    [
        "?region=atlantide",
        "?kind=%22%3E%3Cb%3E",
        "?theme=0",
        "?theme=99",
        "?language=%00",
        "?page=2",
        "?page=x",
        "?page=-1",
    ],
)
def test_what_no_list_has_is_said_in_words_and_answered_404(client, shelf, query):
    for language in ("fr", "en"):
        status, html = show(client, shelf, query, language)
        assert status == 404
        assert 'class="notice"' in html
        assert 'class="facets"' in html
        assert "<b>" not in html
        assert titles(html) == []


def test_list_without_publications_says_so(client):
    assert "Nothing has been published yet." in show(client, PublicationIndexPageFactory(), language="en")[1]


KEYS = st.frozensets(st.sampled_from("abc"))
PAGES = st.dictionaries(st.integers(1, 50), st.fixed_dictionaries({"x": KEYS, "y": KEYS}), max_size=12)


@given(pages=PAGES, x=st.sampled_from(["", "a", "b", "c"]), y=st.sampled_from(["", "a", "b", "c"]))
def test_counts_are_the_lengths_of_the_lists_they_lead_to(pages, x, y):
    def look(query):
        facets = [Facet(name, name, "all", [FacetChoice(key, key) for key in "abc"]) for name in "xy"]
        return narrow(pages, facets, query)

    narrowed = look({"x": x, "y": y})
    for facet in narrowed.facets:
        others = {"x": x, "y": y} | {facet.name: ""}
        assert facet.total == len(look(others).keys)
        for choice in facet.choices:
            assert choice.count == len(look(others | {facet.name: choice.key}).keys)
    assert bool(narrowed.loosen) <= (not narrowed.keys)


def test_several_files_in_several_languages_are_one_record_with_format_weight_and_pages(client, shelf):
    page = add(shelf, "Clauses", kind="clause")
    page.files = [
        PublicationFile(language="es", url="https://exemple.fr/es.pdf", stated_format="PDF", kilobytes=1200, pages=48),
        PublicationFile(language="ar", url="https://exemple.fr/ar", label_fr="Diapositives", accessible=True),
    ]
    page.save()
    _status, html = show(client, page)
    assert 'href="https://exemple.fr/es.pdf" hreflang="es">En espagnol</a>' in html
    assert re.search(r"PDF, 1,1.Mio, 48 pages", html)
    assert ">Diapositives</span>" in html
    assert "arabe, lisible avec un lecteur d’écran" in html


@pytest.mark.parametrize("fields", [{}, {"url": "https://exemple.fr/", "document_id": 1}])
def test_row_is_a_document_or_an_address(fields):
    with pytest.raises(ValidationError) as refusal:
        PublicationFile(**fields).clean()
    assert list(refusal.value.message_dict) == ["url"]


def test_accessible_version_can_be_asked_for(client, shelf):
    directory = DirectoryPageFactory(title_fr="Contacts")
    type(shelf).objects.filter(pk=shelf.pk).update(on_request_fr="Demandez.", ask_at=directory.pk)
    page = add(shelf, "Clauses")
    _status, html = show(client, page)
    assert "Demandez." in html
    assert f'href="{directory.get_urls()["fr"]}"' in html
    PageViewRestriction.objects.create(page=directory, restriction_type="login")
    assert "Contacts" not in show(client, page)[1]


def test_publication_is_described_for_programs_and_no_text_ends_the_block(client, shelf):
    page = add(shelf, "</script><b>&", languages=["fr", "es"], regions=[RegionFactory(name_fr="Sahel")], year=2024,
               kind="report", authors="Ana", licence_fr="CC BY")  # fmt: skip
    html = client.get(page.get_urls()["fr"]).content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    described = json.loads(data)
    assert described["@type"] == "Report"
    assert described["name"] == "</script><b>&"
    assert described["inLanguage"] == ["es", "fr"]
    assert described["spatialCoverage"] == ["Sahel"]
    assert (described["datePublished"], described["author"], described["license"]) == ("2024", "Ana", "CC BY")
    assert [file["contentUrl"] for file in described["encoding"]] == ["https://exemple.fr/fr", "https://exemple.fr/es"]


def test_feed_is_read_by_a_feed_reader_and_holds_what_the_language_offers(client, shelf):
    for page in shelf.get_children().live().specific():
        page.save_revision().publish()
    translated = add(shelf, "Traduite", title_en="Translated & signed", lead_en="<b>More</b>", authors="Ana")
    translated.save_revision().publish()
    private = add(shelf, "Réservée", title_en="Members only")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    feeds = {
        language: feedparser.parse(client.get(f"{url[:-1]}.atom").content) for language, url in shelf.get_urls().items()
    }
    assert not any(feed.bozo for feed in feeds.values())
    assert [entry.title for entry in feeds["en"].entries] == ["Translated & signed"]
    assert feeds["en"].entries[0].link == translated.get_urls(full=True)["en"]
    assert feeds["en"].entries[0].summary == "&lt;b&gt;More&lt;/b&gt;"
    assert {entry.title for entry in feeds["fr"].entries} == {"Traduite", "Étude", "Guide", "Note"}
    assert feeds["fr"].feed.language == "fr"
    assert feeds["fr"].feed.author
    assert len({entry.id for entry in feeds["fr"].entries}) == 4


def test_feed_of_a_hidden_list_is_not_found(client, shelf):
    PageViewRestriction.objects.create(page=shelf, restriction_type="login")
    assert client.get(f"{shelf.get_urls()['fr'][:-1]}.atom").status_code == 404


def test_scheduled_publication_stays_hidden_until_its_day(client, shelf):
    page = add(shelf, "Demain", live=False)
    page.go_live_at = datetime.datetime(2126, 1, 1, tzinfo=datetime.UTC)
    page.save_revision().publish()
    assert ">Demain<" not in show(client, shelf)[1]
    assert "Demain" not in client.get(f"{shelf.get_urls()['fr'][:-1]}.atom").content.decode()
