"""An upload that fails leaves no file behind; one that is replaced goes once the new one is safe."""

import errno
import io
import signal
import subprocess
import sys
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import DatabaseError, models
from django.urls import reverse
from wagtail.models import Collection

from config.environment import BASE_DIR
from content.media import repair
from content.models import CahierDocument, CahierImage
from content.storage.renditions import FORMATS

from .photographs import files_in, make_image, make_photograph

CONTENT = {"docs": b"Rien.", "images": make_photograph("PNG")}
NAMES = {"docs": "cr.txt", "images": "salle.png"}
MODELS = {"docs": CahierDocument, "images": CahierImage}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


class FullDisk(io.BytesIO):
    """Can be read for a while; then there is no room to write what it says."""

    def read(self, size=-1):
        if self.tell():
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().read(3)


def test_file_that_could_not_be_written_to_its_end_is_not_there(media):
    with pytest.raises(OSError, match="No space"):
        default_storage.save("documents/cr.txt", File(FullDisk(b"Compte rendu"), "cr.txt"))
    assert not files_in(media)


KILLED_IN_THE_MIDDLE = """
import io, os, signal, sys
import django
from django.conf import settings
settings.configure(MEDIA_ROOT=sys.argv[1])
django.setup()
from django.core.files import File
from content.storage.files import WholeFileStorage

class Killed(io.BytesIO):
    def read(self, size=-1):
        if self.tell():
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(3)

WholeFileStorage().save("documents/cr.txt", File(Killed(b"Compte rendu"), "cr.txt"))
"""


@pytest.mark.django_db
def test_upload_whose_process_is_killed_leaves_nothing_that_is_not_cleared_away(media, monkeypatch):
    killed = subprocess.run([sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(media)], cwd=BASE_DIR, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not (media / "documents/cr.txt").exists()
    monkeypatch.setattr(repair, "SETTLED", timedelta(0))  # a day later
    (left,) = repair.orphaned_files()
    assert left.endswith(".part")
    repair.repair_safely()
    assert not files_in(media)


def test_big_upload_that_could_not_be_moved_is_not_there(media):
    upload = TemporaryUploadedFile("cr.txt", "text/plain", 5, None)
    with (
        patch("content.storage.files.os.replace", side_effect=OSError(errno.ENOSPC, "")),
        pytest.raises(OSError, match="28"),
    ):
        default_storage.save("documents/cr.txt", upload)
    upload.close()
    assert not files_in(media)


def test_two_files_of_one_name_are_both_kept(media):
    names = [default_storage.save("documents/cr.txt", ContentFile(text)) for text in (b"un", b"deux")]
    assert [(media / name).read_bytes() for name in names] == [b"un", b"deux"]
    assert len(files_in(media)) == 2


def send(client, kind, address, **data):
    file = SimpleUploadedFile(NAMES[kind], CONTENT[kind])
    collection = Collection.get_first_root_node().pk
    return client.post(address, {"title_fr": "Titre", "collection": collection, "file": file, **data})


@pytest.mark.django_db
@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize("failing", ["row", "tags", "index"])
def test_upload_whose_row_is_not_kept_leaves_no_file(kind, failing, admin_client, media):
    admin_client.raise_request_exception = False
    forms = "wagtail.images.forms" if kind == "images" else "wagtail.documents.forms"
    place = {
        "row": patch.object(models.Model, "save_base"),
        "tags": patch.object(MODELS[kind]._meta.get_field("tags"), "save_form_data"),
        "index": patch(f"{forms}.search_index.insert_or_update_object"),
    }[failing]
    with place as failure:
        failure.side_effect = DatabaseError("disk I/O error")
        assert send(admin_client, kind, reverse(f"wagtail{kind}:add")).status_code == 500
    assert not MODELS[kind].objects.exists()
    assert not files_in(media)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", MODELS)
def test_one_of_several_uploads_at_once_that_fails_leaves_no_file(kind, admin_client, media):
    admin_client.raise_request_exception = False
    data = {"collection": Collection.get_first_root_node().pk}
    data["files[]"] = SimpleUploadedFile(NAMES[kind], CONTENT[kind])
    with patch.object(models.Model, "save_base", side_effect=DatabaseError("disk I/O error")):
        assert admin_client.post(reverse(f"wagtail{kind}:add_multiple"), data).status_code == 500
    assert not files_in(media)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", MODELS)
def test_file_whose_replacement_fails_stays(kind, admin_client, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(admin_client, kind, reverse(f"wagtail{kind}:add"))
    before = files_in(media)
    admin_client.raise_request_exception = False
    address = reverse(f"wagtail{kind}:edit", args=[MODELS[kind].objects.get().pk])
    with patch.object(models.Model, "save_base", side_effect=DatabaseError("disk I/O error")):
        assert send(admin_client, kind, address).status_code == 500
    assert files_in(media) == before


@pytest.mark.django_db
@pytest.mark.parametrize("kind", MODELS)
def test_replaced_file_goes_when_the_new_one_is_kept(kind, admin_client, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(admin_client, kind, reverse(f"wagtail{kind}:add"))
    row = MODELS[kind].objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        send(admin_client, kind, reverse(f"wagtail{kind}:edit", args=[row.pk]))
    new = MODELS[kind].objects.get()
    assert new.file.name != row.file.name
    assert row.file.name not in files_in(media)
    assert new.file.name in files_in(media)


@pytest.mark.django_db
def test_size_and_hash_are_those_of_what_is_stored_whoever_brings_it():
    for row in (make_image(), CahierDocument.objects.create(title_fr="CR", file=ContentFile(b"Rien.", "cr.txt"))):
        assert row.file_size == row.file.size
        assert len(row.file_hash) == 40


@pytest.mark.django_db
def test_deleted_picture_takes_its_renditions_with_it(media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image()
    assert len(files_in(media)) == 2 + len(FORMATS)  # itself, its stamp, and its one width in each format
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert not files_in(media)
