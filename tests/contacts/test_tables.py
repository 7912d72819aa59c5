"""People leave as a table and come back; a table is read row by row, and taken whole or not at all."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from contacts.admin.people_table import TABLE_COLUMNS, export_people, get_labels, import_people, read_people
from contacts.exports.csv_table import UnreadableTable, read_table, write_table
from contacts.models import Person
from tests.factories import PersonFactory

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
STARTS = st.sampled_from(["", "=", "+", "-", "@", "'", "''=", "'+", "\t="])
CELLS = st.builds(lambda start, text: start + text, STARTS, TEXTS)


@given(st.lists(st.fixed_dictionaries({"name": CELLS.filter(str.strip), "note": CELLS}), min_size=1, max_size=5))
def test_table_is_read_back_as_it_was_written(rows):
    content = write_table(["name", "note"], rows)
    assert [cells for _line, cells in read_table(content, known=["name", "note"], required=["name"])] == rows


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "name"),
        (b"\n\n", "name"),
        (b"nom,email\nAna,a@b.fr\n", "nom"),
        (b"email\na@b.fr\n", "name"),
        (b"name,name\nAna,Ana\n", "name"),
        (b"name\n", "row"),
        ("name\nÉlodie\n".encode("latin-1"), "UTF-8"),
        (b"name\nAna\x00\n", "CSV"),
        (b'name,email\nAna,"a@b.fr\n', "quotation"),
        (b"name,email\nAna\n", "2"),
        (b"name\n" + b"Ana\n" * 2001, "2000"),
        (b"\x89PNG\r\n\x1a\n", "UTF-8"),
        (b"name\n" + b"x" * 1_000_000, "megabyte"),
    ],
)
def test_file_wrong_as_a_whole_is_refused_in_words(content, words):
    with override("en"), pytest.raises(UnreadableTable) as refusal:
        read_table(content, known=["name", "email"], required=["name"])
    assert words in str(refusal.value)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_of_every_office_suite_are_read(separator, encoding):
    content = f"name{separator}email\r\nÉlodie{separator}e@b.fr\r\n".encode(encoding)
    assert read_table(content, known=["name", "email"], required=["name"]) == [
        (2, {"name": "Élodie", "email": "e@b.fr"})
    ]


def test_columns_without_a_name_at_the_end_are_left_out():
    content = "name;email;;\r\nÉlodie;e@b.fr;;\r\nZoé;z@b.fr\r\n".encode()
    rows = read_table(content, known=["name", "email"], required=["name"])
    assert [cells["name"] for _line, cells in rows] == ["Élodie", "Zoé"]
    with pytest.raises(UnreadableTable):
        read_table(b"name;;\nAna;x;\n", known=["name", "email"], required=["name"])


def test_line_by_which_excel_names_the_separator_is_no_row():
    content = b"sep=;\r\nname;email\r\nAna;a@b.fr\r\n"
    assert read_table(content, known=["name", "email"], required=["name"]) == [(3, {"name": "Ana", "email": "a@b.fr"})]


@pytest.mark.django_db
def test_people_are_taken_in_under_headings_in_french():
    table = """Nom;Courriel;Téléphone;Langues parlées;Horaires (fr);Public
Ana;a@b.fr;+33 4 77 00 00 00;fr;lundi;Téléphone, horaires
"""
    (row,) = import_people(table.encode(), user=None)
    assert not [problem for problem in row.problems if "consent" not in problem]
    person = row.person
    assert (person.name, person.email, person.languages, person.hours_fr) == ("Ana", "a@b.fr", "fr", "lundi")
    assert (person.public_phone, person.public_hours, person.public_email) == (True, True, False)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "word"), [("fr", "Téléphone"), ("en", "Telephone")])
def test_export_of_people_speaks_the_editors_language_and_comes_back_in_any(language, word):
    make_people()
    with override(language):
        content = export_people(Person.objects.all())
    assert word in content.decode().splitlines()[0]
    for reading in ("fr", "en"):
        with override(reading):
            assert [row.changes + row.problems for row in read_people(content)] == [[], []]


def make_people():
    PersonFactory(
        name="Ana Lima",
        family_name="Lima",
        email="ana@exemple.fr",
        phone="+33 4 77 00 00 00",
        postal_address="2, rue de l’Exemple\n42000 Saint-Étienne",
        languages="fr, pt",
        hours_fr="=1+1",
        hours_en='Monday; "morning"',
        time_zone="Europe/Paris",
        checked_on=datetime.date(2026, 1, 2),
        public_phone=False,
    )
    PersonFactory(name="@Zoé", consent_on=None, source_fr="Un site", source_url="https://exemple.fr/a?b=c,d")


def everything():
    names = [field.attname for field in Person._meta.concrete_fields if field.attname != "changed_at"]
    return list(Person.objects.order_by("pk").values(*names))


@pytest.mark.django_db
def test_everybody_comes_back_as_they_left():
    make_people()
    before, content = everything(), export_people(Person.objects.all())
    assert [row.changes for row in read_people(content)] == [[], []]
    Person.objects.update(phone="", hours_fr="", public_phone=True, consent_on=None, source_fr="x", postal_address="")
    import_people(content, user=None)
    after = everything()
    for name in before[0].keys() - {"hours", "source"}:
        assert [row[name] or "" for row in after] == [row[name] or "" for row in before], name


@pytest.mark.django_db
def test_nobody_in_an_export_is_a_formula():
    make_people()
    cells = [
        cell
        for line in export_people(Person.objects.all()).decode("utf-8-sig").splitlines()
        for cell in line.split(",")
    ]
    assert not [cell for cell in cells if cell.strip('"').startswith(("=", "+", "-", "@"))]
    assert "'=1+1" in cells


@pytest.mark.django_db
def test_each_row_says_what_is_wrong_with_it_and_nothing_is_imported():
    PersonFactory(name="Ana Lima", email="ana@exemple.fr")
    table = """name,email,phone,languages,time_zone,consent_on,public,key
