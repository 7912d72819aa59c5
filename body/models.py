"""Images and documents, with their titles and alternative texts in every language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from translations.languages import LANGUAGES, column
from translations.sorting import alphabetical

from .limits import Tally
from .outgoing import OutgoingEmail

__all__ = ["CahierDocument", "CahierImage", "OutgoingEmail", "Rendition", "Tally"]


def in_languages(*names: str) -> list[str]:
    """Return each of the fields `names` in every language, language by language within a field."""
    return [column(name, language) for name in names for language in LANGUAGES]


class CahierImage(AbstractImage):
    """A picture. `description` is its alternative text; an empty one says that the picture only decorates."""

    translated_fields = ["title", "description"]
    title = alphabetical(AbstractImage, "title")
    credit = models.CharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (
        "file",
        "collection",
        *in_languages("title", "description"),
        "credit",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [*AbstractImage.search_fields, index.FilterField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """Alternative text in the active language; never the title, which often is a file's name."""
        return self.description or ""


class Rendition(AbstractRendition):
    image = models.ForeignKey(CahierImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CahierDocument(AbstractDocument):
    translated_fields = ["title"]
    title = alphabetical(AbstractDocument, "title")

    admin_form_fields = (*in_languages("title"), "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        """Check the extension of a file that there is: one that the form refused has its own message."""
        if self.file:
            super().clean()

    @property
    def format(self) -> str:
        """File format as shown beside a link: PDF, ODT…"""
        return self.file_extension.upper()
