"""A page shows pictures that are there, waits for none, fails for none, and gives no original away."""

import errno
import json

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from config.environment import BASE_DIR
from content.models import CahierDocument, CahierImage, Rendition
from tests.factories import PublicationPageFactory, StandardPageFactory

from .photographs import SECRET, files_in, make_image, make_photograph

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def image(media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return make_image(description_fr="Une salle comble")


@pytest.fixture
def page(image):
    body = [{"type": "image", "value": {"image": image.pk, "caption": "Le samedi"}}]
    return StandardPageFactory(title_en="Page", body_fr=json.dumps(body))


@pytest.fixture
def publication(image):
    return PublicationPageFactory(cover=image)


@pytest.fixture
def nothing_written(media):
    """Fail at the first row that the test writes, and at the end if it wrote a file."""

    def refuse(execute, sql, params, many, context):
        assert sql.lstrip("( ").upper().startswith(("SELECT", "WITH", "SAVEPOINT", "RELEASE")), sql
        return execute(sql, params, many, context)

    before = files_in(media)
    with connection.execute_wrapper(refuse):
        yield
    assert files_in(media) == before


def show(client, page, language="fr"):
    response = client.get(page.get_urls()[language])
    assert response.status_code == 200
    return response.content.decode()


class FullStorage(FileSystemStorage):
    """A disk that has room for a few bytes of each file."""

    def _save(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content.read(7))
        raise OSError(errno.ENOSPC, "No space left on device")


def test_picture_can_be_seen_from_the_moment_it_is_saved(client, page, publication, nothing_written):
    for shown, width in [(page, 64), (publication, 64)]:
        html = show(client, shown)
        source = html.split('<img src="')[1].split('"')[0]
        assert f'width="{width}"' in html
        assert client.get(source).getvalue()


def test_public_picture_is_named_by_nothing_that_the_picture_does_not_show(client, page):
    html = show(client, page)
    assert "salle.jpg" not in html
    assert f"/media/pictures/{CahierImage.objects.get().file_hash}.width-360.format-webp.webp" in html


@pytest.mark.parametrize("broken", ["deleted file", "no rendition", "no original", "older version"])
def test_page_says_in_words_what_a_missing_picture_shows(broken, client, page, publication, image, request):
    for rendition in image.renditions.all():
        if broken == "deleted file":
            rendition.file.storage.delete(rendition.file.name)
        elif broken == "older version":
            Rendition.objects.filter(pk=rendition.pk).update(file="images/salle.webp")
        else:
            rendition.delete()
    if broken == "no original":
        image.file.storage.delete(image.file.name)
    request.getfixturevalue("nothing_written")
    for shown in (page, publication):
        html = show(client, shown)
        assert '<p class="instead"' in html
        assert "Une salle comble</p>" in html
        assert "<img src" not in html
        assert "not-found" not in html
    assert "Le samedi" in show(client, page, "en")


def test_picture_that_only_decorates_leaves_nothing_behind_where_it_is_missing(client, publication, image):
    image.renditions.all().delete()
    CahierImage.objects.update(description_fr="")
    assert "<figure" not in show(client, publication)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves its temporary file open
@pytest.mark.parametrize("content", [b"", b"no picture", make_photograph()[:700]], ids=["empty", "garbage", "cut"])
def test_damaged_original_breaks_neither_pages_nor_the_admin(content, client, admin_client, page, image, media):
    image.renditions.all().delete()
    (media / image.file.name).write_bytes(content)
    show(client, page)
    addresses = ["wagtailimages:index", "wagtailimages_chooser:choose", "wagtailimages:edit", "wagtailimages:delete"]
    for name in addresses:
        args = [image.pk] if name.endswith(("edit", "delete")) else []
        assert admin_client.get(reverse(name, args=args)).status_code == 200
    assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert CahierImage.objects.get().make_renditions()


def test_full_disk_breaks_neither_pages_nor_the_admin_and_leaves_no_half_file(
    client, admin_client, page, image, media, monkeypatch
):
    image.renditions.all().delete()
    for name in [name for name in files_in(media) if name.startswith("pictures")]:
        (media / name).unlink()
    before = files_in(media)
    (media / "admin_pictures").mkdir()
    (media / "pictures").mkdir(exist_ok=True)
    with monkeypatch.context() as disk:
        disk.setattr(FileSystemStorage, "_save", FullStorage._save)
        assert admin_client.get(reverse("wagtailimages:index")).status_code == 200
        assert CahierImage.objects.get().make_renditions()
        show(client, page)
    assert files_in(media) == before
    assert not Rendition.objects.exists()
    assert not CahierImage.objects.get().make_renditions()
    assert "<img src" in show(client, page)


def test_rendition_whose_file_is_gone_is_made_again_at_the_same_address(client, page, image, media):
    before = show(client, page)
    for rendition in image.renditions.all():
        (media / rendition.file.name).unlink()
    assert "<img src" not in show(client, page)
    assert CahierImage.objects.get().make_renditions() == []
    assert show(client, page) == before


def test_thumbnail_in_the_admin_whose_file_is_gone_is_made_again(admin_client, image, media):
    admin_client.get(reverse("wagtailimages:index"))
    thumbnail = image.renditions.get(filter_spec="max-165x165")
    (media / thumbnail.file.name).unlink()
    admin_client.get(reverse("wagtailimages:index"))
    assert (media / image.renditions.get(filter_spec="max-165x165").file.name).exists()


def test_replaced_picture_is_shown_at_once_and_the_old_one_is_gone(
    client, admin_client, page, image, media, django_capture_on_commit_callbacks
):
    old = set(files_in(media))
    file = SimpleUploadedFile("salle.jpg", make_photograph(orientation=1))
    data = {"title_fr": "Salle", "collection": image.collection_id, "file": file}
    with django_capture_on_commit_callbacks(execute=True):
        assert admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), data).status_code == 302
    html = show(client, page)
    assert 'width="96"' in html
    assert client.get(html.split('<img src="')[1].split('"')[0]).getvalue()
    assert len(files_in(media)) == 1 + len(CahierImage.objects.get().filters)
    assert not old & set(files_in(media))


