"""What readers are told of a translation that its source has left behind, and what they may compare."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from campaigns.models import HomePage, StandardPage
from tests.factories import StandardPageFactory
from tests.markup import squeeze
from tests.sitemap import read_sitemap
from translations.source_changes import changes_url, find_source_changes

from .conftest import make_current, make_outdated, publish

pytestmark = pytest.mark.django_db

NOTICE = 'class="notice outdated"'


def read(client, page, language="en"):
    response = client.get(page.get_urls()[language])
    assert response.status_code == 200
    return response.text


def address(page, language="en"):
    with override(language):
        return changes_url(page)


def compare(client, page, language="en"):
    response = client.get(address(page, language))
    assert response.status_code == 200
    return response.text


def notice(html):
    sentence = html.partition(NOTICE)[2].partition("</p>")[0].removeprefix(">")
    return squeeze(re.sub(r"<[^>]+>", "", sentence)).replace("\u00a0", " ")


def date(page, changed, confirmed):
    page.translations["fr"]["changed"], page.translations["en"]["confirmed"] = changed, confirmed
    StandardPage.objects.filter(pk=page.pk).update(translations=page.translations)


def test_reader_of_an_outdated_text_learns_both_days_in_one_sentence(client):
    page = make_outdated()
    date(page, "2026-03-03", "2026-02-01")
    html = read(client, page)
    assert html.count(NOTICE) == 1
    assert notice(html) == (
        "Parts of this translation, last revised on 1 February 2026, do not yet reflect changes made in French "
        "on 3 March 2026: see what changed in French."
    )
    assert f'href="{address(page)}"' in html
    assert 'datetime="2026-02-01"' in html


def test_sentence_does_without_days_that_are_not_known(client):
    page = make_outdated()
    date(page, None, None)
    html = read(client, page)
    assert notice(html).startswith("Parts of this translation do not yet match the text in French: see")


def test_reader_of_the_source_or_of_a_current_text_sees_no_sentence(client):
    outdated, current = make_outdated(), make_current()
    assert NOTICE not in read(client, outdated, "fr")
    assert NOTICE not in read(client, current)
    outdated.confirm_translations(["en"])
    publish(outdated)
    assert NOTICE not in read(client, outdated)


def test_draft_that_readers_do_not_have_makes_nothing_outdated(client):
    page = make_current()
    page.title_fr = "Ateliers"
    page.save_revision()
    assert NOTICE not in read(client, page)


def test_page_translated_in_part_says_so_and_that_a_part_is_outdated(client):
    page = make_outdated()
    page.search_description_fr = "Un atelier."
    page = publish(page)
    assert page.get_stored_status("en") == "partial"
    assert NOTICE in read(client, page)


def test_current_page_is_served_without_a_query_more(client, django_assert_num_queries):
    """As tests/pages/test_queries.py has it for each type of page; an outdated one asks who may read it."""
    current, outdated = make_current(), make_outdated()
    read(client, current)
    with django_assert_num_queries(4):
        read(client, current)
    with django_assert_num_queries(5):
        read(client, outdated)


def test_preview_says_nothing(client, editor):
    page = make_outdated()
    page.search_description_fr = "x"
    page.save_revision()
    response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert NOTICE not in response.text


# The differences


def test_differences_show_word_by_word_what_the_source_said_and_says(client):
    html = compare(client, make_outdated())
    (text,) = re.findall(r'<p class="compared" lang="fr">(.*?)\n?</p>', html, flags=re.DOTALL)
    assert re.findall(r"(?s)<(ins|del)>.*?</span>([^<]+)<", text) == [("del", "Un jour "), ("ins", "Deux jours ")]
    assert "removed:" in text
    assert 'lang="en"' in text  # what a screen reader is told in the reader's language
    assert "Lead" in html
    assert '<meta name="robots" content="noindex">' in html


def test_text_that_readers_never_saw_is_not_shown(client):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Secret", lead_en="One", live=False)
    page.lead_fr = "Public"
    page = publish(page)
    html = compare(client, page)
    assert "never published" in html
    assert "Secret" not in html
    (change,) = find_source_changes(page, "en")
    assert change.changes is None


def test_what_is_not_published_yet_is_not_shown(client):
    page = make_outdated()
    page.lead_fr = "Trois jours de juin."
    page.save_revision()
    html = compare(client, page)
    assert "Deux jours" in html
    assert "Trois" not in html


def test_markup_is_read_as_words_and_paragraphs_stay_apart(client):
    body = {"body_fr": [("text", "<p>Un.</p><p>Deux <b>jours</b>.</p>")], "body_en": [("text", "<p>One.</p>")]}
    page = make_current(**body)
    page.body_fr = [("text", "<p>Un.</p><p>Trois jours.</p>")]
    html = compare(client, publish(page))
    assert "Un.\n" in html
    assert "&lt;" not in html.partition("<main")[2]


def test_change_of_markup_alone_is_told_as_such(client):
    page = make_current(body_fr=[("text", "<p>Un jour</p>")], body_en=[("text", "<p>A day</p>")])
    page.body_fr = [("text", "<p>Un <b>jour</b></p>")]
    assert "the words are the same" in compare(client, publish(page))


def test_words_are_escaped(client):
    page = make_current(lead_fr="<i>Un</i> jour", lead_en="A day")
    page.lead_fr = "<script>alert(1)</script> jour"
    html = compare(client, publish(page))
    assert "<script" not in html
    assert "&lt;" in html.partition('class="compared"')[2]


def test_other_text_with_the_same_translation_is_not_taken_for_the_older_one(client):
    """Two rows may read alike in English and not in French."""
    page = make_current(lead_fr="Oui", lead_en="Yes", body_fr=[("text", "<p>A</p>")], body_en=[("text", "<p>A</p>")])
    page.lead_fr = "Si"
    (change,) = find_source_changes(publish(page), "en")
    assert [part.words for part in change.changes or []] == ["Oui", "Si"]


def test_page_that_has_caught_up_or_is_not_translated_says_so(client):
    assert "Nothing: the translation matches" in compare(client, make_current())
    page = publish(StandardPageFactory(title_fr="Seul"))
    assert "has not been translated into English yet" in compare(client, page)


def test_differences_can_be_read_in_the_source_language_too(client):
    page = make_outdated()
    html = compare(client, page, "fr")
    assert "Ce qui a changé en français" in html
    assert "<del>" in html
    for language in ("fr", "en"):
        assert f'href="{address(page, language)}"' in compare(client, page, "en" if language == "fr" else "fr")


def test_address_follows_the_page_s_own_slugs(client):
    page = make_outdated(title_fr="Atelier", title_en="Workshop")
    assert address(page, "en").endswith("/workshop/")
    assert address(page, "fr").endswith("/atelier/")
    response = client.get(address(page, "en").replace("workshop", "atelier"))
    assert (response.status_code, response["Location"]) == (301, address(page, "en"))


def test_home_page_has_its_differences_too(client):
    home = HomePage.objects.get()
    assert client.get(address(home)).status_code == 200


@pytest.mark.parametrize("hide", ["unpublish", "restrict", "delete"])
def test_differences_of_what_not_everybody_may_read_are_not_found(client, hide):
    page = make_outdated()
    url = address(page)
    if hide == "restrict":
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    else:
        getattr(page, hide)()
    assert client.get(url).status_code == 404


def test_unknown_page_has_no_differences(client):
    assert client.get(address(HomePage.objects.get()) + "nothing/").status_code == 404


def test_members_read_the_sentence_without_a_link_that_would_lead_nowhere(client, user):
    page = make_outdated()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    client.force_login(user)
    html = read(client, page)
    assert NOTICE in html
    assert address(page) not in html


def test_differences_are_in_no_sitemap(client):
    page = make_outdated()
    assert not [url for url in read_sitemap(lambda part: client.get(part).content) if address(page) in url]


def test_differences_take_as_many_queries_for_many_texts_as_for_one(client):
    def count(page):
        compare(client, page)
        with CaptureQueriesContext(connection) as queries:
            compare(client, page)
        return len(queries)

    page = make_outdated()
    one = count(page)
    blocks = [("text", f"<p>{number}</p>") for number in range(10)]
    page.body_fr, page.body_en = blocks, blocks
    page = publish(page)
    page.body_fr = [("text", f"<p>{number}.</p>") for number in range(10)]
    page = publish(page)
    assert len(find_source_changes(page, "en")) > 1
    assert count(page) == one
    assert one <= 14
