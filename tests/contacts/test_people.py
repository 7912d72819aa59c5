"""What editors write down about people, and how they are reminded that it gets old."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from contacts.models import Person
from contacts.templatetags.directory import apart, in_words, zone
from tests.factories import PersonFactory, RegionPageFactory


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Ana\nLima"),
        ("family_name", "Dupont"),
        ("email", "nobody"),
        ("phone", "04 77 00 00 00"),
        ("phone", "+33"),
        ("phone", "+33 4 77 00 00 00 00 00 00 00"),
        ("phone", "+٣٣٤٧٧٠٠٠٠٠٠"),
        ("languages", "fr, klingon"),
        ("languages", "xx"),
        ("time_zone", "Europe/Saint-Étienne"),
        ("time_zone", "../../etc/passwd"),
        ("consent_on", datetime.date(2999, 1, 1)),
        ("checked_on", datetime.date(2999, 1, 1)),
        ("source_url", "javascript:alert(1)"),
    ],
)
@pytest.mark.django_db
def test_wrong_particulars_are_refused_at_their_field(field, value):
    person = Person(**{"name": "Ana Lima", field: value})
    with pytest.raises(ValidationError) as refusal:
        person.full_clean()
    assert list(refusal.value.message_dict) == [field]


@pytest.mark.django_db
def test_languages_are_kept_in_one_way_of_writing():
    person = Person(name="Ana Lima", languages="FR;pt  fr")
    person.full_clean()
    assert person.languages == "fr, pt"


def test_words_about_languages_and_clocks_are_the_readers():
    with override("fr"):
        assert in_words(["pt", "en"]) == "portugais, anglais"
        assert zone("Africa/Accra") == "Accra, UTC+0"
        assert zone("Asia/Kolkata").endswith("UTC+5:30")
    with override("en"):
        assert in_words(["pt", "en"]) == "Portuguese, English"
        assert zone("America/Bogota").endswith("UTC−5")
    assert zone("") == ""


def test_address_set_apart_escapes_what_it_holds():
    assert "<i>" not in apart('"<i>"@exemple.fr')


@pytest.mark.django_db
def test_who_was_never_checked_or_a_year_ago_is_to_be_checked_first_things_first():
    today = timezone.localdate()
    PersonFactory(name="Hier", checked_on=today - datetime.timedelta(days=1))
    PersonFactory(name="Un an", checked_on=today - datetime.timedelta(days=365))
    PersonFactory(name="Plus", checked_on=today - datetime.timedelta(days=366))
    PersonFactory(name="Jamais")
    assert [person.name for person in Person.objects.to_check()] == ["Jamais", "Plus"]


def make_late(name):
    person = PersonFactory(name=name, checked_on=datetime.date(2020, 1, 1))
    page = RegionPageFactory()
    for role in ("Coordination", "Suppléance"):
        page.posts.create(role_fr=role, person=person)
    page.save()
    return person


@pytest.mark.django_db
def test_editors_are_reminded_where_they_begin_and_say_checked_in_one_go(client, admin_user):
    client.force_login(admin_user)
    late = [make_late("Ana Lima"), make_late("Zoé Ba")]
    PersonFactory(name="Sans poste")
    page = client.get(reverse("wagtailadmin_home"))
    panel = next(panel for panel in page.context["panels"] if panel.name == "people-to-check")
    context = panel.get_context_data(page.context)
    assert (context["count"], context["people"]) == (2, late)
    assert "Ana Lima" in page.content.decode()
    listed = client.get(context["list_url"]).context["object_list"]
    assert {person.name for person in listed} == {"Ana Lima", "Zoé Ba", "Sans poste"}
    url = reverse("wagtail_bulk_action", args=["contacts", "person", "checked"])
    query = "&".join(f"id={person.pk}" for person in late)
    assert "Ana Lima" in client.get(f"{url}?{query}").content.decode()
    assert Person.objects.to_check().filter(posts__isnull=False).exists()
    client.post(f"{url}?{query}")
    assert not Person.objects.to_check().filter(posts__isnull=False).exists()
    assert client.get(reverse("wagtailadmin_home")).content.decode().count("people-to-check") == 0


@pytest.mark.django_db
def test_list_says_what_is_public_of_each(client, admin_user):
    client.force_login(admin_user)
    PersonFactory(name="Ana Lima", consent_on=None)
    PersonFactory(name="Zoé Ba", public_phone=False)
    html = client.get(reverse(Person.snippet_viewset.get_url_name("list"))).content.decode()
    assert "rien" in html
    assert "nom, adresse de courriel, adresse postale, langues parlées, horaires, formulaire de contact" in html
