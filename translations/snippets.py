"""Snippets whose translations have a status, as pages' have."""

from typing import Any

from django.apps import apps

from .status.snapshots import record_sources
from .status.statuses import TranslationStatusMixin


class TranslatedSnippet(TranslationStatusMixin):
    """What readers see as soon as it is saved."""

    class Meta:
        abstract = True

    @classmethod
    def choosable(cls) -> Any:
        """Return what those may choose who edit pages and have no permission on these records."""
        return cls._default_manager.all()

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        if update_fields is None:
            self.update_translations()
        super().save(*args, update_fields=update_fields, **kwargs)
        if update_fields is None:
            record_sources(self)


def snippet_models() -> list[type[TranslatedSnippet]]:
    """Return the models of all snippets whose translations have a status."""
    models = [model for model in apps.get_models() if issubclass(model, TranslatedSnippet)]
    return sorted(models, key=lambda model: model._meta.label)
