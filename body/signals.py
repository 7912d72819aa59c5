"""What follows from publishing a page."""

from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.dispatch import receiver
from wagtail.models import ReferenceIndex
from wagtail.signals import page_published

from translations.models import BasePage

from .models import CahierImage


@receiver(page_published)
def show_pictures(sender: Any, instance: BasePage, **kwargs: Any) -> None:
    """Make what could not be made of the page's pictures when they were saved: once it is known which they are."""
    transaction.on_commit(partial(make_renditions_of, instance), robust=True)


def make_renditions_of(page: BasePage) -> None:
    kind = ContentType.objects.get_for_model(CahierImage)
    keys = ReferenceIndex.get_references_for_object(page).filter(to_content_type=kind)
    for picture in CahierImage.objects.filter(pk__in=[int(key) for key in keys.values_list("to_object_id", flat=True)]):
        picture.make_renditions()
