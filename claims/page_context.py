"""What the page of a claim shows besides the claim's own fields."""

from typing import Any

from .citations.queries import list_around
from .follow_up.record import read_history, read_record
from .models import ClaimPage, Support
from .sharing import share_claim
from .structured_data import describe_claim_page


def describe_claim(claim: ClaimPage) -> dict[str, Any]:
    """Return the context of a claim's page: what it rests on, who stands for it, and what became of it."""
    grounds = claim.get_grounds()
    report = grounds[0].page if grounds else claim.report
    convention = claim.get_parent().get_parent().specific
    citing_pages, before, after = list_around(claim)
    supports = list(claim.supports.all().select_related("organisation"))
    return {
        "report": report,
        "convention": convention,
        "share": share_claim(claim, is_example=convention.is_example),
        "structured_data": describe_claim_page(claim, report, convention),
        "grounds": grounds,
        "addressees": list(claim.addressees.all()),
        "carriers": [support for support in supports if support.role == Support.Role.CARRIES],
        "supporters": [support for support in supports if support.role == Support.Role.SUPPORTS],
        "reservations": list(claim.reservations.all().select_related("organisation")),
        "sources": list(claim.sources.all()),
        "record": read_record(claim),
        "history": read_history(claim),
        "citing_pages": citing_pages,
        "before": before,
        "after": after,
    }
