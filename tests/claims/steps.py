"""Steps as tests enter them: each with what such a step needs, unless it says otherwise."""

import datetime

from claims.follow_up.steps import record_step
from claims.models import Step
from tests.factories import OrganisationFactory

TODAY = datetime.date(2024, 6, 1)
LINK = "https://exemple.fr/lettre"
STATUSES = ["put", "answered", "refused", "part", "won"]
VOICES = ["addressee", "we", "third"]


def day(number):
    return TODAY + datetime.timedelta(days=number)


def make_step(claim, kind, on=TODAY, **fields):
    """Make a step with what such a step needs, unless `fields` say otherwise."""
    needed = {"organisation": claim.addressees.first() or OrganisationFactory()} if kind == "put" else {}
    needed |= {"text_fr": "Des mots."} if kind in VOICES else {}
    needed |= {"evidence_url": LINK} if kind in STATUSES[1:] else {}
    return Step(claim=claim, kind=kind, on=on, **{**needed, **fields})


def record(claim, kind, on=TODAY, **fields):
    return record_step(step=make_step(claim, kind, on, **fields))


def fresh(page):
    return type(page).objects.get(pk=page.pk)
