"""Words that readers could once read, and that are kept from them now: by a court's order, for a person's sake."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modeltranslation.manager import get_translatable_fields_for_model

from ..languages import LANGUAGES, column


class Withholding(models.Model):
    """One act of withholding: since when, and why, which readers are told in place of the words.

    The words themselves are taken out of the rows that held them, so that no exit can show them, and kept here until
    they are erased. It goes with its page, as they may be personal.
    """

    translated_fields = ["reason"]

    page = models.ForeignKey("translations.BasePage", on_delete=models.CASCADE, related_name="withholdings")
    withheld_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(pgettext_lazy("translations", "reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # [[a row's model, its key, {column: what it held}]]; empty once erased
    originals = models.JSONField(default=list)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        permissions = [("withhold_texts", _("Can withhold earlier texts from readers"))]

    def __str__(self) -> str:
        return f"{self.withheld_at:%Y-%m-%d}: {self.reason}"

    def list_words(self) -> list[str]:
        """Return what is withheld, each text once, without markup."""
        return list(
            dict.fromkeys(strip_tags(text) for _label, _key, words in self.originals for text in words.values())
        )


class Withholdable(models.Model):
    """A row whose words can be withheld. While they are, it holds none, and names the act."""

    withheld_fields: ClassVar[list[str]] = []  # names of the texts that go

    withholding = models.ForeignKey(
        Withholding, null=True, blank=True, editable=False, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        abstract = True

    @classmethod
    def list_columns(cls) -> list[str]:
        """Return the columns of the texts that go, in every language."""
        translated = set(get_translatable_fields_for_model(cls) or [])
        return [
            name_of_column
            for name in cls.withheld_fields
            for name_of_column in [name, *([column(name, code) for code in LANGUAGES] if name in translated else [])]
        ]

    def get_words(self) -> dict[str, str]:
        """Map those columns that hold something to it."""
        return {name: text for name in self.list_columns() if (text := self.__dict__.get(name))}

    def describe_place(self) -> str:
        """Return what editors know the row by."""
        return str(self._meta.verbose_name)

    @property
    def row_key(self) -> str:
        return f"{self._meta.label_lower}:{self.pk}"

    def write_columns(self, **columns: Any) -> None:
        """Write to the row what its own model may refuse to have changed."""
        models.QuerySet(type(self)).filter(pk=self.pk).update(**columns)
