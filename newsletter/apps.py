from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = pgettext_lazy("newsletter", "Newsletter")

    def ready(self) -> None:
        from .bounces import score as bounces  # noqa: F401  # hear of what is refused or given up
        from .subscriptions import consent_renewal as renewing  # noqa: F401  # hear of what is refused or given up
