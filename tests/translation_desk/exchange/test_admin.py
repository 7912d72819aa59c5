"""Translations go out and come in through the admin, in both of its languages."""

import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.factories import ClaimPageFactory, RegionFactory, StandardPageFactory, WorkshopReportPageFactory
from translation_desk.exchange.views import LARGEST_REQUEST, import_translations_view

from .files import draft_of, export, translate

pytestmark = pytest.mark.django_db

EXPORT, IMPORT = "/admin/translation-files/", "/admin/translation-files/import/"


def upload(client, content, language="en"):
    file = SimpleUploadedFile("f.po", content if isinstance(content, bytes) else content.encode())
    return client.post(IMPORT, {"file": file, "language": language})


def test_report_goes_out_with_its_claims(editor):
    report = WorkshopReportPageFactory(title_fr="Atelier")
    ClaimPageFactory(parent=report, title_fr="Guichet")
    StandardPageFactory(title_fr="Ailleurs")
    choices = {"object": f"page:{report.pk}", "texts": "all", "language": "en", "format": "po"}
    alone = editor.get(EXPORT, {**choices, "scope": "this"}).content.decode()
    assert ("Atelier" in alone, 'msgid "Guichet"' in alone) == (True, False)
    response = editor.get(EXPORT, {**choices, "scope": "below"})
    both = response.content.decode()
    assert ('msgid "Atelier"' in both, 'msgid "Guichet"' in both, "Ailleurs" in both) == (True, True, False)
    assert "atelier-en-" in response["Content-Disposition"]
    xliff = editor.get(EXPORT, {**choices, "scope": "all", "format": "xliff"})
    assert xliff["Content-Type"].startswith("application/xliff+xml")
    assert b"Ailleurs" in xliff.content


def test_only_what_is_unfinished_goes_out_and_nothing_is_said_so(editor):
    page = StandardPageFactory(title_fr="Titre", title_en="Title", lead_fr="Chapô")
    choices = {"object": f"page:{page.pk}", "scope": "this", "texts": "unfinished", "language": "en", "format": "po"}
    file = editor.get(EXPORT, choices).content.decode()
    assert ('msgid "Titre"' in file, "Chapô" in file) == (False, True)
    page.lead_en = "Lead"
    page.save()
    assert editor.get(EXPORT, choices).status_code == 422


def test_menus_offer_export_where_one_may_edit(editor):
    page = StandardPageFactory(title_fr="Titre")
    url = f"{EXPORT}?object=page%3A{page.pk}"
    assert url in editor.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content.decode()
    assert url in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    region = RegionFactory(name_fr="Afrique")
    listing = editor.get(reverse(type(region).snippet_viewset.get_url_name("list"))).content.decode()
    assert f"contacts.region%3A{region.pk}" in listing
    assert editor.get(f"{EXPORT}?object=contacts.region:{region.pk}").status_code == 200
    home = editor.get("/admin/")
    assert EXPORT in home.content.decode()
    assert {"fr": "Traductions", "en": "Translations"}[home.context["LANGUAGE_CODE"]] in home.content.decode()


def test_import_is_looked_at_first_and_then_written(editor):
    page = StandardPageFactory(title_fr="Titre", title_en="Old title")
    file = export(page).replace('msgstr "Old title"', 'msgstr "New title"')
    response = upload(editor, file)
    content = response.content.decode()
    assert response.status_code == 200
    assert "Titre" in content
    assert "<ins>" in content
    assert "<del>" in content
    assert page.revisions.count() == 0
    signed = response.context["signed"]
    assert editor.post(IMPORT, {"plan": signed}).status_code == 302
    assert draft_of(page).title_en == "New title"
    assert type(page).objects.get(pk=page.pk).title_en == "Old title"
    again = editor.post(IMPORT, {"plan": signed})  # what was seen is not what there is any more
    assert again.status_code in (302, 422)
    assert page.revisions.count() == 1


def test_file_with_an_error_is_shown_and_cannot_be_written(editor):
    page = StandardPageFactory(title_fr="Titre", lead_fr="Chapô")
    file = translate(translate(export(page), "Titre", "x" * 300), "Chapô", "Lead")
    response = upload(editor, file)
    assert response.status_code == 422
    assert response.context["signed"] == ""
    assert "300" in response.content.decode()


