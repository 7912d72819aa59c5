"""The admin's lists, searches and reports show titles in the editor's language, untranslated ones in French."""

import io

import pytest
from django.core.files.images import ImageFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from campaigns.models import HomePage
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def title(language):
    StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    StandardPageFactory(title_fr="Seul")
    return {"fr": "Atelier", "en": "Workshop"}[language]


def test_explorer_lists_pages_in_any_order(editor, title):
    url = reverse("wagtailadmin_explore", args=[HomePage.objects.get().pk])
    for ordering in ("", "title", "-title", "latest_revision_created_at", "ord"):
        html = editor.get(url, {"ordering": ordering} if ordering else {}).text
        assert title in html
        assert "Seul" in html


@pytest.mark.parametrize("query", ["Atelier", "Workshop"])
@pytest.mark.usefixtures("admin_index")
def test_page_is_found_by_its_title_in_either_language(editor, title, query):
    assert title in editor.get(reverse("wagtailadmin_pages:search"), {"q": query}).text


def test_explorer_filters_by_title(editor, title):
    url = reverse("wagtailadmin_explore_results", args=[HomePage.objects.get().pk])
    html = editor.get(url, {"q": title}).text
    assert title in html
    assert "Seul" not in html


def test_chooser_lists_pages(editor, title):
    html = editor.get(reverse("wagtailadmin_choose_page_child", args=[HomePage.objects.get().pk])).text
    assert title in html


@pytest.mark.parametrize(("name", "args"), [
    ("wagtailadmin_home", []),
    ("wagtailadmin_pages:type_use", ["campaigns", "standardpage"]),
    ("wagtailadmin_reports:site_history", []),
    ("wagtailadmin_reports:aging_pages", []),
    ("wagtailadmin_reports:page_types_usage", []),
    ("wagtailadmin_explore_root", []),
    ("wagtailsites:index", []),
    ("wagtailredirects:index", []),
])  # fmt: skip
def test_reports_and_settings_open(editor, title, name, args):
    assert editor.get(reverse(name, args=args)).status_code == 200


def test_use_of_an_image_in_one_language_is_known(editor, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    data = io.BytesIO()
    Image.new("RGB", (4, 4)).save(data, "PNG")
    data.seek(0)
    image = get_image_model().objects.create(title_fr="Carré", file=ImageFile(data, name="carre.png"))
    body = [("image", {"image": image, "caption": ""})]
    StandardPageFactory(title_fr="Atelier", title_en="Workshop", body_en=body)
    paths = {reference.model_path for reference in ReferenceIndex.get_references_to(image)}
    assert paths == {"body_en.image.image"}
    html = editor.get(reverse("wagtailimages:image_usage", args=[image.pk])).text
    assert "Atelier" in html or "Workshop" in html
