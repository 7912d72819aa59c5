"""How each kind of block is set, on a page and in the admin's preview of it."""

import io
import json

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from content.blocks import BodyBlock
from content.models import CahierDocument, CahierImage
from tests.factories import StandardPageFactory
from tests.markup import squeeze

pytestmark = pytest.mark.django_db


def make_picture():
    picture = io.BytesIO()
    Image.new("RGB", (64, 48)).save(picture, "PNG")
    return ContentFile(picture.getvalue(), "salle.png")


def show(client, kind, value, language="fr", **texts):
    """Return what a page whose French body is one block shows in `language`."""
    page = StandardPageFactory(title_en="In English", body_fr=json.dumps([{"type": kind, "value": value}]), **texts)
    html = client.get(page.get_urls()[language]).content.decode()
    return html.split('<section class="leaf prose"', 1)[1].split("</section>", 1)[0]


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("heading", "Constats", '<h2 id="part-constats">Constats</h2>'),
        ("text", "<p>Un <b>mot</b></p>", "<p>Un <b>mot</b></p>"),
        (
            "quote",
            {"quote": "Dit.", "source": "Une voix"},
            "<blockquote><p>Dit.</p><footer>Une voix</footer></blockquote>",
        ),
        ("quote", {"quote": "Dit.", "source": ""}, "<blockquote><p>Dit.</p></blockquote>"),
        ("number", {"number": "37 %", "caption": "de hausse"}, '<p class="count">37\u00a0%</p>'),
        (
            "columns",
            [{"heading": "Un", "text": "<p>a</p>"}, {"heading": "", "text": "<p>b</p>"}],
            "<h3>Un</h3><p>a</p>",
        ),
        ("table", {"caption": "Prix", "rows": "Quoi | Combien\nPain | 1"}, '<th scope="row">Pain</th><td>1</td>'),
        ("table", {"caption": "Prix", "rows": "Quoi | Combien\nPain | 1"}, 'tabindex="0"'),
        ("notice", "Exemple fictif.", '<p class="notice">Exemple fictif.</p>'),
        ("heading", "<i>a</i>", "&lt;i&gt;a&lt;/i&gt;"),
        ("table", {"caption": '"Prix"', "rows": "<b>A|B\nC|D"}, "&lt;b&gt;A"),
    ],
)
def test_block_is_set(client, kind, value, shown):
    assert squeeze(shown) in squeeze(show(client, kind, value))


def test_image_carries_its_own_language_and_its_size(client):
    image = CahierImage.objects.create(title_fr="x.jpg", description_fr="Une salle", file=make_picture())
    image.make_renditions()
    html = show(client, "image", {"image": image.pk, "caption": "La salle"}, language="en")
    assert 'alt="Une salle" lang="fr"' in " ".join(html.split())
    assert 'width="64"' in html
    assert 'height="48"' in html
    CahierImage.objects.filter(pk=image.pk).update(description_en="A hall")
    html = show(client, "image", {"image": image.pk, "caption": ""}, language="en")
    assert 'alt="A hall" lang="en"' in " ".join(html.split())


def test_image_that_only_decorates_has_an_empty_alternative_text(client):
    image = CahierImage.objects.create(title_fr="x.jpg", file=make_picture())
    image.make_renditions()
    assert 'alt=""' in show(client, "image", {"image": image.pk, "caption": ""})


def test_document_says_its_format(client):
    document = CahierDocument.objects.create(title_fr="Compte rendu", file=ContentFile(b"x", "cr.pdf"))
    html = show(client, "document", {"document": document.pk, "label": ""}, language="en")
    assert '<span lang="fr">Compte rendu</span>' in squeeze(html)
    assert '<small lang="en">PDF' in html


def test_link_to_a_page_leads_to_its_address_in_the_language_read(client):
    target = StandardPageFactory(title_fr="Cible", title_en="Target")
    text = f'<p><a linktype="page" id="{target.pk}">là</a> <a linktype="page" id="99999">nulle part</a></p>'
    assert '<a href="/fr/cible/">là</a> <a>nulle part</a>' in show(client, "text", text)
    assert '<a href="/en/target/">là</a>' in show(client, "text", text, language="en")


def test_link_to_a_draft_is_only_words(client):
    draft = StandardPageFactory(title_fr="Secret", live=False)
    html = show(client, "text", f'<p><a linktype="page" id="{draft.pk}">là</a></p>')
    assert "<a>là</a>" in html
    assert "secret" not in html


@pytest.mark.parametrize("attribute", ['id="x"', 'id="²"', 'id=""', ""])
def test_link_that_names_no_page_is_only_words(client, attribute):
    assert "<a>là</a>" in show(client, "text", f'<p><a linktype="page" {attribute}>là</a></p>')


@pytest.mark.parametrize("kind", BodyBlock().child_blocks)
def test_preview_in_the_admin_is_dressed_as_the_site(client, kind):
    client.force_login(get_user_model().objects.create_superuser("editor", "editor@exemple.fr", "secret"))
    block = BodyBlock().child_blocks[kind]
    assert block.is_previewable
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    assert "cahier.css" in response.content.decode()
