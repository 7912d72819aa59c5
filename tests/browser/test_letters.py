"""Letters as mail programs show them: what axe finds, and whether anything sticks out on a phone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser

from newsletter.issues import letters
from newsletter.issues.letters import Links, write_issue_letter
from newsletter.models import Issue
from tests.browser.test_accessibility import AXE, OPTIONS, describe

pytestmark = pytest.mark.browser

LINKS = Links("https://cahier.example/u/" + "a" * 44, "https://cahier.example/fr/lettre/choix/" + "a" * 52)
LONG = "Un titre d’article, et dedans un mot très long\u202f: anticonstitutionnellement"


def make_item(language: str) -> dict[str, Any]:
    path = "/fr/articles/un-titre-d-article-et-dedans-un-mot-tres-long-anticonstitutionnellement/"
    title, lead = {"title": LONG, "title_language": language}, {"lead": f"{LONG}. " * 4, "lead_language": language}
    return {"page": 1, "path": path, "date": "2026-11-25", "topics": [], **title, **lead}


def make_letters() -> dict[str, str]:
    """Return the HTML of an article and of a digest in each language, and of a text that is not translated."""
    written = {}
    for name, language, text_language, articles in (
        ("article", "fr", "fr", 1),
        ("article", "en", "en", 1),
        ("digest", "fr", "fr", 3),
        ("digest", "en", "en", 3),
        ("fallback", "en", "fr", 1),
    ):
        kind = "digest" if articles > 1 else "article"
        issue = Issue(
            kind=kind, language=language, number=7, note="Un mot.", started_at=datetime(2026, 11, 25, tzinfo=UTC)
        )
        issue.content = [make_item(text_language) for _number in range(articles)]
        written[f"{name}, {language}"] = write_issue_letter(issue, issue.content, LINKS)[1]
    return written


@pytest.fixture
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the database has: no test may ask it while Playwright's loop runs."""
    claim = {"mark": "DS-4", "text": LONG, "language": "fr", "url": "https://cahier.example/r/DS-4"}
    date = {"title": LONG, "language": "fr", "day": "15 décembre 2026", "hours": "14\u00a0h\u00a030, heure de Nairobi"}
    date |= {"url": "https://cahier.example/fr/notre-avenir-numerique/calendrier/seance/"}
    monkeypatch.setattr(letters, "find_cited_claims", lambda *_arguments: {1: [claim]})
    monkeypatch.setattr(letters, "list_next_dates", lambda *_arguments: [date])


@pytest.mark.usefixtures("surroundings")
def test_axe_finds_nothing_in_letters_and_nothing_sticks_out(browser: Browser) -> None:
    faults = []
    page = browser.new_page()
    for name, html in make_letters().items():
        page.set_content(html)
        page.evaluate(AXE)
        for width in (320, 600):
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                where = f"{name}, {width} px, {scheme}"
                violations = page.evaluate("options => axe.run(document, options)", OPTIONS)["violations"]
                faults += [f"{where}: {describe(violation)}" for violation in violations]
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    faults.append(f"{where}: it is wider than the screen")
    page.close()
    assert not faults, "\n".join(faults)
