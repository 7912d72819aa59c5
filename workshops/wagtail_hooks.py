from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.views.bulk_action import BulkAction

from content.sections import PageSection
from translations.models import LINK_FIELDS, BasePage

from .models import ConventionPage
from .models.report import WorkshopReportPage, list_counted_reports
from .publication import require_published
from .viewsets import ReportsGroup


@hooks.register("register_admin_viewset")
def list_reports() -> ReportsGroup:
    return ReportsGroup()


@hooks.register("home_section", order=20)
def show_workshops(home: BasePage, request: HttpRequest) -> PageSection | None:
    """The reports of the latest convention that was held."""
    held = ConventionPage.objects.visible().few().filter(is_example=False).descendant_of(home)
    convention = held.only(*LINK_FIELDS, "numchild", "town", "starts_on", "ends_on").order_by("-starts_on").first()
    if convention is None:
        return None
    reports = list_counted_reports(convention)
    return PageSection("workshops/home_section.html", {"convention": convention, "reports": reports})


@hooks.register("before_copy_page")
def refuse_to_copy_reports(request: HttpRequest, page: BasePage) -> HttpResponse | None:
    """A copy would carry the same code, so marks of two reports could not be told apart."""
    reports = page.get_descendants(inclusive=True) if request.POST.get("copy_subpages") else [page]
    if any(issubclass(copied.specific_class, WorkshopReportPage) for copied in reports):
        messages.error(
            request, _("A report cannot be copied: its code and the numbers made from it are issued only once.")
        )
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def refuse_to_publish_below_drafts(
    request: HttpRequest, action_type: str, objects: list[Any], action: BulkAction
) -> HttpResponse | None:
    """Say in the listing what the edit form says: what a page belongs to comes first, or along with it."""
    if action_type != "publish" or action.model is not BasePage:
        return None
    chosen = {page.pk for page in objects}
    for parent in (page.get_parent() for page in objects):
        if parent.pk in chosen or not issubclass(parent.specific_class, ConventionPage | WorkshopReportPage):
            continue
        try:
            require_published(parent)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(action.next_url)
    return None
