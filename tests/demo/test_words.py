"""The demo's texts as written: complete in both languages, and set as printers would."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from demo import phrases
from demo.reading import CONTENT, CONTENT_FILES, is_translated_text, read_content_file, read_pages
from translations.languages import LANGUAGES

THIN, HARD = "\u202f", "\u00a0"
# Left in French on purpose: readers and editors are to see what that looks like.
FRENCH_ONLY = {"claim-tr-2", "legal", "article-campaign", "agriculture", "about"}


def find_texts(content: Any) -> Iterator[dict[str, str]]:
    if is_translated_text(content):
        yield content
    elif isinstance(content, dict):
        for part in content.values():
            yield from find_texts(part)
    elif isinstance(content, list):
        for part in content:
            yield from find_texts(part)


def get_texts(language: str) -> list[str]:
    """Return every text of the demo in `language`, without its tags."""
    texts = [
        text[language]
        for name in [*CONTENT_FILES, "snippets"]
        for text in find_texts(read_content_file(name))
        if language in text
    ]
    generated: list[dict[str, Any]] = [phrases.CONVENTION, phrases.get_report(1, "AAA")]
    generated += [phrases.get_finding(0, place) for place in range(6)]
    generated += [phrases.make_claim_texts(0, place) for place in range(20)]
    texts += [text for row in generated for name, text in row.items() if name.endswith(f"_{language}")]
    return [re.sub(r"<[^>]+>", "", text) for text in texts]


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(rf"[^{THIN}][;!?]", id="no thin space before ; ! ?"),
        pytest.param(rf"[^{HARD}]:(?!//)", id="no hard space before a colon"),
        pytest.param(rf"«[^{HARD}]|[^{HARD}]»", id="no hard space inside guillemets"),
        pytest.param(r"['\"“”]", id="straight apostrophe, or quotes that are not guillemets"),
        pytest.param(r"\d %|\d h\b", id="number torn from its unit"),
        pytest.param(r"\.\.\.|  ", id="three dots or two spaces"),
    ],
)
def test_french_is_set_as_french(fault: str) -> None:
    assert [text for text in get_texts("fr") if re.search(fault, text)] == []


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(rf"[\s{THIN}{HARD}][;:!?]", id="space before punctuation"),
        pytest.param(r"['\"]", id="straight quote"),
        pytest.param(r"\.\.\.|  ", id="three dots or two spaces"),
    ],
)
def test_english_is_set_as_english(fault: str) -> None:
    assert [text for text in get_texts("en") if re.search(fault, text)] == []


def test_every_text_has_its_french() -> None:
    texts = [text for name in [*CONTENT_FILES, "snippets"] for text in find_texts(read_content_file(name))]
    assert len(texts) > 300
    assert [text for text in texts if not text.get("fr", "").strip()] == []


def test_only_texts_meant_to_lack_english_lack_it() -> None:
    lacking = {page["key"] for page in read_pages() if any("en" not in text for text in find_texts(page))}
    assert lacking == FRENCH_ONLY
    assert all("en" in text for text in find_texts(read_content_file("snippets")))


def test_links_lead_to_pages_made_before() -> None:
    known: set[str] = set()
    keys = {page["key"] for page in read_pages()}
    for page in read_pages():
        later = page.pop("later", {})
        linked = {key for text in find_texts(page) for words in text.values() for key in find_links(words)}
        assert linked <= known, page["key"]
        known.add(page["key"])
        assert {key for text in find_texts(later) for words in text.values() for key in find_links(words)} <= keys


def find_links(words: str) -> list[str]:
    return re.findall(r'page="([^"]+)"', words)


def test_keys_tell_pages_apart() -> None:
    keys = [page["key"] for page in read_pages()]
    assert len(keys) == len(set(keys))
    assert {path.stem for path in CONTENT.glob("*.toml")} == {*CONTENT_FILES, "snippets", "synonyms"}


def test_guide_calls_its_handouts_by_their_titles() -> None:
    sessions = [page for page in read_pages() if page["model"] == "campaigns.GuideSessionPage"]
    titles = {
        (language, row["title"][language]) for page in sessions for row in page["handouts"] for language in LANGUAGES
    }
    named = [
        (language, title)
        for page in sessions
        for language in LANGUAGES
        for line in page["material"][language].splitlines()
        if re.search(r"fiches?\b|handouts?\b", line)
        for title in re.findall(r"[«“]\W?([^»”]+?)\W?[»”]", line)
    ]
    assert len(named) > 4
    assert [name for name in named if name not in titles] == []
