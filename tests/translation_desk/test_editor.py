"""The translation desk: source and translation side by side, whoever else is writing."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from campaigns.models import StandardPage
from tests.factories import StandardPageFactory, TopicFactory
from translation_desk.editor.segments import make_forms, read_segments
from translation_desk.editor.translatables import url_of
from translations.status.records import TranslationStatus, digest

pytestmark = pytest.mark.django_db

QUIET = {"accept": "application/json"}
NOTICE_STAYS = ["Readers still see the notice", "Le public voit encore l’avis"]


def block(text: str, key: str) -> dict[str, str]:
    return {"type": "text", "value": f"<p>{text}</p>", "id": key}


@pytest.fixture
def page() -> StandardPage:
    page = StandardPageFactory(
        title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One",
        body_fr=[block("a", "1"), block("b", "2")], body_en=[block("A", "1")],
    )  # fmt: skip
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


def draft(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def statuses(obj: Any) -> dict[str, str]:
    return {line.text.path: line.status.value for line in read_segments(obj, "en")}


def form_of(obj: Any, **typed: str) -> dict[str, str]:
    """Return what a browser sends that shows `obj` as it is now, with texts `typed`, by path."""
    data = {}
    for row in make_forms(read_segments(obj, "en")):
        path = row.segment.text.path
        values = {**row.initial, "value": row["value"].value()}
        if row.segment.text.is_rich:
            values["value"] = row.fields["value"].widget.format_value(row.segment.translation)
        for name in ("path", "shown", "source"):
            data[row.add_prefix(name)] = values[name]
        data[row.add_prefix("value")] = typed.get(path, values["value"] or "")
    return data


def sit_down(name: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser(name, f"{name}@exemple.fr"))
    return client


def test_texts_stand_side_by_side_block_by_block(editor, page):
    html = editor.get(url_of(page, "en")).text
    assert html.count('class="editor-segment"') == 4
    assert html.count('data-status="missing"') >= 2
    assert html.index("<p>a</p>") < html.index("<p>b</p>")


def test_what_is_written_is_kept_as_a_draft(editor, page):
    response = editor.post(url_of(page, "en"), form_of(draft(page), lead="The first"))
    assert response.status_code == 302
    assert draft(page).lead_en == "The first"
    assert StandardPage.objects.get().lead_en == "One"


def test_what_is_written_into_is_read_once(editor, page, django_assert_max_num_queries):
    form = form_of(draft(page), lead="The first")
    editor.get(url_of(page, "en"))  # what a process keeps
    with django_assert_max_num_queries(27 + (connection.vendor == "postgresql")) as asked:  # its row is locked there
        editor.post(url_of(page, "en"), form)
    assert sum('FROM "campaigns_standardpage"' in query["sql"] for query in asked.captured_queries) == 1


def test_saving_what_nobody_touched_writes_nothing(editor, page):
    before = page.latest_revision_id
    assert editor.post(url_of(page, "en"), form_of(draft(page))).status_code == 302
    assert StandardPage.objects.get().latest_revision_id == before


def test_outdated_text_is_confirmed_without_a_change(editor, page):
    changed = draft(page)
    changed.lead_fr = "Deux mots"
    changed.save_revision()
    html = editor.get(url_of(page, "en")).text
    assert "<ins>" in html
    assert "Deux mots" in html
    form = form_of(draft(page))
    prefix = next(name.removesuffix("-path") for name, value in form.items() if value == "lead")
    editor.post(url_of(page, "en"), {**form, f"{prefix}-confirmed": "on"})
    assert statuses(draft(page))["lead"] == "current"


def test_all_texts_are_confirmed_at_once(editor, page):
    changed = draft(page)
    changed.title_fr, changed.lead_fr = "Ateliers", "Deux"
    changed.save_revision()
    editor.post(url_of(page, "en"), {**form_of(draft(page)), "confirm_all": "1"})
    assert set(statuses(draft(page)).values()) == {"current", "missing"}


def test_confirming_all_texts_says_what_readers_still_see(editor, page):
    page.title_fr = "Ateliers"
    page.save_revision().publish()
    assert not any(told in editor.get(url_of(page, "en")).text for told in NOTICE_STAYS), "nothing is confirmed yet"
    response = editor.post(url_of(page, "en"), {**form_of(draft(page)), "confirm_all": "1"}, follow=True)
    assert any(told in response.text for told in NOTICE_STAYS)
    assert 'class="notice outdated"' in Client().get(page.get_urls()["en"]).text
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert any(told in form for told in NOTICE_STAYS), "the ordinary form says so too"
    response = editor.post(url_of(page, "en"), {**form_of(draft(page)), "publish": "1"}, follow=True)
    assert not any(told in response.text for told in NOTICE_STAYS)
    assert 'class="notice outdated"' not in Client().get(page.get_urls()["en"]).text


def test_translation_is_published_alone(editor, page):
    changed = draft(page)
    changed.title_fr = "Ateliers"
    changed.save_revision()
    editor.post(url_of(page, "en"), {**form_of(draft(page), lead="The first"), "publish": "1"})
    live = StandardPage.objects.get()
    assert (live.title_fr, live.lead_en) == ("Atelier", "The first")
    assert draft(page).title_fr == "Ateliers"


def test_two_translators_of_one_page_keep_their_texts(page):
    ana, bo = sit_down("ana"), sit_down("bo")
    forms = form_of(draft(page), lead="The first"), form_of(draft(page), title="Workshops")
    ana.post(url_of(page, "en"), forms[0])
    bo.post(url_of(page, "en"), forms[1])
    assert (draft(page).lead_en, draft(page).title_en) == ("The first", "Workshops")


def test_later_translator_of_one_text_is_shown_the_difference_and_decides(page):
    ana, bo = sit_down("ana"), sit_down("bo")
    forms = form_of(draft(page), lead="Hers"), form_of(draft(page), lead="His")
    ana.post(url_of(page, "en"), forms[0])
    answer = bo.post(url_of(page, "en"), forms[1], headers=QUIET).json()
    assert not answer["saved"]
    assert draft(page).lead_en == "Hers"
    line = next(line for line in answer["lines"] if "<del>" in line["state"])
    assert line["shown"] == forms[1][f"{line['prefix']}-shown"]
    response = bo.post(url_of(page, "en"), forms[1])
    assert response.status_code == 200
    assert "His" in response.text
    assert bo.post(url_of(page, "en"), form_of(draft(page), lead="His")).status_code == 302
    assert draft(page).lead_en == "His"


def test_text_whose_source_has_changed_meanwhile_is_saved_and_stays_outdated(page):
    bo = sit_down("bo")
    form = form_of(draft(page), lead="The first")
    changed = draft(page)
    changed.lead_fr = "Deux"
    changed.save_revision()
    prefix = next(name.removesuffix("-path") for name, value in form.items() if value == "lead")
    answer = bo.post(url_of(page, "en"), {**form, f"{prefix}-confirmed": "on"}, headers=QUIET).json()
    assert answer["saved"]
    assert draft(page).lead_en == "The first"
    assert statuses(draft(page))["lead"] == "outdated"
    line = next(line for line in answer["lines"] if line["prefix"] == prefix)
    assert line["source"] == digest("Deux")
    assert "Deux" in line["source_cell"]


def test_browser_that_saves_by_itself_leaves_one_draft(page):
    ana = sit_down("ana")
    own: Any = ""
    for text in ("T", "Th", "The"):
        answer = ana.post(url_of(page, "en"), {**form_of(draft(page), lead=text), "own": own}, headers=QUIET).json()
        own = answer["own"]
    assert draft(page).lead_en == "The"
    assert page.revisions.count() == 2


def test_block_that_french_has_no_more_is_removed_when_its_translation_is_emptied(editor, page):
    changed = draft(page)
    changed.body_fr, changed.body_en = [block("b", "2")], [block("A", "1"), block("B", "2")]
    changed.save_revision()
    assert "body/~1" in statuses(draft(page))
    empty = '{"blocks": [], "entityMap": {}}'
    editor.post(url_of(page, "en"), form_of(draft(page), **{"body/~1": empty}))
    assert [item.id for item in draft(page).body_en] == ["2"]


def test_too_long_a_text_is_refused_and_kept(editor, page):
    response = editor.post(url_of(page, "en"), form_of(draft(page), title="x" * 300, lead="The first"))
    assert response.status_code == 200
    assert "x" * 300 in response.text
    assert "error-message" in response.text
    assert draft(page).lead_en == "One"
    quiet = editor.post(url_of(page, "en"), form_of(draft(page), title="x" * 300), headers=QUIET)
    assert quiet.status_code == 400
    assert not quiet.json()["saved"]


def test_unknown_paths_and_forged_digests_write_nothing(editor, page):
    data = {"a-path": "nothing/9", "a-shown": "x", "a-source": "x", "a-value": "Lost words", "own": "²"}
    response = editor.post(url_of(page, "en"), data, follow=True)
    assert "Lost words" in response.text
    form = form_of(draft(page), lead="Forged")
    form = {name: "0" * 12 if name.endswith("-shown") else value for name, value in form.items()}
    assert editor.post(url_of(page, "en"), form).status_code == 200
    assert draft(page).lead_en == "One"


@pytest.mark.parametrize("address", ["page/99999/en", "page/{pk}/fr", "page/{pk}/xx", "auth.user/1/en", "nothing/1/en"])
def test_what_cannot_be_translated_has_no_desk(editor, page, address):
    url = f"{reverse('wagtailadmin_home')}translate/{address.format(pk=page.pk)}/"
    assert editor.get(url).status_code in (302, 404)


def test_page_locked_by_somebody_else_is_read_only(editor, page):
    StandardPage.objects.update(locked=True, locked_by=get_user_model().objects.create_user("x"))
    assert editor.get(url_of(page, "en")).status_code == 200
    editor.post(url_of(page, "en"), form_of(draft(page), lead="The first"))
    assert draft(page).lead_en == "One"


def test_browser_overwrites_no_draft_but_its_own(page):
    ana, bo = sit_down("ana"), sit_down("bo")
    ana.post(url_of(page, "en"), form_of(draft(page), lead="Hers"))
    for own in (draft(page).latest_revision_id, StandardPage.objects.get().live_revision_id):
        answer = bo.post(url_of(page, "en"), {**form_of(draft(page), title=f"W{own}"), "own": own}, headers=QUIET)
        assert answer.json()["saved"]
    assert page.revisions.count() == 4


def test_browser_puts_no_unfinished_text_of_a_picture_before_readers(editor, page):
    image = get_image_model().objects.create(title="Photo", file=get_test_image_file(), description_fr="Une file")
    changed = draft(page)
    changed.body_fr = [{"type": "image", "value": {"image": image.pk, "caption": ""}, "id": "i"}]
    changed.save_revision()
    path = f"image/{image.pk}/description"
    editor.post(url_of(page, "en"), form_of(draft(page), **{path: "A q"}), headers=QUIET)
    image.refresh_from_db()
    assert not image.description_en
    editor.post(url_of(page, "en"), form_of(draft(page), **{path: "A queue"}))
    image.refresh_from_db()
    assert image.description_en == "A queue"


def test_snippet_is_translated_too(editor):
    topic = TopicFactory(name_fr="Logement", name_en="")
    assert editor.post(url_of(topic, "en"), form_of(topic, name="Housing")).status_code == 302
    topic.refresh_from_db()
    assert topic.name_en == "Housing"
    assert topic.get_stored_status("en") == TranslationStatus.CURRENT


def test_desk_is_offered_where_pages_and_snippets_are_listed(editor, page):
    topic = TopicFactory(name_fr="Logement")
    assert url_of(page, "en") in editor.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).text
    assert url_of(page, "en") in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert url_of(topic, "en") in editor.get(reverse(topic.snippet_viewset.get_url_name("list"))).text


def test_texts_of_one_kind_are_numbered_apart(editor, page):
    """In French, as editors of this test's admin are; each editor says the same name as the heading above it."""
    rows = make_forms(read_segments(page, "en"))
    names = [row.segment.name for row in rows]
    assert len(set(names)) == len(names)
    assert [row.fields["value"].widget.options["ariaLabel"] for row in rows if row.segment.text.is_rich] == [
        row.segment.name for row in rows if row.segment.text.is_rich
    ]
