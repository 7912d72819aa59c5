"""Media in a bucket, with a small S3 that answers as a real one: whole or not at all, by the site's addresses only."""

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from content.media.repair import list_files, orphaned_files
from content.models import CahierDocument, CahierImage
from content.storage.bucket import BucketStorage
from content.storage.renditions import PUBLIC
from tests.content.photographs import make_photograph
from tests.factories import StandardPageFactory

from .fake_s3 import Bucket, run_bucket


@pytest.fixture(scope="module")
def server() -> Iterator[Bucket]:
    with run_bucket() as bucket:
        yield bucket


@pytest.fixture
def bucket(server: Bucket, settings: Any) -> Iterator[Bucket]:
    """An empty one, in which the media are kept."""
    server.files.clear()
    server.asked.clear()
    options = {"bucket_name": "cahier", "endpoint_url": server.address, "access_key": "key", "secret_key": "secret"}
    storage = {"BACKEND": "content.storage.bucket.BucketStorage", "OPTIONS": {**options, "region_name": "us-east-1"}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    yield server
    server.refuses = False


@pytest.fixture
def picture(bucket: Bucket, django_capture_on_commit_callbacks: Any) -> CahierImage:
    with django_capture_on_commit_callbacks(execute=True):
        return CahierImage.objects.create(title_fr="Salle", file=ContentFile(make_photograph(), "salle.jpg"))


def test_a_file_comes_back_as_it_was_kept(bucket: Bucket) -> None:
    name = default_storage.save("documents/été 1.txt", ContentFile("Procès-verbal".encode()))
    with default_storage.open(name) as file:
        assert file.read().decode() == "Procès-verbal"
    assert default_storage.size(name) == 14
    assert bucket.files["documents/été 1.txt"][1] == "text/plain"
    assert default_storage.exists(name)
    default_storage.delete(name)
    assert not default_storage.exists(name)
    with pytest.raises(FileNotFoundError):
        default_storage.open(name)


def test_two_uploads_of_one_name_at_one_moment_are_both_kept(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    both_found_it_free = Barrier(2, timeout=10)
    put = BucketStorage.put

    def put_together(self: BucketStorage, name: str, content: Any) -> bool:
        if name == "documents/cr.txt":
            both_found_it_free.wait()
        return put(self, name, content)

    monkeypatch.setattr(BucketStorage, "put", put_together)
    names: list[str] = []
    threads = [
        Thread(target=lambda text=text: names.append(default_storage.save("documents/cr.txt", ContentFile(text))))
        for text in (b"un", b"deux")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(set(names)) == 2
    assert {bucket.files[name][0] for name in names} == {b"un", b"deux"}


@pytest.mark.django_db
def test_a_picture_has_the_sites_address_and_no_original_has_one(
    bucket: Bucket, picture: CahierImage, client: Client
) -> None:
    rendition = picture.find_rendition("stamp")
    assert rendition
    assert rendition.url.startswith(f"/media/{PUBLIC}/")
    answer = client.get(rendition.url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == bucket.files[rendition.file.name][0]  # type: ignore[attr-defined]
    assert (answer["Content-Type"], "immutable" in answer["Cache-Control"]) == ("image/webp", True)
    again = client.get(rendition.url, headers={"if-modified-since": answer["Last-Modified"]})
    assert again.status_code == 304
    assert client.get(f"/media/{picture.file.name}").status_code == 404
    assert client.get(f"/media/{PUBLIC}/none.webp").status_code == 404


@pytest.mark.django_db
def test_a_document_goes_through_the_site_which_asks_who_may_read_it(bucket: Bucket, client: Client) -> None:
    document = CahierDocument.objects.create(title_fr="Motion", file=ContentFile(b"%PDF-1.7\n", "motion.pdf"))
    assert client.get(document.url).status_code == 404
    StandardPageFactory(body_fr=[{"type": "document", "value": {"document": document.pk, "label": ""}, "id": "d"}])
    answer = client.get(document.url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"%PDF-1.7\n"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert bucket.address not in str(answer.headers)


@pytest.mark.django_db
def test_a_page_asks_the_bucket_once_which_of_its_pictures_are_there(bucket: Bucket, picture: CahierImage) -> None:
    found = picture.find_renditions("wide")
    assert set(found) == {"avif", "webp"}
    bucket.asked.clear()
    assert CahierImage.objects.get().find_renditions("wide") == found
    assert bucket.asked == []


@pytest.mark.django_db
def test_pictures_are_not_taken_for_lost_while_the_bucket_is_away(bucket: Bucket, picture: CahierImage) -> None:
    default_storage.found.clear()  # type: ignore[attr-defined]  # another process
    bucket.refuses = True
    assert set(picture.find_renditions("wide")) == {"avif", "webp"}
    with pytest.raises(OSError, match=r"refused \(403\)") as error:
        default_storage.open(picture.file.name)
    assert "key" not in str(error.value)


@pytest.mark.django_db
def test_files_that_no_row_names_are_found_there_too(bucket: Bucket, picture: CahierImage) -> None:
    named = set(bucket.files)
    default_storage.save("documents/old/nobodys.pdf", ContentFile(b"%PDF"))
    assert set(list_files("documents")) == {"documents/old/nobodys.pdf"}
    assert set(orphaned_files()) == {"documents/old/nobodys.pdf"}
    assert named == {picture.file.name, *(rendition.file.name for rendition in picture.renditions.all())}
