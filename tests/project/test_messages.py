"""Each text of the interface is in the French catalogue, translated; nothing else is (`make messages` sees to it)."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
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
