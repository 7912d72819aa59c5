"""The kinds of block that a body is made of. At most ten: each has one template, one preview and one job."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

INLINE_FEATURES = ["bold", "italic", "link", "document-link"]
TEXT_FEATURES = [*INLINE_FEATURES, "ol", "ul", "superscript", "subscript"]


# Wagtail writes the name of a block above its field, and ties the two by nothing: so fields say what they are. A label
# is read in the language of whoever edits.


class HeadingBlock(blocks.CharBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.widget.attrs["aria-label"] = self.label

    class Meta:
        template = "content/blocks/heading.html"
        icon = "title"
        label = pgettext_lazy("content", "Heading")
        description = _("Opens a part of the text")
        preview_value = "Ce qui a été dit"


class NamedRichTextBlock(blocks.RichTextBlock):
    @cached_property
    def field(self) -> Any:
        field = super().field
        field.widget.options["ariaLabel"] = self.label
        return field


class TextBlock(NamedRichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        template = "content/blocks/text.html"
        icon = "pilcrow"
        label = pgettext_lazy("content", "Text")
        description = _("Paragraphs, lists and links")
        preview_value = "<p>Les ateliers ont siégé ensemble le matin, puis <b>séparément</b> l’après-midi.</p>"


class QuoteBlock(blocks.StructBlock):
    quote = blocks.TextBlock(label=pgettext_lazy("content", "Quote"))
    source = blocks.CharBlock(required=False, label=_("Author and source"))

    class Meta:
        template = "content/blocks/quote.html"
        icon = "openquote"
        label = pgettext_lazy("content", "Quote")
        description = _("Someone else’s words, with their source")
        preview_value = {"quote": "On le dit peu, on en souffre beaucoup.", "source": "Atelier Travail"}


class NumberBlock(blocks.StructBlock):
    number = blocks.CharBlock(
        max_length=12,
        label=pgettext_lazy("content", "Figure"),
        help_text=_("Type it as it should appear: 37%, 214, 3 × 3"),
    )
    caption = blocks.TextBlock(label=_("What it counts"))

    class Meta:
        template = "content/blocks/number.html"
        icon = "order"
        label = pgettext_lazy("content", "Figure")
        description = _("One very large figure, and what it counts")
        preview_value = {"number": "37 %", "caption": "de hausse en sept mois"}


class ColumnsBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        column = blocks.StructBlock(
            [
                ("heading", blocks.CharBlock(required=False, label=pgettext_lazy("content", "Heading"))),
                ("text", NamedRichTextBlock(features=INLINE_FEATURES, label=pgettext_lazy("content", "Text"))),
            ]
        )
        super().__init__(column, min_num=2, max_num=4, **kwargs)

    class Meta:
        template = "content/blocks/columns.html"
        icon = "grip"
        label = pgettext_lazy("content", "Columns")
        description = _("Two to four short texts, side by side")
        preview_value = [
            {"heading": "L’administration dit", "text": "<p>La voie papier est ouverte.</p>"},
            {"heading": "Nous disons", "text": "<p>Sept n’est pas onze.</p>"},
        ]


class TableBlock(blocks.StructBlock):
    """A plain table: cells separated by |, one row a line, the first row its headings."""

    caption = blocks.CharBlock(label=pgettext_lazy("content", "Caption"))
    rows = blocks.TextBlock(
        label=pgettext_lazy("content", "Rows"),
        help_text=_("Type one row per line and separate cells with |. The first row holds the headings."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        rows = split_rows(cleaned["rows"])
        if len(rows) < 2 or len({len(row) for row in rows}) > 1:
            message = _("Enter at least two rows, all with the same number of cells.")
            raise blocks.StructBlockValidationError(block_errors={"rows": ValidationError(message)})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        head, *body = split_rows(value["rows"]) or [[]]
        return {**context, "head": head, "body": body}

    class Meta:
        template = "content/blocks/table.html"
        icon = "table"
        label = pgettext_lazy("content", "Table")
        description = _("A table of short texts")
        preview_value = {"caption": "Formations", "rows": "Groupe | Durée\nDélégués | 2 × 3 heures"}


def split_rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]


class PictureChooserBlock(ImageChooserBlock):
    """Finds the renditions of all pictures of a body in one query."""

    def bulk_to_python(self, values: Any) -> Any:
        pictures = super().bulk_to_python(values)
        models.prefetch_related_objects([picture for picture in pictures if picture], "renditions")
        return pictures


class ImageBlock(blocks.StructBlock):
    image = PictureChooserBlock(label=pgettext_lazy("content", "Image"))
    caption = blocks.CharBlock(required=False, label=pgettext_lazy("content", "Caption"))

    class Meta:
        template = "content/blocks/image.html"
        preview_template = "content/previews/image.html"
        icon = "image"
        label = pgettext_lazy("content", "Image")
        description = _("A picture; its alternative text is saved with it, in both languages")


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=pgettext_lazy("content", "Document"))
    label = blocks.CharBlock(required=False, label=pgettext_lazy("content", "link text"))

    class Meta:
        template = "content/blocks/document.html"
        preview_template = "content/previews/document.html"
        icon = "doc-full"
        label = pgettext_lazy("content", "Document")
        description = _("A file to download; its format and size are shown")


class NoticeBlock(blocks.TextBlock):
    @cached_property
    def field(self) -> Any:
        field = super().field
        field.widget.attrs["aria-label"] = self.label
        return field

    class Meta:
        template = "content/blocks/notice.html"
        icon = "warning"
        label = pgettext_lazy("content", "Notice")
        description = _("One sentence of warning")
        preview_value = "Exemple inventé, pour montrer le suivi d’une revendication."


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    text = TextBlock()
    quote = QuoteBlock()
    number = NumberBlock()
    columns = ColumnsBlock()
    table = TableBlock()
    image = ImageBlock()
    document = DocumentBlock()
    notice = NoticeBlock()

    class Meta:
        template = "content/blocks/body.html"
