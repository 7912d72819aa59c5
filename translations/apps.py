from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TranslationsConfig(AppConfig):
    name = "translations"

    def ready(self) -> None:
        from . import checks, redirects  # noqa: F401
        from .new_languages import fill_in_paths

        post_migrate.connect(fill_in_paths, sender=self)
