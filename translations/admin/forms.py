"""What the edit form of a translated page does beyond Wagtail's: slugs per language, confirmed translations."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.models import COMMENTS_RELATION_NAME

from ..addresses.paths import find_taken_slugs
from ..languages import LANGUAGES, NAMES, SOURCE, TRANSLATIONS, column
from ..permissions import languages_of
from ..publishing.concurrent_edits import Merge, as_saved, as_shown, decode_parts, encode_parts, merge_edits
from ..publishing.draft_merge import combine
from ..texts.rows import hold_rows, read_rows
from .idempotency import FIELD as KEY
from .idempotency import key_field
from .known_rows import know_rows

if TYPE_CHECKING:
    from wagtail.admin.forms import WagtailAdminPageForm as PageForm  # what this is mixed into
else:
    PageForm = object


def is_current(language: str) -> str:
    """Name the check box with which editors say that a change of the source asks for none of the translation."""
    return f"{language}_is_current"


MINOR = "source_is_minor"  # name of the check box that says that translations need not follow a change of the source
LOADED = "loaded"  # name of the hidden field that tells what the form shows, see concurrent_edits.Part


class TranslatedPageFormMixin(PageForm):
    row_labels: ClassVar[dict[str, str]] = {}  # of each kind of row, by its relation
    assembled: Any = None
    merged: Merge | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if (page := kwargs.get("instance")) and page.pk:
            read_rows(page, {*type(self).formsets, *self.base_fields})  # once: each formset would, and each of its acts
        super().__init__(*args, **kwargs)
        self.latest = self.read_draft(self.instance) if self.instance.pk else {}
        if self.instance.pk and not self.is_bound:
            self.initial[LOADED] = encode_parts(as_shown(type(self.instance), self.latest))
        if not self.instance.pk:
            self.fields[KEY] = key_field()
        elif self.is_bound:
            for formset in self.formsets.values():
                know_rows(formset)

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
        return [_("Please correct the errors in the tab “%(tab)s”.") % {"tab": tab} for tab in tabs]

    def get_errors_of_rows(self) -> list[str]:
        """Describe each error in a row, as Wagtail's message names those of the page itself only."""
        return [
            _("Please correct in the tab “%(tab)s”, %(row)s %(place)s, %(field)s: %(error)s")
            % {
                "tab": pgettext("translations", "Details"),
                "row": label,
                "place": place,
                "field": form[name].label,
                "error": error,
            }
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
        if self.instance.pk:
            return cleaned_data  # it has one, and looks by itself
        source = cleaned_data.get(column("slug", SOURCE))
        slugs = {language: cleaned_data.get(column("slug", language)) or source for language in LANGUAGES}
        given = {language: slug for language, slug in slugs.items() if slug}
        for language in find_taken_slugs(self.parent_page, given) if given else []:
            if column("slug", language) in self.fields:
                message = _("This slug is already in use within the parent page.")
                self.add_error(column("slug", language), message)
        return cleaned_data

    def full_clean(self) -> None:
        """Clean the form, and judge anew what Wagtail, whose own clean() comes last, says of a date that is past."""
        super().full_clean()
        if "expire_at" in getattr(self, "cleaned_data", {}) or not self.errors.get("expire_at"):
            return
        before, now = self.instance.expire_at, timezone.now()
        expire_at = self.fields["expire_at"].to_python(self["expire_at"].value())
        if before and before <= now and expire_at and expire_at <= now:
            self.judge_expiry(expire_at)

    def judge_expiry(self, expire_at: datetime) -> None:
        """Let a draft of a page that has expired be saved; say what is to be done before it is published again."""
        if "action-publish" in self.data or "action-submit" in self.data:
            message = _("The page’s expiry date has passed. Change or remove it in the schedule, then publish.")
            self.add_error(None, message)
        else:
            del self.errors["expire_at"]
            self.cleaned_data["expire_at"] = self.instance.expire_at = expire_at

    # Saving

    def save(self, commit: bool = True) -> Any:
        page = self.assemble()
        if commit:
            page.save()
            self.save_m2m()
        return page

    def assemble(self) -> Any:
        """Return the page as the form has it, rows included, unsaved: always the same object."""
        if self.assembled is None:
            self.assembled = page = super().save(commit=False)
            page.publishes = self.choose_languages(page)
            if not page.pk:
                page.live = False  # until it is published: Wagtail saves it before, with all languages and any date
            if self.cleaned_data.get(MINOR) and page.pk:
                page.declare_minor(self.before)
            if confirmed := [language for language in TRANSLATIONS if self.cleaned_data.get(is_current(language))]:
                page.confirm_translations(confirmed)
            if page.pk and self.for_user and (allowed := languages_of(self.for_user)) != LANGUAGES:
                self.assembled = self.rebuild(combine(type(page), self.latest, page.serializable_data(), allowed), page)
                self.assembled.publishes = page.publishes
        return self.assembled

    def choose_languages(self, page: Any) -> list[str]:
        """Return the languages that the button stands for, none for all; a page in moderation keeps those it had."""
        value = self.data.get("action-publish") or self.data.get("action-submit")
        if value in LANGUAGES:
            return [value]
        return page.publishes if not value and page.publishes and page.pk and page.workflow_in_progress else []

    @property
    def before(self) -> Any:
        """Return the page as it was before the form changed it."""
        return self.instance.with_content_json({**self.latest})

    # Two editors at once

    def merge(self) -> Merge | None:
        """Put together what the form has and what others have stored since it was shown; None if it cannot tell."""
        loaded = decode_parts(self.cleaned_data.get(LOADED) or "")
        if not loaded:
            return None
        page = self.assemble()
        mine = self.read_draft(page)
        merged = merge_edits(type(page), mine, self.latest, loaded)
        if merged.theirs or merged.conflicts:
            self.assembled = self.rebuild(merged.content, page)
        self.shown, self.merged = mine, merged
        return merged

    @staticmethod
    def read_draft(page: Any) -> Any:
        """Return what `page` holds, but for comments, which are no part of what is compared and put together."""
        with hold_rows(page, {COMMENTS_RELATION_NAME: []}):
            return page.serializable_data()

    @property
    def is_disputed(self) -> bool:
        """Tell whether the editor has yet to decide between two texts: a browser must not, by saving by itself."""
        return any(part.disputed for part in decode_parts(self.cleaned_data.get(LOADED) or "").values())

    def rebuild(self, content: Any, mine: Any) -> Any:
        page = mine.with_content_json(content)
        setattr(page, COMMENTS_RELATION_NAME, getattr(mine, COMMENTS_RELATION_NAME).all())
        page.take_pairs(self.before)
        page.take_pairs(mine)
        return page

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Let a form that stays open know what it shows, and what is stored now."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        if self.merged:
            saved = self.assemble().serializable_data()
            updates.append((LOADED, encode_parts(as_saved(type(self.instance), self.shown, self.merged, saved))))
        return updates


def translated_form_class(base: Any, row_labels: dict[str, str]) -> Any:
    label = gettext_lazy("This translation is up to date")
    boxes = {is_current(language): forms.BooleanField(label=label, required=False) for language in TRANSLATIONS}
    minor = forms.BooleanField(
        label=gettext_lazy("Minor correction: translations are still up to date"), required=False
    )
    loaded = forms.CharField(required=False, widget=forms.HiddenInput)
    fields = {"row_labels": row_labels, MINOR: minor, LOADED: loaded, **boxes}
    return type(base)(base.__name__, (TranslatedPageFormMixin, base), fields)


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put each message on its field, or above the form where it is on none."""
    for name, errors in error.update_error_dict({}).items():
        form.add_error(name if name in form.fields else None, errors)
