"""What the edit form of a translated page does beyond Wagtail's: slugs per language, confirmed translations."""

from typing import TYPE_CHECKING, Any, ClassVar

import swapper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from .languages import LANGUAGES, NAMES, SOURCE, TRANSLATIONS, column

if TYPE_CHECKING:
    from wagtail.admin.forms import WagtailAdminPageForm as PageForm  # what this is mixed into
else:
    PageForm = object


def is_current(language: str) -> str:
    """Name the check box with which editors say that a change of the source asks for none of the translation."""
    return f"{language}_is_current"


class TranslatedPageFormMixin(PageForm):
    row_labels: ClassVar[dict[str, str]] = {}  # of each kind of row, by its relation

    def is_valid(self) -> bool:
        """Say on top of the form where its errors are, as they may be in a tab that is not the open one."""
        valid: bool = super().is_valid()
        if not valid and not self.non_field_errors():
            for message in [*self.get_tabs_with_errors(), *self.get_errors_of_rows()]:
                self.add_error(None, message)
        return valid

    def get_tabs_with_errors(self) -> list[str]:
        names = [name for name, errors in self.errors.items() if errors]
        tabs = [NAMES[code] for code in LANGUAGES if any(name.endswith(column("", code)) for name in names)]
        return [_("To be put right in the tab “%(tab)s”.") % {"tab": tab} for tab in tabs]

    def get_errors_of_rows(self) -> list[str]:
        """Describe each error in a row, as Wagtail's message names those of the page itself only."""
        return [
            _("To be put right in the tab “%(tab)s”, %(row)s %(place)s, %(field)s: %(error)s")
            % {"tab": _("Facts and records"), "row": label, "place": place, "field": form[name].label, "error": error}
            for relation, label in self.row_labels.items()
            if relation in self.formsets
            for place, form in enumerate(self.formsets[relation].forms, start=1)
            for name, errors in form.errors.items()
            if name in form.fields
            for error in errors
        ]

    def clean(self) -> dict[str, Any]:
        """Check the slugs, as the page itself cannot before it has a place in the tree."""
        cleaned_data = super().clean()
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
        confirmed = [language for language in TRANSLATIONS if self.cleaned_data.get(is_current(language))]
        page = super().save(commit and not confirmed)
        if confirmed:  # which concerns the rows too, and they are on the page only now
            page.confirm_translations(confirmed)
            if commit:
                page.save()
                self.save_m2m()
        return page


def translated_form_class(base: Any, row_labels: dict[str, str]) -> Any:
    label = gettext_lazy("This translation says what the source says now")
    boxes = {is_current(language): forms.BooleanField(label=label, required=False) for language in TRANSLATIONS}
    return type(base)(base.__name__, (TranslatedPageFormMixin, base), {"row_labels": row_labels, **boxes})
