"""Where claims, findings and questions are cited: kept when pages are published, so that no request searches texts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Citation(models.Model):
    """That `page` mentions a mark, in whatever language. The mark may not be given yet, nor ever."""

    page = models.ForeignKey("translations.BasePage", on_delete=models.CASCADE, related_name="citations")
    letter = models.CharField(max_length=1, blank=True)  # C of a finding, Q of an open question, none of a claim
    code = models.CharField(max_length=4)
    number = models.PositiveIntegerField()

    page_id: int

    class Meta:
        verbose_name = pgettext_lazy("claims", "citation")
        verbose_name_plural = pgettext_lazy("claims", "citations")
        constraints = [models.UniqueConstraint(fields=["code", "number", "letter", "page"], name="cited_once_by_page")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.code}-{self.letter}{self.number}"
