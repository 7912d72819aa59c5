"""A page of a convention is public only while the pages above it are: they name it and stand around it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractPage


def require_published(parent: AbstractPage) -> None:
    """Refuse to publish below `parent` while it is a draft.

    :raises ValidationError: naming the page to publish first
    """
    if not parent.live:
        raise ValidationError(_("Publish “%(title)s” first: this page belongs to it."), params={"title": parent.title})


def unpublish_below(instance: AbstractPage, **kwargs: Any) -> None:
    """Unpublish every page below `instance`, which has just been unpublished, and call off what would publish one.

    The deepest come first, so that each is unpublished, and logged, once: those above find theirs done already.
    """
    for page in instance.get_descendants().order_by("-depth", "path").specific():
        if page.live:
            page.unpublish()
        page.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
        if page.current_workflow_state:
            page.current_workflow_state.cancel()


def unpublish_below_draft(instance: AbstractPage, parent_page_after: AbstractPage, **kwargs: Any) -> None:
    """Unpublish `instance`, which has just been moved, if a draft stands above it now."""
    if instance.live and not parent_page_after.live:
        instance.specific.unpublish()
