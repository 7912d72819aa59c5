"""Enters what became of the demo's claims, as editors would, by the same services: decisions, steps, withholding."""

from __future__ import annotations

from typing import Any

from claims.decisions.acts import Vote, decide
from claims.follow_up.steps import record_step
from claims.models import Deliberation, Step
from search.models import Synonyms
from translations.withholding.acts import withhold

from .loading import Demo
from .reading import read_content_file


def load_records(demo: Demo, made: list[dict[str, Any]]) -> None:
    """Enter what became of the claims among the pages that `demo` has just `made`."""
    load_synonyms(demo)
    for data in made:
        load_steps(demo, data)
    keys = {data["key"] for data in made}
    record_decisions(demo, keys)
    withhold_wordings(demo, keys)


def load_synonyms(demo: Demo) -> None:
    """Enter what means the same in a search, where editors keep no list yet."""
    if Synonyms.objects.exists():
        return
    for language, groups in read_content_file("synonyms").items():
        for expressions in groups:
            synonyms = Synonyms(language=language, expressions=expressions)
            synonyms.full_clean()
            synonyms.save()
            demo.made[Synonyms] += 1


def load_steps(demo: Demo, data: dict[str, Any]) -> None:
    """Enter the steps of the claim that `data` describes, which has just been made."""
    known: dict[str, Step] = {}
    for step_data in data.get("steps", []):
        step = Step(claim=demo.pages[data["key"]])
        demo.fill(step, {name: value for name, value in step_data.items() if name != "corrects"}, data["key"])
        if corrected := step_data.get("corrects"):
            step.corrects = known[corrected]
        record_step(step=step)
        demo.made[Step] += 1
        if "key" in step_data:
            known[step_data["key"]] = step


def record_decisions(demo: Demo, made: set[str]) -> None:
    """Enter what was decided on the claims whose keys are in `made`."""
    for data in read_content_file("example")["decisions"]:
        if data["claim"] in made:
            decide(
                claim=demo.pages[data["claim"]],
                deliberation=Deliberation(data["deliberation"]),
                reason=data["reason"],
                on=data["on"],
                successors=[demo.pages[key] for key in data["successors"]],
                vote=Vote(**data.get("vote", {})),
            )


def withhold_wordings(demo: Demo, made: set[str]) -> None:
    """Withhold from readers what claims whose keys are in `made` said once."""
    for data in read_content_file("example")["withheld"]:
        if data["claim"] in made:
            claim = demo.reload(demo.pages[data["claim"]])
            wording = claim.wordings.get(number=data["wording"])
            withhold(page=claim, keys=[wording.row_key], reason=data["reason"])
