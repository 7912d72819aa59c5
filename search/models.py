"""The texts that are searched, the words that they are made of, and what editors say means the same."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel

LONGEST_EXPRESSIONS = 500  # characters of a list


class SearchText(models.Model):
    """What a search of one language finds a page, or a part of it, by. `indexing` writes it, `backends` indexes it.

    There is one for each published page, and each part of one that is found by itself, in each language that it has a
    text of its own in. Who may see the page is not stored, but asked when somebody searches.
    """

    page = models.ForeignKey("translations.BasePage", on_delete=models.CASCADE, related_name="search_texts")
    language = models.CharField(max_length=10)
    part = models.CharField(max_length=12, blank=True)  # of the page, empty for the page itself: C1, Q2
    kind = models.CharField(max_length=40)  # key of a Kind
    mark = models.CharField(max_length=20, blank=True)  # by which readers cite the page
    title = models.TextField()
    # As stemming.get_terms() returns them: one for each word of the title, then those of what else leads to the page.
    title_terms = models.TextField()
    text_terms = models.TextField()  # one for each word of the text
    labels = models.TextField()  # what narrows a search: the kind, and the title's terms once more, as label_title()
    text = models.TextField()

    class Meta:
        app_label = "translations"  # whose migrations made the table
        constraints = [models.UniqueConstraint(fields=["page", "language", "part"], name="one_search_text_a_language")]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"


class KnownWord(models.Model):
    """A word that some text had once: what a misspelled one is compared with. It says nothing of who may read it."""

    term = models.CharField(max_length=70, unique=True)  # as texts have it, with its language: frguichet
    sound = models.CharField(max_length=70, db_index=True)  # as spelling mistakes leave it: see suggestions.to_sound()

    def __str__(self) -> str:
        return self.term


class Synonyms(models.Model):
    """Words, acronyms and phrases that a search takes for one another, in one language. Editors keep them."""

    language = models.CharField(pgettext_lazy("site", "language"), max_length=10, choices=settings.LANGUAGES)
    expressions = models.CharField(
        pgettext_lazy("synonyms", "words that mean the same"),
        max_length=LONGEST_EXPRESSIONS,
        help_text=_("Words or phrases separated by commas: CAF, caisse d’allocations familiales"),
    )

    panels = [FieldPanel("language"), FieldPanel("expressions")]

    class Meta:
        verbose_name = pgettext_lazy("search", "synonyms")
        verbose_name_plural = pgettext_lazy("search", "synonyms")
        ordering = ["language", "expressions"]

    def __str__(self) -> str:
        return self.expressions

    @classmethod
    def choosable(cls) -> models.QuerySet[Synonyms]:
        """Return what those may choose who may not keep the list: nothing refers to synonyms."""
        return cls.objects.none()

    def list_expressions(self) -> list[str]:
        return [each for each in (part.strip() for part in self.expressions.split(",")) if each]

    def clean(self) -> None:
        super().clean()
        if len(self.list_expressions()) < 2:
            message = _("Write at least two words or phrases, separated by a comma.")
            raise ValidationError({"expressions": message})
