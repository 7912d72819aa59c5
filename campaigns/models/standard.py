"""Pages that every site owes its readers: legal notice, privacy, accessibility, eco-design, about."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel

from content.fields import BodyField
from search.facets import OTHER
from translations.models import BasePage


class StandardPage(BasePage):
    translated_fields = ["lead", "body"]
    summary = "lead"
    search_facet = OTHER

    lead = models.TextField(pgettext_lazy("campaigns", "lead"), blank=True)
    body = BodyField(verbose_name=pgettext_lazy("campaigns", "body"), blank=True)
    show_in_footer = models.BooleanField(_("show at the foot of each page"), default=False)

    parent_page_types = ["campaigns.HomePage", "campaigns.CampaignPage"]
    subpage_types: list[str] = []
    template = "campaigns/standard_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    promote_panels = [*BasePage.promote_panels, FieldPanel("show_in_footer")]

    class Meta:
        verbose_name = pgettext_lazy("campaigns", "standard page")
        verbose_name_plural = pgettext_lazy("campaigns", "standard pages")
