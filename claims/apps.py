from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = pgettext_lazy("claims", "Claims")

    def ready(self) -> None:
        from .admin import moving  # noqa: F401
        from .citations.indexing import connect_receivers

        connect_receivers()
