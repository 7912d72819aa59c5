"""A picture is kept as its pixels and its colour profile, and nothing else that its file said."""

import io

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from wagtail.models import Collection, UploadedFile

from content.models import CahierImage
from content.storage.metadata import UnreadablePictureError, strip_metadata

from .photographs import PROFILE, SECRET, SIZE, files_in, make_image, make_photograph, store_unstripped

EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
RED, BLUE = (255, 0, 0), (0, 0, 255)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def strip(content):
    return strip_metadata(ContentFile(content, "a")).read()


def read(content):
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def is_about(colour, pixel):
    return all(abs(one - other) < 24 for one, other in zip(colour, pixel, strict=True))


@pytest.mark.parametrize("format", EXTENSIONS)
def test_nothing_that_the_file_said_is_left(format):
    assert SECRET in make_photograph(format)
    stripped = strip(make_photograph(format))
    picture = read(stripped)
    assert SECRET not in stripped
    assert picture.format == format
    assert not picture.getexif()
    assert not {"xmp", "exif", "comment", "photoshop", "Author", "Comment"} & set(picture.info)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_colour_profile_is_kept_and_the_orientation_applied(format):
    picture = read(strip(make_photograph(format)))
    assert picture.info["icc_profile"] == PROFILE
    assert picture.size == SIZE[::-1]
    across = picture.convert("RGB")
    assert is_about(RED, across.getpixel((32, 8)))
    assert is_about(BLUE, across.getpixel((32, 88)))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_applied_once(orientation):
    turned = read(strip(make_photograph(orientation=orientation)))
    assert turned.size == (SIZE[::-1] if orientation > 4 else SIZE)
    assert read(strip(make_photograph(orientation=orientation))).tobytes() == turned.tobytes()


def test_jpeg_is_compressed_as_it_was():
    content = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(content, "JPEG", quality=83, subsampling="4:2:2")
    before, after = read(content.getvalue()), read(strip(content.getvalue()))
    assert after.quantization == before.quantization
    pairs = zip(before.convert("L").tobytes(), after.convert("L").tobytes(), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= 4


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_pictures_in_grey_and_for_print_stay_so(mode):
    content = io.BytesIO()
    Image.new(mode, (32, 32), 90 if mode == "L" else (10, 200, 30, 40)).save(content, "JPEG")
    before, after = read(content.getvalue()), read(strip(content.getvalue()))
    assert after.mode == mode
    assert is_about(before.convert("RGB").getpixel((9, 9)), after.convert("RGB").getpixel((9, 9)))


@pytest.mark.parametrize("format", ["PNG", "GIF"])
def test_transparent_colour_of_a_palette_stays_transparent(format):
    content = io.BytesIO()
    picture = Image.new("P", (8, 8), 1)
    picture.putpalette([255, 0, 0, 0, 0, 255])
    picture.putpixel((0, 0), 0)
    picture.save(content, format, transparency=0)
    shown = read(strip(content.getvalue())).convert("RGBA")
    assert shown.getpixel((0, 0))[3] == 0
    assert shown.getpixel((4, 4)) == (*BLUE, 255)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_animation_keeps_its_frames_and_their_time(format):
    content = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (10, 100, 200)]
    frames[0].save(content, format, save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=2)
    picture = read(strip(content.getvalue()))
    times = []
    for frame in range(picture.n_frames):
        picture.seek(frame)
        picture.load()
        times.append(picture.info["duration"])
    assert times == [100, 200, 300]
    assert picture.info["loop"] == 2


def test_pictures_that_follow_the_first_one_in_a_phones_file_go():
    content = io.BytesIO()
    first, second = Image.new("RGB", (32, 32), "red"), Image.new("RGB", (16, 16), "blue")
    first.save(content, "MPO", save_all=True, append_images=[second])
    picture = read(strip(content.getvalue()))
    assert (picture.format, picture.size) == ("JPEG", (32, 32))
    assert strip(content.getvalue()).count(b"\xff\xd8\xff") == 1


@given(st.binary(max_size=60), st.integers(0, 2000), st.sampled_from(list(EXTENSIONS)))
def test_damaged_picture_is_read_or_refused_and_nothing_else(noise, at, format):
    content = make_photograph(format)
    at %= len(content)
    try:
        stripped = strip(content[:at] + noise + content[at + len(noise) :])
    except UnreadablePictureError:
        return
    read(stripped)


FORM = {"title_fr": "Salle", "tags": ""}


def upload(client, address, name="salle.jpg", content=None, field="file", **data):
    file = SimpleUploadedFile(name, make_photograph() if content is None else content)
    return client.post(address, {"collection": Collection.get_first_root_node().pk, field: file, **data})


def by_form(client):
    upload(client, reverse("wagtailimages:add"), **FORM)


def by_several_at_once(client):
    upload(client, reverse("wagtailimages:add_multiple"), field="files[]")


def by_chooser(client):
    prefix = "image-chooser-upload-"
    data = {prefix + "title_fr": "Salle", prefix + "collection": Collection.get_first_root_node().pk}
    upload(client, reverse("wagtailimages_chooser:create"), field=prefix + "file", **data)


def by_replacing(client):
    image = make_image(make_photograph("PNG"), "ancienne.png")
    upload(client, reverse("wagtailimages:edit", args=[image.pk]), **FORM)


def by_upload_that_lacked_something(client):
    kept = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(CahierImage),
        file=ContentFile(make_photograph(), "salle.jpg"),
        uploaded_by_user_id=client.session["_auth_user_id"],
    )
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[kept.pk])
    prefix = f"uploaded-image-{kept.pk}-"
    client.post(address, {prefix + "title_fr": "Salle", prefix + "collection": Collection.get_first_root_node().pk})


def by_program(client):
    make_image()


def by_program_that_saves_the_file_first(client):
    image = CahierImage(title_fr="Salle")
    image.file.save("salle.jpg", ContentFile(make_photograph()), save=False)
    image.save()


WAYS = [
    by_form,
    by_several_at_once,
    by_chooser,
    by_replacing,
    by_upload_that_lacked_something,
    by_program,
    by_program_that_saves_the_file_first,
]


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_photograph_loses_place_and_names_whatever_way_it_comes_in(
    way, admin_client, media, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        way(admin_client)
    image = CahierImage.objects.get()
    assert (image.width, image.height) == SIZE[::-1]
    assert image.file_size == image.file.size
    with image.file.open() as file:
        assert read(file.read()).info["icc_profile"] == PROFILE
    assert not [name for name, content in files_in(media).items() if SECRET in content]


@pytest.mark.django_db
@pytest.mark.parametrize("spec", ["original", "max-165x165", "width-40|format-jpeg", "width-40|format-png"])
def test_rendition_of_a_photograph_stored_by_an_older_version_tells_nothing(spec, media):
    image = make_image()
    store_unstripped(image)
    with CahierImage.objects.get().get_rendition(spec).file.open() as file:
        content = file.read()
    assert SECRET not in content
    assert not read(content).getexif()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.gif", "a.webp"])
def test_damaged_picture_is_refused_in_words_when_it_is_uploaded(name, admin_client, media):
    content = make_photograph({ext: format for format, ext in EXTENSIONS.items()}[name[2:]], size=(400, 300))
    response = upload(admin_client, reverse("wagtailimages:add"), name, content[: len(content) // 2], **FORM)
    assert [error.code for error in response.context["form"].errors.as_data()["file"]] == ["damaged"]
    assert not files_in(media)
