"""Lead pictures, sizes and formats, two inks, portraits: what a page shows, and what a browser may choose from."""

import io
import re

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from content.models import CahierImage
from content.storage.duotone import print_in_two_inks
from content.storage.renditions import FORMATS, WIDTHS
from tests.factories import (
    ArticlePageFactory,
    CampaignPageFactory,
    ConventionPageFactory,
    PersonFactory,
    RegionPageFactory,
    WorkshopReportPageFactory,
)

pytestmark = pytest.mark.django_db

WITH_LEAD_PICTURE = [ArticlePageFactory, WorkshopReportPageFactory, ConventionPageFactory, CampaignPageFactory]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def make_picture(django_capture_on_commit_callbacks):
    def make(width=800, height=300, **fields):
        file = io.BytesIO()
        Image.linear_gradient("L").resize((width, height)).convert("RGB").save(file, "JPEG")
        with django_capture_on_commit_callbacks(execute=True):
            upload = SimpleUploadedFile("salle.jpg", file.getvalue())
            return CahierImage.objects.create(title_fr="salle.jpg", file=upload, **fields)

    return make


def show(client, page, language="fr"):
    response = client.get(page.get_urls()[language])
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("factory", WITH_LEAD_PICTURE)
def test_lead_picture_has_text_caption_and_credit_in_the_language_of_the_page(factory, client, make_picture):
    picture = make_picture(description_fr="Une salle", description_en="A hall", credit="Ana Durand, CC BY 4.0")
    page = factory(title_en="Page", picture=picture, picture_caption_fr="Le samedi", picture_caption_en="On Saturday")
    for language, text, caption in [("fr", "Une salle", "Le samedi"), ("en", "A hall", "On Saturday")]:
        figure = show(client, page, language).find("figure", class_="lead-picture")
        assert figure.img["alt"] == text
        assert " ".join(figure.figcaption.text.split()) == f"{caption} Ana Durand, CC BY 4.0"


@pytest.mark.parametrize("factory", WITH_LEAD_PICTURE)
def test_shared_page_names_its_picture_without_a_further_query(factory, client, make_picture, settings):
    page = factory(picture=make_picture(description_fr="Une salle"))
    with CaptureQueriesContext(connection) as queries:
        html = show(client, page)
    named = {tag["property"]: tag["content"] for tag in html.find_all("meta", property=re.compile("^og:image"))}
    shown = html.find("figure", class_="lead-picture").img
    assert named == {
        "og:image": f"{settings.BASE_URL}{shown['src']}",
        "og:image:width": shown["width"],
        "og:image:height": shown["height"],
        "og:image:alt": "Une salle",
    }
    assert len([query for query in queries if 'FROM "body_rendition"' in query["sql"]]) == 1


def test_caption_that_is_not_translated_says_that_it_is_french(client, make_picture):
    page = ArticlePageFactory(title_en="Page", picture=make_picture(), picture_caption_fr="Le samedi")
    caption = show(client, page, "en").find("figure", class_="lead-picture").figcaption.span
    assert (caption["lang"], caption.text) == ("fr", "Le samedi")


def test_page_without_lead_picture_has_no_figure_and_asks_for_none(client, make_picture):
    page = ArticlePageFactory()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert not show(client, page).find("figure")
    assert not [query for query in queries if "body_cahierimage" in query["sql"]]


def test_lead_picture_costs_two_queries(client, make_picture):
    plain, with_one = ArticlePageFactory(), ArticlePageFactory(picture=make_picture())
    counts = []
    for page in (plain, plain, with_one):
        with CaptureQueriesContext(connection) as queries:
            show(client, page)
        counts.append(len(queries))
    assert counts[2] - counts[1] == 2


@pytest.mark.parametrize(("width", "widths"), [(1600, [360, 640, 1120]), (800, [360, 640, 800]), (200, [200])])
def test_browser_chooses_among_sizes_none_of_which_is_blown_up(width, widths, client, make_picture):
    image = show(client, ArticlePageFactory(picture=make_picture(width))).find("figure").img
    srcset = image.get("srcset") or f"{image['src']} {image['width']}w"
    assert [int(size) for size in re.findall(r" (\d+)w", srcset)] == widths
    assert int(image["width"]) == widths[-1]
    assert f"min({widths[-1]}px" in image.get("sizes", f"min({widths[-1]}px")


def test_lighter_format_comes_first_and_every_browser_finds_one_it_reads(client, make_picture):
    figure = show(client, ArticlePageFactory(picture=make_picture())).find("figure")
    assert [source["type"] for source in figure.find_all("source")] == [f"image/{format}" for format in FORMATS[:-1]]
    assert figure.img["src"].endswith(".webp")
    for address in re.findall(r"/media/\S+", str(figure)):
        assert client.get(address.rstrip('",')).getvalue()


def test_lead_picture_is_fetched_at_once_and_those_of_lists_when_they_come_into_sight(client, make_picture):
    article = ArticlePageFactory(picture=make_picture())
    assert "loading" not in show(client, article).find("figure").img.attrs
    (stamp,) = show(client, article.get_parent()).find_all("img", class_="stamp")
    assert (stamp["loading"], stamp["alt"]) == ("lazy", "")


