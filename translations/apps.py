from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TranslationsConfig(AppConfig):
    name = "translations"

    def ready(self) -> None:
        from . import checks, redirects, signals  # noqa: F401
        from .new_languages import fill_in_paths, fill_in_statuses
        from .permissions import make_permissions
        from .search.upkeep import connect_receivers, prepare_database

        connect_receivers()
        post_migrate.connect(fill_in_paths, sender=self)
        post_migrate.connect(prepare_database, sender=self)
        post_migrate.connect(make_permissions, sender=self)
        post_migrate.connect(fill_in_statuses, sender=self)
