"""What the audit log says of acts on claims."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from .models.step import StepKind

ACTIONS = {
    "claims.adopted": pgettext_lazy("claims", "Adopted again"),
    "claims.contested": pgettext_lazy("claims", "Contested"),
    "claims.withdrawn": pgettext_lazy("claims", "Withdrawn"),
    "claims.merged": _("Merged with another claim"),
    "claims.split": _("Split into other claims"),
    "claims.step": pgettext_lazy("claims", "Update added"),
    "claims.step_translated": pgettext_lazy("claims", "Update translated"),
}


class ActOnClaim(LogFormatter):
    """An act, with the claims that took the place of the one it was done to, or with the step that was recorded."""

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        told = [*data.get("successors", [])]
        if data.get("kind") in StepKind.values:
            told += [str(StepKind(data["kind"]).label), date_format(date.fromisoformat(data["on"]))]
        return f"{self.label} → {', '.join(told)}" if told else str(self.label)


@hooks.register("register_log_actions")
def name_acts_on_claims(actions: LogActionRegistry) -> None:
    for action, label in ACTIONS.items():
        actions.register_action(action)(type(action, (ActOnClaim,), {"label": label}))
