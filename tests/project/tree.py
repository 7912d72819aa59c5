"""The files of the project, as a fresh clone has them: without what is installed, made or cached."""

import os
from collections.abc import Iterator
from pathlib import Path

from config.environment import BASE_DIR

MADE = {
    ".git",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    "__pycache__",
    "node_modules",
    "var",
}


def project_files(*suffixes: str) -> Iterator[Path]:
    """Yield the files whose name ends with one of `suffixes`, or all."""
    for folder, subfolders, names in os.walk(BASE_DIR):
        subfolders[:] = sorted(set(subfolders) - MADE)
        yield from (Path(folder) / name for name in sorted(names) if name.endswith(suffixes or ("",)))


def read(name: str) -> str:
    """Return the text of the file with the path `name` from the project's top."""
    return (BASE_DIR / name).read_text(encoding="utf-8")
