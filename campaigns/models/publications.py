"""Publications: one record each, however many files and languages it comes in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.formats import localize
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from contacts.models import Region
from content.fields import BodyField
from content.models import CahierDocument, CahierImage
from translations.admin.panels import side_by_side
from translations.admin.row_panels import RowsPanel
from translations.models import BasePage, TranslatedInline

from ..languages import language_name, list_languages
from ..regions import key_of

EARLIEST, LATEST = 1900, 2200  # years


class PublicationKind(models.TextChoices):
    GUIDE = "guide", pgettext_lazy("campaigns", "Guide")
    REPORT = "report", pgettext_lazy("campaigns", "Report")
    BRIEF = "brief", pgettext_lazy("campaigns", "Briefing")
    TRAINING = "training", pgettext_lazy("campaigns", "Training material")
    CLAUSE = "clause", pgettext_lazy("campaigns", "Model clause")
    ARTICLE = "article", pgettext_lazy("campaigns", "Article")
    RECORDING = "recording", pgettext_lazy("campaigns", "Recording")
    COLLECTION = "collection", pgettext_lazy("campaigns", "Collection")


class PublicationPage(BasePage):
    translated_fields = ["lead", "body", "publisher", "licence"]
    summary = "lead"

    lead = models.TextField(pgettext_lazy("campaigns", "lead"), blank=True)
    body = BodyField(verbose_name=pgettext_lazy("campaigns", "body"), blank=True)
    kind = models.CharField(
        pgettext_lazy("campaigns", "type"), max_length=20, choices=PublicationKind, default=PublicationKind.REPORT
    )
    year = models.PositiveSmallIntegerField(
        pgettext_lazy("campaigns", "year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
    )
    authors = models.CharField(pgettext_lazy("campaigns", "authors"), max_length=255, blank=True)
    publisher = models.CharField(pgettext_lazy("campaigns", "publisher"), max_length=160, blank=True)
    licence = models.CharField(pgettext_lazy("campaigns", "licence"), max_length=160, blank=True)
    cover = models.ForeignKey(
        CahierImage,
        verbose_name=pgettext_lazy("campaigns", "cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    regions = ParentalManyToManyField(
        Region, verbose_name=pgettext_lazy("campaigns", "regions"), blank=True, related_name="publications"
    )
    themes = ParentalManyToManyField(
        "campaigns.Theme", verbose_name=pgettext_lazy("campaigns", "themes"), blank=True, related_name="answered_by"
    )

    parent_page_types = ["campaigns.PublicationIndexPage"]
    subpage_types: list[str] = []
    template = "campaigns/publication_page.html"

    search_fields = [
        *BasePage.search_fields,
        index.FilterField("kind"),
        index.FilterField("year"),
        index.SearchField("authors"),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("publisher"),
        FieldPanel("licence"),
        FieldPanel("body"),
        RowsPanel("files", label=_("File or link")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("year")]),
        FieldRowPanel([FieldPanel("authors"), FieldPanel("cover")]),
        FieldPanel("regions", widget=CheckboxSelectMultiple),
        FieldPanel("themes", widget=CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = pgettext_lazy("campaigns", "publication")
        verbose_name_plural = pgettext_lazy("campaigns", "publications")

    def get_search_texts(self, language: str) -> list[str]:
        return [*super().get_search_texts(language), *filter(None, [self.authors])]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..structured_data import describe_publication

        context = super().get_context(request, *args, **kwargs)
        index_page = self.get_parent().specific
        campaign = index_page.get_parent()
        themes = {theme.pk for theme in self.themes.all()}
        files, regions = list(self.files.all().select_related("document")), list(self.regions.all())
        for region in regions:
            region.key = key_of(region)
        return {
            **context,
            "index": index_page,
            "ask_at": index_page.get_page_to_ask_at(),
            "campaign_page": campaign,
            "files": files,
            "regions": regions,
            "answered": [theme for theme in list_themes(campaign.pk) if theme.pk in themes],
            "structured_data": describe_publication(self, files, regions),
        }


def list_themes(campaign: int) -> list[Any]:
    """Return the themes of the campaign with primary key `campaign`, each with its `number`."""
    themes = list(PublicationPage.themes.rel.model.objects.filter(page=campaign))
    for number, theme in enumerate(themes, start=1):
        theme.number = number
    return themes


class PublicationFile(TranslatedInline):
    """One file or address of a publication, in one language."""

    translated_fields = ["label"]

    page = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(
        pgettext_lazy("campaigns", "language"), max_length=10, choices=list_languages, default="en"
    )
    document = models.ForeignKey(
        CahierDocument,
        verbose_name=pgettext_lazy("campaigns", "document"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    url = models.URLField(
        pgettext_lazy("campaigns", "address"),
        blank=True,
        help_text=_("Where it is published, if the file is not on this site"),
    )
    label = models.CharField(
        pgettext_lazy("campaigns", "link text"),
        max_length=120,
        blank=True,
        help_text=_("Leave empty to use the language name."),
    )
    pages = models.PositiveSmallIntegerField(pgettext_lazy("campaigns", "pages"), null=True, blank=True)
    stated_format = models.CharField(
        pgettext_lazy("campaigns", "format"),
        max_length=20,
        blank=True,
        help_text=_("For links only (PDF, web page…). Documents are detected automatically."),
    )
    kilobytes = models.PositiveIntegerField(
        _("size in kB"), null=True, blank=True, help_text=_("For links only. The size of a document is known.")
    )
    accessible = models.BooleanField(
        pgettext_lazy("campaigns", "accessible"),
        default=False,
        help_text=_("Tagged, with alternative texts: it works with a screen reader"),
    )

    panels = [
        FieldPanel("language"),
        FieldRowPanel([FieldPanel("document"), FieldPanel("url")]),
        side_by_side("label"),
        FieldRowPanel([FieldPanel("pages"), FieldPanel("stated_format"), FieldPanel("kilobytes")]),
        FieldPanel("accessible"),
    ]

    def clean(self) -> None:
        super().clean()
        if bool(self.document_id) == bool(self.url):
            raise ValidationError({"url": _("Enter either a document or an address, not both.")})

    @property
    def href(self) -> str:
        return str(self.document.url) if self.document else self.url

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    @property
    def format(self) -> str:
        return self.document.format if self.document else self.stated_format

    @property
    def size(self) -> int:
        """In bytes; 0 where it is not known."""
        return (self.document.file_size or 0) if self.document else 1000 * (self.kilobytes or 0)

    @property
    def weight(self) -> str:
        return filesizeformat(self.size) if self.size else ""

    @property
    def label_by_language(self) -> str:
        """What stands for a label where the file has none."""
        return gettext("In %(language)s") % {"language": self.language_name}

    @property
    def details(self) -> list[str]:
        """What one wants to know before one opens it: its language where the label may not say it, format, weight…"""
        pages = ngettext("%(pages)s page", "%(pages)s pages", self.pages or 0) % {"pages": localize(self.pages)}
        return [
            *([self.language_name] if self.label else []),
            *([self.format] if self.format else []),
            *([self.weight] if self.weight else []),
            *([pages] if self.pages else []),
            *([gettext("accessible with a screen reader")] if self.accessible else []),
        ]
