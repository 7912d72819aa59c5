"""What editors fill in to enter a step in a claim's record: the fields that such a step has, and no others."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.snippets.widgets import AdminSnippetChooser

from content.dates.fields import DateField
from translations.languages import LANGUAGES, NAMES, SOURCE, column

from ..models import ClaimPage, Organisation, Step, StepKind
from ..models.step import VOICES, WITHOUT_EVIDENCE

RECORDABLE = [kind for kind in StepKind if kind != StepKind.RETRACTED]
ORGANISATION = {
    StepKind.PUT: pgettext_lazy("claims", "Submitted to"),
    StepKind.WE_SAY: _("Who speaks for us"),
    StepKind.ADDRESSEE_SAYS: _("Who says so"),
    StepKind.THIRD_PARTY_SAYS: _("Who says so"),
}
TEXT = {StepKind.PUT: _("What we asked for"), StepKind.RETRACTED: _("What was wrong")}


def form_field(name: str, **options: Any) -> Any:
    """Return the form field that Django makes of a step's field `name`."""
    return Step._meta.get_field(name).formfield(**options)  # type: ignore[union-attr]


def in_each(name: str, label: Any, **options: Any) -> dict[str, Any]:
    """Return the form fields of a step's text `name`, one for each language."""
    fields = {}
    for language in LANGUAGES:
        field = form_field(column(name, language), required=False, **options)
        field.label = format_lazy("{label} ({language})", label=label, language=NAMES[language])
        field.widget.attrs["lang"] = language
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 4
        fields[column(name, language)] = field
    return fields


class StepForm(forms.Form):
    """Whether the step is complete, Step.clean() says; what it says is put on the fields."""

    def __init__(self, *args: Any, kind: StepKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.alone = {"on"} if kind == StepKind.RETRACTED else set()
        self.fields["on"] = DateField(label=pgettext_lazy("claims", "Date"), initial=timezone.localdate)
        if kind == StepKind.RETRACTED:
            self.fields |= in_each("text", TEXT[kind])
            return
        self.fields["organisation"] = forms.ModelChoiceField(
            Organisation.objects.all(),
            label=ORGANISATION.get(kind, pgettext_lazy("claims", "Who replied")),
            required=kind == StepKind.PUT,
            widget=AdminSnippetChooser(Organisation),
        )
        if kind not in VOICES:
            help_text = _("A registered letter, a delegation, a petition…") if kind == StepKind.PUT else ""
            self.fields |= in_each("means", pgettext_lazy("claims", "How"), help_text=help_text)
        self.fields |= in_each("text", TEXT.get(kind, _("What was said")))
        self.fields[column("text", SOURCE)].required = kind in VOICES
        self.add_evidence(required=kind not in WITHOUT_EVIDENCE)
        self.fields["look_again_on"] = DateField(
            label=pgettext_lazy("claims", "Review on"),
            required=False,
            help_text=_("From this date the claim appears on your dashboard, until you add another update."),
        )

    def add_evidence(self, *, required: bool) -> None:
        link = form_field("evidence_url", assume_scheme="https")
        link.label = _("Link to the evidence")
        link.help_text = _("Give a link or a document: an update needs evidence") if required else ""
        self.fields["evidence_url"] = link
        self.fields["evidence_document"] = form_field(
            "evidence_document", label=_("or a document"), widget=AdminDocumentChooser()
        )
        self.fields |= in_each("evidence_title", _("Title of the evidence"))

    def make_step(self, claim: ClaimPage, corrects: Step | None = None) -> Step:
        step = Step(claim=claim, kind=self.kind, corrects=corrects)
        for name, value in self.cleaned_data.items():
            setattr(step, name, value)
        return step


def read_values(step: Step) -> dict[str, Any]:
    """Return what the fields of a form that corrects `step` hold to begin with."""
    values = {field.name: getattr(step, field.name) for field in Step._meta.get_fields() if hasattr(field, "attname")}
    return {name: value.pk if isinstance(value, Model) else value for name, value in values.items()}


class StepTranslationForm(forms.Form):
    """The texts that a step lacks in the languages it is translated into, each under what it says in the source."""

    def __init__(self, *args: Any, step: Step, missing: dict[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, names in missing.items():
            for name in names:
                field = in_each(name, form_field(name).label)[column(name, language)]
                field.help_text = getattr(step, column(name, SOURCE))
                self.fields[column(name, language)] = field
