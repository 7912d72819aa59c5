"""What a person keeps to themselves leaves by no door: pages, cards, tables, JSON-LD, search."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from config.environment import BASE_DIR
from contacts.models import Person
from tests.factories import DirectoryPageFactory, PersonFactory, RegionPageFactory

pytestmark = pytest.mark.django_db

SECRETS = {
    "email": "ana.lima@exemple.fr",
    "phone": "+33 4 77 12 34 56",
    "postal_address": "17 rue du Verger",
    "languages": "pt, fr",
    "hours": "mardi 14 h",
}
# How each secret looks wherever it may come out
TRACES = {
    "email": ["ana.lima@", "ana.lima"],
    "phone": ["77 12 34", "+33477123456"],
    "postal_address": ["17 rue du Verger"],
    "languages": ["portugais", "pt, fr", '"pt"', "LANG;PREF=1:pt"],
    "hours": ["mardi 14 h", "Africa/Accra", "Accra"],
}


def make_person(**choices):
    particulars = {"hours_fr" if name == "hours" else name: value for name, value in SECRETS.items()}
    person = PersonFactory(name="Ana Lima", family_name="Lima", time_zone="Africa/Accra", **particulars, **choices)
    page = RegionPageFactory(title_fr="Afrique", title_en="Africa", region__slug="afrique", region__name_fr="Afrique")
    page.posts.create(role_fr="Coordination", role_en="Coordination", organisation="ISP", person=person)
    page.save()
    return person, page


def test_particulars_are_shown_as_they_were_given(client):
    particulars = {"email": "o'brien@exemple.org", "phone": "+33 4 770 000 000", "postal_address": "3 rue de l'Eau"}
    person = PersonFactory(name="Ann O'Brien", **particulars)
    page = RegionPageFactory(title_fr="Afrique")
    page.posts.create(role_fr="Coordination", organisation="L'Union", person=person)
    page.save()
    shown = BeautifulSoup(client.get(page.url).content, "html.parser")
    typed = {"p-name": "Ann O'Brien", "p-org": "L'Union", "p-tel": "+33 4 770 000 000", "p-adr": "3 rue de l'Eau"}
    assert {name: shown.find(class_=name).get_text() for name in typed} == typed
    assert shown.find(class_="u-email").find(class_="value").get_text() == "o'brien@"
    form = BeautifulSoup(client.get(reverse("write_to", args=[person.key])).content, "html.parser")
    assert "Ann O'Brien" in form.h1.get_text()
    assert "L'Union" in form.find(class_="lead").get_text()


def addresses(person, page, language="fr"):
    with override(language):
        card, region = reverse("contact_card", args=[person.key]), reverse("region_cards", args=["afrique"])
        return {
            "directory": page.get_parent().specific.get_urls()[language],
            "region": page.get_urls()[language],
            "card": card,
            "card 3.0": f"{card}?version=3.0",
            "cards": region,
            "cards 3.0": f"{region}?version=3.0",
            "table": reverse("contact_table"),
            "data": reverse("region_data", args=["afrique"]),
            "form": reverse("write_to", args=[person.key]),
            "api": f"/api/v2/pages/{page.pk}/",
        }


def read_all(client, person, page):
    answers = {name: client.get(url) for name, url in addresses(person, page).items()}
    return {name: answer.content.decode().replace("\r\n ", "") for name, answer in answers.items()}


@pytest.mark.parametrize("hidden", SECRETS)
def test_item_that_is_not_public_leaves_by_no_door(client, hidden):
    person, page = make_person(**{f"public_{hidden}": False})
    for name, text in read_all(client, person, page).items():
        assert not [trace for trace in TRACES[hidden] if trace in text], name
    for word in SECRETS[hidden].replace("@", " ").split():
        found = client.get("/fr/recherche/", {"q": word}).content.decode()
        assert "a-qui-ecrire" not in found.partition("<main")[2] or "Afrique" not in found.partition("<main")[2], word


@pytest.mark.parametrize("shown", SECRETS)
def test_public_item_is_where_it_belongs(client, shown):
    person, page = make_person()
    texts = read_all(client, person, page)
    doors = {
        "email": ["card", "card 3.0", "cards", "cards 3.0", "table"],
        "phone": ["region", "card", "card 3.0", "table", "data"],
        "postal_address": ["region", "card", "card 3.0", "table", "data"],
        "languages": ["region", "card", "cards", "table", "data"],
        "hours": ["region", "card", "card 3.0", "table", "data"],
    }
    for name in doors[shown]:
        assert [trace for trace in TRACES[shown] if trace in texts[name]], name


@pytest.mark.parametrize("choices", [{"consent_on": None}])
def test_without_consent_nothing_is_public_not_even_the_name(client, choices):
    person, page = make_person(**choices)
    assert Person.objects.get().public is None
    answers = {name: client.get(url) for name, url in addresses(person, page).items()}
    assert {name for name, answer in answers.items() if answer.status_code == 404} == {
        *("card", "card 3.0", "cards", "cards 3.0", "form"),
    }
    for name, answer in answers.items():
        text = answer.content.decode()
        assert "Lima" not in text, name
        assert not [trace for traces in TRACES.values() for trace in traces if trace in text], name
    region = answers["region"].content.decode()
    assert "Nom non publié" in region
    assert "Coordination" in region
    assert "Afrique" not in client.get("/fr/recherche/?q=Lima").content.decode().partition("<main")[2]


def test_source_that_made_particulars_public_stands_for_consent_and_is_named(client):
    _person, page = make_person(consent_on=None, source_fr="page du syndicat", source_url="https://exemple.fr/")
    html = client.get(page.get_urls()["fr"]).content.decode()
    assert "Ana Lima" in html
    assert "page du syndicat" in html


def test_source_is_not_named_where_the_person_agreed(client):
    _person, page = make_person(source_fr="page du syndicat")
    assert "page du syndicat" not in client.get(page.get_urls()["fr"]).content.decode()


def test_search_follows_what_is_public(client):
    person, _page = make_person()

    def finds(words):
        return "Afrique" in client.get("/fr/recherche/", {"q": words}).content.decode().partition("<main")[2]

    assert finds("Lima")
    assert finds("Coordination ISP")
    person.consent_on = None
    person.save()
    assert not finds("Lima")
    assert finds("Coordination ISP")


def test_page_holds_no_address_as_plain_text_but_people_and_parsers_read_it(client):
    _person, page = make_person()
    html = client.get(page.get_urls()["fr"]).content.decode()
    assert SECRETS["email"] not in html
    soup = BeautifulSoup(html, "html.parser")
    assert SECRETS["email"] not in soup.get_text()
    address = soup.select_one(".h-card .u-email")
    assert "".join(part.get_text() for part in address.select(".value")) == SECRETS["email"]
    for hidden in address.select("[hidden]"):
        hidden.decompose()
    assert address.get_text() == SECRETS["email"]


def test_region_tells_machines_whom_to_write_to_by_our_form_not_by_address(client):
    person, page = make_person()
    html = client.get(page.get_urls()["en"]).content.decode()
    link = BeautifulSoup(html, "html.parser").find("link", type="application/ld+json")
    answer = client.get(link["href"])
    assert answer["Content-Type"] == "application/ld+json"
    assert "@exemple.fr" not in answer.content.decode()
    (point,) = json.loads(answer.content)["contactPoint"]
    assert (point["name"], point["contactType"]) == ("Ana Lima", "Coordination")
    assert point["availableLanguage"] == ["pt", "fr"]
    assert point["url"].endswith(f"/write/{person.key}/")


def test_vacant_post_is_in_the_table_and_in_no_card(client):
    page = RegionPageFactory(region__slug="afrique", region__name_fr="Afrique")
    page.posts.create(role_fr="Déléguée à la veille")
    page.save()
    table = client.get("/fr/annuaire/fiches/toutes.csv").content.decode("utf-8-sig")
    assert "Afrique,Déléguée à la veille,,,,,,,,,\r\n" in table
    assert client.get("/fr/annuaire/fiches/afrique.vcf").status_code == 404


@pytest.mark.parametrize("which", ["draft", "ended", "no post"])
def test_who_is_shown_on_no_page_has_no_card_and_no_form(client, which):
    person, page = make_person()
    if which == "draft":
        page.unpublish()
    elif which == "ended":
        page.posts.update(ends_on="2020-01-01")
    else:
        page.posts.all().delete()
    urls = addresses(person, page)
    assert {client.get(urls[name]).status_code for name in ("card", "cards", "form")} == {404}
    assert "Lima" not in client.get(urls["table"]).content.decode()


def test_robots_and_caches_are_kept_from_what_holds_addresses(client):
    person, page = make_person()
    urls = addresses(person, page)
    robots = client.get("/robots.txt").content.decode()
    for name in ("card", "card 3.0", "cards", "table"):
        answer = client.get(urls[name])
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Cache-Control"] == "no-store"
        closed = [line.partition(" ")[2] for line in robots.splitlines() if line.startswith("Disallow: ")]
        assert any(urls[name].startswith(path) for path in closed)
    assert "Disallow: /en/directory/cards/" in robots


def test_unknown_version_of_card_is_not_found(client):
    person, page = make_person()
    assert client.get(addresses(person, page)["card"], {"version": "2.1"}).status_code == 404


def test_person_in_several_posts_is_one_card_of_each_region(client):
    person, page = make_person()
    other = RegionPageFactory(title_fr="Monde", region__slug="monde", region__name_fr="Monde")
    other.posts.create(role_fr="Niveau mondial", person=person)
    other.save()
    text = client.get(addresses(person, page)["card"]).content.decode()
    assert text.count("BEGIN:VCARD") == 1
    assert "Coordination (Afrique)" in text
    assert "Niveau mondial (Monde)" in text


def test_exits_take_as_many_queries_for_ten_people_as_for_one(client, django_assert_num_queries):
    person, page = make_person()
    for number in range(9):
        page.posts.create(role_fr=f"Poste {number}", person=PersonFactory())
    page.save()
    DirectoryPageFactory()
    urls = addresses(person, page)
    for name, queries in {"card": 3, "cards": 3, "table": 2, "data": 4}.items():
        client.get(urls[name])
        with django_assert_num_queries(queries):
            client.get(urls[name])


def test_no_public_template_and_no_exit_reads_a_person_but_through_what_is_public():
    """`lang_of post.person` tells a text's language, not the text; a mail goes to who is written to."""
    sources = [*BASE_DIR.glob("templates/contacts/*.html"), *BASE_DIR.glob("contacts/exports/views.py")]
    sources += [BASE_DIR / "contacts/exports/vcard.py", BASE_DIR / "contacts/models/directory.py"]
    assert len(sources) > 8
    private = re.compile(r"person\.(" + "|".join(["name", "family_name", "source", *SECRETS]) + r")\b")
    assert [str(path) for path in sources if private.search(path.read_text(encoding="utf-8"))] == []
