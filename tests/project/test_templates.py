"""How templates are written: what djlint's formatter cannot hold, as it leaves long lines of inline content alone."""

import re
from collections.abc import Iterator
from pathlib import Path

from config.environment import BASE_DIR

TEMPLATES = sorted((BASE_DIR / "templates").rglob("*.html"))
LONGEST = 120  # columns
INDENT = 2  # spaces
SNIPPET = BASE_DIR / "templates/claims/snippet.html"  # people copy what it renders, line breaks included
MOST_CONDITIONS = 3

BLOCKS = "autoescape|block|blocktranslate|comment|fallback_notice|for|if|language|link_marks|panel|with"
ELEMENTS = (
    "a|article|aside|blockquote|body|dd|details|div|dl|dt|fieldset|figure|footer|form|h1|h2|h3|h4|head|header|html"
)
ELEMENTS += "|html|label|li|main|nav|ol|option|p|section|select|small|span|svg|table|tbody|td|th|thead|title|tr|ul"
TAG = re.compile(rf"\{{% (?P<end>end)?(?P<block>{BLOCKS})\b|<(?P<slash>/)?(?P<element>{ELEMENTS})\b")
BETWEEN = re.compile(r"\{% (?:el(?:se|if)|empty|plural)\b|>")

CLASSES = re.compile(r"""class="((?:\{[{%].*?[%}]\}|[^"{])*)\"""")
VARIABLE = re.compile(r"\{\{ *(.*?) *\}\}")
# Not stored: what one template says to another, and the inks that an editor chooses from, which the style sheet names.
ROLES = {"kind", "part.kind", "style", "menus.campaign.accent", "campaign.accent"}


def lines_of(path: Path) -> list[tuple[str, str]]:
    return [
        (f"{path.relative_to(BASE_DIR)}:{number}", line) for number, line in enumerate(path.read_text().split("\n"), 1)
    ]


def test_lines_are_not_longer_than_those_of_the_code() -> None:
    long = [where for path in TEMPLATES if path != SNIPPET for where, line in lines_of(path) if len(line) > LONGEST]
    assert not long, "\n".join(long)


def test_lines_stand_as_deep_as_they_are_nested() -> None:
    faults = [where for path in TEMPLATES if path != SNIPPET for where in find_crooked(path)]
    assert not faults, "\n".join(faults)


def find_crooked(path: Path) -> Iterator[str]:
    """Yield lines that are not deeper than the line that opens what they are in; what closes it stands right below."""
    openings: list[tuple[str, int, bool]] = []  # name, depth of its line, whether it begins that line
    for where, line in lines_of(path):
        depth = len(line) - len(line.lstrip())
        if "\t" in line or line != line.rstrip() or depth % INDENT:
            yield where
        for tag in TAG.finditer(line):
            begins = tag.start() == depth
            closes, name = tag["end"] or tag["slash"], tag["block"] or tag["element"]
            if closes:
                opened, opening_depth, opening_begins = openings.pop()
                assert opened == name, f"{where}: {name} ends, but {opened} is open"
                if begins and opening_begins and depth != opening_depth:
                    yield where
            elif begins and openings and openings[-1][2] and depth <= openings[-1][1]:
                yield where
            if not closes:
                openings.append((name, depth, begins))
        is_content = line.strip() and not TAG.match(line, depth) and not BETWEEN.match(line, depth)
        if is_content and openings and openings[-1][2] and depth <= openings[-1][1]:
            yield where


def test_lines_leave_logic_to_views() -> None:
    crowded = [
        where
        for path in TEMPLATES
        for where, line in lines_of(path)
        if len(re.findall(r"\{% (?:el)?if ", line)) > MOST_CONDITIONS
    ]
    assert not crowded, "\n".join(crowded)


def test_classes_are_roles() -> None:
    """A class that is a stored value changes its look when the value is renamed; a filter gives its role instead."""
    stored = [
        f"{path.relative_to(BASE_DIR)}: {variable}"
        for path in TEMPLATES
        for classes in CLASSES.findall(path.read_text())
        for variable in VARIABLE.findall(classes)
        if variable not in ROLES and not variable.endswith("_class")
    ]
    assert not stored, "\n".join(stored)
