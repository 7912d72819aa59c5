"""Signed tokens that identify applications in emailed links. A token holds a key, never an address."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired

from campaigns.models import Application
from mail.dated_signing import DatedSigner

SALT = "campaigns.application"


def make_token(application: Application, at: datetime | None = None) -> str:
    """Return a token that confirms for settings.CONFIRMATION_MAX_AGE hours from `at` on, None for now."""
    signer = DatedSigner(salt=SALT)
    signer.at = at
    return signer.sign(application.key.hex)


def read_token(token: str) -> Application:
    """Return the application that `token` names: to confirm it in time, or to withdraw it whenever.

    Raises BadSignature, and SignatureExpired for one not confirmed within settings.CONFIRMATION_MAX_AGE hours.
    """
    signer = DatedSigner(salt=SALT)
    key = signer.unsign(token)
    application = Application.objects.select_related("region", "page").filter(key=uuid.UUID(key)).first()
    if application is None:
        raise SignatureExpired("It was withdrawn, or its time was over.")
    if application.confirmed_at is None:
        signer.unsign(token, max_age=timedelta(hours=settings.CONFIRMATION_MAX_AGE))
    return application


__all__ = ["BadSignature", "make_token", "read_token"]
