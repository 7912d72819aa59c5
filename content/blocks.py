"""The kinds of block that a body is made of. At most ten: each has one template, one preview and one job."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

INLINE_FEATURES = ["bold", "italic", "link", "document-link"]
TEXT_FEATURES = [*INLINE_FEATURES, "ol", "ul", "superscript", "subscript"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        template = "content/blocks/heading.html"
        icon = "title"
        label = _("Heading")
        description = _("Opens a part of the text")
        preview_value = "Ce qui a été dit"


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        template = "content/blocks/text.html"
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links")
        preview_value = "<p>Les ateliers ont siégé ensemble le matin, puis <b>séparément</b> l’après-midi.</p>"


class QuoteBlock(blocks.StructBlock):
    quote = blocks.TextBlock(label=_("Quote"))
    source = blocks.CharBlock(required=False, label=_("Who says so, and where"))

    class Meta:
        template = "content/blocks/quote.html"
        icon = "openquote"
        label = _("Quote")
        description = _("Words of somebody else, with their source")
        preview_value = {"quote": "On le dit peu, on en souffre beaucoup.", "source": "Atelier Travail"}


class NumberBlock(blocks.StructBlock):
    number = blocks.CharBlock(max_length=12, label=_("Number"), help_text=_("As printed: 37 %, 214, 3 × 3"))
    caption = blocks.TextBlock(label=_("What it counts"))

    class Meta:
        template = "content/blocks/number.html"
        icon = "order"
        label = _("Number")
        description = _("One figure, very large, and what it counts")
        preview_value = {"number": "37 %", "caption": "de hausse en sept mois"}


class ColumnsBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        column = blocks.StructBlock(
            [
                ("heading", blocks.CharBlock(required=False, label=_("Heading"))),
                ("text", blocks.RichTextBlock(features=INLINE_FEATURES, label=_("Text"))),
            ]
        )
        super().__init__(column, min_num=2, max_num=4, **kwargs)

    class Meta:
        template = "content/blocks/columns.html"
        icon = "grip"
        label = _("Columns")
        description = _("Two to four short texts, side by side")
        preview_value = [
            {"heading": "L’administration dit", "text": "<p>La voie papier est ouverte.</p>"},
            {"heading": "Nous disons", "text": "<p>Sept n’est pas onze.</p>"},
        ]


class TableBlock(blocks.StructBlock):
    """A plain table: cells separated by |, one row a line, the first row its headings."""

    caption = blocks.CharBlock(label=_("Caption"))
    rows = blocks.TextBlock(
        label=_("Rows"), help_text=_("One row a line, cells separated by |. The first row holds the headings.")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        rows = split_rows(cleaned["rows"])
        if len(rows) < 2 or len({len(row) for row in rows}) > 1:
            message = _("Give at least two rows, all with the same number of cells.")
            raise blocks.StructBlockValidationError(block_errors={"rows": ValidationError(message)})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        head, *body = split_rows(value["rows"]) or [[]]
        return {**context, "head": head, "body": body}

    class Meta:
        template = "content/blocks/table.html"
        icon = "table"
        label = _("Table")
        description = _("Rows and columns of short texts")
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
    image = PictureChooserBlock(label=_("Image"))
    caption = blocks.CharBlock(required=False, label=_("Caption"))

    class Meta:
        template = "content/blocks/image.html"
        preview_template = "content/previews/image.html"
        icon = "image"
        label = _("Image")
        description = _("A picture; its alternative text is kept with it, in both languages")


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    label = blocks.CharBlock(required=False, label=_("Words of the link"))

    class Meta:
        template = "content/blocks/document.html"
        preview_template = "content/previews/document.html"
        icon = "doc-full"
        label = _("Document")
        description = _("A file to take away; its format and weight are shown")


class NoticeBlock(blocks.TextBlock):
    class Meta:
        template = "content/blocks/notice.html"
        icon = "warning"
        label = _("Notice")
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
