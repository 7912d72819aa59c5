"""Publishing several pages from a list: all or none, and a message instead of an error page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction


class RefusablePublishBulkAction(PublishBulkAction):
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as error:
            messages.error(self.request, " ".join([_("Nothing was published."), *error.messages]))
            return redirect(self.next_url)
