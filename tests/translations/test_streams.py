"""Blocks of a translation follow those of the source, whatever is added, removed or moved."""

import copy
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import StandardPage
from content.blocks import BodyBlock
from tests.factories import StandardPageFactory
from translations.texts.paths import find_texts, set_texts, texts_by_path
from translations.texts.streams import MOST_COMPARED, adopt_ids, align, follow, leaves

BODY = BodyBlock()


def item(kind: str, value: Any, key: str) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": key}


def texts(source: Any, translation: Any) -> list[tuple[str, str, str]]:
    return [(leaf.path, leaf.source, leaf.translation) for leaf in leaves(BODY, source, translation, "body")]


def test_blocks_of_bodies_written_apart_are_paired_by_order_and_type():
    french = [item("heading", "Un", "1"), item("text", "<p>a</p>", "2"), item("text", "<p>b</p>", "3")]
    english = [item("heading", "One", "x"), item("text", "<p>A</p>", "y"), item("text", "<p>B</p>", "z")]
    assert texts(french, english) == [
        ("body/1", "Un", "One"),
        ("body/2", "<p>a</p>", "<p>A</p>"),
        ("body/3", "<p>b</p>", "<p>B</p>"),
    ]


def test_block_moved_in_french_keeps_its_translation():
    french = [item("text", "a", "1"), item("text", "b", "2"), item("text", "c", "3")]
    english = adopt_ids(BODY, french, [item("text", "A", "x"), item("text", "B", "y"), item("text", "C", "z")])
    moved = [french[2], french[0], french[1]]
    assert [text[1:] for text in texts(moved, english)] == [("c", "C"), ("a", "A"), ("b", "B")]
    assert [block["value"] for block in follow(BODY, moved, english, {}, "body")] == ["C", "A", "B"]


def test_block_added_in_french_is_offered_in_its_place():
    french = [item("text", "a", "1"), item("quote", {"quote": "q", "source": ""}, "new"), item("text", "b", "2")]
    english = [item("text", "A", "1"), item("text", "B", "2")]
    assert [text[0] for text in texts(french, english)] == [
        "body/1", "body/new/quote", "body/new/source", "body/2",
    ]  # fmt: skip
    followed = follow(BODY, french, english, {"body/new/quote": "Q"}, "body")
    assert [block["id"] for block in followed] == ["1", "new", "2"]
    assert followed[1]["value"] == {"quote": "Q", "source": ""}


def test_block_not_translated_yet_is_left_out():
    french = [item("text", "a", "1"), item("text", "b", "2")]
    assert follow(BODY, french, [], {"body/2": "B"}, "body") == [item("text", "B", "2")]
    assert follow(BODY, french, [], {}, "body") == []


def test_block_removed_in_french_keeps_its_translation_until_that_is_emptied():
    french = [item("text", "a", "1"), item("text", "c", "3")]
    english = [item("text", "A", "1"), item("heading", "B", "2"), item("text", "C", "3")]
    assert texts(french, english)[1] == ("body/~2", "", "B")
    assert follow(BODY, french, english, {}, "body") == english
    assert follow(BODY, french, english, {"body/~2": ""}, "body") == [english[0], english[2]]


def test_pictures_come_along_with_the_source():
    french = [item("text", "a", "1"), item("image", {"image": 7, "caption": ""}, "2")]
    assert follow(BODY, french, [], {"body/1": "A"}, "body")[1] == french[1]
    assert follow(BODY, french, [], {}, "body") == []


def test_columns_are_paired_too():
    french = [item("columns", [item("item", {"heading": "h", "text": t}, t) for t in "ab"], "1")]
    english = [item("columns", [item("item", {"heading": "H", "text": t}, t) for t in "XY"], "z")]
    adopted = adopt_ids(BODY, french, english)
    assert adopted[0]["id"] == "1"
    assert [column["id"] for column in adopted[0]["value"]] == ["a", "b"]
    assert ("body/1/b/text", "b", "Y") in texts(french, adopted)