Bea,ana@EXEMPLE.fr,,,,,,
Cid,nobody,0477,xx,Paris,31/02/2020,photo,
Dov,d@exemple.fr,,,,,,
Dov,,,,,,,
Eve,D@exemple.fr,,,,,,
Fay,,,,,,,00000000-0000-4000-8000-000000000000
,g@exemple.fr,,,,,,
Hal,h@exemple.fr,,,,2999-01-01,,
Ana Lima,,,,,,,
Ana Lima,autre@exemple.fr,,,,,email messages,
"""
    with override("en"):
        rows = import_people(table.encode(), user=None)
    problems = [" ".join(row.problems) for row in rows]
    assert [bool(problem) for problem in problems] == [True, True, False, True, True, True, True, True, True, True]
    assert "already" in problems[0]
    for word in ("email", "phone", "languages", "time_zone", "consent_on", "photo"):
        assert word in problems[1], word
    assert "line 4" in problems[3]
    assert "line 4" in problems[4]
    assert "key" in problems[5]
    assert "name" in problems[6]
    assert "consent_on" in problems[7]
    assert "already" in problems[8]
    assert "line 10" in problems[9]
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_homonyms_with_addresses_of_their_own_are_two_people():
    PersonFactory(name="Ana Lima", email="ana@exemple.fr")
    (row,) = import_people(b"name,email\nAna Lima,autre@exemple.fr\n", user=None)
    assert row.is_new
    assert Person.objects.count() == 2


@pytest.mark.django_db
def test_new_people_are_public_only_as_far_as_the_table_says(admin_user):
    rows = import_people(
        b"name;email;hours_fr;consent_on;public\nAna;ana@exemple.fr;Le matin;3/2/2025;email\n", user=admin_user
    )
    person = Person.objects.get()
    assert rows[0].is_new
    assert person.consent_on == datetime.date(2025, 2, 3)
    assert (person.public.email, person.public.hours, person.public.takes_messages) == ("ana@exemple.fr", "", False)
    assert ModelLogEntry.objects.for_instance(person).get().action == "wagtail.create"


@pytest.mark.django_db
def test_table_without_a_column_leaves_it_as_it_is():
    person = PersonFactory(name="Ana Lima", email="ana@exemple.fr", phone="+33 4 77 00 00 00")
    (row,) = import_people(f"key,name,email\n{person.key},Ana Lima,neuve@exemple.fr\n".encode(), user=None)
    assert row.changes == ["email"]
    person.refresh_from_db()
    assert (person.email, person.phone, person.public_phone) == ("neuve@exemple.fr", "+33 4 77 00 00 00", True)


@pytest.mark.django_db
def test_reading_takes_as_many_queries_for_many_rows(django_assert_num_queries):
    content = "name\n" + "".join(f"Personne {number}\n" for number in range(50))
    with django_assert_num_queries(1):
        read_people(content.encode())


# In the admin


@pytest.fixture
def editor(client, admin_user):
    client.force_login(admin_user)
    return client


def upload(client, content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return client.post(reverse("import_people"), {"table": SimpleUploadedFile("people.csv", content)})


@pytest.mark.django_db
def test_first_step_shows_and_changes_nothing_second_step_imports(editor):
    first = upload(editor, b"name,email\nAna,ana@exemple.fr\n")
    assert first.status_code == 200
    assert "Ana" in first.content.decode()
    assert not Person.objects.exists()
    second = editor.post(reverse("import_people"), {"content": first.context["content"]})
    assert second.status_code == 302
    assert Person.objects.get().email == "ana@exemple.fr"
    again = editor.post(reverse("import_people"), {"content": first.context["content"]})
    assert again.status_code == 422
    assert Person.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"surnom\nAna\n", "name\nÉ\n".encode("latin-1"), b"name,email\nAna,nobody\n"])
def test_wrong_table_is_refused_on_the_page_itself(editor, content):
    answer = upload(editor, content)
    assert answer.status_code == 422
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_content_that_was_tampered_with_is_refused(editor):
    assert editor.post(reverse("import_people"), {"content": "???"}).status_code == 302
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_export_holds_everybody_with_every_column_for_those_who_may(client, django_user_model):
    make_people()
    user = django_user_model.objects.create_user("edith", password="x")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "export_people"]))
    client.force_login(user)
    answer = client.get(reverse("export_people"))
    header, *rows = answer.content.decode("utf-8-sig").splitlines()
    assert header.split(",") == list(get_labels().values())
    assert len(get_labels()) == len(TABLE_COLUMNS)
    assert "Ana Lima" in "".join(rows)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["import_people", "export_people"])
def test_strangers_get_neither(client, django_user_model, name):
    assert client.get(reverse(name)).status_code == 302
    client.force_login(django_user_model.objects.create_user("nobody"))
    assert client.get(reverse(name)).status_code in (302, 403)
