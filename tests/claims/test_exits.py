"""Every way by which a claim leaves the site opens when it is published and closes when it no longer is.

A new exit is one line in EXITS: where to look, and what of the claim is to be seen there.
"""

import datetime
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import PageViewRestriction, Revision

from campaigns.models import HomePage, StandardPage
from claims.citations.queries import list_around
from claims.decisions.acts import withdraw_claim
from claims.follow_up.steps import record_step
from claims.models import ClaimIndexPage, ClaimPage, Step
from tests.factories import (
    ClaimIndexPageFactory,
    ClaimPageFactory,
    OrganisationFactory,
    StandardPageFactory,
    WorkshopReportPageFactory,
)
from tests.sitemap import read_sitemap
from translations.models import BasePage
from translations.withholding.acts import withhold

pytestmark = pytest.mark.django_db
MARK = "DS-1"
WORD = "xylophone"  # in the claim's title and statement, and nowhere else
SLUG = "in-question"  # in its addresses


@dataclass
class Site:
    """A site with one claim, which cites another; that one was withdrawn in its favour, and a page cites it."""

    client: Any
    claim: ClaimPage
    other: ClaimPage

    def view(self, name, *args):
        with override("en"):
            return self.fetch(reverse(name, args=args))

    def page(self, page, query=""):
        return self.fetch(BasePage.objects.get(pk=page.pk).specific.get_urls()["en"] + query)

    def fetch(self, address):
        """Return what is at `address`, or where that leads to, with the way there; nothing for an error."""
        response = self.client.get(address, follow=True, headers={"accept-language": "en"})
        if response.status_code != 200:
            return ""
        body = response.getvalue() if response.streaming else response.content
        return f"{body.decode()} {response.redirect_chain}"

    @property
    def report(self):
        return self.claim.get_parent()


EXITS = {
    "page": (lambda site: site.page(site.claim), WORD),
    "short address": (lambda site: site.fetch(f"/r/{MARK}"), WORD),
    "register": (lambda site: site.page(ClaimIndexPage.objects.get()), WORD),
    "register, filtered": (lambda site: site.page(ClaimIndexPage.objects.get(), "?follow-up=put&sort=date"), WORD),
    "report": (lambda site: site.page(site.report), WORD),
    "home page": (lambda site: site.page(HomePage.objects.get()), WORD),
    "search": (lambda site: site.fetch(f"/en/search/?q={WORD}"), SLUG),
    "search for its mark": (lambda site: site.fetch(f"/en/search/?q={MARK}"), SLUG),
    "sitemap": (lambda site: " ".join(read_sitemap(lambda part: site.client.get(part).content)), SLUG),
    "index by number": (lambda site: site.view("marks"), SLUG),
    "concordance": (lambda site: site.view("concordance"), SLUG),
    "mark in a text": (lambda site: site.page(StandardPage.objects.get()), SLUG),
    "predecessor's page": (lambda site: site.page(site.other), SLUG),
    "predecessor's JSON": (lambda site: site.view("claim_json", site.other.mark), f'"{MARK}"'),
    "cited by": (lambda site: str([page.title_en for page in list_around(site.other)[0]]), WORD),
    "wordings": (lambda site: site.view("wordings", MARK), WORD),
    "embed": (lambda site: site.view("embed", MARK), WORD),
    "BibTeX": (lambda site: site.view("cite_bibtex", MARK), WORD),
    "CSL-JSON": (lambda site: site.view("cite_csl", MARK), WORD),
    "JSON of one": (lambda site: site.view("claim_json", MARK), WORD),
    "JSON": (lambda site: site.view("claims_json"), WORD),
    "CSV": (lambda site: site.view("claims_csv"), WORD),
    "feed of claims": (lambda site: site.view("new_claims"), WORD),
    "feed of steps": (lambda site: site.view("new_steps"), SLUG),
    "API, list": (lambda site: site.fetch("/api/v2/pages/?type=claims.ClaimPage"), WORD),
    "API, page": (lambda site: site.fetch(f"/api/v2/pages/{site.claim.pk}/"), WORD),
    "API, by mark": (lambda site: site.fetch(f"/api/v2/pages/find/?mark={MARK}"), WORD),
    "API, below its report": (lambda site: site.fetch(f"/api/v2/pages/?child_of={site.report.pk}"), WORD),
}


def list_open(site):
    return {name for name, (look, sign) in EXITS.items() if sign in look(site)}


