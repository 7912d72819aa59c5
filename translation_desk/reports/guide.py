"""The editors' guide to translating, in each of the admin's languages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from translations.languages import NAMES, SOURCE

GUIDES = {"en": "translation_desk/guide/en.html", "fr": "translation_desk/guide/fr.html"}


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """Show the guide in the editor's language, or in the one that `?language=` names."""

    template_name = "translation_desk/guide/page.html"
    page_title = pgettext_lazy("translation_desk", "Translation guide")
    header_icon = "help"

    @property
    def language(self) -> str:
        wanted = [self.request.GET.get("language", ""), get_language() or SOURCE, SOURCE]
        return next(language for language in wanted if language in GUIDES)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        report = {"url": reverse("translations_report"), "label": pgettext_lazy("translation_desk", "Translations")}
        return [*self.breadcrumbs_items, report, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = [(code, NAMES[code]) for code in GUIDES if code != self.language]
        guide = {"guide": GUIDES[self.language], "guide_language": self.language, "others": others}
        return {**super().get_context_data(**kwargs), **guide}
