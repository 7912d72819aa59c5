"""What the edit form of a claim checks, beyond the claim itself, against the report it belongs to."""

from typing import Any

from django.core.exceptions import ValidationError

from workshops.forms import ConventionPartForm

from .grounds import check_findings, read_findings


class ClaimPageForm(ConventionPartForm):
    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        if named := read_findings(cleaned_data.get("findings", "")):
            try:
                check_findings(named, self.parent_page.specific.get_known_findings())
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned_data
