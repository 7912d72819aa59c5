"""A picture at the head of a page, with a caption in each language. Alternative text and credit are the picture's."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel


class LeadPictureMixin(models.Model):
    """For page types that may have one: name CAPTION among `translated_fields`, and PICTURE_PANELS among the panels."""

    picture = models.ForeignKey(
        "body.CahierImage",
        verbose_name=pgettext_lazy("content", "lead picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("At the head of the page, and small in lists"),
    )
    picture_caption = models.CharField(pgettext_lazy("of a lead picture", "caption"), max_length=255, blank=True)

    class Meta:
        abstract = True


CAPTION = "picture_caption"
PICTURE_PANELS: list[Any] = [FieldPanel("picture"), FieldPanel(CAPTION)]