def test_list_of_articles_asks_no_more_for_more_pictures(client, make_picture):
    index = ArticlePageFactory(picture=make_picture()).get_parent()
    counts = []
    show(client, index)
    for _more in range(3):
        with CaptureQueriesContext(connection) as queries:
            show(client, index)
        counts.append(len(queries))
        ArticlePageFactory(picture=make_picture())
    assert counts[1] == counts[2]


def test_picture_in_two_inks_is_shown_so_and_its_file_stays_as_it_is(client, make_picture):
    picture = make_picture(in_two_inks=True)
    image = show(client, ArticlePageFactory(picture=picture)).find("figure").img
    assert ".duotone." in image["src"]
    with picture.find_rendition("wide").file.open() as file:
        printed = Image.open(file).convert("RGB")
    dark, light = printed.getpixel((5, 2)), printed.getpixel((5, 297))
    assert dark[2] > dark[0]  # blue-black
    assert min(light) > 220  # paper
    with picture.file.open() as file:
        red, green, blue = Image.open(file).convert("RGB").getpixel((5, 150))
    assert red == green == blue


def test_transparent_picture_is_printed_on_paper():
    assert min(print_in_two_inks(Image.new("RGBA", (4, 4))).getpixel((0, 0))) > 220


def test_choosing_two_inks_later_makes_the_sizes_when_it_is_saved(
    client, make_picture, django_capture_on_commit_callbacks
):
    picture = make_picture()
    page = ArticlePageFactory(picture=picture)
    picture.in_two_inks = True
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
    assert ".duotone." in show(client, page).find("figure").img["src"]


def test_page_whose_lead_picture_cannot_be_shown_says_what_it_shows(client, make_picture):
    picture = make_picture(description_fr="Une salle comble")
    page = ArticlePageFactory(picture=picture)
    picture.renditions.all().delete()
    figure = show(client, page).find("figure")
    assert figure.find(class_="instead").text == "Une salle comble"
    assert not figure.img


def test_page_stays_when_its_lead_picture_is_deleted(client, make_picture):
    page = ArticlePageFactory(picture=make_picture())
    page.picture.delete()
    assert not show(client, page).find("figure")


def test_caption_is_a_text_to_translate_and_is_searched(make_picture):
    page = ArticlePageFactory(picture=make_picture(), picture_caption_fr="Le samedi")
    assert "Le samedi" in page.get_search_texts("fr")
    page.refresh_from_db()
    assert page.get_text_status({"fr": "Le samedi", "en": ""}, "picture_caption", "en").value == "missing"


def test_api_gives_the_picture_with_its_texts(client, make_picture):
    page = ArticlePageFactory(picture=make_picture(description_fr="Une salle", credit="Ana"), picture_caption_fr="Ici")
    answer = client.get(f"/api/v2/pages/{page.pk}/").json()
    assert answer["picture_caption_fr"] == "Ici"
    assert answer["picture"] | {"url": ""} == {
        "url": "", "width": 800, "height": 300, "description_fr": "Une salle", "description_en": None, "credit": "Ana",
    }  # fmt: skip
    assert client.get(f"/api/v2/pages/{ArticlePageFactory().pk}/").json()["picture"] == {}


# Portraits


@pytest.mark.parametrize(
    ("agreed", "shown"), [({}, 1), ({"public_portrait": False}, 0), ({"consent_on": None, "source_fr": "Site"}, 0)]
)
def test_portrait_is_shown_of_those_who_agreed_to_it_themselves(agreed, shown, client, make_picture):
    region = RegionPageFactory()
    person = PersonFactory(**{"portrait": make_picture(), "public_portrait": True, **agreed})
    region.posts.create(role_fr="Coordination", person=person)
    region.save()
    assert len(show(client, region).find_all("img", class_="stamp")) == shown
    assert not show(client, region.get_parent()).find_all("img")  # one sheet of paper


@pytest.mark.parametrize("shown_elsewhere", [False, True])
def test_portrait_goes_with_the_person_unless_a_page_shows_it(shown_elsewhere, make_picture):
    person = PersonFactory(portrait=make_picture(), public_portrait=True)
    if shown_elsewhere:
        ArticlePageFactory(picture=person.portrait)
    person.delete()
    assert CahierImage.objects.exists() == shown_elsewhere


def test_portraits_of_a_region_cost_as_much_for_three_as_for_one(client, make_picture):
    region = RegionPageFactory()
    counts = []
    for _more in range(3):
        region.posts.create(role_fr="Coordination", person=PersonFactory(portrait=make_picture(), public_portrait=True))
        region.save()
        with CaptureQueriesContext(connection) as queries:
            show(client, region)
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_stamp_is_square_and_of_one_format(make_picture):
    stamp = make_picture().find_renditions("stamp")
    assert list(stamp) == ["webp"]
    assert (stamp["webp"][0].width, stamp["webp"][0].height) == (192, 192)
    assert "stamp" not in WIDTHS
