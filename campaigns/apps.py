from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = pgettext_lazy("campaigns", "Campaigns")

    def ready(self) -> None:
        from .joining import applying  # noqa: F401  # hears of emails that are given up
