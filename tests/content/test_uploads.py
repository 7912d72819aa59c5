"""What editors upload: named in every language, refused with a reason when it is not what it says."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from PIL import Image as PILImage
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection, CollectionViewRestriction

from content.models import CahierDocument, CahierImage
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
HTML = b"<!doctype html><script>alert(document.cookie)</script>"


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def archive(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def picture(format="PNG", size=(4, 4)):
    content = io.BytesIO()
    PILImage.new("RGB", size).save(content, format)
    return content.getvalue()


def giant_png(width=60_000, height=60_000):
    """A few bytes that claim to be 3.6 billion pixels."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"")),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def send(client, kind, name, content, **texts):
    """Post the form of one document or image; return its errors, None when it was taken."""
    data = {
        "title_fr": "Compte rendu",
        "title_en": "Minutes",
        "collection": Collection.get_first_root_node().pk,
        "file": SimpleUploadedFile(name, content),
        **texts,
    }
    response = client.post(reverse(f"wagtail{kind}:add"), data)
    return None if response.status_code == 302 else response.context["form"].errors


ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}
GOOD = {
    "pv.pdf": PDF,
    "PV.PDF": PDF,
    "Compte rendu à l’été.pdf": PDF,
    "文書.txt": "Rien à signaler.".encode(),
    "liste.csv": "a;é\n1;2\n".encode("cp1252"),
    "liste-excel.csv": "a;b\n".encode("utf-16"),
    "rtf.rtf": b"{\\rtf1 }",
    "dates.ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "texte.odt": archive(**ODT),
    "texte.docx": archive(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}),
    "table.xlsx": archive(**{"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}),
    "tout.zip": archive(a="a"),
}


@pytest.mark.parametrize("name", GOOD)
def test_document_that_is_what_it_says_is_taken(admin_client, name):
    assert send(admin_client, "docs", name, GOOD[name]) is None
    document = CahierDocument.objects.get()
    assert (document.title_fr, document.title_en) == ("Compte rendu", "Minutes")


BAD = {
    "page.pdf": HTML,
    "page.txt": HTML,
    "page.csv": b"\xef\xbb\xbf  <HTML>",
    "image.txt": picture(),
    "binaire.txt": b"ab\x00cd",
    "texte.odt": archive(a="a"),
    "tableur.odt": archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "texte.docx": archive(**{"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}),
    "faux.zip": b"PK\x03\x04 but no archive",
    "faux.epub": PDF,
    "dates.ics": b"SUMMARY:x",
}


@pytest.mark.parametrize("name", BAD)
def test_document_that_is_not_what_it_says_is_refused_and_nothing_else_is_lost(admin_client, name):
    errors = send(admin_client, "docs", name, BAD[name])
    assert list(errors) == ["file"]
    assert len(errors["file"]) == 1
    assert "." + name.rsplit(".")[-1] in errors["file"][0]
    assert not CahierDocument.objects.exists()


def test_refused_upload_gives_the_rest_of_the_form_back(admin_client):
    data = {"title_fr": "Mon titre", "title_en": "My title", "tags": "un, deux",
            "collection": Collection.get_first_root_node().pk, "file": SimpleUploadedFile("a.pdf", HTML)}  # fmt: skip
    html = admin_client.post(reverse("wagtaildocs:add"), data).content.decode()
    for kept in ('value="Mon titre"', 'value="My title"', "deux"):
        assert kept in html


def test_every_kind_that_is_listed_is_looked_into(admin_client, settings):
    for extension in settings.WAGTAILDOCS_EXTENSIONS:
        assert "content_mismatch" in {
            error.code for error in send(admin_client, "docs", f"a.{extension}", HTML).as_data()["file"]
        }


@pytest.mark.parametrize("name", ["page.html", "image.svg", "programme.exe", "sans-extension", ".pdf", "pv.pdf.html"])
def test_document_of_a_kind_that_is_not_listed_is_refused(admin_client, name):
    assert "file" in send(admin_client, "docs", name, PDF)


@pytest.mark.parametrize("kind", ["docs", "images"])
def test_empty_file_is_refused(admin_client, kind):
    assert "file" in send(admin_client, kind, "vide.pdf" if kind == "docs" else "vide.png", b"")


def test_document_heavier_than_allowed_is_refused(admin_client, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 100
    assert "file" in send(admin_client, "docs", "lourd.pdf", PDF + b"x" * 100)


def test_limits_are_those_we_say(settings):
    assert settings.WAGTAILDOCS_MAX_UPLOAD_SIZE == 20 * 1024**2
    assert settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE == 10 * 1024**2
    assert settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS == 25_000_000


@pytest.mark.parametrize(
    ("name", "format"), [("a.png", "PNG"), ("é.jpg", "JPEG"), ("a.jpeg", "JPEG"), ("a.webp", "WEBP")]
)
def test_image_is_taken_with_texts_in_every_language(admin_client, name, format):
    texts = {"description_fr": "Une tribune", "description_en": "A stand"}
    assert send(admin_client, "images", name, picture(format), **texts) is None
    image = CahierImage.objects.get()
    assert (image.title_en, image.description_fr, image.description_en) == ("Minutes", "Une tribune", "A stand")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("a.png", HTML),
        ("a.png", picture("JPEG")),
        ("a.png", giant_png()),
        ("a.tiff", picture("TIFF")),
        ("sans-extension", picture()),
    ],
    ids=["svg", "svg as png", "html as png", "jpeg as png", "giant", "tiff", "no extension"],
)
def test_image_that_is_none_is_refused(admin_client, name, content):
    assert list(send(admin_client, "images", name, content)) == ["file"]
    assert not CahierImage.objects.exists()


def test_image_of_more_pixels_than_allowed_is_refused(admin_client):
    assert list(send(admin_client, "images", "a.png", picture(size=(5001, 5000)))) == ["file"]


def test_image_heavier_than_allowed_is_refused(admin_client, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 50
    assert list(send(admin_client, "images", "a.png", picture())) == ["file"]


@pytest.mark.parametrize(("language", "words"), [("fr", "fichier"), ("en", "file is empty")])
def test_refusal_is_in_the_editors_language(admin_client, admin_user, language, words):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(admin_user)
    profile.preferred_language = language
    profile.save()
    errors = send(admin_client, "docs", "vide.zip", b"")
    with override(language):
        assert len(errors["file"]) == 1
        assert words in errors["file"][0]


@pytest.mark.parametrize(
    ("kind", "name", "content"), [("docs", "compte-rendu.pdf", PDF), ("images", "tribune.png", picture())]
)
def test_several_uploads_at_once_are_titled_by_their_file_in_the_source_language(admin_client, kind, name, content):
    url = reverse(f"wagtail{kind}:add_multiple")
    assert admin_client.get(url).status_code == 200
    data = {"files[]": SimpleUploadedFile(name, content), "collection": Collection.get_first_root_node().pk}
    response = admin_client.post(url, data, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.json()["success"]
    model = CahierDocument if kind == "docs" else CahierImage
    assert (model.objects.get().title_fr, model.objects.get().title_en or "") == (name, "")


def test_several_uploads_at_once_refuse_what_one_refuses(admin_client):
    data = {"files[]": SimpleUploadedFile("a.pdf", HTML), "collection": Collection.get_first_root_node().pk}
    response = admin_client.post(reverse("wagtaildocs:add_multiple"), data)
    assert response.json()["success"] is False
    assert ".pdf" in response.json()["error_message"]


@pytest.fixture
def document():
    document = CahierDocument(title_fr="Compte rendu")
    document.file.save("Compte rendu à l’été.pdf", ContentFile(PDF))
    document.save()
    value = {"document": document.pk, "label": ""}
    StandardPageFactory(body_fr=[{"type": "document", "value": value, "id": "d"}])  # strangers open what a page shows
    return document


def test_document_is_an_attachment_without_rights_in_our_origin(client, document):
    response = client.get(document.url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.getvalue() == PDF
    assert not response.cookies


def test_private_document_is_not_for_strangers_whatever_the_address(client, admin_client, document):
    private = Collection.get_first_root_node().add_child(name="Privé")
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    document.collection = private
    document.save()
    assert client.get(document.url).status_code == 302
    assert client.get(f"/media/{document.file.name}").status_code == 404
    assert admin_client.get(document.url).getvalue() == PDF


def test_no_address_of_the_media_leads_to_documents(client, document, media_folder):
    for folder in ("pictures", "admin_pictures"):
        (media_folder / folder).mkdir()
        assert client.get(f"/media/{folder}/../{document.file.name}").status_code == 404


def test_pictures_of_a_private_collection_are_for_those_who_may_open_it(client, admin_client):
    private = Collection.get_first_root_node().add_child(name="Privé")
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    image = CahierImage.objects.create(title_fr="Photo", file=ContentFile(picture(), "photo.png"), collection=private)
    image.make_renditions()
    rendition = image.find_rendition("wide")  # the original has no address at all (tests/content/test_pictures.py)
    assert client.get(rendition.url).status_code == 404
    answer = admin_client.get(rendition.url)
    assert answer.getvalue()
    assert answer["Cache-Control"] == "private, no-store"
    CollectionViewRestriction.objects.all().delete()
    answer = client.get(rendition.url)
    assert answer.getvalue()
    assert "public" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [".", "./", "pictures", "pictures/", "pictures/.", "pictures/..", "pictures/\0", "pictures/" + "é" * 300],
)
def test_odd_addresses_of_the_media_lead_nowhere(client, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_alternative_text_is_never_the_title_which_often_is_a_files_name():
    assert CahierImage(title_fr="IMG_0001.jpg").default_alt_text == ""
    assert CahierImage(title_fr="IMG_0001.jpg", description_fr="Une tribune").default_alt_text == "Une tribune"


@pytest.mark.parametrize(("language", "words"), [("fr", "trop gros"), ("en", "too big")])
def test_document_that_is_too_heavy_is_refused_in_words_and_its_titles_stay(settings, language, words):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10
    data = {"title_fr": "Clauses", "title_en": "Clauses too"}
    with override(language):
        form = get_document_form(CahierDocument)(data, {"file": SimpleUploadedFile("a.pdf", PDF)})
        assert list(form.errors) == ["file"]
        assert words in form.errors["file"][0]
    assert form["title_en"].value() == "Clauses too"
