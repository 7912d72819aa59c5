"""Redirects in every language, in place of wagtail.contrib.redirects' own (WAGTAILREDIRECTS_AUTO_CREATE = False)."""

from typing import Any

from django.dispatch import receiver
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Site
from wagtail.signals import page_slug_changed, post_page_move

from .languages import in_each_language
from .models import BasePage


def redirect_in_each_language(page: BasePage, page_old: BasePage) -> None:
    """Lead from the addresses of `page_old` and its descendants to those of `page`."""
    ids = [root.site_id for root in page._get_relevant_site_root_paths()]
    sites = Site.objects.filter(id__in=ids).exclude(root_page=page)
    in_each_language(lambda: create_redirects(page, page_old, sites))


@receiver(page_slug_changed)
def redirect_from_old_slugs(instance: BasePage, instance_before: BasePage, **kwargs: Any) -> None:
    redirect_in_each_language(instance, instance_before)


@receiver(post_page_move)
def redirect_from_old_place(
    instance: BasePage, parent_page_before: BasePage, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    if url_path_before != url_path_after:
        page, page_old = (type(instance.specific).objects.get(pk=instance.pk) for _ in range(2))
        page_old.set_url_path(parent_page_before)
        redirect_in_each_language(page, page_old)
