from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from body.sections import PageSection
from translations.models import BasePage

from workshops.models import WorkshopReportPage

from .models import ClaimIndexPage, ClaimPage
from .register import visible_claims

CLAIMS_ON_HOME = 12


@hooks.register("home_section", order=10)
def show_claims(home: BasePage, request: HttpRequest) -> PageSection | None:
    claims = list(visible_claims().descendant_of(home).order_by("path")[: CLAIMS_ON_HOME + 1])
    if not claims:
        return None
    total = len(claims) if len(claims) <= CLAIMS_ON_HOME else visible_claims().descendant_of(home).count()
    index = ClaimIndexPage.objects.visible().descendant_of(home).first()
    context: dict[str, Any] = {"claims": claims[:CLAIMS_ON_HOME], "total": total, "index": index}
    return PageSection("claims/home_section.html", context)


@hooks.register("report_section", order=10)
def show_claims_of_report(report: WorkshopReportPage, request: HttpRequest) -> PageSection | None:
    claims = list(visible_claims().child_of(report).order_by("path"))
    return PageSection("claims/report_section.html", {"claims": claims, "report": report})


@hooks.register("before_move_page")
def keep_claims_with_their_report(request: HttpRequest, page: BasePage, destination: BasePage) -> HttpResponse | None:
    """Refuse to move a numbered claim: its mark names the workshop it came from."""
    claim = page.specific
    if request.method == "POST" and isinstance(claim, ClaimPage) and claim.mark and destination != page.get_parent():
        messages.error(
            request,
            _("%(mark)s stays with its report: its mark, already published, names the workshop. Withdraw it instead.")
            % {"mark": claim.mark},
        )
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
