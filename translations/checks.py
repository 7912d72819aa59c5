"""Assumptions of the translation layer, held by `manage.py check` so that breaking one stops a deployment."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def check_permitted_languages(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    if settings.WAGTAIL_I18N_ENABLED:
        errors.append(
            Error("WAGTAIL_I18N_ENABLED must stay off: it breaks the addresses of pages.", id="translations.E001")
        )
    if settings.MODELTRANSLATION_DEFAULT_LANGUAGE != settings.LANGUAGE_CODE:
        errors.append(
            Error("The source language must be LANGUAGE_CODE: its texts fill the base columns.", id="translations.E002")
        )
    if settings.WAGTAILREDIRECTS_AUTO_CREATE:
        errors.append(
            Error(
                "WAGTAILREDIRECTS_AUTO_CREATE knows one language only: translations.redirects does its work.",
                id="translations.E003",
            )
        )
    return errors
