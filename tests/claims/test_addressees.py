"""Who is asked for what: from the home page and from the register, one click to the claims addressed to somebody."""

import re

import pytest

from claims.models import ClaimIndexPage
from tests.factories import (
    ClaimIndexPageFactory,
    ClaimPageFactory,
    ConventionPageFactory,
    OrganisationFactory,
    WorkshopReportPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    return ClaimIndexPage.objects.first() or ClaimIndexPageFactory()


@pytest.fixture
def ask(register):
    def ask_for_a_claim(name, **convention):
        organisation = OrganisationFactory(name_fr=name)
        report = WorkshopReportPageFactory(parent=ConventionPageFactory(**convention))
        claim = ClaimPageFactory(parent=report, statement_fr=f"À {name}")
        claim.addressees = [organisation]
        claim.save()
        return organisation

    return ask_for_a_claim


def links(html):
    return dict(re.findall(r'href="([^"]*\?addressee=\d+)#list"[^>]*>([^<]*)</a>', html))


def test_home_and_register_lead_to_the_claims_addressed_to_each(client, register, ask):
    caf, _town = ask("CAF"), ask("Mairie")
    for address in ("/fr/", register.get_urls()["fr"]):
        found = links(client.get(address).content.decode())
        assert sorted(found.values()) == ["CAF", "Mairie"]
        (to_caf,) = (link for link, name in found.items() if name == "CAF")
        assert to_caf.endswith(f"?addressee={caf.pk}")
        claims = client.get(to_caf).content.decode()
        assert "À CAF" in claims
        assert "À Mairie" not in claims


def test_home_names_nobody_of_an_invented_example(client, ask):
    ask("CAF")
    ask("Mairie inventée", is_example=True)
    assert list(links(client.get("/fr/").content.decode()).values()) == ["CAF"]


def test_nobody_is_named_who_is_asked_in_a_draft_alone(client, register):
    claim = ClaimPageFactory(live=False)
    claim.addressees = [OrganisationFactory(name_fr="Secrète")]
    claim.save()
    for address in ("/fr/", register.get_urls()["fr"]):
        assert "Secrète" not in client.get(address).content.decode()


def test_title_of_the_register_says_how_many_and_what_was_chosen(client, register, ask):
    caf, _town = ask("CAF"), ask("Mairie")
    html = client.get(register.get_urls()["fr"], {"addressee": caf.pk}).content.decode()
    title = " ".join(re.search(r"<title[^>]*>(.*?)</title>", html, re.S)[1].split())
    assert title.startswith("1 revendication sur 2")
    assert "CAF – " in title
    assert 'id="list" tabindex="-1" aria-describedby="chosen"' in html
