"""The glossary names every model, and nothing that is not there."""

import re
from collections.abc import Iterator
from importlib import import_module

from django.apps import apps
from django.db.models import Model

from config.environment import BASE_DIR
from tests.project.tree import read


def own_models() -> dict[str, type[Model]]:
    packages = {path.parent.name for path in BASE_DIR.glob("*/__init__.py")}
    return {model.__name__: model for model in apps.get_models() if model.__module__.partition(".")[0] in packages}


def rows() -> Iterator[tuple[list[str], list[str]]]:
    """Yield what stands in backticks in the last two columns of each row."""
    for row in re.findall(r"^\|.*\|$", read("docs/glossary.md"), flags=re.MULTILINE):
        _french, _english, code, table = row.strip("|").split("|")
        yield re.findall(r"`([\w.]+)`", code), re.findall(r"`(\w+)`", table)


def test_glossary_names_each_model_once_or_more() -> None:
    named = {name for code, _tables in rows() for name in code}
    assert own_models().keys() - named == set()


def test_everything_that_the_glossary_names_is_there() -> None:
    models = own_models()
    names = {name for code, _tables in rows() for name in code if "." in name or name[0].isupper()}
    assert names
    assert [name for name in names if name not in models and not is_there(name)] == []


def test_glossary_names_the_tables_that_do_not_begin_with_their_app() -> None:
    models = own_models()
    stated = {(name, table) for code, tables in rows() for name in code if name in models for table in tables}
    stated = {(name, table) for name, table in stated if models[name]._meta.db_table == table}
    assert {table for _name, table in stated} == {table for _code, tables in rows() for table in tables}
    kept = {(name, model._meta.db_table) for name, model in models.items() if has_old_table(model)}
    assert stated == kept


def has_old_table(model: type[Model]) -> bool:
    return not model._meta.db_table.startswith(f"{model.__module__.partition('.')[0]}_")


def is_there(path: str) -> bool:
    """Tell whether `path` is a module, or a name in one."""
    module, _dot, name = path.rpartition(".")
    try:
        return bool(module) and hasattr(import_module(module), name)
    except ImportError:
        return False
