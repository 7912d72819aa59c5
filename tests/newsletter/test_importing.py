"""Lists of subscribers: looked at, then taken, never over a suppression; and the list that goes out."""

import io
from contextlib import suppress
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from newsletter.models import ConsentEvent, Subscriber, SubscriberFile
from newsletter.subscriptions.csv_lists import LARGEST, ListProblem, ListRow, UnreadableList, decode_list, read_list
from newsletter.subscriptions.importing import PART, import_list
from newsletter.subscriptions.unsubscribing import record_complaint, refuse_subscription, unsubscribe
from tests.factories import SubscriberFactory, TopicFactory
from tests.newsletter.conftest import all_rows

pytestmark = pytest.mark.django_db
IMPORT = "subscribers:import"


def bring(client, content: str | bytes, **changes: str):
    data = content if isinstance(content, bytes) else content.encode()
    answers = {
        "file": SimpleUploadedFile("liste.csv", data, "text/csv"),
        "consent_source": "Feuilles du congrès de Lyon",
        "consent_date": "2026-10-01",
        "language": "fr",
        "rhythm": "weekly",
        **changes,
    }
    return client.post(reverse(IMPORT), answers)


def look(client, content: str | bytes) -> BeautifulSoup:
    response = bring(client, content)
    assert response.status_code == 302, response.content.decode()
    return BeautifulSoup(client.get(response["Location"]).content, "html.parser")


def take(client) -> None:
    url = reverse("subscribers:import_look", args=[SubscriberFile.objects.get().pk])
    assert client.post(url, {"act": "import"}).status_code == 302


def make_file(user, text: str) -> SubscriberFile:
    return SubscriberFile.objects.create(
        user=user, name="liste.csv", text=text, language="fr", rhythm="weekly", consent_source="Congrès",
        consent_date=timezone.localdate(),
    )  # fmt: skip


def entries(text: str) -> list[ListRow | ListProblem]:
    return list(read_list(text, language="fr", rhythm="weekly"))


def test_nothing_is_taken_before_it_was_looked_at(client, importer):
    before = all_rows()
    page = look(client, "email\na@exemple.fr\nb@exemple.fr\n")
    assert "2 personnes abonnées seront ajoutées." in page.get_text()
    assert all_rows() == before
    take(client)
    assert Subscriber.objects.filter(status="active", source="import").count() == 2
    assert not SubscriberFile.objects.exists()
    assert not mail.outbox


def test_each_is_active_with_the_source_of_the_consent_on_record(client, importer):
    TopicFactory(slug="travail", name_fr="Travail", name_en="Work")
    look(client, "Courriel;Langue;Rythme;Sujets\nMarie@Exemple.FR;English;À chaque nouvel article;Work, travail\n")
    take(client)
    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.language, subscriber.rhythm) == ("marie@exemple.fr", "en", "each")
    assert [topic.slug for topic in subscriber.topics.all()] == ["travail"]
    assert subscriber.confirmed_at
    event = subscriber.consent_events.get()
    assert (event.kind, event.language) == ("imported", "en")
    assert event.choices == {
        "language": "en",
        "rhythm": "each",
        "topics": ["travail"],
        "place": "Feuilles du congrès de Lyon",
        "date": "2026-10-01",
    }


def test_nobody_is_added_over_a_suppression_or_changed(client, importer):
    unsubscribe(subscriber=SubscriberFactory(email="partie@exemple.fr", status="active"), form_language="fr")
    refuse_subscription(subscriber=SubscriberFactory(email="jamais@exemple.fr"), form_language="fr")
    record_complaint(subscriber=SubscriberFactory(email="plainte@exemple.fr", status="active"))
    SubscriberFactory(email="active@exemple.fr", status="active", rhythm="each")
    SubscriberFactory(email="attend@exemple.fr", status="pending")
    before = all_rows()
    names = ["partie", "jamais", "plainte", "active", "attend"]
    page = look(client, "email\n" + "".join(f"{name}@exemple.fr\n" for name in names)).get_text()
    assert "0 personne abonnée sera ajoutée." in page
    assert "3 adresses sont bloquées" in page
    assert "2 personnes sont déjà inscrites" in page
    take(client)
    assert all_rows() == before


@pytest.mark.parametrize("change", [{"consent_source": ""}, {"consent_date": ""}, {"consent_date": "2999-01-01"}])
def test_without_the_source_of_the_consent_nothing_is_read(client, importer, change):
    response = bring(client, "email\na@exemple.fr\n", **change)
    assert response.status_code == 422
    assert not SubscriberFile.objects.exists()


