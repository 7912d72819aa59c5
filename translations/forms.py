"""What the edit form of a translated page does beyond Wagtail's: slugs per language, confirmed translations."""

from typing import Any

import swapper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from .languages import LANGUAGES, SOURCE, TRANSLATIONS, column


def is_current(language: str) -> str:
    """Name the check box with which editors say that a change of the source asks for none of the translation."""
    return f"{language}_is_current"


class TranslatedPageFormMixin:
    def clean(self) -> dict[str, Any]:
        """Check the slugs, as the page itself cannot before it has a place in the tree."""
        cleaned_data = super().clean()  # type: ignore[misc]
        model = swapper.load_model("wagtailcore", "Page")
        for language in LANGUAGES:
            name = column("slug", language)
            slug = cleaned_data.get(name) or cleaned_data.get(column("slug", SOURCE))
            with override(language):
                taken = slug and not model._slug_is_available(slug, self.parent_page, self.instance)
            if taken and name in self.fields:
                self.add_error(name, _("This slug is already in use within the parent page."))
        return cleaned_data

    def save(self, commit: bool = True) -> Any:
        for language in TRANSLATIONS:
            suffix = column("", language)
            names = {name.removesuffix(suffix) for name in self.changed_data if name.endswith(suffix)}
            if self.cleaned_data.get(is_current(language)):
                self.instance.confirm_translation(language)
            elif names:
                self.instance.confirm_translation(language, names)
        self.instance.update_translations()
        return super().save(commit)  # type: ignore[misc]


def translated_form_class(base: type[forms.BaseForm]) -> type[forms.BaseForm]:
    label = gettext_lazy("This translation says what the source says now")
    boxes = {is_current(language): forms.BooleanField(label=label, required=False) for language in TRANSLATIONS}
    return type(base)(base.__name__, (TranslatedPageFormMixin, base), boxes)