@pytest.fixture
def site(client):
    ClaimIndexPageFactory(title_en="Register")
    report = WorkshopReportPageFactory(code="DS", title_en="Report")
    claim = ClaimPageFactory(
        parent=report,
        title_fr=f"Le {WORD}",
        title_en=f"The {WORD}",
        slug_fr=f"fr-{SLUG}",
        slug_en=SLUG,
        statement_fr=f"Un {WORD} comme en DS-2.",
        statement_en=f"A {WORD} as in DS-2.",
    )
    other = ClaimPageFactory(parent=report, title_en="Other")
    record_step(step=Step(claim=claim, kind="put", organisation=OrganisationFactory()))
    withdraw_claim(claim=other, reason={"fr": "Mieux dite ailleurs"}, successors=[claim])
    StandardPageFactory(title_en="Page", body_fr=[("text", "<p>DS-1</p>")], body_en=[("text", "<p>DS-1</p>")])
    return Site(client, ClaimPage.objects.get(pk=claim.pk), other)


def close_to_visitors(page, kind=PageViewRestriction.LOGIN):
    PageViewRestriction.objects.create(page_id=page.pk, restriction_type=kind, password="sésame")


def let_expire(claim):
    claim.expire_at = timezone.now() - datetime.timedelta(hours=1)
    claim.save()
    call_command("publish_scheduled")


HIDING = {
    "unpublished": lambda site: site.claim.unpublish(),
    "expired": lambda site: let_expire(site.claim),
    "for those who log in": lambda site: close_to_visitors(site.claim),
    "behind a password": lambda site: close_to_visitors(site.claim, PageViewRestriction.PASSWORD),
    "report unpublished": lambda site: site.report.specific.unpublish(),
    "report private": lambda site: close_to_visitors(site.report),
    "convention private": lambda site: close_to_visitors(site.report.get_parent()),
}


def test_published_claim_is_at_every_exit(site):
    assert set(EXITS) - list_open(site) == set()


@pytest.mark.parametrize("hide", HIDING.values(), ids=HIDING)
def test_hidden_claim_is_at_no_exit(site, hide):
    hide(site)
    assert list_open(site) == set()


def test_claim_is_at_every_exit_again_once_it_is_shown_again(site):
    close_to_visitors(site.claim)
    PageViewRestriction.objects.all().delete()
    site.claim.unpublish()
    ClaimPage.objects.get(pk=site.claim.pk).save_revision().publish()
    assert set(EXITS) - list_open(site) == set()


OLD = "zygomatique"  # in what the claim said before, and nowhere else


def test_withheld_wording_is_at_no_exit(site):
    claim = ClaimPage.objects.get(pk=site.claim.pk)
    claim.statement_en = f"A {WORD}, as in DS-2!"
    for text in (f"Un {OLD} au {WORD}, comme en DS-2.", f"Un {WORD} comme en DS-2."):
        claim.statement_fr = text
        claim.save_revision().publish()
        claim = ClaimPage.objects.get(pk=claim.pk)
    looks = {name: look for name, (look, _sign) in EXITS.items()}
    looks["French wordings"] = lambda site: site.fetch(f"/fr/marques/{MARK}/formulations/?from=2&to=3")
    looks["differences"] = lambda site: site.fetch(f"/en/differences/{claim.get_urls()['en'].removeprefix('/en/')}")
    known = {"French wordings", "JSON of one", "JSON", "differences"}
    assert {name for name, look in looks.items() if OLD in look(site)} - {"wordings"} == known
    (wording,) = [row for row in claim.list_earlier_texts() if OLD in str(row.get_words())][:1]
    withhold(page=claim, keys=[wording.row_key], reason={"fr": "Justice", "en": "Court order"})
    assert {name for name, look in looks.items() if OLD in look(site)} == set()
    assert "Court order" in looks["JSON"](site)
    assert "Justice" in looks["French wordings"](site)
    assert set(EXITS) - list_open(site) == set()


def test_scheduled_changes_of_a_claim_are_at_no_exit_before_their_time(site):
    claim = ClaimPage.objects.get(pk=site.claim.pk)
    claim.unpublish()
    claim.go_live_at = timezone.now() + datetime.timedelta(days=1)
    claim.save_revision().publish()
    assert list_open(site) == set()
    revision = claim.latest_revision
    past = timezone.now() - datetime.timedelta(days=1)
    content = {**revision.content, "go_live_at": past.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)
    call_command("publish_scheduled")
    assert set(EXITS) - list_open(site) == set()
