"""What the edit form of a claim checks, beyond the claim itself, against the report it belongs to."""

from typing import Any

from django.core.exceptions import ValidationError

from workshops.forms import ConventionPartForm

from .decision import Deliberation
from .grounds import check_findings, read_findings


class ClaimPageForm(ConventionPartForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.mark:  # what is decided on it now has a day and a reason: see claims/admin/decision_views.py
            self.fields.pop("deliberation", None)
        elif "deliberation" in self.fields:
            open_states = [state for state in Deliberation if not state.is_final]
            self.fields["deliberation"].choices = [(state.value, state.label) for state in open_states]

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        if named := read_findings(cleaned_data.get("findings", "")):
            try:
                check_findings(named, self.parent_page.specific.get_known_findings())
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned_data
