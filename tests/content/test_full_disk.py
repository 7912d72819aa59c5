"""A full disk answers uploads in words of the editor's language, keeps what was typed and leaves nothing behind."""

import errno
import shutil
import subprocess
from unittest.mock import patch

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import OperationalError, models
from django.urls import reverse
from wagtail.models import Collection
from wagtail.users.models import UserProfile

from content.models import CahierImage

from .photographs import files_in, make_photograph
from .test_files import CONTENT, MODELS, NAMES, send

pytestmark = pytest.mark.django_db

WORDS = {"fr": "le disque du serveur est plein", "en": "the server’s disk is full"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture(params=["fr", "en"])
def language(request, admin_user):
    profile = UserProfile.get_for_user(admin_user)
    profile.preferred_language = request.param
    profile.save()
    return request.param


@pytest.fixture
def full_disk():
    """A storage with no room: whatever is written into it fails."""
    with patch.object(FileSystemStorage, "_save", side_effect=OSError(errno.ENOSPC, "No space left on device")):
        yield


@pytest.fixture
def no_room_on_the_way(settings):
    """No room for what is kept while it comes in. Everything counts as big."""
    settings.FILE_UPLOAD_HANDLERS = settings.FILE_UPLOAD_HANDLERS[1:]
    full = OSError(errno.ENOSPC, "No space left on device")
    with patch.object(TemporaryUploadedFile, "write", create=True, side_effect=full):
        yield


def words_of(response):
    return response.content.decode().replace("&#x27;", "’")


@pytest.mark.parametrize("kind", MODELS)
def test_new_file_is_refused_in_words_and_what_was_typed_is_kept(kind, admin_client, language, full_disk, media):
    response = send(admin_client, kind, reverse(f"wagtail{kind}:add"), title_en="As typed")
    assert response.status_code == 200
    assert WORDS[language] in words_of(response)
    assert 'value="As typed"' in response.content.decode()
    assert not MODELS[kind].objects.exists()
    assert not files_in(media)


@pytest.mark.parametrize("kind", MODELS)
def test_file_stays_whose_replacement_finds_no_room(kind, admin_client, media, language):
    send(admin_client, kind, reverse(f"wagtail{kind}:add"))
    row, before = MODELS[kind].objects.get(), files_in(media)
    full = OSError(errno.ENOSPC, "No space left on device")
    with patch.object(FileSystemStorage, "_save", side_effect=full):
        response = send(admin_client, kind, reverse(f"wagtail{kind}:edit", args=[row.pk]), title_en="As typed")
    assert WORDS[language] in words_of(response)
    assert 'value="As typed"' in response.content.decode()
    assert MODELS[kind].objects.get().file.name == row.file.name
    assert {name: before[name] for name in before} == files_in(media)


@pytest.mark.parametrize("kind", MODELS)
def test_each_of_several_files_says_it(kind, admin_client, language, full_disk):
    data = {"collection": Collection.get_first_root_node().pk}
    data["files[]"] = SimpleUploadedFile(NAMES[kind], CONTENT[kind])
    answer = admin_client.post(reverse(f"wagtail{kind}:add_multiple"), data).json()
    assert answer["success"] is False
    assert WORDS[language] in answer["error_message"]


@pytest.mark.parametrize("kind", MODELS)
def test_chooser_says_it(kind, admin_client, language, full_disk):
    chooser = {"images": "wagtailimages_chooser:create", "docs": "wagtaildocs_chooser:create"}[kind]
    prefix = {"images": "image-chooser-upload", "docs": "document-chooser-upload"}[kind]
    data = {f"{prefix}-title_fr": "Titre", f"{prefix}-collection": Collection.get_first_root_node().pk}
    data[f"{prefix}-file"] = SimpleUploadedFile(NAMES[kind], CONTENT[kind])
    answer = admin_client.post(reverse(chooser), data).json()
    assert answer["step"] == "reshow_creation_form"
    assert WORDS[language] in answer["htmlFragment"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("wagtailimages:add", "file"),
        ("wagtaildocs:add", "file"),
        ("translation_files:import", "file"),
        ("subscribers:import", "file"),
        ("import_people", "table"),
    ],
)
def test_file_that_finds_no_room_on_its_way_in_is_a_form_error(
    name, field, admin_client, language, no_room_on_the_way, media
):
    file = SimpleUploadedFile("table.csv", b"x;y")
    response = admin_client.post(reverse(name), {field: file, "title_en": "As typed", "language": "en"})
    assert response.status_code in (200, 422)
    assert WORDS[language] in words_of(response)
    assert not files_in(media)


