"""The contents of a long page, made of its headings: no section is missing there, wherever it comes from."""

import re
from collections.abc import Iterator

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

WITHOUT = {"brief", "facing"}  # heads of pages that have no contents: of lists, and of two languages side by side
FEWEST = 4  # sections: with less, a page is soon read through
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z]\w*)(?P<attributes>[^<>]*)>")
CLASS = re.compile(r'\bclass="([^"]*)"')
ID = re.compile(r'\bid="([^"]+)"')
LANG = re.compile(r'\blang="([^"]+)"')


@register.tag
def with_contents(parser: Parser, token: Token) -> "ContentsNode":
    """Put a list of the sections below the head of what is between this and `endwith_contents`, if they are many.

    A section counts if its `h2` has an id. Lists (`brief`) have none: their first entry is to be seen at once.
    """
    nodelist = parser.parse(("endwith_contents",))
    parser.delete_first_token()
    return ContentsNode(nodelist)


class ContentsNode(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        html = self.nodelist.render(context)
        place = find_place(html)
        contents = list(list_headings(html)) if place else []
        if len(contents) < FEWEST:
            return html
        listed = render_to_string("components/contents.html", {"contents": contents})
        return mark_safe(html[:place] + listed + html[place:])  # noqa: S308  # both are templates' own


def find_place(html: str) -> int:
    """Return where the head of the page ends, in characters; 0 where contents belong to none, or it has its own."""
    is_without = True
    for tag in TAG.finditer(html):
        classes = find(CLASS, tag["attributes"]).split()
        if tag["name"] == "header" and not tag["end"]:
            is_without = not WITHOUT.isdisjoint(classes)
        elif tag["name"] == "header":
            return 0 if is_without else tag.end()
        elif "contents" in classes:
            return 0
    return 0


def list_headings(html: str) -> Iterator[tuple[str, SafeString, str]]:
    """Yield the id of each `h2`, its words, and the language that it says or its section does."""
    languages, heading = [""], None
    for tag in TAG.finditer(html):
        if tag["name"] == "section":
            languages = languages[:-1] or [""] if tag["end"] else [*languages, find(LANG, tag[0]) or languages[-1]]
        elif tag["name"] == "h2" and not tag["end"]:
            heading = tag
        elif tag["name"] == "h2" and heading:
            if anchor := find(ID, heading["attributes"]):
                inner = html[heading.end() : tag.start()]
                words = " ".join(TAG.sub(" ", inner).split())
                yield anchor, mark_safe(words), find(LANG, inner + heading[0]) or languages[-1]  # noqa: S308
            heading = None


def find(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""
