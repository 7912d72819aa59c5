"""The addresses in a mail that are one reader's own."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from .letters import Links
from .models import Subscriber
from .tokens import make_unsubscribe_token


def links_of(key: uuid.UUID, language: str) -> Links:
    with override(language):
        url = settings.BASE_URL + reverse("unsubscribe", args=[make_unsubscribe_token(Subscriber(key=key))])
    return Links(unsubscribe=url, manage=url)
