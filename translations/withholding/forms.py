"""What editors fill in to withhold texts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import strip_tags
from django.utils.translation import pgettext, pgettext_lazy

from ..languages import LANGUAGES, NAMES, SOURCE, column
from ..texts.withheld import Withholdable


class WithholdForm(forms.Form):
    keys = forms.MultipleChoiceField(
        label=pgettext_lazy("withholding", "Texts to withhold"), widget=forms.CheckboxSelectMultiple
    )
    erased = forms.BooleanField(
        label=pgettext_lazy("withholding", "Delete these texts"),
        required=False,
        help_text=pgettext_lazy("withholding", "They cannot be shown again afterwards. A court may order this."),
    )

    def __init__(self, *args: Any, rows: list[Withholdable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(row.row_key, describe_withholdable(row)) for row in rows]  # type: ignore[attr-defined]
        label = pgettext_lazy("withholding", "Reason ({language})")
        for language in LANGUAGES:
            self.fields[column("reason", language)] = forms.CharField(
                label=str(label).format(language=NAMES[language]),
                required=language == SOURCE,
                widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
                help_text=pgettext_lazy("withholding", "Readers see it, with the date, in place of the text."),
            )
        self.order_fields(["keys", *(column("reason", language) for language in LANGUAGES), "erased"])

    @property
    def reason(self) -> dict[str, str]:
        return {language: self.cleaned_data[column("reason", language)] for language in LANGUAGES}


def describe_withholdable(row: Withholdable) -> str:
    """Name `row` and say its words, each once: those without a suffix are the source's."""
    words = dict.fromkeys(strip_tags(text) for text in row.get_words().values())
    return pgettext("withholding", "{place}: {words}").format(place=row.describe_place(), words=" / ".join(words))
