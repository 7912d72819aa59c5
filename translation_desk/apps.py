from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class TranslationDeskConfig(AppConfig):
    name = "translation_desk"
    verbose_name = pgettext_lazy("translation_desk", "Translations")
