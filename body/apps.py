from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BodyConfig(AppConfig):
    name = "body"
    verbose_name = _("Body of pages")

    def ready(self) -> None:
        from . import signals  # noqa: F401  # connects them
