"""What a claim rests on: findings of its own report."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext


def check_findings(named: Collection[int], known: Collection[int]) -> None:
    """Refuse findings that the report has not.

    :param named: numbers of the findings that a claim names
    :param known: numbers that it may name
    :raises ValidationError: on the field `findings`, naming those that do not exist
    """
    if unknown := [f"C{number}" for number in named if number not in known]:
        message = ngettext(
            "The report has no finding %(findings)s.", "The report has no findings %(findings)s.", len(unknown)
        )
        raise ValidationError({"findings": message % {"findings": ", ".join(unknown)}})
