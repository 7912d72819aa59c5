from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = _("Claims")

    def ready(self) -> None:
        from .admin import moving  # noqa: F401
        from .citations.indexing import connect_receivers

        connect_receivers()
