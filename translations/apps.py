from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TranslationsConfig(AppConfig):
    name = "translations"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from . import checks, redirects, signals  # noqa: F401
        from .new_languages import fill_in_paths, fill_in_statuses
        from .permissions import SnippetPolicy, make_permissions
        from .search.upkeep import prepare_database
        from .snippets import snippet_models

        for model in snippet_models():
            register_permission_policy(model, SnippetPolicy(model))

        post_migrate.connect(fill_in_paths, sender=self)
        post_migrate.connect(prepare_database, sender=self)
        post_migrate.connect(make_permissions, sender=self)
        post_migrate.connect(fill_in_statuses, sender=self)
