from django.http import HttpRequest
from wagtail import hooks

from body.sections import PageSection
from translations.models import BasePage

from .models import ConventionPage, WorkshopReportPage


@hooks.register("home_section", order=20)
def show_workshops(home: BasePage, request: HttpRequest) -> PageSection | None:
    """The reports of the latest convention."""
    convention = ConventionPage.objects.visible().descendant_of(home).order_by("-starts_on").first()
    if convention is None:
        return None
    reports = WorkshopReportPage.objects.visible().child_of(convention).with_counts().order_by("path")
    return PageSection("workshops/home_section.html", {"convention": convention, "reports": reports})
