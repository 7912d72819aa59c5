"""What the database holds, whatever language is active."""

from typing import Any

from translations.models import BasePage


def columns(page: BasePage, *names: str) -> tuple[Any, ...]:
    """Return the columns `names` of `page` as stored: modeltranslation would read a language's column for `title`."""
    return BasePage.objects.rewrite(False).filter(pk=page.pk).values_list(*names).get()


def paths(page: BasePage) -> tuple[str, str]:
    """Return the French and the English path of `page`."""
    return columns(page, "url_path_fr", "url_path_en")


def stored(page: BasePage) -> str:
    """Return the status that the English of `page` has as readers see it."""
    return str(BasePage.objects.get(pk=page.pk).translations["en"]["status"])
