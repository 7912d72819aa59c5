"""Images and documents, with their titles and alternative texts in every language."""

from __future__ import annotations

import logging
from typing import Any

from django.core.files import File
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents.models import AbstractDocument
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError, get_upload_to
from wagtail.search import index

from translations.languages import LANGUAGES, column
from translations.sorting import alphabetical

from .storage.files import FileOwner, MeasuredFileOwner
from .storage.renditions import (
    ADMIN,
    FORMATS,
    ORIGINALS,
    PUBLIC,
    SPECS,
    WIDTHS,
    PictureField,
    filter_of,
    list_filters,
    name_original,
    name_rendition,
    strip_file,
)

log = logging.getLogger(__name__)


def fields_in_languages(*names: str) -> list[str]:
    """Return each of the fields `names` in every language, language by language within a field."""
    return [column(name, language) for name in names for language in LANGUAGES]


class CahierImage(MeasuredFileOwner, AbstractImage):
    """A picture. `description` is its alternative text; an empty one says that the picture only decorates.

    Its file is kept without metadata, and in the sizes that pages show from the moment it is saved.
    """

    translated_fields = ["title", "description"]
    title = alphabetical(AbstractImage, "title")
    file = PictureField(
        verbose_name=AbstractImage._meta.get_field("file").verbose_name,
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
    )
    credit = models.CharField(pgettext_lazy("content", "credit"), max_length=255, blank=True)
    in_two_inks = models.BooleanField(
        _("in two inks"),
        default=False,
        help_text=_("Shown in the site’s two inks, so that any photograph fits; the file itself stays as it is."),
    )

    admin_form_fields = (
        "file",
        "collection",
        *fields_in_languages("title", "description"),
        "credit",
        "in_two_inks",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [*AbstractImage.search_fields, index.FilterField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = pgettext_lazy("content", "image")
        verbose_name_plural = pgettext_lazy("content", "images")

    @property
    def default_alt_text(self) -> str:
        """Alternative text in the active language; never the title, which often is a file's name."""
        return self.description or ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        transaction.on_commit(self.make_renditions, robust=True)

    def drop_replaced_file(self, name: str) -> None:
        super().drop_replaced_file(name)
        self.renditions.all().delete()

    def get_upload_to(self, filename: str) -> str:
        return name_original(super().get_upload_to(filename))

    @property
    def is_stripped(self) -> bool:
        """Tell whether the file came in without metadata, or lies where an older version of this site put it."""
        return bool(self.file.name.startswith(f"{ORIGINALS}/"))

    def find_rendition(self, size: str) -> Rendition | None:
        """Return the picture in one of SHAPES, or the widest below it, in the format that every browser reads.

        Makes and writes nothing: a visitor waits.
        """
        found = self.find_renditions(size).get(FORMATS[-1])
        return found[-1] if found else None

    def find_renditions(self, size: str) -> dict[str, list[Rendition]]:
        """Map each format to the renditions that are there up to `size`, the narrowest first. One query at most."""
        names = list(WIDTHS)[: list(WIDTHS).index(size) + 1] if size in WIDTHS else [size]
        filters = {
            format: [filter_of(name, format, in_two_inks=self.in_two_inks) for name in names] for format in FORMATS
        }
        found = self.find_existing_renditions(*(filter for of_format in filters.values() for filter in of_format))
        there = {format: [found[it] for it in of_format if it in found] for format, of_format in filters.items()}
        return {format: renditions for format, renditions in there.items() if renditions}

    @property
    def filters(self) -> list[Filter]:
        """All by which it is to be kept ready."""
        return list_filters(self.width, in_two_inks=self.in_two_inks)

    def make_renditions(self) -> list[str]:
        """Make those of `filters` that are missing or have lost their file; return what could not be done, in words."""
        failures = []
        found = self.find_existing_renditions(*self.filters)
        for size in self.filters:
            if size not in found:
                try:
                    self.create_rendition(size)
                except SourceImageIOError as error:
                    failures.append(f"{size.spec}: {error}")
        if failures:
            log.warning("Picture %s cannot be shown on pages. %s", self.pk, "; ".join(failures))
        return failures

    def find_existing_renditions(self, *filters: Filter) -> dict[Filter, Rendition]:
        """Leave out those whose file is gone: they are made again by whoever may."""
        found = super().find_existing_renditions(*filters)
        return {filter: rendition for filter, rendition in found.items() if rendition.has_file}

    def create_rendition(self, filter: Filter) -> Rendition:
        """Make a rendition, or make its file anew.

        :raises SourceImageIOError: whatever is wrong with the original or the disk: Wagtail's pages survive it
        """
        key = filter.get_cache_key(self)
        wanted = {"filter_spec": filter.spec, "focal_point_key": key}
        rendition = self.renditions.filter(**wanted).first() or Rendition(image=self, **wanted)
        if rendition.has_file:
            return rendition
        with self.generate_rendition_file(filter) as file:
            try:
                rendition.file = file
                with transaction.atomic():
                    rendition.save()
            except IntegrityError:  # another process was faster
                return self.renditions.get(**wanted)
            except OSError as error:
                raise SourceImageIOError(str(error)) from error
        rendition.purge_from_cache()
        return rendition

    def create_renditions(self, *filters: Filter) -> dict[Filter, Rendition]:
        return {filter: self.create_rendition(filter) for filter in filters}

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        try:
            if source is None and not self.is_stripped:
                source = strip_file(self.file)
            return super().generate_rendition_file(filter, source=source)
        except InvalidFilterSpecError:  # a mistake in a template
            raise
        except Exception as error:  # decoders meet damaged bytes with errors of many kinds, SyntaxError among them
            raise SourceImageIOError(str(error) or type(error).__name__) from error


class Rendition(FileOwner, AbstractRendition):
    image = models.ForeignKey(CahierImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename: str) -> str:
        return name_rendition(self, filename)

    @property
    def has_file(self) -> bool:
        """Tell whether the file is there, and where it is given out from today."""
        folder = PUBLIC if self.filter_spec in SPECS else ADMIN
        if not self.file or not self.file.name.startswith(f"{folder}/"):
            return False
        try:
            return self.file.storage.exists(self.file.name)
        except OSError:  # a storage that does not answer has lost nothing, and pages are kept as they are made now
            return True


class CahierDocument(MeasuredFileOwner, AbstractDocument):
    translated_fields = ["title"]
    title = alphabetical(AbstractDocument, "title")

    admin_form_fields = (*fields_in_languages("title"), "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = pgettext_lazy("content", "document")
        verbose_name_plural = pgettext_lazy("content", "documents")

    def clean(self) -> None:
        """Check the extension of a file that there is: one that the form refused has its own message."""
        if self.file:
            super().clean()

    @property
    def format(self) -> str:
        """File format as shown beside a link: PDF, ODT…"""
        return self.file_extension.upper()
