"""Each text of the interface is in the French catalogue, translated; nothing else is (`make messages` sees to it)."""

import ast
import re
import string
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

from config.environment import BASE_DIR
from tests.project.tree import project_files

TRANSLATIONS = [code for code, _name in settings.LANGUAGES if code != "en"]  # the ids are English
KEYWORDS = (
    DEFAULT_KEYWORDS
    | {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ["gettext", "ngettext", "pgettext", "npgettext"]}
    | {"gettext_noop": None}
)
# What templatize() makes of tags: calls like those of Python, between other signs.
TEXT = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf"(?<!\w)(_|n?p?gettext)\(({TEXT}(?:\s*,\s*{TEXT})*)")

Key = tuple[str | None, str]  # context and text, the singular where there are two

NAMES = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]*>")  # of what is filled in, and of elements
LIBRARIES = ["django", "wagtail", "modeltranslation", "modelcluster", "taggit", "treebeard"]
ADDRESS = re.compile(r"[\w<>:.-]*(?:/[\w<>:./-]*|\.(?:csv|json|atom|bib|vcf|xml))")

# What a native would not write, and what to write: /docs/glossary.md has the words for things of the field.
UNSAID = {
    r"\ba mails?\b|\bmails\b|\bby mail\b|\b[Ee]-mail|\b(?:this|the|that) mail\b(?! server)": "email; post is paper",
    r"(?<![Tt]here )\bis no (?!longer\b|missing\b)\w|\bis none\b": "is not a",
    r"\banew\b|\bwhoever\b|\bone’s\b|\bmeanwhile\b": "again; people who; your; in the meantime",
    r"\b[Pp]ress(?:ed|es)?\b": "click, choose, confirm: the press is newspapers",
    r"\b[Nn]obody knows\b|\b[Ss]omebody\b": "unknown; someone",
    r"\bnot kept\b|\bis kept\b|\bare kept\b|\bkept as\b|\bKeep as\b": "saved",
    r"\b[Cc]oupons?\b|\b[Dd]ead letters?\b|\b[Cc]arry away\b|\b[Tt]ake it along\b": "form; failed messages; download",
    r"(?<!quotation )\b[Mm]arks?\b(?! as\b| all\b)": "number, for readers and editors",
    r"\bno more\b(?! newsletters)|\bany more\b": "no longer",
    r"\b[Pp]articulars\b|\b[Ss]uppressions?\b|\bkeyed hash\b": "contact details; blocked address; hashed address",
    r"\b[Ss]uccess(?:ors?|ions?)\b": "replacement",
    r"\b(?:to|we|they|you|it) claims?\b|\bclaim(?:ed|ing)\b": "say: a claim is a revendication, never a verb",
    r"\b[Rr]hythms?\b": "how often, frequency",
    r"\b[Ii]nvented\b|\bwordings?\b|\b[Ll]ook again\b|\blook up\b": "fictional; version; review; search",
}
SAID = {
    "The first line names the columns: “email” and, if you like, “language”, “rhythm” and “topics”. "
    "At most 50,000 lines and 5 MB.": "the column of the file is called rhythm",
    "The first line must name the columns: “email” and, if you like, “language”, “rhythm” and “topics”.": "as above",
    "Press the button to start receiving the newsletter.": "a button is pressed, with a finger or a key",
    "Press": "newspapers",
    "This site has no press office: write to those who coordinate.": "newspapers",
    "number numbers mark marks list all claims": "words that people type into the search",
    "It is printed at the foot of the sheet. For any other paper, enter its wording.": "what a paper says",
}


def texts_of_module(path: Path) -> Iterator[Key]:
    for _line, message, _comments, context in extract_from_file("python", path, KEYWORDS):
        text = message if isinstance(message, str) else message[0]
        yield context, text


def texts_of_template(path: Path) -> Iterator[Key]:
    for function, arguments in CALL.findall(templatize(path.read_text(encoding="utf-8"))):
        texts = ast.literal_eval(f"[{arguments}]")
        context = texts.pop(0) if function in {"pgettext", "npgettext"} else None
        yield context, texts[0]


