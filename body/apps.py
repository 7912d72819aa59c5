from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BodyConfig(AppConfig):
    name = "body"
    verbose_name = _("Body of pages")

    def ready(self) -> None:
        from . import date_fields

        date_fields.use_in_admin()
