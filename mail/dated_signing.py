"""Signatures that count from a later moment: a link in an email that is held must be good from when it leaves."""

from __future__ import annotations

from datetime import datetime

from django.core.signing import TimestampSigner, b62_encode


class DatedSigner(TimestampSigner):
    """Signs as of `at`, None for now."""

    at: datetime | None = None

    def timestamp(self) -> str:
        return b62_encode(int(self.at.timestamp())) if self.at else super().timestamp()
