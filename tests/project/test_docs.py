"""What one can set, type or ask for is documented, and what is documented exists."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import global_settings, settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from config.environment import BASE_DIR
from config.settings import base
from tests.project.tree import project_files, read

# Settings of what we use, which have documentation of their own.
FOREIGN_PREFIXES = ("WAGTAIL", "WHITENOISE_", "MODELTRANSLATION_", "CONTENT_SECURITY_POLICY", "EMAIL_")
NOT_OURS = {"ANYMAIL", "BASE_DIR", "NONE", "ROOT_URLCONF", "SELF", "TASKS"}
FOREIGN_ADDRESSES = {"admin/", "documents/"}  # below these, addresses are Wagtail's


def first_cells(document: str) -> set[str]:
    """Return what stands in backticks in the first cell of each table row of a document."""
    rows = re.findall(r"^\|([^|]*)\|", read(document), flags=re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_configuration_table_lists_each_environment_variable() -> None:
    variables = set(re.findall(r'env\.\w+\(\s*"(\w+)"', read("config/environment.py")))
    assert variables
    assert {name for name in first_cells("README.md") if name.isupper()} == variables


def test_only_config_environment_reads_the_environment() -> None:
    reading = re.compile(r"os\.environ\b(?!\.setdefault)|os\.getenv")
    apps = {path.parent.name for path in BASE_DIR.glob("*/apps.py")}
    files = [path for path in project_files(".py") if path.relative_to(BASE_DIR).parts[0] in apps]
    assert [str(path) for path in files if reading.search(path.read_text(encoding="utf-8"))] == []


def test_each_setting_of_our_own_is_documented() -> None:
    own = {
        name
        for name in vars(base)
        if name.isupper() and not hasattr(global_settings, name) and not name.startswith(FOREIGN_PREFIXES)
    } - NOT_OURS
    assert own
    assert first_cells("docs/settings.md") == own


def test_each_management_command_is_documented() -> None:
    commands = {path.stem for path in BASE_DIR.glob("*/management/commands/*.py")} - {"__init__"}
    documented = re.findall(r"manage\.py (\w+)", " ".join(first_cells("docs/commands.md")))
    assert set(documented) == commands


def test_each_make_target_is_documented() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", read("Makefile"), flags=re.MULTILINE))
    assert {"run", "test"} <= targets
    documented = {name.removeprefix("make ") for name in first_cells("docs/commands.md") if name.startswith("make ")}
    assert documented == targets


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_each_address_is_documented_in_each_language(language: str) -> None:
    with override(language):
        addresses = {f"/{address}" for address in list_addresses(get_resolver().url_patterns)}
    documented = set(re.findall(r"`(/[^`]*)`", read("docs/addresses.md")))
    assert addresses - documented == set()


def list_addresses(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """Yield each address as docs/addresses.md writes it: `/r/<mark>`, `/fr/search/`; those of pages as `/fr/…`."""
    for pattern in patterns:
        route = prefix + re.sub(r"<\w+:", "<", as_written(str(pattern.pattern)))
        if isinstance(pattern, URLPattern):
            yield route
        elif isinstance(pattern, URLResolver):
            if route in FOREIGN_ADDRESSES:
                yield f"{route}…"
            elif getattr(pattern.urlconf_module, "__name__", "") == "wagtail.urls":
                yield from {route, f"{route}…"}
            else:
                yield from list_addresses(pattern.url_patterns, route)


def as_written(pattern: str) -> str:
    """Return `^media/(?P<path>.+)$` as `media/<path>`."""
    return re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", pattern).strip("^$")


def test_contributing_says_where_things_are() -> None:
    section = read("CONTRIBUTING.md").partition("## Where is…")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (?!What|-)(.+?) \| (.+) \|$", section, flags=re.MULTILINE)
    assert len(rows) >= 15
    for _what, where in rows:
        places = re.findall(r"`([\w/]+\.py)`(?:: `(\w+)`)?", where)
        assert places, where
        for path, name in places:
            assert (BASE_DIR / path).is_file(), path
            assert not name or re.search(rf"^(def|class) {name}\b", read(path), flags=re.MULTILINE), (path, name)


def test_each_test_that_holds_a_promise_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", read("docs/security.md").partition("\n## ")[0])
    assert len(named) > 20
    missing = [
        (path, name)
        for path, name in named
        if not (BASE_DIR / "tests" / path).exists() or f"def {name}" not in read(f"tests/{path}")
    ]
    assert missing == []
