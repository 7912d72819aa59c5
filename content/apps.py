from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    label = "body"  # what tables, permissions and migrations are named after
    verbose_name = _("Body of pages")

    def ready(self) -> None:
        """Register our own policies for exactly these models: those are asked for first, whoever registers when."""
        from wagtail.permissions import register_permission_policy

        from . import signals  # noqa: F401  # signals connects them
        from .dates import fields as date_fields
        from .models import CahierDocument, CahierImage
        from .permissions import FilePolicy

        register_permission_policy(CahierImage, FilePolicy(CahierImage, "wagtailimages.Image"), exact_class=True)
        register_permission_policy(CahierDocument, FilePolicy(CahierDocument, "wagtaildocs.Document"), exact_class=True)

        date_fields.use_in_admin()
