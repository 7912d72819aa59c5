"""A claim as JSON: docs/claims-json.md says what each name means, claims.schema.json what each value may be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from content.structured_data import get_licence
from translations.addresses.page_addresses import PageAddresses
from translations.languages import LANGUAGES, column
from translations.models import Withholdable
from workshops.models import Finding

from ..models import Decision, Organisation, Reservation, Step, Support, Wording
from .selectors import Gathered, gather_claims

SCHEMA = Path(__file__).with_name("claims.schema.json")

TextsByLanguage = dict[str, str | None]


def texts(obj: Any, name: str) -> TextsByLanguage:
    """Return text `name` of `obj` in each language; None where it is not translated: readers choose what to do then."""
    return {language: getattr(obj, own) or None for language, own in columns_of(name)}


@cache
def columns_of(name: str) -> list[tuple[str, str]]:
    return [(language, column(name, language)) for language in LANGUAGES]


class ClaimSerializer:
    """Describes the claims of one file: what many of them share, once."""

    def __init__(self) -> None:
        self.addresses = PageAddresses()
        self.mark_start = f"{settings.BASE_URL}{reverse('mark', args=['-'])}".removesuffix("-")
        self.describe_workshop = cache(self._describe_workshop)
        self.describe_convention = cache(self._describe_convention)

    def serialize(self, item: Gathered) -> dict[str, Any]:
        claim = item.claim
        short = f"{self.mark_start}{claim.mark}"
        return {
            "@id": short,
            "@type": "CreativeWork",
            "mark": claim.mark,
            "number": claim.number,
            "title": texts(claim, "title"),
            "statement": texts(claim, "statement"),
            "wording": claim.wording,
            "workshop": self.describe_workshop(item.report),
            "convention": self.describe_convention(item.convention),
            "deliberation": {
                "state": claim.deliberation,
                "decisions": [describe_decision(decision) for decision in item.decisions],
            },
            "follow_up": {
                "state": claim.follow_up,
                "last_step_on": in_iso(claim.last_step_on),
                "waiting_since": in_iso(claim.put_on),
            },
            "steps": [describe_step(step, short) for step in item.steps],
            "wordings": [describe_wording(wording) for wording in item.wordings],
            "addressees": [describe_organisation(organisation) for organisation in item.addressees],
            "support": [describe_support(support) for support in item.supports],
            "reservations": [describe_reservation(reservation) for reservation in item.reservations],
            "findings": [
                {
                    "mark": f"{Finding.letter}{finding.number}",
                    "title": texts(finding, "title"),
                    "text": texts(finding, "text"),
                }
                for finding in item.findings
            ],
            "sources": [{"title": texts(source, "title"), "url": source.url or None} for source in item.sources],
            "predecessors": item.predecessors,
            "successors": item.successors,
            "addresses": self.addresses.list_urls(claim),
            "published_at": in_iso(claim.given_at),
            "worded_at": in_iso(claim.worded_at),
        }

    def _describe_workshop(self, report: Any) -> dict[str, Any] | None:
        return report and {
            "@type": "CreativeWork",
            "code": report.code,
            "title": texts(report, "title"),
            "held_on": in_iso(report.held_on),
            "addresses": self.addresses.list_urls(report),
        }

    def _describe_convention(self, convention: Any) -> dict[str, Any] | None:
        return convention and {
            "@type": "Event",
            "title": texts(convention, "title"),
            "starts_on": in_iso(convention.starts_on),
            "ends_on": in_iso(convention.ends_on),
            "town": convention.town,
            "example": convention.is_example,
            "addresses": self.addresses.list_urls(convention),
        }


def describe_decision(decision: Decision) -> dict[str, Any]:
    return {
        "state": decision.deliberation,
        "on": in_iso(decision.on),
        "reason": texts(decision, "reason"),
        "present": decision.present,
        "votes_for": decision.votes_for,
        "votes_against": decision.votes_against,
        "votes_abstaining": decision.votes_abstaining,
        "mandate": texts(decision, "mandate"),
        "rapporteur": decision.rapporteur or None,
        "withheld": describe_withholding(decision),
    }


def describe_step(step: Step, short: str) -> dict[str, Any]:
    return {
        "@id": f"{short}#{step.anchor}",
        "kind": step.kind,
        "on": in_iso(step.on),
        "organisation": describe_organisation(step.organisation),
        "means": texts(step, "means"),
        "text": texts(step, "text"),
        "evidence": describe_evidence(step),
        "entered_at": in_iso(step.entered_at),
        "corrects": f"{short}#step-{step.corrects_id}" if step.corrects_id else None,
        "withheld": describe_withholding(step),
    }


def describe_evidence(step: Step) -> list[dict[str, Any]]:
    evidence = []
    if step.evidence_url:
        evidence.append({"title": texts(step, "evidence_title"), "url": step.evidence_url})
    if document := step.evidence_document:
        evidence.append({"title": texts(document, "title"), "url": f"{settings.BASE_URL}{document.url}"})
    return evidence


def describe_wording(wording: Wording) -> dict[str, Any]:
    return {
        "number": wording.number,
        "published_at": in_iso(wording.published_at),
        "statement": texts(wording, "statement"),
        "withheld": describe_withholding(wording),
    }


def describe_withholding(row: Withholdable) -> dict[str, Any] | None:
    """Tell since when and why the words of `row` are kept from readers; None where they are not."""
    if act := row.withholding:
        return {"on": in_iso(timezone.localdate(act.withheld_at)), "reason": texts(act, "reason")}
    return None


def describe_organisation(organisation: Organisation | None) -> dict[str, Any] | None:
    return organisation and {  # type: ignore[return-value]
        "@type": "Organization",
        "name": texts(organisation, "name"),
        "url": organisation.url or None,
    }


def describe_support(support: Support) -> dict[str, Any]:
    return {
        "role": support.role,
        "organisation": describe_organisation(support.organisation),
        "since": in_iso(support.since),
        "note": texts(support, "note"),
        "url": support.url or None,
    }


def describe_reservation(reservation: Reservation) -> dict[str, Any]:
    return {
        "kind": reservation.kind,
        "text": texts(reservation, "text"),
        "who": texts(reservation, "who"),
        "organisation": describe_organisation(reservation.organisation),
        "recorded_on": in_iso(reservation.recorded_on),
    }


def in_iso(value: Any) -> str | None:
    return value.isoformat() if value else None


# Documents


def write_document(claims: Any, address: str) -> Iterator[str]:
    """Yield, piece by piece, the JSON document of `claims`, a queryset of visible ones.

    :param address: of this very document
    """
    head = {
        "@context": f"{settings.BASE_URL}/claims.jsonld",
        "$schema": f"{settings.BASE_URL}/claims.schema.json",
        "address": address,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "license": get_licence() or None,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "claims": ['
    serializer = ClaimSerializer()
    for place, item in enumerate(gather_claims(claims)):
        yield ("," if place else "") + "\n" + json.dumps(serializer.serialize(item), ensure_ascii=False)
    yield "\n]}\n"


def make_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the document, under this site's address."""
    return {**json.loads(SCHEMA.read_text(encoding="utf-8")), "$id": f"{settings.BASE_URL}/claims.schema.json"}
