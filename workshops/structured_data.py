"""What search engines and other programs read of conventions and their reports."""

from __future__ import annotations

from typing import Any

from content.structured_data import describe_page, describe_part


def describe_convention(convention: Any) -> dict[str, Any]:
    return describe_page(convention, "Event", **tell_days(convention))


def describe_report(report: Any, convention: Any) -> dict[str, Any]:
    return describe_page(
        report,
        "Report",
        identifier=report.code,
        dateCreated=report.held_on.isoformat() if report.held_on else "",
        recordedAt=describe_part(convention, "Event", **tell_days(convention)),
    )


def tell_days(convention: Any) -> dict[str, Any]:
    return {
        "startDate": convention.starts_on.isoformat() if convention.starts_on else "",
        "endDate": convention.ends_on.isoformat() if convention.ends_on else "",
        "location": {"@type": "Place", "name": convention.place or convention.town, "address": convention.town}
        if convention.town
        else None,
    }
