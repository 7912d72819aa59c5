"""Every address of the admin is opened and written to by those who may least: nothing leaks, nothing changes.

What must not be seen bears a word of its own, so that wherever it comes out, and however, it is found.
"""

import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import FileField
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, PageViewRestriction, Revision, Site, Task, Workflow

from campaigns.models import Application, HomePage, StandardPage
from claims.models import Step
from content.models import CahierDocument, CahierImage
from search.models import Synonyms
from tests.admin.addresses import list_addresses, list_addresses_of, list_routes
from tests.admin.inline_scripts import find_refused_scripts
from tests.factories import (
    ArticlePageFactory,
    ClaimPageFactory,
    IssueFactory,
    JoinPageFactory,
    OrganisationFactory,
    PersonFactory,
    PostalSubscriberFactory,
    RegionFactory,
    RegionPageFactory,
    StandardPageFactory,
    SubscriberFactory,
    TopicFactory,
)
from translations.texts.withheld import Withholding

pytestmark = pytest.mark.django_db

# Tables that any request to the admin may write to, and columns that a translator's draft changes besides its texts
KEPT_APART = {"Session", "EditingSession", "UserProfile", "PageLogEntry", "ModelLogEntry", "Revision", "SourceSnapshot",
              "SearchText", "IndexEntry", "SQLiteFTSIndexEntry", "ReferenceIndex", "RateLimitCounter",
              "UploadedFile", "Rendition",
              "Permission", "ContentType", "TaskState", "WorkflowState",
              "PageSubscription"}  # fmt: skip
OF_DRAFTS = {"latest_revision", "latest_revision_created_at", "has_unpublished_changes", "draft_translations",
             "translations", "last_login", "live_revision", "last_published_at", "first_published_at", "cache_version",
             "publishes", "changed_at"}  # fmt: skip
READERS_OF_TRANSLATIONS_SEE_NONE_OF = ["qqapplication", "qqsubscriber", "qqpostal", "qqprivateaddress", "qquser",
                                      "qqwithheld"]  # fmt: skip


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@dataclass
class Canaries:
    """What is nobody's business, put everywhere.

    Each thing has the same key, so that an address with that key finds something, whatever it is of. Only pages share a
    table: a draft has the key; `about` has those of others, by the beginnings of the addresses that are about them.
    """

    key: int
    about: dict[str, list[int]]


@pytest.fixture
def canaries(media, django_user_model) -> Canaries:
    draft = StandardPageFactory(title_fr="Qqdraft", title_en="Qqdraft", lead_fr="Qqdraft", live=False)
    key = draft.pk
    revision = draft.save_revision()
    Revision.objects.filter(pk=revision.pk).update(id=key)
    StandardPage.objects.filter(pk=key).update(latest_revision=key)
    private = StandardPageFactory(title_fr="Qqprivatepage", title_en="Qqprivatepage")
    private.save_revision().publish()
    PageViewRestriction.objects.create(pk=key, page=private, restriction_type="login")
    region = RegionFactory(pk=key, name_fr="Région")
    person = PersonFactory(
        pk=key, name="Qqperson", email="qqprivateaddress@exemple.fr", phone="+33 4 77 00 00 00", consent_on=None
    )
    post = RegionPageFactory(region=region, title_fr="Page de région")
    post.posts.create(role_fr="Coordination", person=person)
    post.save()
    call = JoinPageFactory(deadlines={region: None}, fallback_email="qqfallback@exemple.fr")
    Application.objects.create(
        pk=key, page=call, email="qqapplication@exemple.fr", region=region, language="fr", text_version="1",
        form_data={"name": "Qqapplication"}, confirmed_at=datetime.datetime.now(datetime.UTC),
    )  # fmt: skip
    claim = ClaimPageFactory()
    Step.objects.create(pk=key, claim=claim, kind="put", on=datetime.date(2026, 1, 1), text_fr="Portée")
    withhold_something(claim, key)
    SubscriberFactory(pk=key, email="qqsubscriber@exemple.fr", status="active")
    PostalSubscriberFactory(pk=key, name="Qqpostal", street="Qqpostal")
    CahierDocument.objects.create(pk=key, title_fr="Qqdocument", file=ContentFile(b"%PDF-1.7", "qqdocument.pdf"))
    CahierImage.objects.create(
        pk=key, title_fr="Qqpicture", description_fr="Qqpicture", file=get_test_image_file("qqpicture.png")
    )
    django_user_model.objects.create_user("qquser", "qquser@exemple.fr", "x", pk=key)
    article = ArticlePageFactory(title_fr="Qqdraft")
    IssueFactory(pk=key, article=article)
    article.unpublish()
    TopicFactory(pk=key)
    OrganisationFactory(pk=key)
    Group.objects.create(pk=key, name="Qqgroup")
    make_furniture(key)
    about = {
        "claims": [claim.pk, claim.get_parent().pk, key], "withhold": [claim.pk], "forms": [call.pk],
        "newsletter": [key, article.pk], "pages": [key, private.pk, call.pk],
    }  # fmt: skip
    return Canaries(key, about)


