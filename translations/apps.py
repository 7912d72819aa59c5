from django.apps import AppConfig
from django.apps import apps as installed
from django.db.models.signals import post_migrate, pre_save


class TranslationsConfig(AppConfig):
    name = "translations"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from . import checks, redirects, signals, sorting  # noqa: F401
        from .characters import clean_saved, has_texts
        from .new_languages import fill_in_paths, fill_in_statuses
        from .permissions import SnippetPolicy, make_permissions
        from .search.upkeep import connect_receivers, prepare_database
        from .snippets import snippet_models

        for model in snippet_models():
            register_permission_policy(model, SnippetPolicy(model))

        for sender in filter(has_texts, installed.get_models()):
            pre_save.connect(clean_saved, sender=sender)
        connect_receivers()
        post_migrate.connect(fill_in_paths, sender=self)
        post_migrate.connect(prepare_database, sender=self)
        post_migrate.connect(make_permissions, sender=self)
        post_migrate.connect(fill_in_statuses, sender=self)
