"""Addresses of many pages at once, from the columns of their paths: Wagtail takes twenty times as long for each."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from modeltranslation.utils import get_translation_fields
from wagtail.models import Site

from ..languages import SOURCE, column, in_each_language

ADDRESS_FIELDS = ("url_path", *get_translation_fields("url_path"))  # what a row must have


class PageAddresses:
    """What PathsMixin.get_urls(full=True) returns, for pages or rows of their columns; made for one answer.

    Where sites are, and how addresses in each language begin, is asked once.
    """

    def __init__(self) -> None:
        sites = Site.get_site_root_paths()
        self.sites = [(site.root_path, settings.BASE_URL if len(sites) == 1 else site.root_url) for site in sites]
        starts = in_each_language(lambda: reverse("wagtail_serve", args=[""]))
        self.languages = [(language, column("url_path", language), start) for language, start in starts.items()]

    def list_urls(self, row: Any) -> dict[str, str | None]:
        """Map each language to the absolute URL of a page; None where it is below no site.

        :param row: has ADDRESS_FIELDS as attributes
        """
        source = getattr(row, column("url_path", SOURCE))
        root, base = next((site for site in self.sites if row.url_path.startswith(site[0])), ("", None))
        urls: dict[str, str | None] = {}
        for language, name, start in self.languages:
            path = (getattr(row, name) or source)[len(root) :]
            urls[language] = None if base is None else f"{base}{start}{quote(path)}"
        return urls
