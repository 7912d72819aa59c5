"""Pages that exist once and hold each text in every one of LANGUAGES.

Wagtail reads and writes `title`, `slug`, `url_path`…; modeltranslation turns each into the active language's column.
BasePage adds what Wagtail does for the active language alone and a page needs in all of them.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any, ClassVar

from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields
from wagtail.admin.panels import FieldPanel
from wagtail.models import COMMENTS_RELATION_NAME, AbstractPage, DefaultBasePageMixin, Orderable, ReferenceIndex
from wagtail.models.pages import AbstractPageMeta
from wagtail.search import index

from .addresses.paths import LINK_FIELDS, PathsMixin
from .admin.idempotency import IdempotencyKey
from .admin.panels import TranslatedInterface
from .languages import LANGUAGES, NAMES, SOURCE, TRANSLATIONS, column, in_each_language
from .page_signals import texts_changed
from .permissions import page_permissions
from .publishing.languages import hold_back, publishes_all
from .publishing.locking import lock_pages
from .publishing.schedule_failure import ScheduleFailure
from .search_texts import SearchedPageMixin
from .shown_texts import ShownTextsMixin
from .sorting import alphabetical
from .status.records import DraftRecord, TranslationStatus
from .status.snapshots import SourceSnapshot, list_earlier_sources, record_publication, record_sources
from .status.statuses import TranslationStatusMixin
from .texts.characters import clean_data, clean_fields
from .texts.paths import align_bodies, keys_of_images
from .texts.rows import DraftRow, hold_rows, rows_in_memory
from .texts.withheld import Withholdable, Withholding
from .visibility import VisiblePageManager

__all__ = [
    "LINK_FIELDS",
    "BasePage",
    "IdempotencyKey",
    "ScheduleFailure",
    "SourceSnapshot",
    "TranslatedInline",
    "Withholdable",
    "Withholding",
]


# What save_revision() writes on the page itself: which draft is the latest, and the comments on it
DRAFT_FIELDS = {
    COMMENTS_RELATION_NAME,
    "latest_revision_created_at",
    "draft_title",
    "latest_revision",
    "has_unpublished_changes",
}


log = logging.getLogger(__name__)


class BasePage(
    PathsMixin, SearchedPageMixin, ShownTextsMixin, TranslationStatusMixin, AbstractPage, DefaultBasePageMixin
):
    translated_fields = ["title", "draft_title", "slug", "url_path", "seo_title", "search_description", "menu_title"]
    # Languages in which this draft is to be published; none for all of them.
    publishes = models.JSONField(default=list, blank=True, editable=False)
    # Fields that a revision never brings back: what publication gave once, it keeps (a claim's mark).
    kept_fields: ClassVar[list[str]] = []
    # What the latest draft has, DraftRecord.to_json(): so that lists and counts read no draft
    draft_translations = models.JSONField(default=dict, blank=True, editable=False)
    summary: ClassVar[str] = ""  # name of the text that tells in a sentence or two what the page is about

    objects: ClassVar[Any] = VisiblePageManager()

    title = alphabetical(AbstractPage, "title")
    draft_title = alphabetical(AbstractPage, "draft_title")

    search_fields = [
        *AbstractPage.search_fields,
        *DefaultBasePageMixin.search_fields,
        *(index.AutocompleteField(name) for name in get_translation_fields("title")),  # for the admin
    ]
    menu_title = models.CharField(
        _("title in menus"),
        max_length=40,
        blank=True,
        help_text=_("Short title for menus. Leave empty to use the title."),
    )

    promote_panels = [*DefaultBasePageMixin.promote_panels, FieldPanel("menu_title")]
    edit_handler = TranslatedInterface()

    class Meta(AbstractPageMeta):
        indexes = [
            models.Index(fields=["depth"], condition=models.Q(show_in_menus=True), name="pages_in_menus"),
            models.Index(fields=["id", "path"], condition=models.Q(live=True), name="live_pages"),
            models.Index(fields=["path", "live", "expire_at"], condition=models.Q(numchild__gt=0), name="parent_pages"),
            models.Index(fields=["expire_at"], condition=models.Q(expire_at__isnull=False), name="expiring_pages"),
        ]

    # Saving

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """Let the columns without a suffix, which other models' lookups and raw SQL see, hold the source's texts."""
        with override(SOURCE):
            super().save_base(*args, **kwargs)

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Save in a language whose slug changes, as Wagtail compares slugs in the active language only."""
        from wagtail.signal_handlers import disable_reference_index_auto_update  # which imports models

        if update_fields and DRAFT_FIELDS.issuperset(update_fields):
            return self.save_draft_fields(update_fields)
        renamed = self.get_renamed_languages() if self.pk and (not update_fields or "slug" in update_fields) else []
        is_new = self._state.adding
        if self.alias_of_id:
            self.copy_texts(self, "title", to="draft_title")
            update_fields = update_fields and [*update_fields, *get_translation_fields("draft_title")]
        if update_fields is None:
            if isinstance(self, self.specific_class):
                with hold_rows(self):
                    align_bodies(self)
                    self.update_translations()
            if not self.has_unpublished_changes:
                self.draft_translations = self.describe_draft().to_json()
        with transaction.atomic(), override(renamed[0] if renamed else SOURCE):
            update_fields = self.before_row(update_fields)
            written = rows_in_memory(self) if update_fields is None else {}
            with disable_reference_index_auto_update():  # else what the page refers to is read anew for each row
                super().save(*args, update_fields=update_fields, **kwargs)
            self.after_row()
            with hold_rows(self, written):
                self.index_references()
                if update_fields is None:
                    record_sources(self)
                if (update_fields is None or "live" in update_fields) and not (is_new and not self.live):
                    self.tell_change()
        return None

    def index_references(self) -> None:
        """Note what the page refers to, read from what is in memory; Wagtail would read it anew."""
        try:
            ReferenceIndex.create_or_update_for_object(self)
        except (KeyError, ValueError):  # of a link without a key, as a program may write it: nothing is written by then
            log.warning("What page %s refers to could not be read.", self.pk)

    def before_row(self, update_fields: Any) -> Any:
        """Set what goes into the page's row, in the transaction that writes it; return the fields to write, too."""
        return update_fields

    def after_row(self) -> None:
        """Write what belongs to the page's row, in the same transaction, before anybody is told of the change."""

    def save_draft_fields(self, names: Collection[str]) -> None:
        """Note on the page which draft is its latest: no reader sees it, and no index holds anything of it."""
        self.copy_texts(self, "title", to="draft_title")
        self.draft_translations = self.describe_draft().to_json()
        columns = {*names, *get_translation_fields("draft_title"), "draft_translations"} - {COMMENTS_RELATION_NAME}
        with override(SOURCE):
            page = self.base_page_model.objects.rewrite(False).filter(pk=self.pk)
            page.update(**{name: getattr(self, name) for name in sorted(columns)})
        if COMMENTS_RELATION_NAME in names:
            getattr(self, COMMENTS_RELATION_NAME).commit()

    def tell_change(self) -> None:
        """Tell those who keep something of the texts that readers see, such as the search."""
        page = self if isinstance(self, self.specific_class) else self.specific_class._default_manager.get(pk=self.pk)
        texts_changed.send(type(page), page=page)

    def describe_draft(self) -> DraftRecord:
        """Return what is noted of the page as it is in memory, its latest draft."""
        days = {code: self.get_day(code) for code in LANGUAGES}
        is_whole = isinstance(self, self.specific_class)
        noted = DraftRecord.from_json(self.draft_translations)
        return DraftRecord(
            statuses={code: self.get_stored_status(code) for code in TRANSLATIONS},
            days={code: day for code, day in days.items() if day},
            pictures=frozenset(keys_of_images(self)) if is_whole else noted.pictures,
        )

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        revision = super().save_revision(*args, **kwargs)
        record_sources(self)
        return revision

    save_revision.alters_data = True  # type: ignore[attr-defined]

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> Any:
        """Publish `revision` in the languages chosen for it: now, at its date, or when a moderator approves."""
        with transaction.atomic():
            lock_pages(self.pk)
            if not publishes_all(revision.content.get("publishes"), user):
                hold_back(revision, revision.as_object(), user)
            return super().publish(revision, user=user, **kwargs)

    publish.alters_data = True  # type: ignore[attr-defined]

    def serializable_data(self) -> dict[str, Any]:
        """Let each draft hold the status of its own texts; the live page's stays until it is published."""
        clean_fields(self)
        with hold_rows(self):
            align_bodies(self)
            self.update_translations()
            data: dict[str, Any] = clean_data(super().serializable_data())  # its rows, too
        return data

    def with_content_json(self, content: dict[str, Any]) -> BasePage:
        """Keep in each language what Wagtail keeps in the active one; and our slugs if those of `content` are taken."""
        with override(SOURCE):  # or the texts without a suffix would fill a language that `content` is older than
            obj = super().with_content_json(content)
        if parent := getattr(self, "_cached_parent_obj", None):
            obj._cached_parent_obj = parent  # as it stands in the same place
        for name in [*self.kept_fields, "draft_translations"]:
            setattr(obj, name, getattr(self, name))
        # Wagtail knows by this whether readers have the page. Where it is older in `content`, or the page was published
        # without a revision, as a new site's home page is, to schedule a draft would unpublish the page until then.
        obj.live_revision_id = self.live_revision_id
        if (
            self.live
            and not self.live_revision_id
            and (self.first_published_at or (self.depth == 2 and self.is_site_root()))  # homes lie right under the root
        ):
            obj.live_revision_id = self.latest_revision_id
        obj.copy_texts(self, "draft_title", to="draft_title")
        if in_each_language(lambda: obj.slug) != in_each_language(lambda: self.slug):
            parent = self.get_parent()
            obj.copy_texts(
                self, "slug", to="slug", languages=LANGUAGES if self.alias_of_id else obj.get_taken_slugs(parent)
            )
            obj.set_url_path(parent)
        return obj

    def update_aliases(self, **kwargs: Any) -> None:
        with override(SOURCE):  # as it assigns what it read, perhaps from a fallback
            super().update_aliases(**kwargs)

    update_aliases.alters_data = True  # type: ignore[attr-defined]

    def minimal_clean(self) -> None:
        with override(SOURCE):  # likewise
            super().minimal_clean()

    def copy_texts(self, other: BasePage, name: str, *, to: str, languages: list[str] = LANGUAGES) -> None:
        """Set field `to` to what `other` has in field `name`, language by language."""
        for language in languages:
            setattr(self, column(to, language), getattr(other, column(name, language)))

    def permissions_for_user(self, user: Any) -> Any:
        """Let those who write translations only do no more than that, and those who write nothing, nothing."""
        return page_permissions(user, self) or super().permissions_for_user(user)

    def get_draft_status(self, language: str) -> TranslationStatus:
        """Return the status that the translation has in the latest draft, without looking at any text."""
        return DraftRecord.from_json(self.draft_translations).statuses.get(language) or self.get_stored_status(language)

    # What readers could read

    def record_public(self) -> None:
        """Record that everybody can read from now on what the page, as it is published, says."""
        record_publication(self)

    record_public.alters_data = True  # type: ignore[attr-defined]

    def list_earlier_texts(self) -> list[Withholdable]:
        """Return what the page said once and no longer says, as far as it is on record and not withheld."""
        return [*list_earlier_sources(self)]

    # Previews

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [(language, NAMES[language]) for language in LANGUAGES]

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: Any = None,
    ) -> Any:
        with override(preview_mode if preview_mode in LANGUAGES else get_language()):
            return super().make_preview_request(original_request, preview_mode, extra_request_attrs)


class TranslatedInline(DraftRow, Orderable):
    """A row of a page with texts of its own, in the order editors gave: its panels name each language's column."""

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, "title", "") or getattr(self, "text", "") or self.pk)
