"""On the admin's first page: what should have been published or unpublished at a date, and still is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from translations.models import BasePage
from translations.scheduling import Late, find_late


class SchedulePanel(Component):
    name = "schedule"
    template_name = "wagtailadmin/home/schedule.html"
    order = 5  # above everything else: readers see something other than what editors decided

    def __init__(self, late: list[Late]) -> None:
        self.late = late

    @classmethod
    def make(cls, request: HttpRequest) -> list[SchedulePanel]:
        """Return the panel, or none where everything that this editor may see is on time."""
        late = list(find_late(policy_registry.get_by_type(BasePage).explorable_instances(request.user)))
        return [cls(late)] if late else []

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"late": self.late}
