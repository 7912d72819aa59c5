"""The texts that are searched: one row for each published page and each language it has a text of its own in."""

from django.db import models


class SearchText(models.Model):
    """What a search of one language finds a page by. `indexing` writes it, `backends` gives it an index of words.

    Who may see the page is not stored, but asked when somebody searches.
    """

    page = models.ForeignKey("translations.BasePage", on_delete=models.CASCADE, related_name="search_texts")
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)  # key of a Kind
    mark = models.CharField(max_length=20, blank=True)  # by which readers cite the page
    title = models.TextField()
    title_terms = models.TextField()  # as stemming.get_terms() returns them: one for each word of the title
    text_terms = models.TextField()  # one for each word of the text
    labels = models.TextField()  # what narrows a search: the kind, and the title's terms once more, as label_title()
    text = models.TextField()

    class Meta:
        app_label = "translations"  # whose migrations made the table
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="one_search_text_a_language")]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"
