"""What is stored of a translation: as docs/translations.md says, whatever happens to the page; older rows are read."""

import json
import re
from dataclasses import FrozenInstanceError, replace
from datetime import date
from typing import Any

import jsonschema
import pytest

from campaigns.models import StandardPage
from claims.models import ClaimPage
from tests.factories import ClaimPageFactory, StandardPageFactory, TopicFactory, WorkshopReportPageFactory
from tests.project.tree import read
from translations.models import BasePage
from translations.status.records import (
    DraftRecord,
    SourceRecord,
    TranslationFingerprint,
    TranslationRecord,
    TranslationStatus,
    digest,
)

TEXTS = {"title": {"fr": "Atelier", "en": "Workshop"}, "lead": {"fr": "Un", "en": "One"}}


def check(column: str, stored: Any) -> None:
    """Validate what the column holds against the schema that the documentation gives."""
    schemas = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", read("docs/translations.md"), re.DOTALL)]
    [schema] = [schema for schema in schemas if schema["title"] == column]
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(stored, schema, format_checker=jsonschema.FormatChecker())


def check_row(obj: Any) -> None:
    obj = type(obj).objects.get(pk=obj.pk)
    check("translations", obj.translations)
    if isinstance(obj, BasePage):
        check("draft_translations", obj.draft_translations)


@pytest.mark.django_db
def test_what_is_stored_is_as_documented_whatever_happens_to_a_page():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One")
    check_row(page)
    page.lead_fr = "Deux"
    page.save()
    page.record_source("en", "title", "Session", digest("Séance"))
    page.mark_machine_texts("en", ["title"])
    page.save()
    check_row(page)
    assert page.translations["en"]["machine"]
    draft = StandardPage.objects.get(pk=page.pk)
    draft.title_en = "Workshops"
    check("translations", draft.save_revision().content["translations"])
    check_row(page)


@pytest.mark.django_db
def test_what_is_stored_of_records_and_rows_is_as_documented():
    check_row(TopicFactory(name_fr="Logement", name_en="Housing"))
    check_row(ClaimPageFactory(parent=WorkshopReportPageFactory(), title_fr="Un guichet", title_en="A counter"))
    assert ClaimPage.objects.get().translations["fr"]["is"]


def test_record_comes_back_as_it_went():
    record = TranslationRecord().renew(TEXTS, "en")
    marked = replace(record, machine=frozenset([digest("x")]), status=TranslationStatus.PARTIAL, outdated=3)
    for each in (record, marked, TranslationRecord()):
        assert TranslationRecord.from_json(json.loads(json.dumps(each.to_json()))) == each
    source = SourceRecord().renew(TEXTS)
    assert SourceRecord.from_json(json.loads(json.dumps(source.to_json()))) == source
    draft = DraftRecord({"en": TranslationStatus.CURRENT}, {"fr": date(2026, 5, 1)}, frozenset([3, 1]))
    assert DraftRecord.from_json(json.loads(json.dumps(draft.to_json()))) == draft


@pytest.mark.parametrize(
    ("stored", "outdated"), [({"status": "outdated", "from": []}, 1), ({"status": "current", "from": []}, 0), ({}, 0)]
)
def test_row_older_than_a_name_is_read_without_it(stored, outdated):
    record = TranslationRecord.from_json(stored)
    assert (record.status, record.outdated) == (stored.get("status", "missing"), outdated)
    assert record.confirmed is None


def test_draft_that_does_not_say_which_pictures_it_shows_may_show_any():
    assert DraftRecord.from_json({"en": "current"}).may_show(5)
    assert not DraftRecord.from_json({"pictures": [4]}).may_show(5)


def test_record_is_never_changed_but_replaced():
    record = TranslationRecord().renew(TEXTS, "en")
    with pytest.raises(FrozenInstanceError):
        record.outdated = 1
    changed = {**TEXTS, "lead": {"fr": "Deux", "en": "One"}}
    assert record.renew(changed, "en").status == TranslationStatus.OUTDATED
    assert record.status == TranslationStatus.CURRENT


def test_source_that_is_not_known_any_more_makes_a_text_outdated_and_today_its_day():
    missing = TranslationRecord().renew({**TEXTS, "lead": {"fr": "Un", "en": ""}}, "en")
    known = replace(missing, confirmed=date(2020, 1, 1))
    record = known.add_source("lead", "One", digest("Zéro")).renew(TEXTS, "en")
    assert record.judge(TranslationFingerprint.of("lead", "Un", "One")) == TranslationStatus.OUTDATED
    assert record.confirmed != known.confirmed
