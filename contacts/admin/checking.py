"""Reminding editors that people change: what nobody has checked for a year is listed where they begin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.log_actions import log
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from translations.permissions import may_write_source

from ..models import Person

SHOWN = 8


class PeopleToCheckPanel(Component):
    """Those who hold a post and were not checked for a year. Two queries."""

    name = "people-to-check"
    template_name = "contacts/admin/to_check.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        people = Person.objects.to_check().filter(posts__isnull=False).distinct()
        url, edit = reverse(Person.snippet_viewset.get_url_name("list")), Person.snippet_viewset.get_url_name("edit")
        return {
            "people": list(people[:SHOWN]),
            "count": people.count(),
            "list_url": f"{url}?checking=late",
            "edit_url_name": edit,
        }


class CheckedToday(SnippetBulkAction):
    """Say of some people that their particulars are right as they stand."""

    models = [Person]
    display_name = pgettext_lazy("contacts", "Checked today")
    action_type = "checked"
    aria_label = _("Record that the contact details of the selected people were checked today")
    template_name = "contacts/admin/checked.html"
    action_priority = 10

    def check_perm(self, snippet: Person) -> bool:
        user = self.request.user  # a day belongs to no language
        may_change = self.permission_policy.user_has_permission_for_instance(user, "change", snippet)
        return bool(may_change) and may_write_source(user)

    @classmethod
    def execute_action(cls, objects: list[Person], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        for person in objects:
            person.checked_on = timezone.localdate()
            person.save(update_fields=["checked_on", "changed_at"])
            log(person, "wagtail.edit", user=user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        words = ngettext("%(count)s person checked today.", "%(count)s people checked today.", num_parent_objects)
        return words % {"count": num_parent_objects}
