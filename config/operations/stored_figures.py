"""What the database tells Prometheus: asked at each scrape, by a thread that waits for it no longer than a request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import Error, close_old_connections, connections
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from wagtail.models import PageLogEntry

from config.postgresql.base import limit_thread
from mail.queue import OutgoingEmail, due_emails
from newsletter.models import Delivery, Issue


class StoredFigures(Collector):
    """:raises nothing: without a database there is `cahier_database_up 0`, and what processes counted all the same"""

    def collect(self) -> Iterator[Metric]:
        limit_thread()
        close_old_connections()
        found: list[Metric] = []
        try:
            for ask in (emails, letters, publications):
                found += ask(timezone.now())
        except Error:
            found.clear()
        finally:
            connections.close_all()  # of this thread, which ends with the answer
        yield GaugeMetricFamily("cahier_database_up", "Whether the database answered.", value=float(bool(found)))
        yield from found

    def describe(self) -> Iterator[Metric]:
        """Name nothing beforehand: who registers this need not ask the database."""
        return iter(())


def emails(now: datetime) -> list[Metric]:
    waiting = OutgoingEmail.objects.count()
    oldest: datetime | None = due_emails(now).aggregate(oldest=Min("due_at"))["oldest"]
    age = (now - oldest).total_seconds() if oldest else 0.0
    return [
        GaugeMetricFamily("cahier_emails_waiting", "Emails that requests made and no server has taken.", value=waiting),
        GaugeMetricFamily("cahier_email_queue_age_seconds", "For how long the oldest could have left.", value=age),
    ]


def letters(now: datetime) -> list[Metric]:
    """Count those of the issues that are under way: all that ever were would take longer each week."""
    words = "Letters to readers of issues under way, by state."
    deliveries = GaugeMetricFamily("cahier_newsletter_deliveries", words, labels=["state"])
    under_way = Delivery.objects.filter(issue__state__in=[Issue.State.SENDING, Issue.State.PAUSED])
    counted = dict(under_way.order_by().values_list("state").annotate(Count("pk")))
    for state in Delivery.State.values:
        deliveries.add_metric([state], counted.get(state, 0))
    sending = Issue.objects.filter(state=Issue.State.SENDING).count()
    paused = Issue.objects.filter(state=Issue.State.PAUSED).count()
    issues = GaugeMetricFamily("cahier_newsletter_issues", "Issues that are being sent, or paused.", labels=["state"])
    issues.add_metric(["sending"], sending)
    issues.add_metric(["paused"], paused)
    return [deliveries, issues]


def publications(now: datetime) -> list[Metric]:
    published = PageLogEntry.objects.filter(action="wagtail.publish").count()
    return [CounterMetricFamily("cahier_publications", "Publications of pages, from their history.", value=published)]
