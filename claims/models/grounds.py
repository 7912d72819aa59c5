"""What a claim rests on: findings of its own report."""

import re
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext_lazy


def read_findings(text: str) -> list[int]:
    """Return the numbers named in `text`, as in “C2, C5”. Validation refuses what is written otherwise."""
    return [int(number) for number in re.findall(r"C([0-9]+)", text)]


def check_findings(named: Collection[int], known: Collection[int]) -> None:
    """Refuse findings that the report has not.

    :param named: numbers of the findings that a claim names
    :param known: numbers that it may name
    :raises ValidationError: on the field `findings`, naming those that do not exist
    """
    if unknown := [f"C{number}" for number in named if number not in known]:
        message = ngettext_lazy(
            "The report does not have the finding %(findings)s.",
            "The report does not have the findings %(findings)s.",
            len(unknown),
        )
        raise ValidationError({"findings": ValidationError(message, params={"findings": ", ".join(unknown)})})