def test_originals_and_what_older_versions_stored_are_for_nobody(client, admin_client, image, media):
    for folder in ("images", "original_images", "documents", "wagtail_uploads"):
        (media / folder).mkdir()
        (media / folder / "salle.jpg").write_bytes(make_photograph())
        for asking in (client, admin_client):
            assert asking.get(f"/media/{folder}/salle.jpg").status_code == 404
    for asking in (client, admin_client):
        assert asking.get(f"/media/{image.file.name}").status_code == 404


def test_picture_in_full_size_is_for_editors(client, admin_client, image):
    html = admin_client.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode()
    address = image.get_rendition("original").url
    assert f'href="{address}"' in html
    assert client.get(address).status_code == 404
    response = admin_client.get(address)
    assert response.status_code == 200
    assert SECRET not in response.getvalue()
    assert "private" in response["Cache-Control"]


def test_number_of_queries_does_not_grow_with_the_pictures(client, image):
    counts = []
    for size in (1, 5):
        images = [image, *[make_image(make_photograph(size=(40, 30 + n))) for n in range(size - 1)]]
        body = [{"type": "image", "value": {"image": each.pk, "caption": ""}} for each in images]
        page = StandardPageFactory(body_fr=json.dumps(body))
        show(client, page)
        with CaptureQueriesContext(connection) as queries:
            show(client, page)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_saving_a_picture_costs_as_many_queries_for_many_pages_as_for_few(image):
    counts = []
    body = json.dumps([{"type": "image", "value": {"image": image.pk, "caption": ""}}])
    for number in range(6):
        StandardPageFactory(body_fr=body).save_revision().publish()
        image.description_fr = f"Un banc {number}"
        with CaptureQueriesContext(connection) as queries:
            image.save()
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_visitor_who_takes_a_document_writes_nothing(client, media, request):
    document = CahierDocument.objects.create(title_fr="Compte rendu", file=SimpleUploadedFile("cr.txt", b"Rien."))
    body = [{"type": "document", "value": {"document": document.pk, "label": ""}}]
    page = StandardPageFactory(body_fr=json.dumps(body))
    request.getfixturevalue("nothing_written")
    assert "5" in show(client, page)
    response = client.get(document.url)
    assert response.getvalue() == b"Rien."
    assert response["ETag"] != '""'


def test_no_page_for_visitors_makes_a_picture():
    """Wagtail's own tags make what is missing: only templates of the admin use them."""
    for_admin = {"templates/translation_desk/editor_source.html"}
    tags = ("wagtailimages_tags", "{% image ", "{% picture ", "{% srcset_image ", "image_url ")
    found = {
        str(path.relative_to(BASE_DIR))
        for path in (BASE_DIR / "templates").rglob("*.html")
        if any(tag in path.read_text() for tag in tags)
    }
    assert found == for_admin


def test_publishing_a_page_makes_what_its_pictures_lack(client, page, image, django_capture_on_commit_callbacks):
    image.renditions.all().delete()
    assert "<img src" not in show(client, page)
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "<img src" in show(client, page)


def test_editors_picture_of_themselves_tells_nothing_else_and_is_for_editors(client, admin_client, admin_user, media):
    profile = UserProfile.get_for_user(admin_user)
    profile.avatar = SimpleUploadedFile("moi.jpg", make_photograph())
    profile.save()
    assert not [name for name, content in files_in(media).items() if SECRET in content]
    assert client.get(profile.avatar.url).status_code == 404
    assert admin_client.get(profile.avatar.url).getvalue()
    profile.avatar = SimpleUploadedFile("moi.jpg", b"no picture")
    profile.save()
    assert not profile.avatar
