"""What the edit form of a claim checks, beyond the claim itself, against the report it belongs to."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from workshops.publication import require_published

from .grounds import check_findings, read_findings


class ClaimPageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        report = self.parent_page.specific
        try:
            if named := read_findings(cleaned_data.get("findings", "")):
                check_findings(named, report.get_known_findings())
            if "action-publish" in self.data:
                require_published(report)
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned_data
