"""What keeps statuses true that pages themselves do not see change."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex
from wagtail.signals import page_published

from .languages import TRANSLATIONS
from .models import BasePage
from .sources import note_publication


@receiver(page_published)
def note_published_texts(sender: Any, instance: BasePage, **kwargs: Any) -> None:
    note_publication(instance)


def update_pages_with(sender: Any, instance: Any, created: bool, update_fields: Any = None, **kwargs: Any) -> None:
    """Store the statuses of the pages that show a picture anew, as its alternative text is one of theirs."""
    if created or update_fields is not None:
        return
    kind = ContentType.objects.get_for_model(BasePage)
    references = ReferenceIndex.get_references_to(instance).filter(base_content_type=kind)
    keys = [int(key) for key in references.values_list("object_id", flat=True)]
    for page in BasePage.objects.filter(pk__in=keys).specific():
        page.update_translations()
        fields = {"translations": page.translations}
        if not page.has_unpublished_changes:
            fields["draft_translations"] = {code: page.get_stored_status(code).value for code in TRANSLATIONS}
        type(page).objects.filter(pk=page.pk).update(**fields)


post_save.connect(update_pages_with, sender=get_image_model())
