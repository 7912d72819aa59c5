"""Password validators, in addition to Django's."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST_SIGNS = 5  # different ones
KEYBOARD_ROWS = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "azertyuiop",
    "asdfghjkl",
    "qsdfghjklm",
    "zxcvbnm",
]
NEIGHBOURS = {frozenset(pair) for row in KEYBOARD_ROWS for pair in pairwise(row)}
GUESSED = ["password", "motdepasse", "bonjour", "welcome"]


class SimplePatternValidator:
    """Refuses what is long but soon guessed: few signs, a piece repeated, rows of keys, the site's own name."""

    def validate(self, password: str, user: Any = None) -> None:
        text = password.casefold()
        if len(Counter(text)) < FEWEST_SIGNS or text in f"{text}{text}"[1:-1]:
            raise ValidationError(_("This password repeats itself. Choose a less regular one."), code="repeated")
        steps = list(pairwise(text))
        in_a_row = sum(len(set(pair)) == 1 or frozenset(pair) in NEIGHBOURS for pair in steps)
        if in_a_row * 3 > len(steps) * 2:
            raise ValidationError(
                _("This password is a row of keys on the keyboard. Choose a less regular one."), code="row"
            )
        rest = text
        for word in self.words():
            rest = rest.replace(word, "")
        if len(rest) < len(text) and len(rest) < 8:
            message = _("This password is made of words that are easy to guess here. Choose other words.")
            raise ValidationError(message, code="site")

    def words(self) -> list[str]:
        """Return the words that anybody would try here: the site's name and those of its address."""
        host = (urlsplit(settings.BASE_URL).hostname or "").split(".")
        words = [*settings.WAGTAIL_SITE_NAME.casefold().split(), *host, *GUESSED]
        return sorted({word for word in words if len(word) > 3}, key=len, reverse=True)

    def get_help_text(self) -> str:
        return _("Your password can’t be a repeated pattern, a row of keys, or the name of this site.")
