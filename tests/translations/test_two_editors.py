"""Two editors at work on one page at the same time."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import StandardPage
from tests.factories import StandardPageFactory, WorkshopReportPageFactory
from tests.markup import squeeze
from translations.publishing.concurrent_edits import as_saved, as_shown, decode_parts, encode_parts, merge_edits
from workshops.models import Finding

from .forms import PUBLISH, edit_url, report_form, standard_page_form

AUTOSAVE = {"Accept": "application/json"}


@pytest.fixture
def page(db) -> StandardPage:
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One")
    page.save_revision().publish()
    return page


def sit_down(name: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser(name, f"{name}@exemple.fr"))
    return client


class Window:
    """A browser's window with the form of a page."""

    def __init__(self, client: Client, page: Any, make_form: Any = standard_page_form, **texts: Any) -> None:
        self.client, self.page, self.make_form, self.texts = client, page, make_form, texts
        html = client.get(edit_url(page)).text
        self.hidden = {
            name: found[1].replace("&quot;", '"')
            for name in ("loaded", "loaded_revision_id", "loaded_revision_created_at")
            if (found := re.search(rf'name="{name}"[^>]*value="([^"]*)"', html))
        }

    def post(self, *, headers: Any = None, **texts: Any) -> Any:
        self.texts |= texts
        form = self.make_form(**self.texts)
        return self.client.post(edit_url(self.page), {**form, **self.hidden}, headers=headers)

    def autosave(self, **texts: Any) -> Any:
        response = self.post(headers=AUTOSAVE, **texts)
        answer = response.json()
        if answer["success"]:
            self.hidden |= {"overwrite_revision_id": answer["revision_id"], **answer["field_updates"]}
        return answer


def windows(page: StandardPage) -> tuple[Window, Window]:
    texts = {"title_en": "Workshop", "slug_en": "workshop", "lead_fr": "Un", "lead_en": "One"}
    return tuple(Window(sit_down(name), page, **texts) for name in ("ana", "bo"))  # type: ignore[return-value]


