"""Rate limits for signing in, for each network and each account, counted in the database.

An account's limit alone would let anybody lock its owner out: it does not hold for networks from which the owner has
signed in lately. Nothing is kept but hashes (public_forms/rate_limit.py).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from public_forms.network import get_networks
from public_forms.rate_limit import RateLimit, count_once, has_counted, name_subjects, take_back

KNOWN = RateLimit("signing in", "known", most=1_000_000, period=timedelta(days=90))


class LimitedBackend(ModelBackend):
    """Asks for passwords as Django does, and no more often than SIGNING_IN_RATE_LIMITS allow, in the admin too."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        """Return the user, or None. Raises PermissionDenied beyond a limit, which `request.sign_in_limit` then says."""
        if request is None or username is None:
            return super().authenticate(request, username=username, password=password, **kwargs)
        networks = get_networks(request)
        account = username.strip().casefold()
        known = f"{account} {next(iter(networks.values()))}"
        subjects = networks if has_counted(KNOWN, known) else {**networks, "account": account}
        counted = name_subjects("signing in", settings.SIGNING_IN_RATE_LIMITS, subjects)
        if exceeded := count_once(counted):
            request.sign_in_limit = exceeded  # type: ignore[attr-defined]
            raise PermissionDenied
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user is not None:
            for limit, subject in counted:
                take_back(limit, subject)
            count_once([(KNOWN, known)])
        return user