def test_orphan_with_the_id_of_another_block_gets_a_new_one():
    french = [item("text", "a", "1")]
    english = [item("text", "A", "9"), item("heading", "B", "1")]
    adopted = adopt_ids(BODY, french, english)
    assert adopted[0] == item("text", "A", "1")
    assert adopted[1]["id"] not in ("1", "9")


KINDS = st.sampled_from(["text", "heading", "notice"])
BLOCKS = st.lists(
    st.tuples(KINDS, st.text("abc", min_size=1, max_size=3), st.sampled_from("123456789")),
    max_size=8,
    unique_by=lambda block: block[2],
).map(lambda blocks: [item(*block) for block in blocks])


@given(BLOCKS, BLOCKS)
def test_no_block_is_lost_or_paired_twice(source, translation):
    pairs = align(source, translation)
    assert [item for item, _other in pairs if item] == source
    assert sorted(other["id"] for _item, other in pairs if other) == sorted(block["id"] for block in translation)
    assert all(item["type"] == other["type"] for item, other in pairs if item and other)


@given(BLOCKS, BLOCKS)
def test_adopting_ids_changes_nothing_but_ids(source, translation):
    before = copy.deepcopy(translation)
    adopted = adopt_ids(BODY, source, translation)
    assert translation == before
    assert [(block["type"], block["value"]) for block in adopted] == [(b["type"], b["value"]) for b in before]
    assert len({block["id"] for block in adopted}) == len(adopted)
    pairs = [[(s["id"], t["value"]) for s, t in align(source, texts) if s and t] for texts in (translation, adopted)]
    assert set(pairs[0]) <= set(pairs[1])


@given(BLOCKS, BLOCKS)
def test_following_the_source_keeps_every_translated_text(source, translation):
    followed = follow(BODY, source, adopt_ids(BODY, source, translation), {}, "body")
    assert sorted(block["value"] for block in followed) == sorted(block["value"] for block in translation)


def written_apart(count: int) -> list[list[dict[str, Any]]]:
    """Return a body of `count` blocks and one whose blocks have other ids."""
    kinds = ["heading", "text", "text", "notice", "text"]
    return [[item(kinds[n % 5], f"{n}", f"{side}{n}") for n in range(count)] for side in "st"]


def test_many_blocks_of_bodies_written_apart_are_paired_by_order_and_type():
    french, english = written_apart(3 * MOST_COMPARED)
    assert all(block["value"] == other["value"] for block, other in align(french, english) if block and other)
    without_first = [*english[1:], item("heading", "seul", "z"), item("heading", "seule", "y")]
    pairs = align(french, without_first)
    assert [block for block, _other in pairs if block] == french
    assert [other["id"] for block, other in pairs if not block] == ["y"]


def test_body_twice_as_long_takes_twice_as_long():
    def seconds(count: int) -> float:
        french, english = written_apart(count)
        start = process_time()
        adopt_ids(BODY, french, english)
        return process_time() - start

    assert min(seconds(8_000) for _time in range(2)) < max(0.5, 3.2 * min(seconds(4_000) for _time in range(2)))


# On a page


@pytest.mark.django_db
def test_saving_a_page_ties_its_blocks_together():
    page = StandardPageFactory(
        title_fr="T", title_en="T", body_fr=[item("text", "<p>a</p>", "1")], body_en=[item("text", "<p>A</p>", "x")]
    )
    assert StandardPage.objects.get(pk=page.pk).body_en.raw_data[0]["id"] == "1"


@pytest.mark.django_db
def test_texts_are_written_by_their_paths():
    page = StandardPageFactory(title_fr="T", body_fr=[item("text", "<p>a</p>", "1"), item("heading", "b", "2")])
    assert set_texts(page, "en", {"title": "Title", "body/2": "B"}) == []
    page.save()
    page = StandardPage.objects.get(pk=page.pk)
    assert page.title_en == "Title"
    assert texts_by_path(page)["body/2"] == {"fr": "b", "en": "B"}
    assert [text.label for text in find_texts(page) if text.path.startswith("body")] == ["Texte", "Intertitre"]
    with pytest.raises(KeyError):
        set_texts(page, "en", {"body/9": "?"})