LINES = {
    "marie@": "Il manque ce qui suit",
    "=1+1@exemple.fr": "une cellule commence comme une formule",
    "+33@exemple.fr": "une cellule commence comme une formule",
    "a@exemple.fr,=HYPERLINK(1)": "une cellule commence comme une formule",
    "a@exemple.fr,xx": "« xx » n’est pas connu ici.",
    ",fr": "il manque l’adresse.",
    '"a\nb@exemple.fr"': "invisible",
    "héloïse@exemple.fr": "accentuée",
    f"{'a' * 300}@exemple.fr": "trop long",
    "postmaster@exemple.fr": "Cette adresse sert",
    "double@exemple.fr": "même adresse qu’à la ligne 2.",
}


@pytest.mark.parametrize("line", LINES)
def test_line_that_cannot_be_taken_says_why_and_the_others_are_taken(client, importer, line: str):
    page = look(client, f"email,language\ndouble@exemple.fr,fr\n{line}\nb@exemple.fr,en\n")
    (problem,) = [item.get_text() for item in page.find_all("li") if item.get_text().startswith("Ligne ")]
    assert LINES[line] in problem.replace("\xa0", " ")
    take(client)
    assert set(Subscriber.objects.values_list("email", flat=True)) == {"double@exemple.fr", "b@exemple.fr"}


FILES = {
    "email\nhéloïse@exemple.fr\n".encode("latin-1"): "CSV UTF-8",
    "email\na@exemple.fr\n".encode("utf-16"): "CSV UTF-8",
    b"email\na\x00@exemple.fr\n": "pas un fichier texte",
    b"": "",
    b"   \n\n": "vide",
    b"nom,ville\nMarie,Lyon\n": "nomme",
    b'email\n"a@exemple.fr\n': "guillemet",
    b"PK\x03\x04" + bytes(range(256)): "CSV",
}


@pytest.mark.parametrize("content", FILES)
def test_file_that_cannot_be_read_is_refused_in_words(client, importer, content: bytes):
    response = bring(client, content)
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    words = page.find(class_="error-message").get_text()
    assert FILES[content].replace("nomme", "colonnes") in words
    assert not SubscriberFile.objects.exists()


def test_line_of_the_first_strange_character_is_told():
    with pytest.raises(UnreadableList, match="3"):
        decode_list("email\na@exemple.fr\nhéloïse@exemple.fr\n".encode("latin-1"))


@pytest.mark.parametrize("line", ["a{n}@exemple.fr\n", "\n", "x\n"])
def test_million_lines_are_refused_in_words_and_soon(client, importer, line: str):
    content = "email\n" + "".join(line.format(n=n) for n in range(1_000_000))
    response = bring(client, content)
    assert response.status_code == 422
    words = BeautifulSoup(response.content, "html.parser").find(class_="error-message").get_text()
    assert "trop longue" in words
    assert not Subscriber.objects.exists()


def test_spreadsheets_own_mark_and_separators_are_understood():
    for text in (
        "email;langue\r\na@exemple.fr;en\r\n",
        "email\tlangue\na@exemple.fr\ten",
        "langue,email\nen,a@exemple.fr",
    ):
        assert [(row.email, row.language) for row in entries(text)] == [("a@exemple.fr", "en")]
    assert decode_list("\ufeffemail\na@exemple.fr".encode()).startswith("email")


@pytest.mark.parametrize(
    "heading",
    [
        "email", "E-mail", "E-MAIL", "Adresse e-mail", "Adresse email", "E-mail Address", "email_address",
        "Adresse de messagerie", "Adresse mél", "Adresse électronique principale", "Primary Email", "E-mail 1 - Value",
        "Courriel", " Adresse  de courriel ", "adresse électronique",
    ],
)  # fmt: skip
def test_lists_of_other_programs_are_understood(heading: str):
    (row,) = entries(f"Nom;{heading};Ville\nMarie;a@exemple.fr;Lyon\n")
    assert row.email == "a@exemple.fr"


