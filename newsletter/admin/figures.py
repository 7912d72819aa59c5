"""How many subscribers there are, of what kind, and how that went: for editors, and about nobody in particular."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from campaigns.models import Topic
from translations.languages import NAMES

from ..models import PostalSubscriber, Subscriber

Status = Subscriber.Status
Rhythm = Subscriber.Rhythm
MONTHS = 12


@dataclass(frozen=True)
class Month:
    """`active` is how many received the newsletter at its end, or do today."""

    first_day: date
    new: int
    gone: int
    active: int


def count_by_language() -> list[dict[str, Any]]:
    """Return for each language how many receive the newsletter at which rhythm, and how many have yet to confirm it."""
    counts = Subscriber.objects.order_by("language").values("language")
    active = Q(status=Status.ACTIVE)
    figures = {rhythm: Count("pk", filter=active & Q(rhythm=rhythm)) for rhythm in Rhythm.values}
    pending = Count("pk", filter=Q(status=Status.PENDING))
    counts = counts.annotate(active=Count("pk", filter=active), pending=pending, **figures)
    found = [{**count, "name": NAMES.get(count["language"], count["language"])} for count in counts]
    return sorted(found, key=lambda count: [*NAMES, count["language"]].index(count["language"]))


def count_by_topic() -> list[tuple[Any, int]]:
    """Return each topic with how many active subscribers chose it; last, None with those who receive everything."""
    active = Subscriber.objects.filter(status=Status.ACTIVE)
    chosen = dict(active.filter(topics__isnull=False).values_list("topics").annotate(number=Count("pk")).order_by())
    everything = active.filter(topics__isnull=True).count()
    return [*((topic, chosen.get(topic.pk, 0)) for topic in Topic.objects.all()), (None, everything)]


def count_by_post() -> int:
    return PostalSubscriber.objects.count()


def go_through_months(months: int = MONTHS) -> list[Month]:
    """Return the last `months` months, oldest first.

    They are counted from the subscriptions that are kept: whoever was erased has never been there.
    """
    new = count_per_month("confirmed_at", Q(confirmed_at__isnull=False))
    gone = count_per_month("ended_at", Q(ended_at__gte=F("confirmed_at")))
    first_days = list_first_days(months)
    active = sum(new[day] - gone[day] for day in {*new, *gone} if day < first_days[0])
    result = []
    for day in first_days:
        active += new[day] - gone[day]
        result.append(Month(day, new[day], gone[day], active))
    return result


def count_per_month(moment: str, condition: Q) -> Counter[date]:
    months = Subscriber.objects.filter(condition).order_by().annotate(month=TruncMonth(moment)).values_list("month")
    return Counter({month.date(): number for month, number in months.annotate(number=Count("pk"))})


def list_first_days(months: int) -> list[date]:
    today = timezone.localdate()
    last = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - months + 1, last + 1)]


WIDTH, HEIGHT, GAP = 480, 120, 8  # of the chart, in its own units


def draw(months: list[Month]) -> dict[str, Any]:
    """Return the bars of a chart of `months`: {x, y, width, height, month} each, in a box of `width` by `height`."""
    highest = max([month.active for month in months] + [1])
    step = WIDTH / len(months)
    bars = [
        {
            "x": round(place * step, 1),
            "y": round(HEIGHT - HEIGHT * month.active / highest, 1),
            "width": round(step - GAP, 1),
            "height": round(HEIGHT * month.active / highest, 1),
            "middle": round(place * step + (step - GAP) / 2, 1),
            "month": month,
        }
        for place, month in enumerate(months)
    ]
    return {"bars": bars, "width": WIDTH, "height": HEIGHT, "box": f"0 -18 {WIDTH} {HEIGHT + 36}", "foot": HEIGHT + 14}
