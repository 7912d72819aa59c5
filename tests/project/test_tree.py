"""What must not be in the tree, and what each locked requirement must have."""

import re

import pytest

from tests.project.tree import project_files, read

LOCKS = ["requirements/run.txt", "requirements/dev.txt"]
# Where packages come from is the machine's business: its pip and npm know. Put together so as not to stand here either.
REGISTRIES = [
    ".".join(parts) for parts in [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com")]
]
LEFTOVERS = ["TO" + "DO", "FIX" + "ME", "X" * 3, "break" + "point()", "pdb.set" + "_trace"]
BINARY = (".gif", ".ico", ".jpg", ".mo", ".pdf", ".png", ".webp", ".zip")


@pytest.mark.parametrize("registry", REGISTRIES)
def test_no_file_names_a_package_registry(registry: str) -> None:
    found = [str(path) for path in project_files() if registry.encode() in path.read_bytes()]
    assert found == []


@pytest.mark.parametrize("leftover", LEFTOVERS)
def test_nothing_is_left_half_done(leftover: str) -> None:
    word = re.compile(rf"(?<!\w){re.escape(leftover)}(?!\w)")
    texts = (path for path in project_files() if path.suffix not in BINARY and path.name != "package-lock.json")
    assert [str(path) for path in texts if word.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_has_one_version_and_hashes(lock: str) -> None:
    requirements = re.split(r"\n(?=[a-z0-9])", read(lock), flags=re.IGNORECASE)
    assert len(requirements) > 20
    for requirement in requirements:
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+( ; .+)? \\\n", requirement), requirement[:80]
        assert "--hash=sha256:" in requirement, requirement[:80]


def test_the_lock_for_developers_agrees_with_the_one_for_the_site() -> None:
    run, dev = (set(re.findall(r"^[\w.-]+==[\w.]+", read(lock), flags=re.MULTILINE)) for lock in LOCKS)
    assert run <= dev


def test_migrations_define_no_blocks() -> None:
    migrations = [
        path for path in project_files(".py") if path.parent.name == "migrations" and "stock" not in path.parts
    ]
    assert len(migrations) > 5
    texts = {str(path): path.read_text(encoding="utf-8") for path in migrations}
    assert [path for path, text in texts.items() if "wagtail.blocks" in text or "block_lookup" in text] == []
