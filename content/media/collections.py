"""Pictures of collections that not everybody may open. Wagtail guards documents so, and leaves pictures out."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import CollectionViewRestriction

from ..models import CahierImage


def restrictions_on(path: str) -> list[CollectionViewRestriction]:
    """Return what restricts the picture whose original or rendition is at `path` in the media; none for no picture."""
    at_path = Q(file=path) | Q(renditions__file=path)
    picture = CahierImage.objects.filter(at_path).select_related("collection").first()
    return list(picture.collection.get_view_restrictions()) if picture else []


def may_see(request: HttpRequest, restrictions: list[CollectionViewRestriction]) -> bool:
    """Tell whether the reader has got past all `restrictions`."""
    return all(restriction.accept_request(request) for restriction in restrictions)
