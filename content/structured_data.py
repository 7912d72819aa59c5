"""What descriptions of pages for programs share: schema.org, in JSON-LD."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_language

CONTEXT = "https://schema.org"


def without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}


def absolute(address: str) -> str:
    return f"{settings.BASE_URL}{address}" if address.startswith("/") else address


def get_licence() -> str:
    """Return the licence of the site's texts and data: its address, or else its name; empty where none is stated."""
    return settings.LICENCE_URL or settings.LICENCE


def describe_page(page: Any, kind: str, **more: Any) -> dict[str, Any]:
    """Return what is told of any page: its words in the language it is shown in, its days, its licence."""
    return without_empty(
        {
            "@context": CONTEXT,
            "@type": kind,
            "name": page.head_title,
            "description": page.head_description,
            "url": page.get_full_url() if page.pk else "",
            "inLanguage": page.shown_language or get_language(),
            "datePublished": page.first_published_at.isoformat() if page.first_published_at else "",
            "dateModified": page.last_published_at.isoformat() if page.last_published_at else "",
            "license": get_licence(),
            **more,
        }
    )


def describe_part(page: Any, kind: str, **more: Any) -> dict[str, Any]:
    """Return what is told of a page that another is part of."""
    return without_empty({"@type": kind, "name": page.title, "url": page.get_full_url() if page.pk else "", **more})
