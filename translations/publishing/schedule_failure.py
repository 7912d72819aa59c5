"""What could not be published, or unpublished, at its date, for editors to see: `scheduling` notes it."""

from django.db import models


class ScheduleFailure(models.Model):
    """A page that could not be published, or unpublished, at its date; the last attempt counts."""

    page = models.OneToOneField("translations.BasePage", models.CASCADE, related_name="schedule_failure")
    failed_at = models.DateTimeField()
    reason = models.TextField(blank=True)  # for editors; nothing where only the operator understands it

    def __str__(self) -> str:
        return f"{self.page}: {self.reason}"
