"""What follows from publishing a page, and what editors upload of themselves."""

from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import ReferenceIndex
from wagtail.signals import page_published
from wagtail.users.models import UserProfile

from translations.models import BasePage

from .models import CahierImage
from .storage.metadata import UnreadablePictureError, strip_metadata


@receiver(page_published)
def show_pictures(sender: Any, instance: BasePage, **kwargs: Any) -> None:
    """Make what could not be made of the page's pictures when they were saved: once it is known which they are."""
    transaction.on_commit(partial(make_renditions_of, instance), robust=True)


def make_renditions_of(page: BasePage) -> None:
    kind = ContentType.objects.get_for_model(CahierImage)
    keys = ReferenceIndex.get_references_for_object(page).filter(to_content_type=kind)
    for picture in CahierImage.objects.filter(pk__in=[int(key) for key in keys.values_list("to_object_id", flat=True)]):
        picture.make_renditions()


@receiver(pre_save, sender=UserProfile)
def strip_avatar(sender: Any, instance: UserProfile, **kwargs: Any) -> None:
    """Keep an editor's own picture without its metadata; one that cannot be read is not kept."""
    if instance.avatar and not instance.avatar._committed:
        try:
            instance.avatar = strip_metadata(instance.avatar.file)
        except UnreadablePictureError:
            instance.avatar = ""
