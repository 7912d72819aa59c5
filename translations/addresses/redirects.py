"""Redirects in every language, in place of wagtail.contrib.redirects' own (WAGTAILREDIRECTS_AUTO_CREATE = False)."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.coreutils import get_dummy_request
from wagtail.models import Site
from wagtail.signals import page_slug_changed, post_page_move

from ..languages import in_each_language
from .paths import PathsMixin


def redirect_in_each_language(page: PathsMixin, page_old: PathsMixin) -> None:
    """Lead from the addresses of `page_old` and its descendants to those of `page`."""
    ids = [root.site_id for root in page._get_relevant_site_root_paths()]
    sites = list(Site.objects.filter(id__in=ids).exclude(root_page=page))
    in_each_language(lambda: redirect_in_active_language(page, page_old, sites))


def redirect_in_active_language(page: PathsMixin, page_old: PathsMixin, sites: Iterable[Site]) -> None:
    """Run Wagtail's routine only where an address has changed.

    Where none has, it deletes every redirect that was made automatically, of all pages: test_upstream holds that.
    """
    if find_addresses(page_old, sites) - find_addresses(page, sites):
        create_redirects(page, page_old, sites)


def find_addresses(page: PathsMixin, sites: Iterable[Site]) -> set[tuple[int, str]]:
    """Return the path of `page` in the active language on each of `sites`, under the site's key."""
    parts = {site.pk: page.get_url_parts(get_dummy_request(site=site)) for site in sites}
    return {(key, Redirect.normalise_path(found[2])) for key, found in parts.items() if found and found[2]}


@receiver(page_slug_changed)
def redirect_from_old_slugs(instance: PathsMixin, instance_before: PathsMixin, **kwargs: Any) -> None:
    redirect_in_each_language(instance, instance_before)


@receiver(post_page_move)
def redirect_from_old_place(
    instance: PathsMixin, parent_page_before: PathsMixin, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    if url_path_before != url_path_after:
        page, page_old = (type(instance.specific).objects.get(pk=instance.pk) for _ in range(2))
        page_old.set_url_path(parent_page_before)
        redirect_in_each_language(page, page_old)
