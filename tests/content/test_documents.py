"""A document is as public as the pages that show it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from claims.models import Step
from content.models import CahierDocument
from tests.factories import ClaimPageFactory, OrganisationFactory, PublicationPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n"


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def document():
    return CahierDocument.objects.create(title_fr="Motion", file=ContentFile(PDF, "motion.pdf"))


def fetch(client, document):
    """Read the whole answer, which closes it."""
    answer = client.get(document.url)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def in_block(document):
    return StandardPageFactory(
        body_fr=[{"type": "document", "value": {"document": document.pk, "label": ""}, "id": "d"}]
    )


def in_rich_text(document):
    link = f'<p><a linktype="document" id="{document.pk}">La motion</a></p>'
    return StandardPageFactory(body_fr=[{"type": "text", "value": link, "id": "t"}])


def in_english_alone(document):
    link = f'<p><a linktype="document" id="{document.pk}">The motion</a></p>'
    return StandardPageFactory(title_en="Motion", body_en=[{"type": "text", "value": link, "id": "t"}])


def as_file_of_publication(document):
    page = PublicationPageFactory()
    page.files.create(document=document, language="fr")
    page.save()
    return page


def as_evidence(document):
    claim = ClaimPageFactory()
    town = OrganisationFactory()
    Step.objects.create(claim=claim, kind="won", on="2026-01-01", organisation=town, evidence_document=document)
    return claim


SHOWN = [in_block, in_rich_text, in_english_alone, as_file_of_publication, as_evidence]


def test_document_that_stands_in_no_page_is_not_there_for_strangers(client, document):
    assert fetch(client, document).status_code == 404


@pytest.mark.parametrize("put", SHOWN)
def test_document_opens_and_closes_with_the_page_that_shows_it(client, document, put):
    page = put(document)
    answer = fetch(client, document)
    assert answer.status_code == 200
    assert answer.body == PDF
    page.unpublish()
    assert fetch(client, document).status_code == 404


def test_document_of_a_page_behind_a_password_is_for_those_who_know_it(client, document):
    page = in_block(document)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="password", password="sésame")
    assert fetch(client, document).status_code == 404
    session = client.session
    session[restriction.passed_view_restrictions_session_key] = [restriction.pk]
    session.save()
    answer = fetch(client, document)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_document_in_a_draft_is_for_editors_who_may_choose_it(client, document, django_user_model):
    page = in_block(document)
    page.unpublish()
    user = django_user_model.objects.create_user("edith", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert fetch(client, document).status_code == 404
    user.groups.add(Group.objects.get(name="Editors"))
    assert fetch(client, document).status_code == 200


def test_document_says_what_it_is_and_that_caches_are_to_ask_again(client, document):
    in_block(document)
    answer = fetch(client, document)
    assert "Content-Encoding" not in answer
    assert answer.get("ETag") != '""'
    assert answer["Cache-Control"] == "public, no-cache"


def test_document_of_a_private_collection_is_stored_by_no_cache(client, document, admin_user):
    in_block(document)
    private = Collection.get_first_root_node().add_child(name="Privé")
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    document.collection = private
    document.save()
    answer = fetch(client, document)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (302, True)
    client.force_login(admin_user)
    answer = fetch(client, document)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
