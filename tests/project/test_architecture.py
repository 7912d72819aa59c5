"""Imports between apps, and between modules of an app, point one way (docs/architecture.md)."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from config.environment import BASE_DIR
from tests.project.tree import project_files, read

FOUNDATIONS = {"body", "translations"}
ARROWS = {
    "config": {"newsletter", "contacts", "claims", "workshops", "campaigns"} | FOUNDATIONS,
    "newsletter": {"campaigns"} | FOUNDATIONS,
    "claims": {"workshops"} | FOUNDATIONS,
    "contacts": FOUNDATIONS,
    "workshops": FOUNDATIONS,
    "campaigns": {"contacts"} | FOUNDATIONS,
    "body": {"translations"},
    "translations": set(),
}
LONGEST = 300  # lines of a module, to be read in one sitting


def modules_of(app: str) -> dict[str, Path]:
    """Map the dotted name of each module of `app`, migrations aside, to its file."""
    files = [path for path in (BASE_DIR / app).rglob("*.py") if "migrations" not in path.parts]
    return {dotted_name(path): path for path in files}


def dotted_name(path: Path) -> str:
    parts = path.relative_to(BASE_DIR).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(module: str, path: Path, *, at_loading: bool = False) -> set[str]:
    """Return what `module` imports, as absolute dotted names; a name taken from a module is named with it.

    :param at_loading: leave out what is imported only for type checkers, or later, inside a function
    """
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found: set[str] = set()
    pending: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while pending:
        node = pending.pop()
        if at_loading and (is_for_types(node) or isinstance(node, ast.FunctionDef)):
            continue
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, *([base] if base else [])])
            found |= {f"{base}.{name.name}" for name in node.names}
        pending += ast.iter_child_nodes(node)
    return found


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


@pytest.mark.parametrize("app", ARROWS)
def test_an_app_imports_only_those_it_may_know(app: str) -> None:
    for module, path in modules_of(app).items():
        apps = {name.partition(".")[0] for name in imports_of(module, path)} & ARROWS.keys()
        assert apps <= ARROWS[app] | {app}, f"{module} must not import from {apps - ARROWS[app] - {app}}"


@pytest.mark.parametrize("app", ARROWS)
def test_modules_of_an_app_do_not_import_each_other_in_a_circle(app: str) -> None:
    modules = modules_of(app)
    graph: dict[str, set[str]] = {}
    for module, path in modules.items():
        names = imports_of(module, path, at_loading=True)
        # "a.b.C" stands for module a.b, and "a.b" from "from a import b" for itself. A package that gathers its
        # own modules' names is no circle: loading one of them loads the package first, whichever way one asks.
        known = {name if name in modules else name.rpartition(".")[0] for name in names} & modules.keys()
        graph[module] = {name for name in known if not module.startswith(f"{name}.")} - {module}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])), pytrace=False)


def test_every_app_is_drawn_and_every_drawn_app_exists() -> None:
    apps = {path.parent.name for path in BASE_DIR.glob("*/apps.py")}
    assert apps == ARROWS.keys()
    assert [app for app in apps if f"`{app}`" not in read("docs/architecture.md")] == []


def test_modules_can_be_read_in_one_sitting() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in project_files(".py")}
    assert {str(path): n for path, n in lengths.items() if n > LONGEST and "migrations" not in path.parts} == {}
