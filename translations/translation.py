"""Register with modeltranslation each model that names its `translated_fields`, parents first."""

from django.apps import apps
from modeltranslation.translator import TranslationOptions, translator

from .languages import SOURCE

for model in sorted(apps.get_models(), key=lambda model: len(model._meta.all_parents)):
    if hasattr(model, "translated_fields"):
        own = {field.name for field in model._meta.local_fields}
        fields = {name for cls in model.__mro__ for name in vars(cls).get("translated_fields", ())}
        translator.register(model, TranslationOptions, fields=sorted(fields & own), required_languages=(SOURCE,))
