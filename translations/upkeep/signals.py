"""Signal handlers that update translation statuses when something other than the page itself changes."""

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction, ReferenceIndex, get_page_models
from wagtail.signals import post_page_move

from ..languages import LANGUAGES
from ..models import BasePage
from ..page_signals import texts_changed
from ..publishing.draft_merge import columns_of
from ..status.records import DraftRecord
from ..texts.paths import share_pictures

# What everybody could read


def record_published_texts(sender: Any, page: BasePage, **kwargs: Any) -> None:
    if page.live and BasePage.objects.is_visible(page.pk):
        page.record_public()


def record_opened_pages(sender: Any, instance: PageViewRestriction, origin: Any, **kwargs: Any) -> None:
    """Let what nobody needs to log in for any more count as public; unless the restriction goes with its page."""
    if origin is instance or getattr(origin, "model", None) is sender:
        record_public(BasePage.objects.descendant_of(instance.page, inclusive=True))


@receiver(post_page_move)
def record_moved_pages(sender: Any, instance: BasePage, parent_page_before: BasePage, **kwargs: Any) -> None:
    """Let what was moved out of a place that not everybody may see count as public."""
    if not BasePage.objects.public().filter(pk=parent_page_before.pk).exists():
        record_public(BasePage.objects.descendant_of(instance, inclusive=True))


def record_public(pages: Any) -> None:
    """Record what those of `pages` say that everybody can read."""
    for page in pages.filter(pk__in=BasePage.objects.visible().order_by().values("pk")).specific():
        page.record_public()


post_delete.connect(record_opened_pages, sender=PageViewRestriction)
for page_type in get_page_models():
    texts_changed.connect(record_published_texts, sender=page_type)


# The alternative texts of pictures


def update_pages_with(sender: Any, instance: Any, created: bool, update_fields: Any = None, **kwargs: Any) -> None:
    """Store the statuses of the pages that show a picture anew, as its alternative text is one of theirs."""
    texts = columns_of(type(instance), LANGUAGES)
    if not created and (update_fields is None or not set(texts).isdisjoint(update_fields)):
        update_statuses(find_pages_with(instance))


def record_pages_with(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Note which pages show a picture that is about to go: nothing tells afterwards."""
    instance.shown_by = find_pages_with(instance)


def update_pages_without(sender: Any, instance: Any, **kwargs: Any) -> None:
    update_statuses(instance.shown_by)


def find_pages_with(picture: Any) -> set[int]:
    """Return the keys of the pages that show `picture`, or whose latest draft does: references are those of rows."""
    kind = ContentType.objects.get_for_model(BasePage)
    references = ReferenceIndex.get_references_to(picture).filter(base_content_type=kind)
    drafts = BasePage.objects.filter(has_unpublished_changes=True).values_list("pk", "draft_translations")
    return {
        *map(int, references.values_list("object_id", flat=True)),
        *(key for key, stored in drafts if DraftRecord.from_json(stored).may_show(picture.pk)),
    }


def update_statuses(keys: Collection[int]) -> None:
    """Store anew the statuses of the pages with these `keys`, and those of their latest drafts.

    Takes as many queries for many pages as for few, but for some that Wagtail takes to read each draft.
    """
    pages = list(BasePage.objects.filter(pk__in=keys).specific())
    drafts = {page.pk: page.get_latest_revision_as_object() for page in pages if page.has_unpublished_changes}
    share_pictures([*pages, *drafts.values()])
    for page in pages:
        page.update_translations()
        draft = drafts.get(page.pk, page)
        if draft is not page:
            draft.update_translations()
        page.draft_translations = draft.describe_draft().to_json()
    BasePage.objects.bulk_update(pages, ["translations", "draft_translations"], batch_size=100)


post_save.connect(update_pages_with, sender=get_image_model())
pre_delete.connect(record_pages_with, sender=get_image_model())
post_delete.connect(update_pages_without, sender=get_image_model())