def make_furniture(key: int) -> None:
    Collection.objects.filter(pk=Collection.get_first_root_node().add_child(name="Qqcollection").pk).update(id=key)
    Workflow.objects.create(pk=key, name="Qqworkflow")
    Task.objects.create(pk=key, name="Qqtask", content_type=ContentType.objects.get_for_model(Task))
    Redirect.objects.create(pk=key, old_path="/qqredirect", redirect_link="https://exemple.fr/qqredirect")
    Site.objects.create(pk=key, hostname="qqsite.example", root_page=HomePage.objects.get())
    Synonyms.objects.create(pk=key, language="fr", expressions="qqsynonym, qqsynonyms")


def withhold_something(claim, key: int) -> None:
    """Withhold what a claim said once: only those see the words who may show them again."""
    Withholding.objects.create(
        pk=key,
        page_id=claim.pk,
        reason_fr="Une personne",
        originals=[["claims.wording", 0, {"statement": "Qqwithheld"}]],
    )


def sign_in(client, django_user_model, *codenames: str, group: str = ""):
    user = django_user_model.objects.create_user("edith", "edith@exemple.fr", "x")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", *codenames]))
    if group:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    client.raise_request_exception = False
    return user


def queries(address: str, keys: list[int]) -> list[str]:
    """Return what to ask an address: as it is, and with what its list searches for or says which it means."""
    if "chosen-multiple" in address:
        return [address + "?" + "&".join(f"id={key}" for key in keys)]
    searches = "?" not in address and not address.startswith("/admin/api/") and "/<" not in address
    return [address, f"{address}?q=qq"] if searches and ("choose" in address or "search" in address) else [address]


def read(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace").lower()


def find_leaks(client, canaries: Canaries, words: list[str]) -> list[str]:
    found = []
    for address in list_addresses(canaries.key, canaries.about):
        for asked in queries(address, [canaries.key, *canaries.about["pages"]]):
            answer = client.get(asked)
            text = read(answer)
            found += [f"{asked}: {word}" for word in words if word in text.replace("q=qq", "")]
            if answer.status_code >= 500:
                found.append(f"{asked}: {answer.status_code}")
    return found


def written() -> dict[str, Any]:
    """Return every value of every row, but for what belongs to requests, to drafts and to texts in English."""
    values = {}
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.concrete_fields
            if not field.name.endswith("_en") and field.name not in OF_DRAFTS
        ]
        if model.__name__ not in KEPT_APART:
            for row in model._base_manager.values("pk", *names):
                values |= {f"{model._meta.label} {row['pk']} {name}": repr(row[name]) for name in names}
    return values


def stored_files() -> dict[str, bytes]:
    rows = [
        getattr(obj, field.name)
        for model in (CahierDocument, CahierImage)
        for obj in model.objects.all()
        for field in model._meta.concrete_fields
        if isinstance(field, FileField)
    ]
    return {file.name: Path(file.path).read_bytes() for file in rows}