def draft(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def leads(page: StandardPage) -> tuple[str, str]:
    latest = draft(page)
    return latest.lead_fr, latest.lead_en


def test_both_languages_are_kept_when_each_is_saved(page):
    ana, bo = windows(page)
    assert ana.post(lead_fr="Deux").status_code == 302
    assert bo.post(lead_en="Two").status_code == 302
    assert leads(page) == ("Deux", "Two")


def test_both_languages_are_kept_when_browsers_save_by_themselves(page):
    ana, bo = windows(page)
    for french, english in [("De", "T"), ("Deu", "Tw"), ("Deux", "Two")]:
        assert ana.autosave(lead_fr=french)["success"]
        assert bo.autosave(lead_en=english)["success"]
        assert leads(page) == (french, english)


def test_both_languages_are_kept_when_one_saves_and_one_publishes(page):
    ana, bo = windows(page)
    assert ana.autosave(lead_fr="Deux")["success"]
    assert bo.post(lead_en="Two", **{"action-publish": "en"}).status_code == 302
    live = StandardPage.objects.get(pk=page.pk)
    assert (live.lead_fr, live.lead_en) == ("Un", "Two")
    assert leads(page) == ("Deux", "Two")


def test_later_one_on_the_same_language_is_told_and_shown_the_difference(page):
    ana, bo = windows(page)
    assert ana.post(lead_fr="Deux paragraphes").status_code == 302
    response = bo.post(lead_fr="Trois paragraphes", lead_en="Three")
    assert response.status_code == 200
    assert leads(page) == ("Deux paragraphes", "One")
    assert "ana" in response.text
    shown = squeeze(response.text)
    assert re.search(r"<del ?>((?!</del>).)*Deux", shown)
    assert re.search(r"<ins ?>((?!</ins>).)*Trois", shown)
    assert "Trois paragraphes</textarea>" in response.text


def test_later_one_saves_again_and_has_the_last_word(page):
    ana, bo = windows(page)
    ana.post(lead_fr="Deux", lead_en="Two")
    html = bo.post(lead_fr="Trois").text
    bo.hidden["loaded"] = re.search(r'name="loaded"[^>]*value="([^"]*)"', html)[1].replace("&quot;", '"')  # type: ignore[index]
    bo.hidden["loaded_revision_id"] = str(draft(page).latest_revision_id)
    assert not bo.autosave(lead_fr="Trois", lead_en="Two")["success"]
    assert leads(page) == ("Deux", "Two")
    assert ">\nTwo</textarea>" in html
    assert bo.post(lead_fr="Trois", lead_en="Two").status_code == 302
    assert leads(page) == ("Trois", "Two")


def test_automatic_save_of_a_language_that_somebody_else_changed_is_refused(page):
    ana, bo = windows(page)
    ana.post(lead_fr="Deux")
    answer = bo.autosave(lead_fr="Trois")
    assert not answer["success"]
    assert answer["error_code"] == "invalid_revision"
    assert leads(page)[0] == "Deux"


def test_text_that_a_window_no_longer_shows_as_it_is_cannot_be_changed_there_unawares(page):
    ana, bo = windows(page)
    ana.autosave(lead_fr="Deux")
    assert bo.autosave(lead_en="Two")["success"]
    assert bo.autosave(lead_fr="Trois")["error_code"] == "invalid_revision"
    assert leads(page) == ("Deux", "Two")


def test_facts_and_texts_are_parts_of_their_own(page):
    ana, bo = windows(page)
    assert ana.post(show_in_menus="on").status_code == 302
    assert bo.post(lead_en="Two").status_code == 302
    assert draft(page).show_in_menus
    assert leads(page) == ("Un", "Two")


def test_row_added_by_one_stands_beside_what_the_other_translated(db):
    report = WorkshopReportPageFactory(title_fr="Atelier", title_en="Workshop", code="DS")
    report.findings.set([Finding(title_fr="Un", title_en="One")])
    report.save()
    report = type(report).objects.get(pk=report.pk)
    report.save_revision()
    row = report.findings.get()
    given = {"id": row.pk, "number": row.number, "title_fr": "Un", "title_en": "One"}
    texts = {"title_en": "Workshop", "slug_en": "workshop", "findings": [given]}
    ana, bo = (Window(sit_down(name), report, report_form, **texts) for name in ("ana", "bo"))
    assert ana.post(findings=[given, {"title_fr": "Deux"}]).status_code == 302
    assert bo.post(findings=[{**given, "title_en": "The first"}]).status_code == 302
    rows = [(row.title_fr, row.title_en or "") for row in draft(report).findings.all()]
    assert rows == [("Un", "The first"), ("Deux", "")]


def test_form_that_tells_nothing_is_saved_as_before(page):
    ana, bo = windows(page)
    ana.post(lead_fr="Deux")
    bo.hidden = {"loaded": "?"}
    assert bo.post(lead_en="Two").status_code == 302
    assert leads(page) == ("Un", "Two")


# A page that a program made has no revision, whoever has changed it


@pytest.fixture
def imported(db) -> StandardPage:
    return StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One")


@pytest.mark.parametrize("act", [{}, PUBLISH, {"action-publish": "en"}, {"overwrite_revision_id": "7"}])
def test_page_without_a_revision_is_saved_from_its_form(imported, act):
    ana, _bo = windows(imported)
    assert ana.post(lead_fr="Deux", **act).status_code == 302
    assert leads(imported)[0] == "Deux"


def test_page_without_a_revision_is_saved_by_the_browser_itself(imported):
    ana, _bo = windows(imported)
    for french in ["De", "Deux"]:
        assert ana.autosave(lead_fr=french)["success"]
        assert leads(imported)[0] == french


def test_what_a_program_changed_meanwhile_is_told_and_is_in_no_history(imported):
    ana, _bo = windows(imported)
    StandardPage.objects.filter(pk=imported.pk).update(lead="Deux", lead_fr="Deux")
    assert ana.autosave(lead_fr="Trois")["error_code"] == "invalid_revision"
    response = ana.post(lead_fr="Trois")
    assert response.status_code == 200
    shown = squeeze(response.text)
    assert "Trois</textarea>" in shown
    assert "the page’s history does not have it" in shown or "l’historique de la page ne l’a pas" in shown
    assert leads(imported)[0] == "Deux"


# What comes out, whoever wrote what


DRAFTS = st.fixed_dictionaries({name: st.sampled_from("abc") for name in ("lead_fr", "lead_en")})


@given(DRAFTS, DRAFTS, DRAFTS)
def test_nobody_loses_a_text_unawares(start, mine, theirs):
    complete = {
        name: {**texts, "lead": texts["lead_fr"]} for name, texts in zip("smt", (start, mine, theirs), strict=True)
    }
    loaded = decode_parts(encode_parts(as_shown(StandardPage, complete["s"])))
    merged = merge_edits(StandardPage, complete["m"], complete["t"], loaded)
    for language in ("fr", "en"):
        name = f"lead_{language}"
        expected = theirs[name] if mine[name] == start[name] else mine[name]
        assert merged.content[name] == expected
        both = len({start[name], mine[name]}) == len({start[name], theirs[name]}) == 2
        assert (language in merged.conflicts) == (both and mine[name] != theirs[name])


@pytest.mark.parametrize("text", ["", "{", "[]", '{"fr": 1}', '{"fr": ["a", "b", false, false]}', "null"])
def test_anything_else_than_what_a_form_tells_is_nothing(text):
    assert decode_parts(text) == {}


def test_what_a_form_shows_is_stale_where_others_were_first():
    start, mine, theirs = ({"lead_fr": fr, "lead_en": en} for fr, en in [("a", "a"), ("a", "b"), ("c", "a")])
    merged = merge_edits(StandardPage, mine, theirs, as_shown(StandardPage, start))
    parts = as_saved(StandardPage, mine, merged, merged.content)
    assert parts["fr"].stale
    assert not parts["en"].stale