def test_column_that_nobody_asks_for_may_hold_anything():
    (row,) = entries("Nom;Téléphone;Email\n@lias -x;+33 4 77 00 00 00;a@exemple.fr\n")
    assert row.email == "a@exemple.fr"
    (problem,) = entries("Téléphone;Email\n+33 4 77 00 00 00;=a@exemple.fr\n")
    assert isinstance(problem, ListProblem)


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "sep=;;;"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_by_which_excel_names_the_separator_is_no_row(first: str, end: str):
    (row, problem) = entries(end.join([first, "Email;Nom, prénom, ville", "a@exemple.fr;x", "b@;y", ""]))
    assert (row.line, row.email) == (3, "a@exemple.fr")
    assert problem.line == 4


def test_comma_within_a_quoted_heading_separates_nothing():
    (row,) = entries('"Nom, prénom, ville";Email\n"Dupont, Marie, Lyon";a@exemple.fr\n')
    assert row.email == "a@exemple.fr"


def test_import_cut_short_and_done_again_adds_nobody_twice(importer, monkeypatch):
    text = "email\n" + "".join(f"a{number}@exemple.fr\n" for number in range(PART + 10))
    file = make_file(importer, text)
    with monkeypatch.context() as dying:
        original, calls = ConsentEvent.objects.bulk_create, []

        def die(*args: object, **kwargs: object):
            calls.append(1)
            if len(calls) > 1:
                raise SystemExit
            return original(*args, **kwargs)

        dying.setattr(type(ConsentEvent.objects), "bulk_create", lambda manager, *args, **kwargs: die(*args, **kwargs))
        with pytest.raises(SystemExit):
            import_list(file)
    assert Subscriber.objects.count() == ConsentEvent.objects.count() == PART
    report = import_list(file)
    assert (report.added, report.known) == (10, PART)
    assert Subscriber.objects.count() == ConsentEvent.objects.count() == PART + 10


def test_list_can_be_thrown_away(client, importer):
    look(client, "email\na@exemple.fr\n")
    client.post(reverse("subscribers:import_look", args=[SubscriberFile.objects.get().pk]), {"act": "discard"})
    assert not SubscriberFile.objects.exists()
    assert not Subscriber.objects.exists()


def test_list_belongs_to_whoever_brought_it_and_is_gone_after_a_day(client, importer, admin_user):
    file = make_file(admin_user, "email\na@exemple.fr\n")
    url = reverse("subscribers:import_look", args=[file.pk])
    for response in (client.get(url), client.post(url, {"act": "import"})):
        assert response.status_code == 404
    SubscriberFile.objects.update(at=timezone.now() - timedelta(hours=25))
    call_command("delete_unconfirmed", stdout=io.StringIO())
    assert not SubscriberFile.objects.exists()


@pytest.mark.parametrize("name", ["subscribers:import", "subscribers:export"])
def test_acts_take_their_own_permission(client, importer, name: str):
    importer.user_permissions.set(Permission.objects.filter(codename="view_subscriber"))
    assert client.post(reverse(name), {}).status_code == 302
    assert reverse(name) not in client.get(reverse("subscribers:index")).content.decode()


def test_import_and_export_are_logged_without_addresses(client, importer):
    look(client, "email\na@exemple.fr\n")
    take(client)
    b"".join(client.post(reverse("subscribers:export"), {"status": "active"}).streaming_content)
    logged = {entry.action: entry for entry in ModelLogEntry.objects.all()}
    assert logged["newsletter.import"].data == {"added": 1, "consent": "Feuilles du congrès de Lyon"}
    assert logged["newsletter.export"].data == {"number": 1, "filters": {"status": ["active"]}}
    assert {entry.user for entry in logged.values()} == {importer}
    assert "a@exemple.fr" not in str([vars(entry) for entry in logged.values()])


@examples(max_examples=60, deadline=None)
@given(st.text(max_size=200) | st.text(max_size=100).map(lambda text: f"email,language\n{text}"))
def test_any_text_is_taken_line_by_line_or_refused_in_words(text: str):
    with suppress(UnreadableList):
        assert all(entry.line > 1 for entry in entries(decode_list(text.encode("utf-8", "surrogatepass"))))


def test_file_is_measured_before_it_is_read(client, importer, monkeypatch):
    monkeypatch.setattr("newsletter.admin.forms.decode_list", lambda data: pytest.fail("it was read"))
    assert bring(client, b"x" * (LARGEST + 1)).status_code == 422


def test_a_part_of_a_list_takes_few_queries(importer, django_assert_max_num_queries):
    text = "email\n" + "".join(f"a{number}@exemple.fr\n" for number in range(PART))
    file = make_file(importer, text)
    with django_assert_max_num_queries(20):  # SQLite takes rows by 999 values
        assert import_list(file).added == PART
