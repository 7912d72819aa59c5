"""The weekly digest, made by itself: in each language, of what was published and not yet in one."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from campaigns.models import ArticlePage
from translations.languages import LANGUAGES

from ..models import Issue, edition_of_week
from .letters import gather_articles
from .recipients import recipients_of

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
FIRST_WINDOW = datetime.timedelta(days=7)  # how far back the first digest of a language looks
WINDOW = datetime.timedelta(days=28)  # and the others: what was translated late, or while nothing ran, is not lost


def latest_slot(now: datetime.datetime) -> datetime.datetime:
    """Return when, last before `now`, a digest was due: settings.DIGEST_DAY at DIGEST_HOUR, in the site's time zone."""
    local = timezone.localtime(now)
    day = local.date() - datetime.timedelta(days=(local.weekday() - DAYS.index(settings.DIGEST_DAY)) % 7)
    slot = timezone.make_aware(datetime.datetime.combine(day, datetime.time(settings.DIGEST_HOUR)))
    slot = slot if slot <= now else slot - datetime.timedelta(days=7)
    return slot.astimezone(datetime.UTC)  # an hour that the clocks leave out equals nothing in its own time zone


def articles_for(language: str, slot: datetime.datetime) -> QuerySet[ArticlePage]:
    """Return the articles of a digest: offered in `language`, or announced in it as they are, and in none before."""
    digests = Issue.objects.filter(kind=Issue.Kind.DIGEST, language=language)
    window = WINDOW if digests.exists() else FIRST_WINDOW
    announced = Issue.objects.filter(
        kind=Issue.Kind.ARTICLE, language=language, fallback=True, started_at__isnull=False, articles=OuterRef("pk")
    )
    offered = ArticlePage.objects.offered_in(language).values("pk")
    articles = ArticlePage.objects.visible().filter(first_published_at__gt=slot - window, first_published_at__lte=slot)
    articles = articles.filter(Exists(announced)) | articles.filter(pk__in=offered)
    digested = digests.filter(articles=OuterRef("pk"))
    return articles.filter(~Exists(digested)).order_by("-date", "-pk")


def make_digests(now: datetime.datetime) -> int:
    """Make the digests that are due and were not made; return how many. Two that run at once make one."""
    slot = latest_slot(now)
    return sum(make_digest(language, slot, now) for language in LANGUAGES)


def make_digest(language: str, slot: datetime.datetime, now: datetime.datetime) -> bool:
    edition = edition_of_week(timezone.localdate(slot))
    if Issue.objects.filter(edition=edition, language=language).exists():
        return False
    articles = list(articles_for(language, slot))
    if not articles:
        return False
    issue = Issue(edition=edition, language=language, kind=Issue.Kind.DIGEST, fallback=True, send_at=slot)
    issue.state, issue.content = Issue.State.SCHEDULED, gather_articles(articles, language)
    if not recipients_of(issue).exists():
        return False
    try:
        with transaction.atomic():
            issue.save()
            issue.articles.set(articles)
    except IntegrityError:  # somebody else made it in the meantime
        return False
    return True
