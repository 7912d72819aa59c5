"""The list of subscribers as it goes out: filtered, for those who may, and harmless in a spreadsheet."""

import csv
import io

import pytest
from django.urls import reverse

from tests.factories import SubscriberFactory, TopicFactory
from tests.newsletter.conftest import ADDRESS

pytestmark = pytest.mark.django_db


def export(client, **filters: object) -> list[dict[str, str]]:
    response = client.post(reverse("subscribers:export"), filters)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="cahier-')
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_export_hands_out_what_is_filtered(client, importer):
    topic = TopicFactory(slug="travail")
    chosen = SubscriberFactory(email=ADDRESS, status="active", language="en")
    chosen.topics.add(topic)
    SubscriberFactory(status="active", language="fr")
    assert len(export(client)) == 2
    (line,) = export(client, language="en", topics=topic.pk)
    assert (line["email"], line["topics"], line["status"], line["source"]) == (ADDRESS, "travail", "active", "web")
    assert len(export(client, language="\x00", topics="9" * 40)) == 2


def test_export_is_no_get(client, importer):
    assert client.get(reverse("subscribers:export")).status_code == 405


def test_exported_formula_does_not_run(client, importer):
    SubscriberFactory(email="=cmd@exemple.fr")
    assert export(client)[0]["email"] == "'=cmd@exemple.fr"
