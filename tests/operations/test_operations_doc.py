"""What docs/operations.md tells one to type exists: commands, targets, units, files of the repository."""

import re
from functools import cache

import pytest
from django.core.management import get_commands

from config.environment import BASE_DIR
from tests.project.tree import read

UNITS = {path.name for path in (BASE_DIR / "deploy/systemd").iterdir() if path.is_file()}


@cache
def typed_lines() -> list[str]:
    """Return the lines of the page's blocks of code, and what stands in its tables and sentences as code."""
    page = read("docs/operations.md")
    blocks = re.findall(r"^ {4,8}(\S.*)$", page, flags=re.MULTILINE)
    return [*blocks, *re.findall(r"`([^`\n]+)`", page)]


def found(pattern: str) -> set[str]:
    return {match for line in typed_lines() for match in re.findall(pattern, line)}


@pytest.mark.parametrize("pattern", [r"^cahier (\w+)", r"manage\.py (\w+)"])
def test_commands_exist(pattern: str) -> None:
    commands = found(pattern)
    assert commands
    assert commands <= set(get_commands())


def test_targets_of_make_exist() -> None:
    targets = found(r"\bmake ([a-z-]+)$")
    assert {"compiled-messages", "image", "soak"} <= targets
    assert targets <= set(re.findall(r"^([a-z-]+):", read("Makefile"), flags=re.MULTILINE))


def test_units_exist() -> None:
    started = [line for line in typed_lines() if line.startswith(("systemctl enable", "systemctl restart"))]
    names = {name for line in started for name in re.findall(r"\bcahier-[\w.]+", line)}
    assert {"cahier-web.socket", "cahier-worker"} <= names
    assert {name if "." in name else f"{name}.service" for name in names} <= UNITS


def test_files_exist() -> None:
    paths = found(r"(?<![\w/])(deploy/[\w./-]+)")
    assert paths
    assert [path for path in paths if not (BASE_DIR / path.rstrip("./")).exists()] == []
