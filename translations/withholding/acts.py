"""Withholding earlier texts of a page from readers, showing them again, erasing them for good."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from ..languages import SOURCE, column
from ..models import BasePage
from ..page_signals import texts_changed
from ..permissions import may_change
from ..publishing.locking import lock_pages
from ..status.records import digest
from ..status.snapshots import SourceSnapshot
from ..texts.paths import plain_lines
from ..texts.withheld import Withholdable, Withholding

PERMISSION = "translations.withhold_texts"


def may_withhold(user: Any, page: BasePage) -> bool:
    """Tell whether `user` may withhold earlier texts of `page`: by a permission that nothing else implies."""
    return bool(user.has_perm(PERMISSION)) and may_change(user, page)


@transaction.atomic
def withhold(
    *, page: BasePage, keys: Collection[str], reason: Mapping[str, str], user: Any = None, erased: bool = False
) -> Withholding:
    """Keep from readers the rows of `page` with these `keys`, and all others that say the same words.

    :param keys: as `row_key` of what `page.list_earlier_texts()` returns
    :param reason: by language; readers are told
    :param erased: whether the words are not even kept to be shown again
    :raises ValidationError: where no reason is given, or one of the texts is not an earlier one: readers have it now
    """
    lock_pages(page.pk)
    page = type(page).objects.get(pk=page.pk).specific
    if not reason.get(SOURCE, "").strip():
        raise ValidationError({column("reason", SOURCE): _("Give a reason: readers will see it.")})
    earlier = {row.row_key: row for row in page.list_earlier_texts()}
    if not keys or not set(keys) <= set(earlier):
        raise ValidationError(
            _("Choose earlier texts. To withhold what the page says now, change it and publish first.")
        )
    rows = find_same(list(earlier.values()), {digest_of(text) for key in keys for text in withheld_words(earlier[key])})
    rows |= {key: earlier[key] for key in keys}
    originals = [[row._meta.label_lower, row.pk, row.get_words()] for row in rows.values()]
    withholding = Withholding(page_id=page.pk, by=user, originals=originals)
    for language, text in reason.items():
        setattr(withholding, column("reason", language), text.strip())
    with override(SOURCE):
        withholding.save()
    for row in rows.values():
        row.write_columns(**dict.fromkeys(row.get_words(), ""), withholding=withholding)
    log_withholding(page, "translations.withheld", user, withholding)
    if erased:
        erase_words(withholding=withholding, user=user)
    texts_changed.send(type(page), page=page)
    return withholding


def withheld_words(row: Withholdable) -> set[str]:
    return {plain_lines(text) for text in row.get_words().values()}


def digest_of(text: str) -> str:
    return digest(plain_lines(text))


def find_same(rows: list[Any], digests: Collection[str]) -> dict[str, Any]:
    """Return those of `rows` with words of these `digests`, and the texts of all other objects that say them, by key.

    A copy of a page has what the page said, too.
    """
    same = [row for row in rows if not digests.isdisjoint(map(digest_of, withheld_words(row)))]  # type: ignore[attr-defined]
    same += SourceSnapshot.objects.filter(digest__in=digests, withholding=None)
    return {row.row_key: row for row in same}


@transaction.atomic
def show_again(*, withholding: Withholding, user: Any = None) -> None:
    """Put back the words that were withheld.

    :raises ValidationError: if they have been erased
    """
    lock_pages(withholding.page_id)
    withholding = Withholding.objects.select_for_update().get(pk=withholding.pk)
    if withholding.erased_at:
        raise ValidationError(_("These texts have been deleted: they cannot be shown again."))
    page = withholding.page.specific
    for label, key, words in withholding.originals:
        model: Any = apps.get_model(label)
        for row in model._base_manager.filter(pk=key, withholding=withholding):
            row.write_columns(**words, withholding=None)
    log_withholding(page, "translations.shown_again", user, withholding)
    withholding.delete()
    texts_changed.send(type(page), page=page)


@transaction.atomic
def erase_words(*, withholding: Withholding, user: Any = None) -> None:
    """Erase the words that were withheld: they cannot be shown again. Revisions of the page still hold them."""
    lock_pages(withholding.page_id)
    Withholding.objects.filter(pk=withholding.pk).update(originals=[], erased_at=timezone.now())
    log_withholding(withholding.page.specific, "translations.erased", user, withholding)


def log_withholding(page: BasePage, action: str, user: Any, withholding: Withholding) -> None:
    """Write the act into the page's history, without any of the words."""
    data = {"reason": getattr(withholding, column("reason", SOURCE)), "on": withholding.withheld_at.isoformat()}
    log(page, action, user=user, data=data)
