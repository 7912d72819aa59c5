"""What editors fill in to contest, adopt again, withdraw, merge or split claims."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from content.dates.fields import DateField
from translations.languages import LANGUAGES, NAMES, SOURCE, column

from ..models import ClaimPage, Deliberation
from .selection import MarksField

FIRST_PARTS = 3  # rows to begin with
MOST_PARTS = 20


def text_field(label: Any, language: str, *, rows: int = 3, required: bool = False, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "lang": language})
    label = format_lazy("{label} ({language})", label=label, language=NAMES[language])
    return forms.CharField(label=label, required=required, widget=widget, **options)


class DecisionForm(forms.Form):
    """The day and the reason, in each language. That the reason is there is asked where it must be."""

    deliberation: ClassVar[Deliberation]
    alone: ClassVar[set[str]] = {"on", "successors"}  # fields with a line of their own; others stand in pairs

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = DateField(label=_("Decided on"), initial=timezone.localdate)
        for language in LANGUAGES:
            required = self.deliberation.is_final and language == SOURCE
            self.fields[column("reason", language)] = text_field(_("Reason"), language, required=required)

    @property
    def reason(self) -> dict[str, str]:
        return {language: self.cleaned_data.get(column("reason", language), "") for language in LANGUAGES}

    @property
    def named(self) -> list[ClaimPage]:
        """The claims that are named as coming after; those that a split will make are not there yet."""
        return self.cleaned_data.get("successors") or []


class ContestForm(DecisionForm):
    deliberation = Deliberation.CONTESTED


class AdoptForm(DecisionForm):
    deliberation = Deliberation.ADOPTED


class WithdrawForm(DecisionForm):
    deliberation = Deliberation.WITHDRAWN
    successors = MarksField(
        label=_("In favour of"),
        required=False,
        help_text=_("Marks of the claims that take its place, if any: DS-4, DS-7"),
    )


class MergeForm(DecisionForm):
    deliberation = Deliberation.MERGED
    successors = MarksField(label=_("Merged with"), most=1, help_text=_("Mark of the claim that takes its place: DS-4"))


class SplitForm(DecisionForm):
    """With a row for each new claim: its statement in each language."""

    deliberation = Deliberation.SPLIT

    def __init__(self, *args: Any, rows: int = FIRST_PARTS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = range(1, min(rows, MOST_PARTS) + 1)
        for row in self.rows:
            for language in LANGUAGES:
                label = format_lazy(_("New claim {number}"), number=row)
                self.fields[self.name(row, language)] = text_field(label, language, rows=2, max_length=2000)

    def name(self, row: int, language: str) -> str:
        return f"part-{row}-{language}"

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean() or self.cleaned_data
        for row in self.rows:
            texts = {language: cleaned_data.get(self.name(row, language)) for language in LANGUAGES}
            if any(texts.values()) and not texts[SOURCE]:
                self.add_error(self.name(row, SOURCE), _("Write what the claim says."))
        if len(self.statements) < 2 and not self.errors:
            name = self.name(len(self.statements) + 1, SOURCE)
            self.add_error(name, _("A claim is split into at least two: write what each says."))
        return cleaned_data

    @property
    def statements(self) -> list[dict[str, str]]:
        rows = [
            {language: self.cleaned_data.get(self.name(row, language), "") for language in LANGUAGES}
            for row in self.rows
        ]
        return [row for row in rows if any(row.values())]
