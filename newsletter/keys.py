"""The newsletter's own secrets, which outlive SECRET_KEY: links and suppressed addresses rest on them."""

from django.conf import settings


def get_keys() -> list[str | bytes]:
    """Return the secrets: the first one makes tokens and imprints, the others are still recognised."""
    return [*settings.NEWSLETTER_KEYS] or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
