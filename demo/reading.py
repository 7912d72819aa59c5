"""Reads the demo's texts: TOML files in which the French and the English of each text stand one above the other.

A table `{fr = …, en = …}` is a text in each language. In rich text an empty line ends a paragraph, "- " begins an item
of a list, and `<a page="KEY">` links to another page of the demo.
"""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from wagtail import blocks

from translations.languages import LANGUAGES

CONTENT = Path(__file__).parent / "content"
NAMESPACE = UUID("5b0c6d0e-3f0a-4a55-9a51-0f0f6d2f6a2c")

# Parents before children; a page may only link to pages before it, but for its `later` part.
CONTENT_FILES = (
    "register", "convention", "social-rights", "social-rights-claims", "work", "work-claims", "agriculture",
    "synthesis", "example", "campaign", "directory", "guide", "publications", "calendar", "join", "example-campaign",
    "articles", "about", "eco-design", "accessibility", "privacy", "legal", "home",
)  # fmt: skip


def read_pages() -> list[dict[str, Any]]:
    """Return the pages in the order in which they are to be made. Each has a `model` and a `key` of its own."""
    pages: list[dict[str, Any]] = []
    for name in CONTENT_FILES:
        content = read_content_file(name)
        pages += content.get("pages", [content])
    return pages


def read_content_file(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def get_uuid(key: str) -> UUID:
    """Return the identifier that a thing of the demo always has, whatever editors make of its words."""
    return uuid5(NAMESPACE, key)


def is_translated_text(content: Any) -> bool:
    """Tell whether `content` is one text in several languages."""
    return isinstance(content, dict) and bool(content) and content.keys() <= set(LANGUAGES)


def to_rich_text(text: str, link: Callable[[str, str], str]) -> str:
    """Return HTML as Wagtail stores it.

    :param link: makes a link from a page's key and the words of the link
    """
    html = []
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = part.strip().splitlines()
        if lines[0].startswith("- "):
            html.append("<ul>" + "".join(f"<li>{line.removeprefix('- ')}</li>" for line in lines) + "</ul>")
        else:
            html.append(f"<p>{' '.join(lines)}</p>")
    return re.sub(r'<a page="([^"]+)">(.*?)</a>', lambda match: link(match[1], match[2]), "".join(html))


class StreamWriter:
    """Turns the blocks of a TOML file into a body in one language.

    :param link: see to_rich_text
    :param find_document: returns the primary key of the document with a key
    """

    def __init__(self, link: Callable[[str, str], str], find_document: Callable[[str], int]) -> None:
        self.link = link
        self.find_document = find_document

    def write(self, stream: blocks.StreamBlock, content: list[dict[str, Any]], language: str, key: str) -> list[Any]:
        """Return the raw data of a stream; a block of which anything is missing in `language` is left out."""
        data = []
        for place, block in enumerate(content):
            ((kind, words),) = block.items()
            try:
                value = self.get_value(stream.child_blocks[kind], words, language)
            except KeyError:
                continue
            data.append({"type": kind, "value": value, "id": str(get_uuid(f"{key} {place}"))})
        return data

    def get_value(self, block: blocks.Block, content: Any, language: str) -> Any:
        if isinstance(block, blocks.StructBlock):
            return {name: self.get_value(block.child_blocks[name], content[name], language) for name in content}
        if isinstance(block, blocks.ListBlock):
            return [self.get_value(block.child_block, item, language) for item in content]
        if isinstance(block, blocks.RichTextBlock):
            return to_rich_text(content[language], self.link)
        if is_translated_text(content):
            return content[language].strip()
        return self.find_document(content)
