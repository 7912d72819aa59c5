"""What search engines and other programs read of a claim's page; its whole record is in its JSON."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from content.structured_data import describe_page, describe_part
from workshops.models import ConventionPage, WorkshopReportPage

from .models import ClaimPage


def describe_claim_page(claim: ClaimPage, report: WorkshopReportPage, convention: ConventionPage) -> dict[str, Any]:
    return describe_page(
        claim,
        "CreativeWork",
        **({"@id": f"{settings.BASE_URL}{claim.short_address}"} if claim.mark else {}),
        identifier=claim.mark,
        text=claim.statement,
        version=str(claim.wording or ""),
        isPartOf=describe_part(report, "Report", identifier=report.code),
        recordedAt=describe_part(convention, "Event"),
    )
