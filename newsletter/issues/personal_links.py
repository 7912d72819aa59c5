"""The addresses in a mail that are one reader's own."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from ..models import Subscriber
from ..subscriptions.tokens import make_manage_token, make_unsubscribe_token
from .letters import Links

PLACE = "TOKEN"


class PersonalLinks:
    """Makes those of the readers of one language, as links.py does, many a second: only tokens differ."""

    def __init__(self, language: str) -> None:
        self.reader = Subscriber(language=language)
        with override(language):
            self.unsubscribe, self.manage = (
                f"{settings.BASE_URL}{reverse(view, args=[PLACE])}" for view in ("one_click", "manage")
            )

    def of(self, key: uuid.UUID) -> Links:
        self.reader.key = key
        return Links(
            unsubscribe=self.unsubscribe.replace(PLACE, make_unsubscribe_token(self.reader)),
            manage=self.manage.replace(PLACE, make_manage_token(self.reader)),
        )
