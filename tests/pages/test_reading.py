"""A visitor's request reads and never writes, not even the first one for a page."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client

from content.models import CahierDocument
from tests.pages.site import make_site
from translations.models import BasePage

from ..content.photographs import files_in, make_image

READS = ("SELECT", "WITH", "SAVEPOINT", "RELEASE")
NEUTRAL = ["/", "/sitemap.xml", "/robots.txt", "/api/v2/pages/", "/r/ZZ-9", "/fr/nulle-part/", "/en/search/?q=page"]


def addresses_of(pages: list[BasePage]) -> list[str]:
    found = [*NEUTRAL]
    for page in pages:
        found += page.get_urls().values()
        found.append(f"/api/v2/pages/{page.pk}/")
        found += [f"{url[:-1]}{ending}" for url in page.get_urls().values() for ending in (".ics", ".atom")]
    return found


@pytest.mark.django_db
def test_no_request_of_a_visitor_writes_a_row_or_a_file(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    site = make_site(size=2)
    document = CahierDocument.objects.create(title_fr="CR", file=ContentFile(b"Rien.", "cr.txt"))
    image = make_image()
    image.make_renditions()
    for name, page in site.items():
        if hasattr(page, "body"):
            page.body_fr = page.body_en = [
                {"type": "image", "value": {"image": make_image().pk if name == "ArticlePage" else image.pk}},
                {"type": "document", "value": {"document": document.pk, "label": ""}},
            ]
            page.save()
    written: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip("( ").upper().startswith(READS):
            written.append(sql)
        return execute(sql, params, many, context)

    before = files_in(tmp_path)
    client = Client(raise_request_exception=False)
    addresses = [*addresses_of([*site.values()]), document.url, image.find_rendition("wide").url]
    with connection.execute_wrapper(note):
        for address in addresses:
            response = client.get(address)
            assert response.status_code < 500, address
            assert not written, (address, written)
            if response.streaming:
                b"".join(response)
    assert files_in(tmp_path) == before
    assert len(addresses) > 80