def test_what_has_no_form_of_ours_answers_507_in_words(admin_client, language, full_disk):
    """An editor's own picture, by Wagtail's form."""
    picture = SimpleUploadedFile("moi.png", make_photograph("PNG"))
    response = admin_client.post(
        reverse("wagtailadmin_account"), account_form(admin_client) | {"avatar-avatar": picture}
    )
    assert response.status_code == 507
    assert response["Content-Language"] == language
    assert {"fr": "Revenez en arrière", "en": "Go back"}[language] in response.content.decode()


def account_form(client):
    response = client.get(reverse("wagtailadmin_account"))
    data = {}
    for panels in response.context["panels_by_tab"].values():
        for panel in panels:
            form = panel.get_form()
            data |= {form[name].html_name: form[name].value() or "" for name in form.fields}
    return data | {
        "name_email-first_name": "Marie",
        "name_email-last_name": "Martin",
        "locale-current_time_zone": "UTC",
    }


def test_full_database_answers_507(admin_client, language):
    error = OperationalError("database or disk is full")
    error.__cause__ = Exception()
    error.__cause__.sqlite_errorname = "SQLITE_FULL"
    with patch.object(models.Model, "save_base", side_effect=error):
        response = send(admin_client, "docs", reverse("wagtaildocs:add"))
    assert response.status_code == 507


def test_other_errors_are_not_taken_for_a_full_disk(admin_client):
    admin_client.raise_request_exception = False
    with patch.object(FileSystemStorage, "_save", side_effect=OSError(errno.EACCES, "Permission denied")):
        assert send(admin_client, "docs", reverse("wagtaildocs:add")).status_code == 500


@pytest.fixture
def tiny_disk(tmp_path):
    """A file system of 100 kB, where one may be mounted."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=100k", "tmpfs", str(place)]
    if not mount or subprocess.run([mount, *options], capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_disk_that_really_is_full(admin_client, tiny_disk, settings, language):
    settings.MEDIA_ROOT = str(tiny_disk)
    (tiny_disk / "filling").write_bytes(b"x" * 60_000)
    big = SimpleUploadedFile("cr.txt", b"Compte rendu. " * 10_000)
    collection = Collection.get_first_root_node().pk
    data = {"title_fr": "Compte rendu", "collection": collection, "file": big}
    response = admin_client.post(reverse("wagtaildocs:add"), data)
    assert WORDS[language] in words_of(response)
    assert 'value="Compte rendu"' in response.content.decode()
    assert list(files_in(tiny_disk)) == ["filling"]
    small = SimpleUploadedFile("cr.txt", b"Compte rendu.")
    assert admin_client.post(reverse("wagtaildocs:add"), data | {"file": small}).status_code == 302


def test_disk_that_is_full_for_what_comes_in(admin_client, tiny_disk, settings, language):
    settings.FILE_UPLOAD_TEMP_DIR = str(tiny_disk)
    big = SimpleUploadedFile("cr.txt", b"Compte rendu. " * 300_000)
    data = {"title_fr": "Compte rendu", "collection": Collection.get_first_root_node().pk, "file": big}
    response = admin_client.post(reverse("wagtaildocs:add"), data)
    assert WORDS[language] in words_of(response)
    assert 'value="Compte rendu"' in response.content.decode()
    assert not files_in(tiny_disk)


def test_picture_whose_renditions_find_no_room_is_kept_all_the_same(
    admin_client, media, django_capture_on_commit_callbacks
):
    real = FileSystemStorage._save

    def no_room_for_renditions(storage, name, content):
        if name.startswith("pictures/"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(storage, name, content)

    with (
        patch.object(FileSystemStorage, "_save", no_room_for_renditions),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert send(admin_client, "images", reverse("wagtailimages:add")).status_code == 302
    assert default_storage.exists(CahierImage.objects.get().file.name)
