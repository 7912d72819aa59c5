from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.snippets.models import register_snippet

from content.models import CahierDocument
from content.sections import PageSection
from translations.models import LINK_FIELDS, BasePage
from workshops.models import WorkshopReportPage

from . import log  # noqa: F401  # registers its hook
from .admin import hooks as keeping  # noqa: F401  # likewise
from .admin.decision_views import DECISION_ACTS, act_url
from .admin.moving import get_refusal, is_kept
from .admin.selection import MOST_AT_ONCE, may_keep
from .admin.viewsets import ClaimsGroup
from .decisions.deleting import list_marked
from .models import ClaimIndexPage, ClaimPage, Organisation, Step
from .register.filters import held_claims, visible_claims
from .register.listing import CHOICES_SHOWN, LISTED_FIELDS

register_snippet(ClaimsGroup)


CLAIMS_ON_HOME = 12
MARKS_NAMED = 10  # in a message


@hooks.register("home_section", order=10)
def show_claims(home: BasePage, request: HttpRequest) -> PageSection | None:
    claims = held_claims().descendant_of(home)
    total = claims.count()
    if not total:
        return None
    index = ClaimIndexPage.objects.visible().few().descendant_of(home).only(*LINK_FIELDS).first()
    addressed = claims.order_by().filter(addressees=OuterRef("pk"))
    addressees = Organisation.objects.filter(Exists(addressed)).only("name", "note")[:CHOICES_SHOWN]
    context: dict[str, Any] = {
        "claims": claims.only(*LISTED_FIELDS)[:CLAIMS_ON_HOME],
        "total": total,
        "index": index,
        "addressees": addressees,
    }
    return PageSection("claims/home_section.html", context)


@hooks.register("report_section", order=10)
def show_claims_of_report(report: WorkshopReportPage, request: HttpRequest) -> PageSection | None:
    claims = list(visible_claims().child_of(report).only(*LISTED_FIELDS, "title", "findings"))
    context = {"claims": claims, "report": report}
    return PageSection("claims/report_section.html", context, row_template="claims/resting.html")


@hooks.register("pages_with_document")
def list_claims_with_evidence(document: CahierDocument) -> Any:
    return ClaimPage.objects.filter(pk__in=Step.objects.filter(evidence_document=document).values("claim"))


@hooks.register("before_move_page")
def keep_claims_with_their_report(request: HttpRequest, page: BasePage, destination: BasePage) -> HttpResponse | None:
    """Say at once why a numbered claim cannot be moved; claims.moving refuses it in any case."""
    claim = page.specific
    if request.method == "POST" and isinstance(claim, ClaimPage) and is_kept(claim, destination):
        messages.error(request, get_refusal(claim))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def keep_claims_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: BulkAction
) -> HttpResponse | None:
    claims = [page.specific for page in objects if action_type == "move" and issubclass(page.specific_class, ClaimPage)]
    kept = [claim for claim in claims if is_kept(claim, action.cleaned_form.cleaned_data["chooser"])]
    if not kept:
        return None
    for claim in kept:
        messages.error(request, get_refusal(claim))
    return redirect("wagtailadmin_explore", kept[0].get_parent().pk)


@hooks.register("before_delete_page")
def keep_marked_claims(request: HttpRequest, page: BasePage) -> HttpResponse | None:
    """Say at once why a claim that bears a mark is not deleted, nor what is above it; the database refuses anyway."""
    if not (marked := list_marked([page])):
        return None
    explain_keeping(request, marked)
    return redirect("wagtailadmin_explore", page.pk if page.specific_class is not ClaimPage else page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_marked_claims_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: BulkAction
) -> HttpResponse | None:
    if action_type != "delete" or not issubclass(action.model, BasePage) or not (marked := list_marked(objects)):
        return None
    explain_keeping(request, marked)
    return redirect("wagtailadmin_explore", objects[0].get_parent().pk)


def explain_keeping(request: HttpRequest, claims: list[ClaimPage]) -> None:
    """Tell the editor that `claims` stay, and lead to withdrawing them, which takes nothing from readers."""
    message = ngettext(
        "Nothing was deleted: %(marks)s is published, and others may cite it. Withdraw the "
        "claim instead: its page will say so, and keep its number and its history.",
        "Nothing was deleted: %(marks)s are published, and others may cite them. Withdraw "
        "the claims instead: their pages will say so, and keep their numbers and their "
        "history.",
        len(claims),
    )
    marks = [claim.mark or "" for claim in claims]
    named = ", ".join(marks[:MARKS_NAMED]) + (" …" if len(marks) > MARKS_NAMED else "")
    open_ones = [claim for claim in claims if DECISION_ACTS["withdraw"].fits(claim) and may_keep(claim, request.user)]
    buttons = (
        [messages.button(act_url("withdraw", *open_ones[:MOST_AT_ONCE]), pgettext("claims", "Withdraw"))]
        if open_ones
        else []
    )
    messages.error(request, message % {"marks": named}, buttons=buttons)


@hooks.register("before_delete_snippet")
def keep_organisations_of_claims(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """A claim addressed to nobody, or carried by nobody any more, would say something else than was adopted."""
    kept = [instance for instance in instances if isinstance(instance, Organisation) and instance.has_claims]
    if not kept:
        return None
    for organisation in kept:
        message = _("“%(name)s” cannot be deleted because claims refer to it. Remove it from those claims first.")
        messages.error(request, message % {"name": organisation.name})
    return redirect("wagtailsnippets_claims_organisation:usage", kept[0].pk)
