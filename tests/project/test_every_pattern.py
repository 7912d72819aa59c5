"""Every pattern of the project is tried with long texts: none takes time that grows with the square of a text.

They are found in the code, so that a new one is tried too. One that cannot be tried by itself, or is slow with texts
that it never meets, is named here with the reason.
"""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from config.environment import BASE_DIR
from tests.project.test_architecture import list_apps
from tests.project.test_patterns import UNITS, is_slow, seconds
from tests.project.tree import read

CALLS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
LENGTH = 5_000  # characters
SUSPECT = 0.01  # seconds of the processor: what takes less is linear, or as good as

# By module and the code of the pattern
EXCUSED = {
    (
        "newsletter.bounces.diagnoses",
        "'|'.join((f'\\\\b(?:{pattern})(?!\\\\w)' for patterns in table.values() for pattern in patterns))",
    ): ("made of the tables there, which have words and gaps of so many characters at most"),
    ("newsletter.delivery.mime", "f'(u{token}u|m{token}m)'"): "a token of our own, made anew for each mail",
    ("typography.markup", "f'(?i)</{name}(?=[\\\\s/>])'"): "a tag's name: tests/project/test_patterns.py reads HTML",
    (
        "typography.rules",
        "pattern.replace('~', SPACE)",
    ): "tests/project/test_patterns.py sets texts with it",
}


class Found(NamedTuple):
    module: str
    code: str  # of its first argument
    call: str  # the function of `re`
    flags: str  # code, too
    name: str = ""  # that it is kept under


def find_patterns() -> Iterator[Found]:
    for app in list_apps():
        for path in sorted((BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from find_in(module_of(path), path.read_text(encoding="utf-8"))


def module_of(path: Path) -> str:
    parts = path.relative_to(BASE_DIR).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def find_in(module: str, code: str) -> Iterator[Found]:
    tree = ast.parse(code)
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    names = {node.value: ast.unparse(node.targets[0]) for node in assigned}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = ast.unparse(node.func)
        if called.startswith("re.") and called[3:] in CALLS:
            flags = [ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg == "flags"]
            if called in ("re.compile", "re.fullmatch", "re.match", "re.search"):
                flags += [ast.unparse(flag) for flag in node.args[1 if called == "re.compile" else 2 :]]
            yield Found(module, ast.unparse(node.args[0]), called[3:], " | ".join(flags) or "0", names.get(node, ""))
        elif called in ("RegexValidator", "re_path"):
            yield Found(module, ast.unparse(node.args[0]), "search", "0")


PATTERNS = sorted(set(find_patterns()))
CODE = "\n".join(path.read_text(encoding="utf-8") for app in list_apps() for path in (BASE_DIR / app).rglob("*.py"))


def compiled(found: Found) -> re.Pattern[Any]:
    """:raises NameError: for what is only known when it is used"""
    names = vars(import_module(found.module))
    return re.compile(eval(found.code, dict(names)), eval(found.flags, {"re": re, **names}))


def readers(found: Found) -> list[Any]:
    """Return how a text is read by it: as the call says; where it is kept for later, as it is used then."""
    pattern = compiled(found)
    uses = re.compile(rf"\b{found.name}\.([a-z]+)\(") if found.name else None
    used = (uses and (uses.findall(read(f"{found.module.replace('.', '/')}.py")) or uses.findall(CODE))) or []
    ways = CALLS.intersection(used) or {found.call} - {"compile"} or {"sub", "fullmatch"}
    give = str.encode if isinstance(pattern.pattern, bytes) else str
    scan = lambda text: sum(1 for _match in pattern.finditer(give(text)))  # noqa: E731
    at_start = {"match": pattern.match, "fullmatch": pattern.fullmatch}
    anchored = [lambda text, method=method: method(give(text)) for way, method in at_start.items() if way in ways]
    return [*anchored, *([scan] if ways - at_start.keys() else [])]


def units_for(found: Found) -> list[str]:
    """Return what texts are made of: what makes patterns slow in general, and what this one looks for."""
    literal = re.sub(r"\\.|[\[\](){}|?*+^$]", " ", str(compiled(found).pattern))
    words = {word for word in literal.split() if len(word) < 20}
    return list(dict.fromkeys([*UNITS, "0", "A", "-", *sorted(words)]))


@pytest.mark.parametrize("found", PATTERNS, ids=lambda found: f"{found.module}: {found.code}"[:90])
def test_every_pattern_takes_twice_as_long_for_a_text_twice_as_long(found):
    key = (found.module, found.code)
    if key in EXCUSED:
        return
    tried = ((reader, unit) for reader in readers(found) for unit in units_for(found))
    assert next((unit for reader, unit in tried if is_suspect(reader, unit) and is_slow(reader, unit)), None) is None


def is_suspect(reader: Any, unit: str) -> bool:
    return seconds(reader, unit * (LENGTH // len(unit)) + "\0") > SUSPECT


def test_nothing_is_excused_that_is_not_there():
    assert set(EXCUSED) <= {(found.module, found.code) for found in PATTERNS}


def test_new_pattern_would_be_found_and_tried():
    (found,) = find_in("config.logs", r"import re; bad = re.compile('\\S+@\\S+', re.ASCII)")
    assert found.flags == "re.ASCII"
    with pytest.raises(AssertionError):
        test_every_pattern_takes_twice_as_long_for_a_text_twice_as_long(found)
