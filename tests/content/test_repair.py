"""`manage.py repair_media`: what older versions, full disks and killed processes left is put right."""

import io
import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from PIL import Image

from content.media.repair import MOST_ORPHANS
from content.models import CahierDocument, CahierImage, Rendition
from newsletter.delivery.background import PUBLISHING_JOBS
from newsletter.delivery.daily_work import do_daily_work
from public_forms.rate_limit import RateLimitCounter

from .photographs import PROFILE, SECRET, SIZE, files_in, make_image, make_photograph, store_unstripped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def old(media):
    """A picture with its renditions as an older version of the site kept them."""
    image = make_image()
    store_unstripped(image)
    for spec in ("width-1120|format-webp", "max-165x165"):
        path = media / "images" / f"{spec.partition('|')[0]}.jpg"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(make_photograph())
        row = Rendition(image=image, filter_spec=spec, file=f"images/{path.name}", width=96, height=64)
        Rendition.objects.bulk_create([row])
    return image


@pytest.fixture
def repair(django_capture_on_commit_callbacks):
    def repair(*options):
        output, errors = io.StringIO(), io.StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("repair_media", *options, stdout=output, stderr=errors)
        return output.getvalue(), errors.getvalue()

    return repair


def test_stored_photograph_loses_its_metadata_and_its_renditions_too(old, media, repair):
    assert any(SECRET in content for content in files_in(media).values())
    output, errors = repair()
    assert "Stripped: 1" in output
    assert not errors
    image = CahierImage.objects.get()
    assert (image.width, image.height) == SIZE[::-1]
    assert (image.file_size, len(image.file_hash)) == (image.file.size, 40)
    with Image.open(image.file.path) as picture:
        assert picture.info["icc_profile"] == PROFILE
    assert not any(SECRET in content for content in files_in(media).values())
    assert {name.split("/")[0] for name in files_in(media)} == {"originals", "pictures"}
    assert image.find_rendition("wide").width == 64


def test_second_time_it_finds_nothing_to_do(old, media, repair):
    repair()
    before = files_in(media)
    assert "Stripped: 0\nRenditions made: 0\nDocuments measured: 0\nOrphans: 0" in repair()[0]
    assert files_in(media) == before


def test_it_can_be_asked_what_it_would_do(old, media, repair):
    CahierDocument.objects.create(title_fr="CR", file=ContentFile(b"Rien.", "cr.txt"))
    CahierDocument.objects.update(file_hash="", file_size=None)
    before = files_in(media)
    output = repair("--dry-run")[0]
    assert "To be stripped: 1\nRenditions to be made: 0\nDocuments to be measured: 1" in output
    assert files_in(media) == before
    assert CahierImage.objects.get().file.name == f"original_images/{old.pk}.jpg"


def test_one_damaged_picture_keeps_none_of_the_others_from_being_repaired(old, media, repair):
    gone, damaged = make_image(), make_image()
    store_unstripped(gone).unlink()
    store_unstripped(damaged, b"no picture")
    output, errors = repair()
    assert "Stripped: 1" in output
    assert f"Picture {gone.pk}: " in errors
    assert f"Picture {damaged.pk}: " in errors
    assert CahierImage.objects.get(pk=damaged.pk).file.name.startswith("original_images/")


def test_point_of_focus_stays_where_it_was_seen(old, repair):
    CahierImage.objects.filter(pk=old.pk).update(
        focal_point_x=48, focal_point_y=16, focal_point_width=24, focal_point_height=16
    )
    repair()
    image = CahierImage.objects.get()
    assert (image.focal_point_x, image.focal_point_y) == (32, 24)  # in the middle, a quarter down


