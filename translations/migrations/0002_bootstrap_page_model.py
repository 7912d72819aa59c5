"""Give the base page what Wagtail's own migrations need before its foreign keys can be made.

As Wagtail's documentation describes for a custom base page model.
"""

from django.db import migrations
from wagtail.models import BootstrapLocaleField, BootstrapTranslatableModel, BootstrapTranslationKeyField


class Migration(migrations.Migration):
    dependencies = [
        ("translations", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]
    operations = [
        BootstrapLocaleField("translations.BasePage"),
        BootstrapTranslationKeyField("translations.BasePage"),
        BootstrapTranslatableModel("translations.BasePage"),
    ]
