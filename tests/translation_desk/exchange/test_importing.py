"""An import writes drafts only, all of them or none, and refuses what no longer matches."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from campaigns.models import Topic
from contacts.models import Region
from tests.factories import RegionFactory, StandardPageFactory
from translation_desk.exchange.import_preview import make_import_preview
from translation_desk.exchange.importing import ImportRefused, import_texts, parse_import_file
from translations.status.records import TranslationStatus

from .files import draft_of, export, plan, problems_of, take_in, translate

pytestmark = pytest.mark.django_db

RICH = '<p>Voir <a linktype="page" id="3">ici</a>, <b>vite</b>.</p>'


@pytest.fixture
def page():
    return StandardPageFactory(
        title_fr="Titre", lead_fr="Chapô", body_fr=[{"type": "text", "value": RICH, "id": "t"}], live=True
    )


def test_import_writes_a_draft_and_publishes_nothing(page):
    file = translate(translate(export(page), "Titre", "Title"), "Chapô", "Lead")
    result = take_in(file)
    assert len(result.changes) == 2
    live = type(page).objects.get(pk=page.pk)
    assert (live.title_en or "", live.lead_en or "", live.has_unpublished_changes) == ("", "", True)
    draft = draft_of(page)
    assert (draft.title_en, draft.lead_en) == ("Title", "Lead")
    assert draft.get_draft_status("en") == TranslationStatus.PARTIAL


def test_rich_text_gets_the_links_of_its_source(page):
    take_in(translate(export(page), "Voir <a 1>ici</a>, <b>vite</b>.", "See <a 1>here</a>, <b>fast</b>."))
    block = draft_of(page).body_en[0]
    assert (block.id, block.value.source) == ("t", '<p>See <a linktype="page" id="3">here</a>, <b>fast</b>.</p>')


def test_xliff_that_a_tool_has_cut_into_segments_comes_back_whole(page):
    file = export(page, "xliff")
    code = '<pc id="b:1" type="fmt" dispStart="&lt;b&gt;" dispEnd="&lt;/b&gt;">vite</pc>.'
    assert f"{code}</source>" in file
    cut = (
        "</source><target>See <pc id='a.1:1'>here</pc>, </target></segment>"
        "<segment state='final'><source><pc id='b:1'>vite</pc>.</source>"
        "<target><sc id='b:1'/><mrk id='m'>fast</mrk><ec startRef='b:1'/>.</target>"
    )
    take_in(file.replace(f"{code}</source>", cut))
    assert draft_of(page).body_en[0].value.source == '<p>See <a linktype="page" id="3">here</a>, <b>fast</b>.</p>'


def test_outdated_translation_goes_out_as_fuzzy_with_its_earlier_source_and_comes_back_once_confirmed(page):
    page.title_en = "Title"
    page.save()
    page.title_fr = "Titre neuf"
    page.save()
    file = export(page)
    assert '#, fuzzy\n#| msgid "Titre"\nmsgctxt' in file
    assert (plan(file).changes, plan(file).unfinished) == ([], 1)
    assert plan(export(page, "xliff")).unfinished == 1
    result = take_in(file.replace("#, fuzzy\n", ""))
    assert [change.confirms_only for change in result.changes] == [True]
    draft = draft_of(page)
    assert draft.get_text_status({"fr": "Titre neuf", "en": "Title"}, "title", "en") == TranslationStatus.CURRENT


def test_empty_translation_takes_nothing_away(page):
    page.title_en = "Title"
    page.save()
    result = take_in(export(page).replace('msgstr "Title"', 'msgstr ""'))
    assert (result.changes, result.untranslated) == ([], 3)


def test_source_that_changed_meanwhile_is_refused_and_nothing_is_written(page):
    file = translate(translate(export(page), "Titre", "Title"), "Chapô", "Lead")
    page.lead_fr = "Chapô récrit"
    page.save()
    with pytest.raises(ImportRefused) as refusal:
        take_in(file)
    assert ["l’original n’est plus" in problem.words for problem in refusal.value.preview.problems] == [True]
    assert page.revisions.count() == 0
    result = take_in(file, leave_stale=True)
    assert [change.said for change in result.changes] == ["Title"]


def test_translation_that_somebody_changed_since_the_preview_is_refused(page):
    texts = parse_import_file(translate(export(page), "Titre", "Title").encode(), "en")
    with pytest.raises(ImportRefused):
        import_texts(texts, "en", None, expected={f"page:{page.pk}/title": "another"})


def test_pages_are_written_all_or_none(page, monkeypatch):
    other = StandardPageFactory(title_fr="Autre")
    file = translate(export(), "Titre", "Title")
    file = translate(file, "Autre", "Other")
    monkeypatch.setattr(type(other), "confirm_texts", fail_for(other))
    with pytest.raises(RuntimeError), transaction.atomic():
        take_in(file)
    assert page.revisions.count() == 0


def fail_for(other):
    from translations.models import BasePage

    confirm = BasePage.confirm_texts

    def confirm_texts(self, language, paths):
        if self.pk == other.pk:
            raise RuntimeError
        confirm(self, language, paths)

    return confirm_texts


def test_what_has_no_drafts_is_written_only_if_one_says_so():
    region = RegionFactory(name_fr="Afrique", name_en="")
    file = translate(export(region), "Afrique", "Africa")
    assert take_in(file).changes == []
    assert Region.objects.get(pk=region.pk).name_en == ""
    take_in(file, at_once=True)
    assert Region.objects.get(pk=region.pk).name_en == "Africa"


def test_picture_is_one_entry_however_many_pages_show_it(image_with_words):
    for _ in range(2):
        StandardPageFactory(
            body_fr=[{"type": "image", "value": {"image": image_with_words.pk, "caption": ""}, "id": "i"}]
        )
    file = export()
    assert file.count(f"body.cahierimage:{image_with_words.pk}/description") == 1
    take_in(translate(file, "Une affiche", "A poster"), at_once=True)
    image_with_words.refresh_from_db()
    assert image_with_words.description_en == "A poster"


@pytest.fixture
def image_with_words():
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    return get_image_model().objects.create(title="a.png", file=get_test_image_file(), description_fr="Une affiche")


# Who may


@pytest.fixture
def translator(django_user_model):
    user = django_user_model.objects.create_user("edith", password="x")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def test_page_that_one_may_not_change_or_that_is_locked_is_refused(page, translator):
    texts = parse_import_file(translate(export(page), "Titre", "Title").encode(), "en")
    assert make_import_preview(texts, "en", translator).problems == []
    page.locked = True
    page.save()
    assert len(make_import_preview(texts, "en", translator).problems) == 3
    page.locked = False
    page.save()
    translator.groups.clear()
    fresh = type(translator).objects.get(pk=translator.pk)
    assert len(make_import_preview(texts, "en", fresh).problems) == 3


def test_snippet_that_one_may_not_change_is_refused(translator):
    topic = Topic.objects.create(name_fr="Santé", slug="sante")
    texts = parse_import_file(translate(export(topic), "Santé", "Health").encode(), "en")
    translator.groups.clear()
    fresh = type(translator).objects.get(pk=translator.pk)
    assert make_import_preview(texts, "en", fresh).changes == []


# What is wrong is told with its place


def test_text_that_is_wrong_is_told_with_its_line(page):
    file = export(page)
    line = file[: file.index('msgid "Titre"')].count("\n")
    too_long = translate(file, "Titre", "x" * 256)
    assert len(problems_of(too_long)) == 1
    assert problems_of(too_long)[0].startswith(f"Ligne {line - 2}")
    assert "256" in problems_of(too_long)[0]


@pytest.mark.parametrize(("source", "translation", "words"), [
    ("Titre", "Un\\ndeux", "une ligne"),
    ("Titre", "Un\x07deux", "caractère"),
    ("Voir <a 1>ici</a>, <b>vite</b>.", "See here, <b>fast</b>.", "<a 1>"),
    ("Voir <a 1>ici</a>, <b>vite</b>.", "See <a 1>here, <b>fast</b>.", "<a 1> n’est pas fermée"),
    ("Voir <a 1>ici</a>, <b>vite</b>.", "See <a 1>here</a>, <b>fast</b>.<script>x</script>", "<script>"),
    ("Voir <a 1>ici</a>, <b>vite</b>.", "See <a 1>here</a>, <b>fast</b>. <a 2>More</a>", "<a 2>"),
])  # fmt: skip
def test_translation_that_cannot_be_stored_is_refused(page, source, translation, words):
    problems = problems_of(translate(export(page), source, translation))
    assert len(problems) == 1
    assert words in problems[0]


def test_foreign_and_repeated_ids_are_refused(page):
    file = translate(export(page), "Titre", "Title")
    foreign = file.replace(f"page:{page.pk}/title", "page:999999/title")
    assert "page:999999" in problems_of(foreign)[0]
    for name in ("auth.user:1/password", "page:x/title", "page:-1/title", "nothing", ""):
        assert len(problems_of(file.replace(f"page:{page.pk}/title", name))) == 1
    unit = file[file.index("msgctxt") :].split("\n\n")[0]
    assert "deux fois" in problems_of(f"{file}\n{unit}\n")[0]
    assert "page:999999" in problems_of(export(page, "xliff").replace(f"page:{page.pk}", "page:999999"))[0]


def test_codes_of_xliff_that_the_source_has_not_are_refused(page):
    file = export(page, "xliff")
    broken = file.replace("vite</pc>.</source>", "vite</pc>.</source><target>See <pc id='x1'>here</pc></target>")
    assert "x1" in problems_of(broken)[0]
    assert problems_of(broken)[0].startswith("Ligne ")
    lost = file.replace("vite</pc>.</source>", "vite</pc>.</source><target>See here</target>")
    assert "<a 1>" in problems_of(lost)[0]
    tags = file.replace("<source>Titre</source>", "<source>Titre</source><target><pc id='b:1'>Title</pc></target>")
    assert "balises" in problems_of(tags)[0]
