"""The page of the register."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel

from translations.models import BasePage


class ClaimIndexPage(BasePage):
    """The register: every claim, by workshop."""

    translated_fields = ["lead"]
    summary = "lead"

    lead = models.TextField(pgettext_lazy("claims", "lead"), blank=True)

    parent_page_types = ["campaigns.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "claims/claim_index_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("register of claims")
        verbose_name_plural = _("registers of claims")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..register.listing import get_register

        context = super().get_context(request, *args, **kwargs)
        return {**context, **get_register(request.GET)}
