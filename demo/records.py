"""Enters what became of the demo's claims, as editors would, by the same services: decisions, steps, withholding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claims.decisions.acts import decide
from claims.follow_up.steps import record_step
from claims.models import Deliberation, Step
from translations.withholding.acts import withhold

from .reading import read_content_file

if TYPE_CHECKING:
    from .loading import Demo


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
            )


def withhold_wordings(demo: Demo, made: set[str]) -> None:
    """Withhold from readers what claims whose keys are in `made` said once."""
    for data in read_content_file("example")["withheld"]:
        if data["claim"] in made:
            claim = demo.reload(demo.pages[data["claim"]])
            wording = claim.wordings.get(number=data["wording"])
            withhold(page=claim, keys=[wording.row_key], reason=data["reason"])
