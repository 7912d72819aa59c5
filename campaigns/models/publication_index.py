"""The list of a campaign's publications."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from search.facets import OTHER
from translations.models import BasePage

from ..facets import make_query
from ..not_found import answer_not_found
from ..regions import key_of
from .publications import PublicationPage

PUBLICATIONS_PER_PAGE = 30


class PublicationIndexPage(BasePage):
    """Readers narrow it down by region, language, theme and kind, with plain links."""

    translated_fields = ["lead", "on_request"]
    summary = "lead"

    lead = models.TextField(pgettext_lazy("campaigns", "lead"), blank=True)
    on_request = models.TextField(
        pgettext_lazy("campaigns", "accessible versions"),
        blank=True,
        help_text=_("How to ask for an accessible version of a file"),
    )
    ask_at = models.ForeignKey(
        "translations.BasePage",
        verbose_name=pgettext_lazy("campaigns", "contact page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The page that says how to contact us"),
    )

    parent_page_types = ["campaigns.CampaignPage"]
    subpage_types = ["campaigns.PublicationPage"]
    search_facet = OTHER
    template = "campaigns/publication_index_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldPanel("on_request"), FieldPanel("ask_at")], heading=pgettext_lazy("campaigns", "Accessible versions")
        ),
    ]

    class Meta:
        verbose_name = _("list of publications")
        verbose_name_plural = _("lists of publications")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..publications.listing import get_publication_list

        context = super().get_context(request, *args, **kwargs)
        listed = get_publication_list(self, request.GET)
        paginator = Paginator(listed.narrowed.keys, PUBLICATIONS_PER_PAGE)
        asked = request.GET.get("page", "1")
        page = paginator.get_page(asked)
        beyond = "" if asked == str(page.number) else asked
        region = listed.narrowed.record("region")
        query = make_query({"region": key_of(region)} if region else {})
        found = {} if beyond else PublicationPage.objects.defer_streamfields().in_bulk(page.object_list)
        return {
            **context,
            "narrowed": listed.narrowed,
            "publications_page": page,
            "publications": listed.describe([found[key] for key in page.object_list if key in found]),
            "beyond": beyond,
            "total": len(listed.entries),
            "not_found": bool(beyond or listed.narrowed.unknown),
            "feed": f"{(self.get_full_url(request) or '/')[:-1]}.atom{query}",
        }

    def get_page_to_ask_at(self) -> BasePage | None:
        return BasePage.objects.visible().filter(pk=self.ask_at_id).first() if self.ask_at_id else None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return answer_not_found(super().serve(request, *args, **kwargs))
