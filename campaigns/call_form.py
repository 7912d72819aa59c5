"""The form of a call to join: whoever may not say who gets applications leaves their address as it is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext
from wagtail.admin.forms import WagtailAdminPageForm

from contacts.coordinators import may_name_coordinators


class CallForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        address = data.get("fallback_email")
        if address and address not in self.list_addresses() and not may_name_coordinators(self.for_user):
            message = pgettext(
                "call",
                "Only people who can choose who receives applications can change this address. Ask "
                "one of them, or leave it as it was.",
            )
            self.add_error("fallback_email", message)
        return data

    def list_addresses(self) -> set[str]:
        """Return what somebody who may has set: not what a revision says that the form goes back to."""
        stored = type(self.instance).objects.filter(pk=self.instance.pk).first()
        if stored is None:
            return set()
        return {stored.fallback_email, stored.get_latest_revision_as_object().fallback_email}
