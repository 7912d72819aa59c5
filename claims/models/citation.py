"""Where claims are cited: an index kept when pages are published, so that nobody searches texts at request time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Citation(models.Model):
    """That `page` mentions a mark, in whatever language. The mark may not be given yet, nor ever."""

    page = models.ForeignKey("translations.BasePage", on_delete=models.CASCADE, related_name="citations")
    code = models.CharField(max_length=4)
    number = models.PositiveIntegerField()

    page_id: int

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [models.UniqueConstraint(fields=["code", "number", "page"], name="cited_once_by_page")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.code}-{self.number}"