def form() -> dict[str, Any]:
    """Return what fits many forms: names, titles, files, and a yes to whatever is asked."""
    texts = dict.fromkeys(
        ["title", "title_fr", "title_en", "name", "name_fr", "name_en", "description_fr", "lead_fr", "username"], "Zz"
    )
    return {
        **texts, "slug": "zz", "slug_fr": "zz", "slug_en": "zz", "email": "zz@exemple.fr", "collection": "1",
        "tags": "", "focal_point_x": "", "focal_point_y": "", "focal_point_width": "", "focal_point_height": "",
        "file": SimpleUploadedFile("zz.pdf", b"%PDF-1.7 zz"), "files[]": SimpleUploadedFile("zz.pdf", b"%PDF-1.7 zz"),
        "confirmed": "yes", "confirm": "yes", "credit": "", "code": "zz", "order": "1", "parent": "", "chooser": "1",
        "restriction_type": "none", "next": "/admin/", "action-publish": "action-publish",
    }  # fmt: skip


def write_everywhere(client, canaries: Canaries) -> None:
    """Post the form everywhere. What is wrong with it for an address makes no difference: only what it changes does."""
    for address in list_addresses(canaries.key, canaries.about):
        client.post(address, form())


def find_changes(before: dict[str, Any]) -> dict[str, Any]:
    after = written()
    return {key: (before.get(key), after.get(key)) for key in before | after if before.get(key) != after.get(key)}


def test_somebody_with_no_more_than_access_to_the_admin_sees_and_changes_nothing(client, canaries, django_user_model):
    sign_in(client, django_user_model)
    words = ["qqperson", "qqprivate", "qqdraft", "qqapplication", "qqsubscriber", "qqpostal", "qqdocument", "qqpicture",
             "qquser", "qqgroup", "qqwithheld", "qqfallback",
             "qqcollection", "qqworkflow", "qqtask", "qqredirect", "qqsite", "qqsynonym"]  # fmt: skip
    assert "\n".join(find_leaks(client, canaries, words)) == ""
    before = written()
    write_everywhere(client, canaries)
    assert "\n".join(f"{key}: {change}" for key, change in find_changes(before).items()) == ""


@pytest.fixture
def translator(client, django_user_model):
    """Somebody who may all that editors may, but in English only."""
    group = Group.objects.get(name="Editors")
    group.permissions.remove(Permission.objects.get(codename="write_fr"))
    return sign_in(client, django_user_model, group="Editors")


def test_translator_sees_no_application_no_subscriber_and_nobodys_address(client, canaries, translator):
    canaries.about["pages"] = canaries.about["forms"]  # drafts are shown to whoever translates them
    assert "\n".join(find_leaks(client, canaries, READERS_OF_TRANSLATIONS_SEE_NONE_OF)) == ""


def test_translator_changes_nothing_but_english_texts(client, canaries, translator):
    canaries.about["pages"] = [canaries.key]
    before, files = written(), stored_files()
    write_everywhere(client, canaries)
    assert "\n".join(f"{key}: {change}" for key, change in find_changes(before).items()) == ""
    assert stored_files() == files


# Views that show nothing of ours, or that nothing leads to: there is no page in moderation, no alias, no tag
NOTHING_TO_SHOW = re.compile(
    r"embeds|bulk/<|convert_alias|pages/workflow|workflow_history/detail|tag-auto|workflows/tasks/add|translation-files"
    r"|generate_url|claims/act|issues/compose|subscribers/import"
)


def test_each_view_is_visited_with_something_to_show_and_its_policy_lets_its_scripts_run(client, canaries, admin_user):
    """One test for both, as to visit all views takes some seconds."""
    client.force_login(admin_user)
    empty, refused, nonces = [], [], 0
    for route in list_routes():
        answers = [client.get(address) for address in list_addresses_of(route, canaries.key, canaries.about)]
        if "<" in route and {answer.status_code for answer in answers} == {404}:
            empty.append(route)
        refused += [(route, script) for answer in answers for script in find_refused_scripts(answer)]
        nonces += sum("'nonce-" in answer["Content-Security-Policy"] for answer in answers)
    assert [route for route in empty if not NOTHING_TO_SHOW.search(route)] == []
    assert refused == []
    assert nonces > 10