def test_what_changed_on_the_site_can_be_left_out(editor):
    page = StandardPageFactory(title_fr="Titre", lead_fr="Chapô")
    file = translate(translate(export(page), "Titre", "Title"), "Chapô", "Lead")
    page.lead_fr = "Chapô récrit"
    page.save()
    response = upload(editor, file)
    assert response.status_code == 422
    editor.post(IMPORT, {"plan": response.context["signed"]})
    assert (draft_of(page).title_en, draft_of(page).lead_en or "") == ("Title", "")


def test_site_that_changed_since_the_preview_is_left_as_it_is(editor):
    page = StandardPageFactory(title_fr="Titre", lead_fr="Chapô")
    response = upload(editor, translate(export(page), "Titre", "Title"))
    page.title_fr = "Autre titre"
    page.save()
    assert editor.post(IMPORT, {"plan": response.context["signed"]}).status_code == 422
    assert page.revisions.count() == 0


def test_what_has_no_drafts_is_written_when_its_box_is_ticked(editor):
    region = RegionFactory(name_fr="Afrique", name_en="")
    response = upload(editor, translate(export(region), "Afrique", "Africa"))
    assert 'name="at_once"' in response.content.decode()
    editor.post(IMPORT, {"plan": response.context["signed"]})
    region.refresh_from_db()
    assert region.name_en == ""
    editor.post(IMPORT, {"plan": response.context["signed"], "at_once": "on"})
    region.refresh_from_db()
    assert region.name_en == "Africa"


def test_preview_of_another_editor_or_a_forged_one_is_refused(editor, django_user_model):
    page = StandardPageFactory(title_fr="Titre")
    signed = upload(editor, translate(export(page), "Titre", "Title")).context["signed"]
    other = Client()
    other.force_login(django_user_model.objects.create_superuser("autre", password="x"))
    for client, word in ((other, signed), (editor, signed + "x"), (editor, "nonsense")):
        assert client.post(IMPORT, {"plan": word}).status_code == 302
    assert page.revisions.count() == 0


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\xfe", b"<xliff", b'msgid "a"\nmsgstr "b"\n'])
def test_unreadable_file_is_told_in_the_form(editor, content):
    response = upload(editor, content)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]


def test_fifty_megabytes_are_refused_before_anything_is_read(editor, django_user_model):
    class Unread(io.RawIOBase):
        def read(self, *args):
            raise AssertionError("the body was read")

    request = RequestFactory().post(IMPORT, data=b"", content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = str(50_000_000)
    request._stream = Unread()
    request.user = django_user_model.objects.get(username="edith")
    request.session = {}
    assert import_translations_view(request).status_code == 413
    assert LARGEST_REQUEST < 50_000_000
    assert (
        editor.post(IMPORT, {"file": SimpleUploadedFile("f.po", b"#" * 5_100_000), "language": "en"}).status_code == 422
    )


def test_form_is_protected_against_other_sites(editor):
    client = Client(enforce_csrf_checks=True)
    client.cookies = editor.cookies
    assert upload(client, export(StandardPageFactory(title_fr="Titre"))).status_code == 403


# Who may


def test_who_edits_nothing_translates_nothing(sign_in):
    client = sign_in()
    assert client.get(EXPORT).status_code in (302, 403)
    assert client.get(IMPORT).status_code in (302, 403)


def test_page_that_one_may_not_change_does_not_go_out(sign_in):
    client = sign_in("Editors")
    region = RegionFactory()
    Group.objects.get(name="Editors").permissions.clear()
    words = Permission.objects.filter(codename__in=["access_admin", "write_en"])
    Group.objects.get(name="Editors").permissions.add(*words)
    assert client.get(f"{EXPORT}?object=contacts.region:{region.pk}").status_code == 404
    assert client.get(f"{EXPORT}?object=page:999999").status_code == 404


def test_who_writes_french_only_imports_no_english(sign_in):
    client = sign_in("Editors")
    Group.objects.get(name="Editors").permissions.remove(Permission.objects.get(codename="write_en"))
    assert client.get(EXPORT).status_code in (302, 403)
