"""The site's languages: texts are written in SOURCE and translated into the others."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.utils.translation import get_language, get_language_info, override
from modeltranslation.settings import AVAILABLE_LANGUAGES, DEFAULT_LANGUAGE
from modeltranslation.utils import build_localized_fieldname as column

__all__ = ["LANGUAGES", "NAMES", "SOURCE", "TRANSLATIONS", "column", "in_a_sentence", "in_each_language"]

LANGUAGES: list[str] = list(AVAILABLE_LANGUAGES)
SOURCE: str = DEFAULT_LANGUAGE
TRANSLATIONS: list[str] = [language for language in LANGUAGES if language != SOURCE]
NAMES: dict[str, str] = dict(settings.LANGUAGES)


def in_a_sentence(language: str) -> str:
    """Return the name of `language` as it stands within a sentence of the active language: `French`, *français*."""
    name: str = get_language_info(language)["name_translated"]
    return name.lower() if get_language() == "fr" else name


Result = TypeVar("Result")


def in_each_language(function: Callable[[], Result]) -> dict[str, Result]:
    """Map each language to what `function` returns while it is active.

    A generator that holds override() would leave its language active after an exception in the loop: hence a call.
    """
    results = {}
    for language in LANGUAGES:
        with override(language):
            results[language] = function()
    return results
