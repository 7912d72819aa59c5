"""The answers that wait for an application to be confirmed: those sent first, and those sent again after them.

Anybody who knows an address can send the form with it. So what is sent later replaces nothing: the author, who alone
has the link, is shown every version, and confirms the very one that the page showed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from campaigns.models import Application
from contacts.models import Region

LATEST = 2  # versions kept besides the first: somebody who sends the form all day fills no page


@dataclass(frozen=True)
class Answers:
    """One version, with the `text_version` of the consent that was given with it."""

    region: Region
    language: str
    text_version: str
    data: dict[str, Any]

    @property
    def digest(self) -> str:
        """Name this version in the form that confirms it: whatever differs has another digest."""
        content = [self.region.pk, self.text_version, self.data]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def list_answers(application: Application) -> list[Answers]:
    """Return all versions, the first one first; after the confirmation, the one that was confirmed."""
    regions = Region.objects.in_bulk(row["region"] for row in application.later)
    first = Answers(application.region, application.language, application.text_version, application.form_data)
    later = [
        Answers(regions[row["region"]], row["language"], row["text_version"], row["data"])
        for row in application.later
        if row["region"] in regions  # it may have been deleted meanwhile
    ]
    return [first, *later]


def add_answers(application: Application, answers: Answers) -> None:
    """Keep one more version of an application that is not confirmed, unless it is there already. Does not save."""
    if answers.digest in [known.digest for known in list_answers(application)]:
        return
    row = {
        "region": answers.region.pk,
        "language": answers.language,
        "text_version": answers.text_version,
        "data": answers.data,
    }
    application.later = [*application.later, row][-LATEST:]


def choose_answers(application: Application, digest: str) -> bool:
    """Let the version named `digest` be the application's, and the only one. Does not save.

    :return: whether there is such a version
    """
    found = next((answers for answers in list_answers(application) if answers.digest == digest), None)
    if found is None:
        return False
    application.region, application.language = found.region, found.language
    application.text_version, application.form_data = found.text_version, found.data
    application.later = []
    return True
