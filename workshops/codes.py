"""A workshop's code: the letters before the number in a claim's mark, `DS` in `DS-4`."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# I and O are misread as 1 and 0, Q as O: a mark is copied by hand from placards and read aloud.
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
SHORTEST, LONGEST = 2, 4


def validate_code(code: str) -> None:
    """Raise ValidationError unless `code` is 2 to 4 capital letters that nobody can mistake for others."""
    if not SHORTEST <= len(code) <= LONGEST or not set(code) <= set(LETTERS):
        raise ValidationError(
            _("A code has 2 to 4 capital letters, without accents and without I, O and Q, which are easily misread."),
            code="workshop_code",
        )
