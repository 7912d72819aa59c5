"""The JSON-LD context of claims: it reads them in terms of schema.org, and of our own where schema.org has none."""

from __future__ import annotations

from typing import Any

from django.conf import settings

OWN = [
    "addressees", "corrects", "decisions", "deliberation", "evidence", "findings", "follow_up", "kind", "organisation",
    "predecessors", "present", "rapporteur", "reservations", "role", "sources", "state", "steps", "successors",
    "support", "votes_abstaining", "votes_against", "votes_for", "withheld", "wordings",
]  # fmt: skip
OWN_TEXTS = ["mandate", "means", "reason", "who"]
OWN_DATES = ["last_step_on", "on", "recorded_on", "since", "waiting_since"]
SCHEMA_TEXTS = {"title": "name", "name": "name", "statement": "text", "text": "text", "note": "description"}
SCHEMA_DATES = {"starts_on": "startDate", "ends_on": "endDate", "held_on": "dateCreated"}
TIMES = {
    "published_at": "datePublished", "worded_at": "dateModified", "entered_at": "dateCreated", "made_at": "dateCreated",
}  # fmt: skip
OTHERS = {
    "claims": "hasPart", "mark": "identifier", "code": "identifier", "number": "position", "wording": "version",
    "workshop": "isPartOf", "convention": "recordedAt", "town": "location",
}  # fmt: skip


def make_context() -> dict[str, Any]:
    """Return the context (JSON-LD 1.1) of this site.

    Texts are language maps: `{"fr": …, "en": …}` says in RDF what it says to the eye.
    """

    def text(term: str) -> dict[str, str]:
        return {"@id": term, "@container": "@language"}

    def typed(term: str, kind: str) -> dict[str, str]:
        return {"@id": term, "@type": f"xsd:{kind}"}

    return {
        "@context": {
            "@version": 1.1,
            "schema": "https://schema.org/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "cahier": f"{settings.BASE_URL}/claims.jsonld#",
            "CreativeWork": "schema:CreativeWork",
            "Event": "schema:Event",
            "Organization": "schema:Organization",
            **{name: f"schema:{term}" for name, term in OTHERS.items()},
            **{name: text(f"schema:{term}") for name, term in SCHEMA_TEXTS.items()},
            **{name: typed(f"schema:{term}", "date") for name, term in SCHEMA_DATES.items()},
            **{name: typed(f"schema:{term}", "dateTime") for name, term in TIMES.items()},
            **{name: f"cahier:{name}" for name in OWN},
            **{name: text(f"cahier:{name}") for name in OWN_TEXTS},
            **{name: typed(f"cahier:{name}", "date") for name in OWN_DATES},
            "example": {"@id": "cahier:example", "@type": "xsd:boolean"},
            "corrects": {"@id": "cahier:corrects", "@type": "@id"},
            "url": {"@id": "schema:url", "@type": "@id"},
            "license": "schema:license",
            "address": {"@id": "schema:url", "@type": "@id"},
            "addresses": {"@id": "schema:url", "@type": "@id", "@container": "@index"},
        }
    }
