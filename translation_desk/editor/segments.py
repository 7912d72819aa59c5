"""The segments of the side-by-side editor: each text with its translation and a form field for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.rich_text import expand_db_html

from translations.source_changes import compare_source
from translations.status.records import TranslationStatus, digest
from translations.status.snapshots import find_earlier_sources
from translations.texts.paths import Text, clean_as_edited, find_texts
from translations.texts.text_diff import TextChange

PICTURE = "image/"  # how the path of a picture's text begins


@dataclass
class Segment:
    """A text and its translation.

    :param changes: of the source since the translation was made from it, word by word; empty if that is not known
    :param name: what the editor calls it, no two alike
    :param theirs: what somebody else has written meanwhile, beside what this editor did; None for nothing
    """

    text: Text
    language: str
    status: TranslationStatus
    changes: list[TextChange]
    name: str
    theirs: list[TextChange] | None = None
    message: str = ""
    by_machine: bool = False  # and nobody has confirmed it yet

    @property
    def is_gone(self) -> bool:
        """Tell whether the source no longer has this text."""
        return not self.text.source

    @property
    def picture(self) -> Any:
        """Return the picture that the text describes, if it does."""
        return self.text.holder if self.text.path.startswith(PICTURE) else None

    @property
    def translation(self) -> str:
        return self.text.by[self.language]

    @property
    def source_html(self) -> SafeString:
        if self.text.is_rich:
            return mark_safe(expand_db_html(self.text.source))  # noqa: S308  # what Wagtail's own editor stored
        return mark_safe(linebreaks(self.text.source, autoescape=True))  # noqa: S308  # escaped


def read_segments(obj: Any, language: str) -> list[Segment]:
    """Return a line for each text that `obj` has in the source's language, or in `language` alone. One query more."""
    texts = [text for text in find_texts(obj) if text.source or text.by[language]]
    before = find_earlier_sources(obj, texts, language)
    names = name_apart([text.label for text in texts])
    return [
        Segment(
            text,
            language,
            obj.get_text_status(text.by, text.path, language),
            compare_source(text, before.get(text.path)) or [],
            name,
            by_machine=obj.is_machine_text(text.path, text.by[language], language),
        )
        for text, name in zip(texts, names, strict=True)
    ]


def name_apart(labels: list[str]) -> list[str]:
    """Return `labels` with a number after those that several texts have: who hears one must know which it is."""
    totals, seen, names = Counter(labels), Counter[str](), []
    for label in labels:
        seen[label] += 1
        place = {"label": label, "number": seen[label], "total": totals[label]}
        names.append(_("{label}, {number} of {total}").format(**place) if totals[label] > 1 else label)
    return names


# What an editor's browser is given, and sends back


class SegmentForm(forms.Form):
    """One line: `value` as typed; `path`, and digests of what was shown, to tell what has changed meanwhile."""

    path = forms.CharField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput)  # digest of the translation
    source = forms.CharField(widget=forms.HiddenInput)  # digest of the source
    confirmed = forms.BooleanField(required=False)
    disputed = forms.BooleanField(required=False, widget=forms.HiddenInput)  # told of another's text, yet to decide
    shows_source = False  # again, as it has changed
    kept: Mapping[str, str] = {}  # of those digests, the ones that the browser is to go on sending

    def __init__(self, *args: Any, segment: Segment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.segment = segment
        self.fields["value"] = make_field(segment)

    def clean_value(self) -> str:
        return clean_as_edited(self.cleaned_data["value"] or "", self.segment.text.block or self.segment.text.field)


def make_field(segment: Segment) -> forms.CharField:
    text = segment.text
    attrs = {"lang": segment.language, "aria-label": segment.name}
    if text.is_rich:
        widget = make_rich_text_widget(text)
        widget.options["ariaLabel"] = segment.name  # on what Draftail puts in place of the field
        return forms.CharField(required=False, widget=widget)
    widget = AdminAutoHeightTextInput(attrs=attrs) if text.has_lines else forms.TextInput(attrs=attrs)
    return forms.CharField(required=False, widget=widget, max_length=text.limit)


def as_sent(text: Text, language: str) -> str:
    """Return `text` in `language` as a browser sends it that nobody has touched: its editor of rich text tidies up."""
    if not text.is_rich or not text.by[language]:
        return text.by[language]
    converter = make_rich_text_widget(text).converter
    tidied: str = converter.to_database_format(converter.from_database_format(text.by[language]))
    return clean_as_edited(tidied, text.block or text.field)


def make_rich_text_widget(text: Text) -> Any:
    return get_rich_text_editor_widget(features=(text.block or text.field).features)


def make_forms(segments: list[Segment], data: Mapping[str, Any] | None = None) -> list[SegmentForm]:
    """Return a form for each of `segments`; with `data`, holding what was sent for it, wherever it stood then."""
    prefixes = {data[name]: name.removesuffix("-path") for name in data if name.endswith("-path")} if data else {}
    made = []
    for place, segment in enumerate(segments):
        path = segment.text.path
        shown, source = digest(as_sent(segment.text, segment.language)), digest(segment.text.source)
        initial = {"path": path, "shown": shown, "source": source, "value": segment.translation}
        sent = data if path in prefixes else None
        prefix = prefixes.get(path, f"line-{place}")
        made.append(SegmentForm(sent, segment=segment, prefix=prefix, initial=initial))
    return made
