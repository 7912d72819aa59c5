"""The forms with which images and documents are uploaded, one at a time, several at once or from a chooser."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from translations.languages import LANGUAGES, NAMES, SOURCE, column

from ..storage.files import file_kept_if_saved, stored_name
from ..storage.metadata import strip_metadata
from .full_disk import WORDS, is_full_disk
from .uploads import check_content


class TitledUploadForm(forms.ModelForm):
    """Titles in every language. Wagtail's uploaders send one `title`, the file's name: it fills the source's.

    Wagtail's forms delete a replaced file before they know whether the new one is kept: the model does so here.
    """

    original_file: Any

    title = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source_title = column("title", SOURCE)
        if self.is_bound and self.add_prefix(source_title) not in self.data and self.add_prefix("title") in self.data:
            self.data: Any = self.data.copy()
            self.data[self.add_prefix(source_title)] = self.data[self.add_prefix("title")]
        if "file" in self.fields:
            self.fields["file"].widget.attrs["data-w-sync-target-value"] = f"#{self[source_title].id_for_label}"
        for name in self._meta.model.translated_fields:
            for language in LANGUAGES:
                self.name_language(name, language)

    def _post_clean(self) -> None:
        """Keep the file as the last of the checks: for what there is no room is refused like what is damaged.

        What becomes of it when its row cannot be saved: see `save`.
        """
        super()._post_clean()  # type: ignore[misc]
        if self.errors or "file" not in self.changed_data:
            return
        try:
            self.instance.keep_new_file()
        except OSError as error:
            if not is_full_disk(error):
                raise
            self.instance.file = stored_name(self.instance)
            self.add_error("file", forms.ValidationError(WORDS, code="full_disk"))

    def save(self, commit: bool = True) -> Any:
        self.original_file = None
        with file_kept_if_saved(self.instance, stored_name(self.instance)):
            return super().save(commit=commit)

    def name_language(self, name: str, language: str) -> None:
        """Say in a label what the text is and in which language, and to the browser which language to check."""
        field = self.fields[column(name, language)]
        field.label = f"{capfirst(str(self._meta.model._meta.get_field(name).verbose_name))} ({NAMES[language]})"
        field.widget.attrs["lang"] = language


class PictureFormField(WagtailImageField):
    """Takes a picture in without its metadata, and refuses a damaged one: Wagtail's own field fails with it."""

    def to_python(self, data: Any) -> Any:
        try:
            file = super().to_python(data)
            return strip_metadata(file) if file else None
        except forms.ValidationError:
            raise
        except Exception as error:  # decoders meet damaged bytes with errors of many kinds
            message = _("This picture is damaged and cannot be shown. Export it again and upload the new file.")
            raise forms.ValidationError(message, code="damaged") from error


class CahierImageForm(TitledUploadForm, BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureFormField(label=field.label, required=field.required, widget=field.widget)

    def name_language(self, name: str, language: str) -> None:
        super().name_language(name, language)
        if name == "description":
            field = self.fields[column(name, language)]
            field.label = f"{_('Alternative text')} ({NAMES[language]})"
            field.help_text = _(
                "Describe the picture for people who cannot see it. Leave empty if it is only decorative."
            )


class CahierDocumentForm(TitledUploadForm, BaseDocumentForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_content(file)
        return file
