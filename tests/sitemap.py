"""The site map as robots read it: the index, then each part that it names."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit
from xml.etree import ElementTree

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read_sitemap(fetch: Callable[[str], str | bytes]) -> dict[str, dict[str, str]]:
    """Map each listed address to its alternates by language.

    :param fetch: returns what is at an address of the site
    """
    index = ElementTree.fromstring(fetch("/sitemap.xml"))
    listed = {}
    for address in index.findall("s:sitemap/s:loc", NAMES):
        part = ElementTree.fromstring(fetch(urlsplit(address.text or "").path))
        for url in part.findall("s:url", NAMES):
            links = url.findall("x:link", NAMES)
            listed[url.findtext("s:loc", "", NAMES)] = {
                link.get("hreflang", ""): link.get("href", "") for link in links
            }
    return listed