def find_texts() -> set[Key]:
    files = [path for path in project_files(".py", ".html", ".txt") if "tests" not in path.parts]
    texts: set[Key] = set()
    for path in files:
        if path.suffix == ".py":
            texts.update(texts_of_module(path))
        elif path.is_relative_to(BASE_DIR / "templates"):
            texts.update(texts_of_template(path))
    return texts


def read_catalogue(language: str) -> Catalog:
    with (BASE_DIR / f"locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale=language)


def messages_of(catalogue: Catalog) -> dict[Key, Message]:
    return {(message.context, singular(message)): message for message in catalogue if message.id}


def singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def placeholders(text: str) -> set[str]:
    percent = set(re.findall(r"%\((\w+)\)[sd]", text))
    return percent | {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_catalogue_has_each_text_of_the_interface_and_no_other(language: str) -> None:
    catalogue = read_catalogue(language)
    found, known = find_texts(), messages_of(catalogue).keys()
    assert len(found) > 100
    assert sorted(map(str, found - known)) == [], "missing: run make messages"
    assert sorted(map(str, known - found)) == [], "stale: run make messages"
    assert not catalogue.obsolete


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_each_text_is_translated_and_no_translation_is_a_guess(language: str) -> None:
    for message in messages_of(read_catalogue(language)).values():
        translations = [message.string] if isinstance(message.string, str) else list(message.string)
        assert all(translations), f"no translation: {message.id}"
        assert not message.fuzzy, f"fuzzy: {message.id}"


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_each_translation_fills_in_what_its_text_does(language: str) -> None:
    for message in messages_of(read_catalogue(language)).values():
        if isinstance(message.id, str):
            assert placeholders(message.string) == placeholders(message.id), message.id
        else:
            allowed = placeholders(message.id[1])
            assert all(placeholders(text) <= allowed for text in message.string), message.id


def is_short(text: str) -> bool:
    return len(text.split()) <= 2 and not re.search(r"[%{]", text) and bool(re.search(r"[^\W\d_]{2}", text))


def test_each_short_text_has_a_context() -> None:
    """One word is many things: "Order" a list's, or a command; in French, they differ in gender too."""
    bare = [text for context, text in find_texts() if not context and is_short(text) and not ADDRESS.fullmatch(text)]
    assert sorted(bare) == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_text_of_ours_changes_what_a_library_says(language: str) -> None:
    """Django has one catalogue for all: a text without a context here is translated so in Wagtail's admin too."""
    theirs: dict[str, set[str]] = {}
    for name in LIBRARIES:
        found = list(Path(import_module(name).__path__[0]).rglob(f"locale/{language}/LC_MESSAGES/django.mo"))
        for path in found:
            with path.open("rb") as file:
                for message in read_mo(file):
                    if message.id and not message.context and message.string:
                        string = message.string if isinstance(message.string, str) else message.string[0]
                        theirs.setdefault(singular(message), set()).add(string)
    assert len(theirs) > 1000
    changed = [
        text
        for (context, text), message in messages_of(read_catalogue(language)).items()
        if not context and text in theirs
        if (message.string if isinstance(message.string, str) else message.string[0]) not in theirs[text]
    ]
    assert changed == []


def test_words_are_those_that_a_native_would_use() -> None:
    faults = [
        f"{text} → {instead}"
        for _context, text in find_texts()
        if text not in SAID and not ADDRESS.fullmatch(text)
        for pattern, instead in UNSAID.items()
        if re.search(pattern, NAMES.sub("", text))
    ]
    assert faults == [], "\n".join(faults)
    assert {text for _context, text in find_texts()} >= SAID.keys()


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_french_spaces_do_not_break_lines(language: str) -> None:
    broken = [
        text
        for message in messages_of(read_catalogue(language)).values()
        for text in ([message.string] if isinstance(message.string, str) else message.string)
        if language == "fr" and re.search(r"« | »|\S [:;!?](?!\S)", text)
    ]
    assert broken == []