def test_lost_files_of_renditions_are_made_again(media, repair, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image()
    before = files_in(media)
    for rendition in image.renditions.all():
        (media / rendition.file.name).unlink()
    assert "Renditions made: 1" in repair()[0]
    assert files_in(media).keys() == before.keys()


def test_documents_that_came_without_size_and_hash_get_them(repair):
    CahierDocument.objects.create(title_fr="CR", file=ContentFile(b"Rien.", "cr.txt"))
    CahierDocument.objects.create(title_fr="Perdu", file="documents/perdu.txt")
    CahierDocument.objects.update(file_hash="", file_size=None)
    output, errors = repair()
    assert "Documents measured: 1" in output
    assert "its file is gone" in errors
    document = CahierDocument.objects.get(title_fr="CR")
    assert (document.file_size, len(document.file_hash)) == (5, 40)


def test_files_that_nothing_names_are_listed_and_deleted_if_asked(media, repair):
    image = make_image()
    yesterday = time.time() - 2 * 24 * 3600
    for name in ("documents/orphan.txt", "pictures/half.webp.0.part", image.file.name):
        (media / name).parent.mkdir(exist_ok=True)
        if name != image.file.name:
            (media / name).write_bytes(b"x")
        os.utime(media / name, (yesterday, yesterday))
    (media / "documents" / "new.txt").write_bytes(b"an upload under way")
    (media / "not-ours.txt").write_bytes(b"x")
    output = repair()[0]
    assert "Orphan: documents/orphan.txt\n" in output
    assert "Orphan: pictures/half.webp.0.part\n" in output
    assert "Orphans: 2" in output
    assert (media / "documents/orphan.txt").exists()
    assert "Orphans deleted: 2" in repair("--delete-orphans")[0]
    assert not (media / "documents/orphan.txt").exists()
    for name in (image.file.name, "documents/new.txt", "not-ours.txt"):
        assert (media / name).exists()


@pytest.fixture
def a_day(django_capture_on_commit_callbacks):
    """Let the site's own tick do what it does in a day, several times."""

    def a_day():
        RateLimitCounter.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            for _look in range(3):
                do_daily_work()

    return a_day


def lay_down(path, *, hours):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (time.time() - hours * 3600,) * 2)


def test_once_a_day_the_site_deletes_what_nothing_names_and_makes_lost_renditions_anew(media, a_day):
    with_all = make_image()
    with_all.make_renditions()
    before = files_in(media)
    (media / with_all.find_rendition("side").file.name).unlink()
    lay_down(media / "documents" / "orphan.txt", hours=25)
    lay_down(media / "documents" / "new.txt", hours=23)
    a_day()
    assert files_in(media).keys() == {*before, "documents/new.txt"}


def test_what_was_done_today_waits_until_tomorrow(media, a_day):
    a_day()
    lay_down(media / "documents" / "orphan.txt", hours=25)
    do_daily_work()
    assert (media / "documents/orphan.txt").exists()
    a_day()
    assert not (media / "documents/orphan.txt").exists()


def test_by_itself_the_site_deletes_no_files_by_the_dozen(media, a_day, caplog):
    """A database put back without its files, or files before their database."""
    for number in range(MOST_ORPHANS + 1):
        lay_down(media / "documents" / f"{number}.txt", hours=25)
    a_day()
    assert len(files_in(media)) == MOST_ORPHANS + 1
    assert "manage.py repair_media" in caplog.text


def test_by_itself_the_site_leaves_originals_of_older_versions_alone(old, media, a_day):
    before = CahierImage.objects.values().get(), files_in(media)[f"original_images/{old.pk}.jpg"]
    a_day()
    assert (CahierImage.objects.values().get(), files_in(media)[f"original_images/{old.pk}.jpg"]) == before


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves its temporary file open
def test_one_lost_original_keeps_nothing_else_from_being_seen_to(media, a_day):
    lost, other = make_image(), make_image()
    (media / lost.file.name).unlink()
    lay_down(media / "documents" / "orphan.txt", hours=25)
    a_day()
    assert other.find_rendition("wide")
    assert not (media / "documents/orphan.txt").exists()


def test_web_server_and_tick_see_to_files(media, a_day):
    assert do_daily_work in [look for look, _interval in PUBLISHING_JOBS.values()]
    lay_down(media / "documents" / "orphan.txt", hours=25)
    call_command("newsletter_tick")
    assert not (media / "documents/orphan.txt").exists()
