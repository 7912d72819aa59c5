"""What `make check` cannot know of the structure: that its rules name every app, and that modules stay short.

The rules of imports themselves are in pyproject.toml, held by `lint-imports`.
"""

import re
import tomllib

from config.environment import BASE_DIR
from tests.project.tree import project_files, read

LONGEST = 300  # lines of a module, to be read in one sitting
MOST_MODULES = 22  # of a folder


def list_apps() -> list[str]:
    return sorted(path.parent.name for path in BASE_DIR.glob("*/apps.py"))


def test_every_app_has_its_place_among_the_layers_and_in_the_drawing() -> None:
    apps = set(list_apps())
    rules = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]
    layers = {app for layer in rules["contracts"][0]["layers"] for app in layer.split(" | ")}
    assert apps | {"bench"} == layers == set(rules["root_packages"])
    assert [app for app in apps if f"| `{app}` |" not in read("docs/architecture.md")] == []


def test_no_statement_is_cut_out_of_what_django_compiles() -> None:
    """What the ORM cannot say is written out, with names from `translations/sql_names.py`."""
    apps = set(list_apps())
    for path in project_files(".py"):
        if path.relative_to(BASE_DIR).parts[0] in apps:
            found = re.findall(
                r"sql_with_params|get_compiler|\.as_sql\(|\.extra\(|str\(\w+\.query\)", path.read_text("utf-8")
            )
            assert found == [], path


def test_modules_can_be_read_in_one_sitting() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in project_files(".py")}
    assert {str(path): n for path, n in lengths.items() if n > LONGEST and "migrations" not in path.parts} == {}


def test_folders_can_be_taken_in_at_a_glance() -> None:
    apps = set(list_apps())
    counts: dict[str, int] = {}
    for path in project_files(".py"):
        folder = path.parent.relative_to(BASE_DIR)
        if folder.parts and folder.parts[0] in apps and "migrations" not in folder.parts:
            counts[str(folder)] = counts.get(str(folder), 0) + 1
    assert {folder: count for folder, count in counts.items() if count > MOST_MODULES} == {}
