from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = pgettext_lazy("contacts", "Directory")

    def ready(self) -> None:
        from . import signals  # noqa: F401  # connects them
