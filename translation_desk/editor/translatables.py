"""What can be translated side by side: pages, and snippets whose translations have a status."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import Http404
from django.urls import reverse

from translations.languages import TRANSLATIONS
from translations.models import BasePage
from translations.permissions import languages_of, may_change
from translations.snippets import snippet_models

PAGE = "page"


def address_kind_of(obj: Model) -> str:
    """Return how an address names what sort of thing `obj` is: `page`, or a snippet's `app.model`."""
    return kind_of_model(type(obj))


def kind_of_model(model: type[Model]) -> str:
    return PAGE if issubclass(model, BasePage) else model._meta.label_lower


def url_of(obj: Model, language: str) -> str:
    return translation_url(type(obj), obj.pk, language)


def translation_url(model: type[Model], key: int, language: str) -> str:
    """Return the address of the text beside its source."""
    return reverse("translation_editor", args=[kind_of_model(model), key, language])


def load_translatable(kind: str, pk: int) -> Any:
    """Return the latest draft of a page, or a snippet.

    :raises Http404: where there is no such thing
    """
    model: Any = BasePage if kind == PAGE else find_model(kind)
    obj = model._default_manager.filter(pk=pk).first() if model else None
    if obj is None or (kind == PAGE and (obj.is_root() or not obj.specific_class)):
        raise Http404
    return obj.get_latest_revision_as_object() if kind == PAGE else obj


def find_model(kind: str) -> Any:
    return {model._meta.label_lower: model for model in snippet_models()}.get(kind)


def may_translate_object(obj: Any, user: Any, language: str) -> bool:
    """Tell whether `user` may write `obj` in `language`, a translation's."""
    if language not in TRANSLATIONS or language not in languages_of(user):
        return False
    return may_change(user, obj) and not (isinstance(obj, BasePage) and obj.alias_of_id)


def edit_url(model: type[Model], key: int) -> str:
    """Return the address of the ordinary form of a page or snippet."""
    if issubclass(model, BasePage):
        return reverse("wagtailadmin_pages:edit", args=[key])
    viewset: Any = model.snippet_viewset  # type: ignore[attr-defined]  # set by Wagtail on each snippet's model
    return reverse(viewset.get_url_name("edit"), args=[key])
