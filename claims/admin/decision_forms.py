"""What editors fill in to contest, adopt again, withdraw, merge or split claims."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.dates.fields import DateField
from translations.languages import LANGUAGES, NAMES, SOURCE, column

from ..decisions.acts import Vote
from ..models import ClaimPage, Deliberation
from .selection import MarksField

FIRST_PARTS = 3  # rows to begin with
MOST_PARTS = 20
VOTE_LABELS = {
    "present": pgettext_lazy("claims", "People present"),
    "votes_for": pgettext_lazy("votes", "Votes for"),
    "votes_against": pgettext_lazy("votes", "Votes against"),
    "votes_abstaining": pgettext_lazy("votes", "Abstentions"),
}


def text_field(label: Any, language: str, *, rows: int = 3, required: bool = False, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "lang": language})
    label = format_lazy("{label} ({language})", label=label, language=NAMES[language])
    return forms.CharField(label=label, required=required, widget=widget, **options)


class DecisionForm(forms.Form):
    """The day and the reason, in each language. That the reason is there is asked where it must be."""

    deliberation: ClassVar[Deliberation]
    alone: ClassVar[set[str]] = {"on", "successors"}  # fields with a line of their own; others stand in pairs

    @classmethod
    def fits(cls, claim: ClaimPage) -> bool:
        """Tell whether `claim`, which is open, can be decided on in this way."""
        return claim.deliberation != cls.deliberation

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = DateField(label=_("Date of the decision"), initial=timezone.localdate)
        for language in LANGUAGES:
            required = self.deliberation.is_final and language == SOURCE
            self.fields[column("reason", language)] = text_field(
                pgettext_lazy("claims", "Reason"), language, required=required
            )
        self.add_vote_fields()

    def add_vote_fields(self) -> None:
        """How it was decided: each may stay empty, and readers are told that it is not known."""
        for name, label in VOTE_LABELS.items():
            self.fields[name] = forms.IntegerField(label=label, required=False, min_value=0, max_value=32767)
        self.fields["rapporteur"] = forms.CharField(
            label=pgettext_lazy("claims", "Rapporteur"), required=False, max_length=120
        )
        for language in LANGUAGES:
            label = format_lazy(
                "{label} ({language})", label=pgettext_lazy("claims", "Mandate"), language=NAMES[language]
            )
            help_text = _("On whose behalf it was decided: “plenary of the convention”")
            self.fields[column("mandate", language)] = forms.CharField(
                label=label, required=False, max_length=160, help_text=help_text
            )

    @property
    def vote(self) -> Vote:
        given = {name: self.cleaned_data.get(name) for name in VOTE_LABELS}
        mandate = {language: self.cleaned_data.get(column("mandate", language), "") for language in LANGUAGES}
        return Vote(**given, mandate=mandate, rapporteur=self.cleaned_data.get("rapporteur", ""))

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


class VoteForm(AdoptForm):
    """For a claim that was adopted when it was numbered: how, if it is known."""

    @classmethod
    def fits(cls, claim: ClaimPage) -> bool:
        return claim.deliberation == cls.deliberation and not claim.decisions.exists()


class WithdrawForm(DecisionForm):
    deliberation = Deliberation.WITHDRAWN
    successors = MarksField(
        label=pgettext_lazy("claims", "Replaced by"),
        required=False,
        help_text=_("Numbers of the claims that replace it, if any: DS-4, DS-7"),
    )


class MergeForm(DecisionForm):
    deliberation = Deliberation.MERGED
    successors = MarksField(
        label=pgettext_lazy("claims", "Merged with"), most=1, help_text=_("Number of the claim it is merged with: DS-4")
    )


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

    def focus_first_new_part(self) -> None:
        first = max(self.rows[-1] - FIRST_PARTS + 1, 1)
        self.fields[self.name(first, SOURCE)].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean() or self.cleaned_data
        for row in self.rows:
            texts = {language: cleaned_data.get(self.name(row, language)) for language in LANGUAGES}
            if any(texts.values()) and not texts[SOURCE]:
                self.add_error(self.name(row, SOURCE), _("Write the text of the claim."))
        if len(self.statements) < 2 and not self.errors:
            name = self.name(len(self.statements) + 1, SOURCE)
            self.add_error(name, _("A claim is split into two or more: write the text of each."))
        return cleaned_data

    @property
    def statements(self) -> list[dict[str, str]]:
        rows = [
            {language: self.cleaned_data.get(self.name(row, language), "") for language in LANGUAGES}
            for row in self.rows
        ]
        return [row for row in rows if any(row.values())]
