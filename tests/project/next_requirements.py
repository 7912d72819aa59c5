"""Prints what `make test-next` installs: pyproject.toml's ranges, Django's and Wagtail's without their upper end."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
for requirement in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
    print(re.sub(r"^(django|wagtail)>=([^,]*),.*", r"\1>=\2", requirement))  # noqa: T201
