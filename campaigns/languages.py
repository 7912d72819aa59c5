"""Languages of files and meetings: the world's, not only those that the site is written in."""

from __future__ import annotations

from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Of many more: the official ones of most members of an international federation.
CODES = (
    "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it",
    "ja", "ko", "lt", "lv", "mn", "ms", "my", "nb", "ne", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv",
    "sw", "ta", "th", "tr", "uk", "ur", "uz", "vi", "zh-hans", "zh-hant",
)  # fmt: skip
LONGEST_LIST = 120  # characters: some thirty codes


def language_name(code: str) -> str:
    """Return the name of a language in the active one, as within a sentence; an unknown code stands for itself."""
    if code not in CODES:
        return code
    return Locale.parse(code, sep="-").get_display_name(get_language() or "en") or code


def list_languages() -> list[tuple[str, Any]]:
    """Return (code, name) of each language, as choices for a form."""
    return [(code, lazy(language_name, str)(code)) for code in CODES]


class LanguagesField(models.CharField):
    """Several languages in one column, `fr,en`: read and written as text, chosen from a list of boxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": LONGEST_LIST, **kwargs})

    def formfield(self, **kwargs: Any) -> Any:
        kwargs = {name: kwargs[name] for name in ("label", "help_text", "required", "widget") if name in kwargs}
        kwargs.setdefault("label", self.verbose_name)
        kwargs.setdefault("required", not self.blank)
        return LanguagesFormField(**kwargs)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if unknown := [code for code in split_codes(value) if code not in CODES]:
            message = _("“%(codes)s” is not one of the languages listed.")
            raise ValidationError(message, code="unknown_language", params={"codes": ", ".join(unknown)})


class LanguagesFormField(forms.MultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=list_languages, **{"widget": forms.CheckboxSelectMultiple, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return split_codes(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        return ",".join(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return split_codes(initial or "") != list(data or [])


def split_codes(codes: str) -> list[str]:
    return [code for code in (codes or "").split(",") if code]
