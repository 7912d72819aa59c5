"""The site with Spanish added, as an operator would add it; its new migrations go where NEW_MIGRATIONS says."""

import os

from config.settings.base import LANGUAGES as LANGUAGES_BEFORE
from config.settings.test import *  # noqa: F403

LANGUAGES_BEFORE.append(("es", "Español"))

APPS = ["body", "campaigns", "claims", "contacts", "newsletter", "search", "translations", "workshops"]
MIGRATION_MODULES = {app: f"{os.environ['NEW_MIGRATIONS']}.{app}" for app in APPS}
