"""What could not be published, or unpublished, at its date, for editors to see: `scheduling` notes it."""

from django.db import models
from django.utils.translation import get_language

from ..languages import SOURCE


class ScheduleFailure(models.Model):
    """A page that could not be published, or unpublished, at its date; the last attempt counts."""

    page = models.OneToOneField("translations.BasePage", models.CASCADE, related_name="schedule_failure")
    failed_at = models.DateTimeField()
    # For editors, in each language that one may read the admin in; nothing where only the operator understands it.
    reasons = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.page}: {self.reason}"

    @property
    def reason(self) -> str:
        """The reason in the active language; a language that was added since has the source's."""
        reason: str = self.reasons.get(get_language()) or self.reasons.get(SOURCE, "")
        return reason
