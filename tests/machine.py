"""What tests need of the machine beyond Python: where it is missing they are skipped, but on CI they fail."""

import os
import shutil
from pathlib import Path

import pytest

from config.environment import BASE_DIR

CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome"]


def require_or_fail(name: str, found: object) -> None:
    """Skip the running test where `name` was not found; fail it where CI=true, as nobody reads skips there."""
    if found:
        return
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(f"{name} is missing on the CI machine", pytrace=False)
    pytest.skip(f"{name} was not found on this machine")


def find_chromium() -> str | None:
    """Return the Chromium that CHROMIUM names, or else the system's."""
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else CHROMIUM_NAMES
    return next((path for name in names if (path := shutil.which(name))), None)


def find_html_checker() -> Path | None:
    """Return the Nu HTML checker (npm package vnu-jar) that VNU_JAR names, or else the one that npm put here."""
    jar = Path(os.environ.get("VNU_JAR") or BASE_DIR / "tests/browser/node_modules/vnu-jar/build/dist/vnu.jar")
    return jar if jar.is_file() else None
