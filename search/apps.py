from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from .indexing import connect_receivers, prepare_database

        connect_receivers()
        post_migrate.connect(prepare_database, sender=self)
