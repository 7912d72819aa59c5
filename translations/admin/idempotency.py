"""Idempotency keys: each form creates one thing, even if it is submitted twice or while an autosave is running.

A form that makes something carries a key, given when it is shown. Who sends it first enters the key in the database, in
the transaction that makes the thing; who sends it again waits there until that is done, and then changes what was made.
A form without a key, as a program sends it, makes something each time.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils import timezone

FIELD = "idempotency_key"
KEPT = timedelta(days=7)  # a form that stays open longer than that, and is then sent twice, makes two things


class IdempotencyKey(models.Model):
    """That the form with this key was sent, and what came of it."""

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    used_at = models.DateTimeField(auto_now_add=True, db_index=True)
    outcome = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.key)


def key_field() -> forms.CharField:
    """Return the hidden field of a form that is to be shown: each time with another key."""
    return forms.CharField(required=False, widget=forms.HiddenInput, initial=lambda: str(uuid.uuid4()))


def use_key(request: HttpRequest) -> tuple[IdempotencyKey | None, bool]:
    """Enter the key that `request` carries, and return it, None if it carries none; and whether it was used before.

    To be called in the transaction that makes what the form asks for: until that ends, whoever uses the same key waits.

    :raises PermissionDenied: if the key is somebody else's
    """
    try:
        key = uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None, False
    IdempotencyKey.objects.filter(used_at__lt=timezone.now() - KEPT).delete()
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(key=key, user=request.user), False  # type: ignore[misc]
    except IntegrityError:
        used = IdempotencyKey.objects.get(key=key)
    if used.user_id != request.user.pk:
        raise PermissionDenied
    return used, True
