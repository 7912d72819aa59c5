"""The list of subscribers as it goes out: filtered, for those who may, and harmless in a spreadsheet."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils.translation import override

from newsletter.models import Subscriber
from newsletter.subscriptions.csv_lists import decode_list, read_list
from newsletter.subscriptions.exporting import write_list
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
    topic = TopicFactory(slug="travail", name_fr="Travail, emploi", name_en="Work")
    chosen = SubscriberFactory(email=ADDRESS, status="active", language="en")
    chosen.topics.add(topic)
    SubscriberFactory(status="active", language="fr")
    assert len(export(client)) == 2
    (line,) = export(client, language="en", topics=topic.pk)
    found = [line[name] for name in ("Adresse de courriel", "Sujets", "Statut", "Origine")]
    assert found == [ADDRESS, "Travail, emploi", "Abonnement actif", "Formulaire de ce site"]
    assert len(export(client, language="\x00", topics="9" * 40)) == 2


def test_export_is_no_get(client, importer):
    assert client.get(reverse("subscribers:export")).status_code == 405


def test_exported_formula_does_not_run(client, importer):
    SubscriberFactory(email="=cmd@exemple.fr")
    assert export(client)[0]["Adresse de courriel"] == "'=cmd@exemple.fr"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_export_speaks_the_editors_language_and_can_be_imported_again(client, importer, language):
    topics = [
        TopicFactory(name_fr="Travail, emploi", name_en="Work"),
        TopicFactory(name_fr="Logement", name_en="Homes"),
    ]
    SubscriberFactory(email=ADDRESS, status="active", language="en", rhythm="each").topics.add(*topics)
    with override(language):
        text = decode_list("".join(write_list(Subscriber.objects.all())).encode())
        rows = list(read_list(text, language="fr", rhythm="weekly"))
    heading = text.splitlines()[0]
    assert ("Fréquence" in heading, "Frequency" in heading) == (language == "fr", language == "en")
    assert ("À chaque nouvel article" in text) == (language == "fr")
    assert [(row.email, row.language, row.rhythm) for row in rows] == [(ADDRESS, "en", "each")]
    assert {topic.pk for topic in rows[0].topics} == {topic.pk for topic in topics}
