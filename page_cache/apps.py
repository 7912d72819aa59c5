from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PageCacheConfig(AppConfig):
    name = "page_cache"

    def ready(self) -> None:
        from . import checks  # noqa: F401
        from .triggers import prepare_database, withdraw_before_migrations

        pre_migrate.connect(withdraw_before_migrations, sender=self)
        post_migrate.connect(prepare_database, sender=self)
