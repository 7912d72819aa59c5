from django.apps import AppConfig
from django.apps import apps as installed
from django.db.models.signals import post_migrate, pre_save


class TranslationsConfig(AppConfig):
    name = "translations"

    def ready(self) -> None:
        from django.urls import register_converter
        from wagtail.permissions import register_permission_policy

        from . import checks, sorting  # noqa: F401
        from .addresses import redirects  # noqa: F401
        from .addresses.converters import KeyConverter
        from .permissions import SnippetPolicy, make_permissions
        from .snippets import snippet_models
        from .texts.characters import clean_saved, has_texts
        from .upkeep import signals  # noqa: F401
        from .upkeep.new_languages import fill_in_paths, fill_in_statuses

        register_converter(KeyConverter, "key")
        for model in snippet_models():
            register_permission_policy(model, SnippetPolicy(model))

        for sender in filter(has_texts, installed.get_models()):
            pre_save.connect(clean_saved, sender=sender)
        post_migrate.connect(fill_in_paths, sender=self)
        post_migrate.connect(make_permissions, sender=self)
        post_migrate.connect(fill_in_statuses, sender=self)
