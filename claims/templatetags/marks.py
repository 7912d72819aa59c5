"""Marks in texts, shown as links to their claims; and what is drawn for how far a claim has come."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from workshops.models import ConventionPage, Finding, WorkshopReportPage

from ..citations.formats import cite_in_each, make_references
from ..citations.mentions import link_mentions
from ..citations.queries import get_addresses
from ..models import ClaimPage, FollowUp
from ..register.filters import RegisterQuery

register = template.Library()

# A box that fills up, by the words of static/cahier.css.
STATE_ROLES: dict[str, str] = {
    FollowUp.NOT_PUT: "open",
    FollowUp.PUT: "asked",
    FollowUp.ANSWERED: "answered",
    FollowUp.PART: "half",
    FollowUp.WON: "met",
    FollowUp.REFUSED: "denied",
}


class LinkMarksNode(template.Node):
    """What it holds, in which each mark of a visible claim leads to it: known once all is rendered, by one query."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        content = self.nodelist.render(context)
        own_mark = getattr(context.get("page"), "mark", None) or context.get("own_mark")
        return mark_safe(link_mentions(content, lambda marks: get_addresses(marks, except_for=own_mark)))  # noqa: S308


@register.tag
def link_marks(parser: Any, token: Any) -> LinkMarksNode:
    """Make links of the marks in `{% link_marks %}…{% endlink_marks %}`: in texts, not in links, forms or the title."""
    nodelist = parser.parse(("endlink_marks",))
    parser.delete_first_token()
    return LinkMarksNode(nodelist)


@register.simple_tag
def citations(claim: ClaimPage, report: WorkshopReportPage, convention: ConventionPage) -> list[dict[str, Any]]:
    """Return {code, parts}: how to cite `claim` in each language, in parts that are each in one language."""
    return cite_in_each(make_references(claim, report, convention))


@register.simple_tag(takes_context=True)
def carrying(context: Context) -> str:
    """Return the query string, with its `?`, by which files hold what the register shown here does."""
    query = context["request"].GET.copy()
    for name in ["page", *(item.name for item in RegisterQuery.read(query).ignored)]:
        query.pop(name, None)
    return f"?{query.urlencode()}" if query else ""


@register.filter
def resting_on(claims: list[ClaimPage], finding: Finding) -> list[ClaimPage]:
    """Return those of `claims`, of the same report, that name `finding` as a ground."""
    return [claim for claim in claims if finding.number in claim.finding_numbers]


@register.filter
def state_class(state: str) -> str:
    """Return the classes of a `state`: how far a claim has come has a box, what an assembly decided has none."""
    return f"state state--{STATE_ROLES.get(state, 'bare')}"
