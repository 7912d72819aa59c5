"""Source and translation side by side, text by text."""

from __future__ import annotations

import json
from contextlib import nullcontext
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import Media
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from translations.admin.progress import tell_what_readers_see
from translations.languages import NAMES, SOURCE, in_a_sentence
from translations.models import BasePage
from translations.permissions import may_change
from translations.publishing.languages import publish_languages
from translations.status.records import TranslationStatus
from translations.texts.text_diff import compare_words

from .saving import SaveOutcome, Written, load_locked, save_texts
from .segments import Segment, SegmentForm, make_forms, read_segments
from .translatables import edit_url, load_translatable, may_translate_object, url_of


class EditorView(WagtailAdminTemplateMixin, TemplateView):
    """Show the texts of a page's latest draft, or of a snippet; write what is sent, as a draft or published at once."""

    template_name = "translation_desk/editor.html"
    header_icon = "globe"
    _show_breadcrumbs = True
    gone: list[str] = []  # what was typed for texts that are no longer there

    def dispatch(self, request: HttpRequest, kind: str, pk: int, language: str, **kwargs: Any) -> Any:
        """What is written into is read once, under its lock: so it is still that when it is stored."""
        writes = request.method == "POST"
        with transaction.atomic() if writes else nullcontext():
            self.object, self.language = load_locked(kind, pk) if writes else load_translatable(kind, pk), language
            if not may_translate_object(self.object, request.user, language):
                raise PermissionDenied
            self.is_page = isinstance(self.object, BasePage)
            lock = self.object.get_lock() if self.is_page else None
            self.locked = lock is not None and lock.for_user(request.user)
            return super().dispatch(request, kind=kind, pk=pk, language=language, **kwargs)

    # Showing

    def get_page_title(self) -> str:
        return _("Translation into {language}").format(language=in_a_sentence(self.language))

    def get_page_subtitle(self) -> str:
        return str(self.object.get_admin_display_title() if self.is_page else self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        own = {"url": edit_url(type(self.object), self.object.pk), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, own, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows: list[SegmentForm] = kwargs.pop("rows", None) or self.make_rows()
        segments = [row.segment for row in rows]
        return {
            **super().get_context_data(**kwargs),
            "object": self.object,
            "rows": rows,
            "source_language": SOURCE,
            "source_name": NAMES[SOURCE],
            "language": self.language,
            "language_name": NAMES[self.language],
            "language_in_words": in_a_sentence(self.language),
            "locked": self.locked,
            "saves_itself": self.is_page and not self.locked,  # what has no drafts is saved when one says so
            "left": sum(segment.status != TranslationStatus.CURRENT and not segment.is_gone for segment in segments),
            "readers_see": self.tell_what_readers_see(segments),
            "may_publish": self.may_publish(),
            "edit_url": edit_url(type(self.object), self.object.pk),
            "preview_url": self.get_preview_url(),
            "media": sum((row.media for row in rows), Media()),
        }

    def tell_what_readers_see(self, segments: list[Segment]) -> str:
        caught_up = self.is_page and all(segment.status != TranslationStatus.OUTDATED for segment in segments)
        return tell_what_readers_see(self.object, self.language) if caught_up else ""

    def may_publish(self) -> bool:
        """Tell whether this editor may publish the page; one that readers do not have is published elsewhere."""
        if not self.is_page or not self.object.live:
            return False
        return bool(self.object.permissions_for_user(self.request.user).can_publish())

    def get_preview_url(self) -> str:
        if not self.is_page:
            return ""
        return f"{reverse('wagtailadmin_pages:view_draft', args=[self.object.pk])}?mode={self.language}"

    def make_rows(self, data: Any = None) -> list[SegmentForm]:
        """Return the lines with their forms; a picture is described by those who may change pictures."""
        rows = make_forms(read_segments(self.object, self.language), data)
        for row in rows:
            if row.segment.picture and not may_change(self.request.user, row.segment.picture):
                row.fields["value"].disabled = True
        return rows

    # Saving

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        quiet = request.headers.get("accept", "").startswith("application/json")
        rows = self.make_rows(request.POST)
        wrong = [row for row in rows if row.is_bound and not row.is_valid()]
        if self.locked or wrong:
            return self.answer(rows, error=self.explain(), status=400 if quiet else 200, quiet=quiet)
        own = request.POST.get("own", "")
        outcome = save_texts(
            obj=self.object,
            language=self.language,
            written=list(read_written(rows, request, quiet=quiet)),
            user=request.user,
            overwrite=int(own) if quiet and own.isascii() and own.isdigit() else None,
        )
        self.object = outcome.obj
        self.gone = read_gone(rows, request.POST)
        if quiet or outcome.overtaken:
            return self.answer(self.show_outcome(rows, outcome), error=self.tell(outcome), quiet=quiet)
        if "publish" in request.POST and self.may_publish():
            return self.publish(outcome)
        self.say_what_was_saved(outcome)
        return redirect(url_of(self.object, self.language))

    def explain(self) -> str:
        if self.locked:
            return _("The page is locked by someone else: nothing was saved.")
        return _("Not saved. Please correct the fields marked below.")

    def show_outcome(self, rows: list[SegmentForm], outcome: SaveOutcome) -> list[SegmentForm]:
        """Return lines as they are stored now; those refused, with what was typed and the difference to it."""
        typed = {row.segment.text.path: row for row in rows if row.is_bound}
        fresh = self.make_rows()
        for place, row in enumerate(fresh):
            path = row.segment.text.path
            if path in outcome.overtaken:
                mine = typed[path].cleaned_data["value"]
                row.segment.theirs = compare_words(row.segment.translation, mine, rich=row.segment.text.is_rich)
                row.segment.message = _("Someone else has edited this translation. Save again to overwrite with yours.")
                row.initial["value"] = mine
                row.initial["disputed"] = True
                row.kept = {"shown": typed[path].cleaned_data["shown"]}
            elif path in outcome.moved_on:
                row.segment.message = _("The original has changed: check it again.")
                row.shows_source = True
            row.prefix = typed[path].prefix if path in typed else f"new-{place}"
        return fresh

    def tell(self, outcome: SaveOutcome) -> str:
        if self.gone:
            return _("Some texts no longer exist. Copy what you wrote, and reload the page.")
        if outcome.overtaken:
            return _("Some texts were not saved: someone else has changed them.")
        return ""

    def say_what_was_saved(self, outcome: SaveOutcome) -> None:
        if changes := len({*outcome.saved, *outcome.confirmed}):
            text = ngettext("{number} text saved.", "{number} texts saved.", changes)
            messages.success(self.request, text.format(number=changes))
        if outcome.moved_on:
            messages.warning(self.request, _("The original of some texts has changed: check them again."))
        if self.gone:
            told = _("Some texts no longer exist. This is what you wrote for them:")
            messages.warning(self.request, format_html("{} <q>{}</q>", told, " / ".join(self.gone)))

    def publish(self, outcome: SaveOutcome) -> HttpResponse:
        try:
            publish_languages(page=self.object, languages=[self.language], user=self.request.user)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            due = type(self.object).objects.get(pk=self.object.pk).scheduled_revision
            text = _("Published in {language}; the other language has not changed.")
            if due:  # the draft that the texts were saved in has a date of publication
                text = _("Scheduled in {language}, for the date of the draft; the other language has not changed.")
            messages.success(self.request, text.format(language=in_a_sentence(self.language)))
        return redirect(url_of(self.object, self.language))

    def answer(self, rows: list[SegmentForm], *, error: str, quiet: bool, status: int = 200) -> HttpResponse:
        if not quiet:
            if error:
                messages.error(self.request, error)
            return self.render_to_response(self.get_context_data(rows=rows), status=status)
        segments = [
            describe_line(row, self.request) for row in rows if not row.prefix or not row.prefix.startswith("new-")
        ]
        told = error or _("Saved at {time}").format(time=time_format(timezone.localtime(), "TIME_FORMAT"))
        own = self.object.latest_revision_id if self.is_page else ""
        return JsonResponse({"saved": not error, "message": told, "lines": segments, "own": own}, status=status)


def read_written(rows: list[SegmentForm], request: HttpRequest, *, quiet: bool) -> Any:
    """Yield what was sent for each line; the button that confirms all stands for every box.

    A browser that saves by itself decides nothing between two texts, nor puts before readers what has no draft.
    """
    for row in rows:
        if row.is_bound and not (quiet and (row.cleaned_data["disputed"] or row.segment.picture)):
            data = {name: row.cleaned_data[name] for name in ("path", "value", "shown", "source", "confirmed")}
            if "confirm_all" in request.POST and not row.segment.is_gone:
                data["confirmed"] = True
            yield Written(**data)


def describe_line(row: SegmentForm, request: HttpRequest) -> dict[str, Any]:
    """Return what the browser needs to bring a line up to date without touching what is being typed."""
    sent = row.data if row.is_bound else {}
    digests = {name: sent.get(f"{row.prefix}-{name}") or row.initial[name] for name in ("shown", "source")}
    context = {"segment": row.segment, "row": row, "source_language": SOURCE}
    cells = {"state": render_to_string("translation_desk/editor_state.html", context, request)}
    if row.shows_source:
        cells["source_cell"] = render_to_string("translation_desk/editor_source.html", context, request)
    return {"prefix": row.prefix, **digests, **row.kept, **cells}


def read_gone(rows: list[SegmentForm], data: Any) -> list[str]:
    """Return what was typed for texts that are no longer there, without tags."""
    known = {row.segment.text.path for row in rows}
    gone = [name.removesuffix("-path") for name in data if name.endswith("-path") and data[name] not in known]
    return [words for prefix in gone if (words := words_of_value(data.get(f"{prefix}-value", "")))]


def words_of_value(value: str) -> str:
    """Return the words of a plain text, or of a rich one as the editor's browser sends it."""
    try:
        return "\n".join(block["text"] for block in json.loads(value)["blocks"])
    except (ValueError, TypeError, KeyError):
        return value
