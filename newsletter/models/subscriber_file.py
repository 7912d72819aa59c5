"""Lists of subscribers that an editor brought, between the look at what is in them and the import."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SubscriberFile(models.Model):
    """A list that was looked at and waits to be imported by whoever brought it. Deleted then, or after a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=255)
    text = models.TextField()
    language = models.CharField(max_length=8)
    rhythm = models.CharField(max_length=8)
    consent_source = models.CharField(_("where they gave consent, and to what"), max_length=200)
    consent_date = models.DateField(_("when they gave consent"))

    def __str__(self) -> str:
        return self.name
