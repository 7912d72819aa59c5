"""Run in a process of its own: make and apply the migrations that Spanish needs, visit the site, print what is seen."""

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import django


def visit() -> dict[str, Any]:
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse
    from django.utils import translation

    from campaigns.models import StandardPage
    from tests.factories import StandardPageFactory
    from tests.sitemap import read_sitemap

    call_command("makemigrations", verbosity=0)
    call_command("makemigrations", check_changes=True, verbosity=0)  # exits with 1 if something is left to do
    call_command("migrate", verbosity=0)

    with translation.override("fr"):
        page = StandardPageFactory(title_fr="Ateliers", title_en="Workshops", title_es="Talleres")
        alone = StandardPageFactory(title_fr="Seul", title_en="Alone")
    client = Client()
    user = get_user_model().objects.create_superuser("editor", "editor@exemple.fr", "password")

    def look(url: str) -> dict[str, Any]:
        response = client.get(url)
        html = response.content.decode()
        found = {"status": response.status_code, "h1": re.findall(r"<h1[^>]*>[^<]*", html), "html": html}
        return {**found, "location": response.headers.get("Location")}

    seen = {
        "home": look("/es/"),
        "page": look("/es/talleres/"),
        "fallback": look("/es/seul/"),
        "french slug": look("/es/ateliers/"),
        "french": look("/fr/ateliers/"),
        "sitemap": {"html": " ".join(read_sitemap(lambda part: client.get(part).content))},
        "urls": page.get_urls(),
        "status": [StandardPage.objects.get(pk=row.pk).get_stored_status("es").value for row in (page, alone)],
    }
    client.force_login(user)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    seen["tabs"] = [tab.strip() for tab in re.findall(r'role="tab"[^>]*>([^<]+)<', edit)]
    seen["fields"] = [name for name in ("title_es", "lead_es", "slug_es", "es_is_current") if f'name="{name}"' in edit]
    image = client.get(reverse("wagtailimages:add")).content.decode()
    seen["image fields"] = [name for name in ("title_es", "description_es") if f'name="{name}"' in image]
    return seen


if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    folders = [Path(*import_module(name).__path__) for name in settings.MIGRATION_MODULES.values()]
    before = {path for folder in folders for path in folder.glob("*.py")}
    seen = visit()
    new = {path for folder in folders for path in folder.glob("*.py")} - before
    seen["migrations"] = {path.parent.name: path.read_text() for path in new}
    print(json.dumps(seen))  # noqa: T201
