"""The ledger of sending: one row for each issue and subscriber. Tasks move rows on; only rows hold the truth."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Sent with `delivery` when a mail server refuses a recipient for good, after that is stored.
delivery_rejected = Signal()

BACK_OFF = [timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12)]
GIVE_UP = timedelta(hours=48)  # after the first try; RFC 5321, 4.5.4.1 asks for some days, a newsletter is old by then


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, issue_pk: int, now: object) -> DeliveryQuerySet:
        return self.filter(issue=issue_pk, state=Delivery.State.WAITING, due_at__lte=now)

    def unfinished(self) -> DeliveryQuerySet:
        return self.filter(state__in=[Delivery.State.WAITING, Delivery.State.CLAIMED])


class Delivery(models.Model):
    """One issue for one subscriber.

    WAITING until `due_at`; CLAIMED by the worker that holds `claim`, until `lease_until`; then for good ACCEPTED by
    the mail server, REJECTED (a dead letter, which an editor may try again), or SKIPPED as the subscription ended or
    changed. RETURNED is an accepted one that came back.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("newsletter", "Waiting")
        CLAIMED = "claimed", pgettext_lazy("newsletter", "In progress")
        ACCEPTED = "accepted", pgettext_lazy("newsletter", "Accepted")
        REJECTED = "rejected", pgettext_lazy("newsletter", "Rejected")
        SKIPPED = "skipped", pgettext_lazy("newsletter", "Skipped")
        RETURNED = "returned", pgettext_lazy("newsletter", "Bounced")

    issue = models.ForeignKey("newsletter.Issue", on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey("newsletter.Subscriber", on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(
        pgettext_lazy("newsletter", "status"), max_length=8, choices=State.choices, default=State.WAITING
    )
    due_at = models.DateTimeField(pgettext_lazy("newsletter", "scheduled for"), default=timezone.now)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(pgettext_lazy("newsletter", "attempts"), default=0)
    tried_at = models.DateTimeField(pgettext_lazy("newsletter", "first attempt"), null=True, blank=True)
    done_at = models.DateTimeField(pgettext_lazy("delivery", "finished"), null=True, blank=True)
    code = models.PositiveSmallIntegerField(
        pgettext_lazy("newsletter", "code"), null=True, blank=True
    )  # of RFC 5321, 4.2
    answer = models.CharField(_("reply from the mail server"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("newsletter", "delivery")
        verbose_name_plural = pgettext_lazy("newsletter", "deliveries")
        constraints = [models.UniqueConstraint(fields=["issue", "subscriber"], name="one_delivery_for_each_subscriber")]
        indexes = [models.Index(fields=["issue", "state", "due_at"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.issue_id}.{self.pk}"

    def come_back(self) -> None:
        """Note that a mail server which had accepted it, or one behind that, could not deliver it after all."""
        Delivery.objects.filter(pk=self.pk, state=Delivery.State.ACCEPTED).update(state=Delivery.State.RETURNED)


class Pace(models.Model):
    """Until when a mail domain, or the mail server as a whole (""), has its messages; see pacing.py."""

    domain = models.CharField(max_length=254, unique=True)
    free_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.domain
