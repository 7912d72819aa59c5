"""Copies in plain text, to carry away: of reports, findings, claims and questions with their numbers; of a guide, its
handouts.
"""

import re
from dataclasses import dataclass
from textwrap import fill

from django.utils.html import strip_tags

from campaigns.models import GuidePage, GuideSessionPage
from claims.models import ClaimPage
from translations.languages import LANGUAGES, column
from workshops.models import WorkshopReportPage

VARIANT_WORDS = {
    "fr": {
        "title": "{code} {workshop} : constats et revendications",
        "findings": "Constats",
        "claims": "Revendications",
        "questions": "Questions ouvertes",
        "rests": "S’appuie sur",
        "language": "En français",
    },
    "en": {
        "title": "{code} {workshop}: findings and claims",
        "findings": "Findings",
        "claims": "Claims",
        "questions": "Open questions",
        "rests": "Rests on",
        "language": "In English",
    },
}
WIDTH = 78  # characters, for any printer


@dataclass(frozen=True)
class Copy:
    file_name: str
    title: dict[str, str]
    text: str


def get_copy(report: WorkshopReportPage) -> Copy:
    """Return the copy of `report` with its published claims, one language after the other."""
    title = {
        language: VARIANT_WORDS[language]["title"].format(
            code=report.code, workshop=getattr(report, column("title", language)) or report.title_fr
        )
        for language in LANGUAGES
        if language in VARIANT_WORDS
    }
    parts = [get_part(report, language, heading) for language, heading in title.items()]
    return Copy(f"cahier-{report.code}.txt", title, "\n\n\n".join(parts) + "\n")


def get_part(report: WorkshopReportPage, language: str, heading: str) -> str:
    """Return the copy in one language. What has no translation is given in French, and says so."""
    words = VARIANT_WORDS[language]

    def read(row: object, name: str) -> str:
        text = getattr(row, column(name, language))
        return text or (f"[fr] {source}" if (source := getattr(row, column(name, "fr"))) else "")

    blocks = [heading + "\n" + "=" * len(heading)]
    sections: list[tuple[str, list[tuple[str, str, str]]]] = [
        (words["findings"], [(row.mark, read(row, "title"), read(row, "text")) for row in report.findings.all()]),
        (
            words["claims"],
            [
                (claim.mark, read(claim, "statement"), f"{words['rests']} {claim.findings}" if claim.findings else "")
                for claim in ClaimPage.objects.child_of(report).visible().exclude(mark=None).order_by("number")
            ],
        ),
        (words["questions"], [(row.mark, read(row, "text"), "") for row in report.questions.all()]),
    ]
    for name, rows in sections:
        if rows:
            blocks.append(name + "\n" + "-" * len(name))
            blocks += ["\n".join(write_row(mark, *texts)) for mark, *texts in rows]
    return "\n\n".join(blocks)


def get_handouts(guide: GuidePage, language: str) -> Copy:
    """Return the handouts of `guide` in one language, each on a page of its own."""
    sessions = GuideSessionPage.objects.visible().child_of(guide).order_by("path")
    sheets = []
    for handout in (handout for session in sessions for handout in session.handouts.all()):
        title = getattr(handout, column("title", language))
        text = re.sub(r"<li[^<>]*>", "\n- ", getattr(handout, column("text", language)).replace("</p>", "\n"))
        lines = [line for line in strip_tags(text).splitlines() if line.strip()]
        body = "\n\n".join(fill(line, WIDTH, subsequent_indent="  " if line.startswith("- ") else "") for line in lines)
        sheets.append(f"{title}\n{'=' * len(title)}\n\n{body}\n")
    heading = getattr(guide, column("title", language))
    titles = {"fr": f"Fiches, {heading} ({language})", "en": f"Handouts, {heading} ({language})"}
    return Copy(f"cahier-{getattr(guide, column('slug', language))}.txt", titles, "\f".join(sheets))


def write_row(mark: str, *texts: str) -> list[str]:
    """Return the lines of a numbered row, its texts standing to the right of its mark."""
    first, *others = [text for text in texts if text]
    lines = [fill(first, WIDTH, initial_indent=f"{mark:<6}", subsequent_indent=" " * 6)]
    return lines + [fill(text, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6) for text in others]
