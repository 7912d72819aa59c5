from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from translations.languages import NAMES
from translations.models import BasePage

from .entries import load_object
from .imported_units import LARGEST, say_too_large
from .selection import may_write_texts, translations_of

FILE_FORMATS = {"xliff": "XLIFF 2 (.xlf)", "po": "PO (.po)"}


class ExchangeLanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of the translation"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        codes = translations_of(user)
        self.fields["language"].choices = [(code, NAMES[code]) for code in codes]  # type: ignore[attr-defined]
        self.fields["language"].initial = codes[0] if codes else None


class ExportForm(ExchangeLanguageForm):
    scope = forms.ChoiceField(label=_("What to export"), widget=forms.RadioSelect)
    texts = forms.ChoiceField(
        label=pgettext_lazy("translation_desk", "Which texts"),
        widget=forms.RadioSelect,
        choices=[
            ("unfinished", _("Only texts not translated, out of date or not checked")),
            ("all", _("All, with their translations")),
        ],
        initial="unfinished",
    )
    format = forms.ChoiceField(
        label=pgettext_lazy("translation_desk", "Format"),
        widget=forms.RadioSelect,
        choices=list(FILE_FORMATS.items()),
        initial="xliff",
    )
    object = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["scope", "texts", "language", "format", "object"]

    def __init__(self, *args: Any, start: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [("all", _("Everything that I may edit"))]
        if isinstance(start, BasePage):
            choices = [
                ("this", pgettext_lazy("translation_desk", "This page")),
                ("below", _("This page and all pages below it")),
                *choices,
            ]
        elif start is not None:
            choices = [("this", pgettext_lazy("translation_desk", "This entry")), *choices]
        self.fields["scope"].choices = choices  # type: ignore[attr-defined]
        self.fields["scope"].initial = choices[0][0]


def find_start(name: str, user: Any) -> Any | None:
    """Return the object called `name` as the database has it, if `user` may change it."""
    obj = load_object(name)
    if obj is None or not may_write_texts(user, obj):
        return None
    return type(obj)._default_manager.get(pk=obj.pk)


class TranslationImportForm(ExchangeLanguageForm):
    file = forms.FileField(label=_("File (PO or XLIFF 2)"), error_messages={"required": _("Choose a file.")})
    field_order = ["file", "language"]

    def clean_file(self) -> bytes:
        """Return what is in the file, unless its size says that it is not worth reading."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(say_too_large())
        return bytes(file.read())


class ApplyForm(forms.Form):
    preview = forms.CharField(widget=forms.HiddenInput)
    at_once = forms.BooleanField(required=False)

    def get_first_error(self) -> str:
        return gettext("The preview has expired. Choose the file again.")
