"""That a message was passed on, so that nobody gets too many. What it said is kept nowhere."""

from django.db import models

from .person import Person


class PassedMessage(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passed_messages")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
