"""What links are called by those who hear a list of them: a number alone says nothing (WCAG 2.4.9)."""

import re

import pytest
from bs4 import BeautifulSoup

from claims.models import ClaimIndexPage
from tests.factories import ClaimIndexPageFactory, ClaimPageFactory, PersonFactory, RegionPageFactory

pytestmark = pytest.mark.django_db

BARE = re.compile(r"[A-Z]*-?\d+")


def names_of_links(client, url):
    """Map the name of each link of the page's main part, as assistive technology says it, to where it leads."""
    main = BeautifulSoup(client.get(url).content, "html.parser").find("main")
    return [(name_of(link, main), link["href"]) for link in main.find_all("a", href=True)]


def name_of(link, page):
    if label := link.get("aria-label"):
        return label
    parts = [page.find(id=key) for key in link.get("aria-labelledby", "").split()] or [link]
    return " ".join(" ".join(part.text.split()) for part in parts)


@pytest.fixture
def claim():
    claim = ClaimPageFactory(statement_fr="Un guichet dans chaque quartier.")
    claim.report.findings.create(title_fr="Les guichets ferment")
    claim.report.save()
    claim.findings = "C1"
    claim.save()
    return claim


def test_mark_of_a_claim_is_said_with_its_statement(client, claim):
    index = ClaimIndexPage.objects.first() or ClaimIndexPageFactory()
    for url in (index.url, claim.report.url):
        names = [name for name, _address in names_of_links(client, url)]
        assert f"{claim.mark} Un guichet dans chaque quartier." in names
        assert not [name for name in names if BARE.fullmatch(name) and not name.startswith("C")]


def test_mark_of_a_finding_is_said_with_what_was_found(client, claim):
    for url in (claim.url, claim.report.url):
        names = [name for name, _address in names_of_links(client, url)]
        assert "C1 Les guichets ferment" in names


def test_open_question_is_said_with_its_text_and_claims_of_a_finding_with_their_statements(client, claim):
    question = claim.report.questions.create(text_fr="Qui paie ?")
    claim.report.save()
    names = [name for name, _address in names_of_links(client, claim.report.url)]
    assert f"{question.mark} Qui paie ?" in names
    names = [name for name, _address in names_of_links(client, claim.report.findings.get().get_url())]
    assert f"{claim.mark} Un guichet dans chaque quartier." in names


def test_no_two_links_of_a_claim_have_one_name_and_lead_to_two_places(client, claim):
    places = {}
    for name, address in names_of_links(client, claim.url):
        places.setdefault(name, set()).add(address)
    assert not {name: found for name, found in places.items() if len(found) > 1}


def test_links_to_a_person_name_the_person(client):
    region = RegionPageFactory()
    people = [PersonFactory(email="a@example.org"), PersonFactory(email="b@example.org")]
    for person in people:
        region.posts.create(role_fr="Coordination", person=person)
    region.save()
    names = [name for name, address in names_of_links(client, region.url) if "Personne" in name]
    assert len(names) == len(set(names)) == 6
    assert all(any(person.name in name for person in people) for name in names)
