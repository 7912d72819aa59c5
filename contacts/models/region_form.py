"""The form of a region: who reads its applications changes by permission only."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import pgettext
from wagtail.admin.forms import WagtailAdminModelForm


class RegionForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        """Refuse to move a region under others whose coordinators would then read its applications."""
        from ..coordinators import may_name_coordinators

        data = super().clean()
        parent = data.get("parent")
        if self.instance.pk and parent and "parent" in self.changed_data and not may_name_coordinators(self.for_user):
            around = {parent.pk, *(region.pk for region in parent.get_ancestors())}
            before = {region.pk for region in type(self.instance).objects.get(pk=self.instance.pk).get_ancestors()}
            if get_user_model().objects.filter(coordinated_regions__in=around - before).exists():
                message = pgettext(
                    "region",
                    "The coordinators of that region would read this region’s applications. Only people "
                    "who can choose who receives applications can move it there.",
                )
                self.add_error("parent", message)
        return data
