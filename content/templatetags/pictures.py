"""Pictures on pages."""

from django import template

from ..models import CahierImage, Rendition

register = template.Library()


@register.simple_tag
def find_rendition(picture: CahierImage | None, size: str) -> Rendition | None:
    """`{% find_rendition page.cover "side" as rendition %}`: nothing where it is not there, as none is made here.

    :param size: one of `body.renditions.SIZES`
    """
    return picture.find_rendition(size) if picture else None
