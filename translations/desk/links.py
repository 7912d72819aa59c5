"""Where the admin lets one edit a page or snippet, and where it lets one translate it: from its model and key alone."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Model
from django.urls import reverse

from ..beside.objects import kind_of_model
from ..models import BasePage


def edit_url(model: type[Model], key: int) -> str:
    if issubclass(model, BasePage):
        return reverse("wagtailadmin_pages:edit", args=[key])
    viewset: Any = model.snippet_viewset  # type: ignore[attr-defined]  # set by Wagtail on each snippet's model
    return reverse(viewset.get_url_name("edit"), args=[quote(key)])


def translation_url(model: type[Model], key: int, language: str) -> str:
    """Return the address of the text beside its source."""
    return reverse("translate_beside", args=[kind_of_model(model), key, language])
