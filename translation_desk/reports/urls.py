"""Addresses of the translation desk, below the admin's."""

from django.urls import path

from .guide import GuideView
from .report import TranslationsReport

urlpatterns = [
    path("reports/translations/", TranslationsReport.as_view(), name="translations_report"),
    path(
        "reports/translations/results/",
        TranslationsReport.as_view(results_only=True),
        name="translations_report_results",
    ),
    path("translation_desk/guide/", GuideView.as_view(), name="translations_guide"),
]
