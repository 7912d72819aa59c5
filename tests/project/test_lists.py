"""Lists without bullets stay lists for VoiceOver, which goes by bullets unless a role says so, or a nav is around."""

import re
from pathlib import Path

from config.environment import BASE_DIR

TEMPLATES = BASE_DIR / "templates"
PUBLIC = ("campaigns", "claims", "components", "contacts", "content/blocks", "newsletter", "workshops")
NOT_SEEN = {"admin", "mail"}
IN_NAV = {"doors.html", "menu.html"}  # included in one
TAG = re.compile(r"<nav\b|</nav>|<(?:ul|ol)\b[^>]*>")


def find_lists_without_role(path: Path) -> list[str]:
    depth, found = 0, []
    for tag in TAG.findall(path.read_text()):
        if tag.startswith(("<nav", "</nav")):
            depth += 1 if tag == "<nav" else -1
        elif not depth and 'role="list"' not in tag:
            found.append(f"{path.relative_to(TEMPLATES)}: {tag}")
    return found


def test_lists_say_that_they_are_lists() -> None:
    paths = [path for folder in PUBLIC for path in (TEMPLATES / folder).rglob("*.html")]
    public = [path for path in paths if path.name not in IN_NAV and not NOT_SEEN & set(path.parts)]
    faults = [fault for path in [*public, TEMPLATES / "search.html"] for fault in find_lists_without_role(path)]
    assert not faults, "\n".join(faults)
