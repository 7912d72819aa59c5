"""Where a claim stands, shown in its edit form: what is not edited there, and where it is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import Panel


class StandingPanel(Panel):
    """Mark, wording, deliberation, follow-up; for a draft, that they come with publication."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "claims/admin/standing.html"

        @cached_property
        def claim(self) -> Any:
            return self.instance

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            url = reverse("claims:record", args=[self.claim.pk]) if self.claim.pk and self.claim.mark else ""
            return {**super().get_context_data(parent_context), "claim": self.claim, "record_url": url}
