"""Publishing one language while the other stays as readers have it, its draft kept.

What belongs to no language (pictures, which rows there are) goes with the source's. So do dates, but for those that an
editor gives a translation: it goes out at its own date.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractPage, Revision

from ..languages import LANGUAGES, SOURCE, in_a_sentence
from ..permissions import languages_of, may_write_source
from .draft_merge import combine, digest_parts
from .locking import lock_pages


def publish_languages(*, page: AbstractPage, languages: Collection[str], user: Any = None) -> None:
    """Publish the latest draft of `page` in `languages`, or at its date of publication if it has one.

    :raises ValidationError: where readers would see a translation of a page they cannot read
    """
    with transaction.atomic():
        lock_pages(page.pk)
        draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
        draft.publishes = [language for language in LANGUAGES if language in languages]
        revision = draft.save_revision(user=user, log_action=True, clean=False)
        revision.publish(user=user)


def hold_back(revision: Revision, page: AbstractPage, user: Any = None) -> None:
    """Let `revision`, a draft of `page` about to be published, hold what readers have in the languages not chosen.

    What it had in them becomes the next draft, unless there is a later one already.

    :param page: as `revision` has it
    :raises ValidationError: where readers would see a translation of a page they cannot read
    """
    languages = languages_to_publish(page.publishes, user)
    if len(languages) == len(LANGUAGES):
        return
    if not languages:
        raise ValidationError(
            _("Nothing was published: you do not have permission to write in the languages of this draft.")
        )
    live = type(page).objects.get(pk=page.pk)
    draft = revision.content
    dates = {} if SOURCE in languages else choose_dates(live, revision, user)
    content = live.with_content_json(choose_texts(live, draft, languages) | dates)
    content.publishes = languages
    content.take_pairs(page)
    if live.live:
        content.take_pairs(live)
    revision.content = content.serializable_data()
    revision.save(update_fields=["content"])
    if revision.is_latest_revision() and is_held_back(type(page), draft, revision.content):
        page.publishes = []
        page.save_revision(user=user, clean=False)
        record_next_draft(revision.content_object, page)


def record_next_draft(stored: AbstractPage, page: AbstractPage) -> None:
    """Let `stored`, as which the revision is about to be published, know of the draft that comes after it."""
    for name in ("latest_revision", "latest_revision_created_at", "draft_translations", "has_unpublished_changes"):
        setattr(stored, name, getattr(page, name))
    stored.copy_texts(page, "draft_title", to="draft_title")


def choose_all_languages(revision: Revision) -> None:
    """Forget which languages the draft `revision` was to be published in, as that was refused."""
    revision.content["publishes"] = []
    revision.save(update_fields=["content"])


def languages_to_publish(chosen: Collection[str] | None, user: Any) -> list[str]:
    """Return the languages `chosen` for a draft, all for none, as far as `user` may write them."""
    allowed = languages_of(user) if user else LANGUAGES
    return [language for language in chosen or LANGUAGES if language in allowed]


def publishes_all(chosen: Collection[str] | None, user: Any) -> bool:
    """Tell, without reading the draft, whether nothing of it is to be held back."""
    return len(languages_to_publish(chosen, user)) == len(LANGUAGES)


def choose_texts(live: AbstractPage, draft: dict[str, Any], languages: Collection[str]) -> dict[str, Any]:
    before = live.serializable_data() if live.live else {}
    if SOURCE in languages:
        others = [language for language in LANGUAGES if language not in languages]
        return combine(type(live), draft, before, others, emptied=True)
    if not before:
        message = _("The page is not published yet: publish it in {language} first.")
        raise ValidationError(format_lazy(message, language=lazy(in_a_sentence, str)(SOURCE)))
    return combine(type(live), before, draft, languages)


def choose_dates(live: AbstractPage, revision: Revision, user: Any) -> dict[str, Any]:
    """Return the dates that a translation is published with: those of its draft, `revision`.

    The page's expiry is the draft's only if all who have a hand in it may write the source, and if the page was not
    published since: what was published later was decided later.
    """
    dates = {"go_live_at": revision.content.get("go_live_at")}
    allowed = all(may_write_source(person) for person in (user, revision.user) if person)
    if allowed and not (live.last_published_at and live.last_published_at > revision.created_at):
        dates["expire_at"] = revision.content.get("expire_at")
    return dates


def is_held_back(model: type[AbstractPage], draft: dict[str, Any], published: dict[str, Any]) -> bool:
    """Tell whether `draft` says anything that is not `published`."""
    return digest_parts(model, draft) != digest_parts(model, published)
