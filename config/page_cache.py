"""What the page cache is told of this site: which changes visitors do not see, and when pages change by themselves.

`tests/page_cache/test_reads.py` visits the site's pages and fails when one reads a table that is named here as unread.
"""

import datetime
import zoneinfo

from django.db.models import Min
from django.utils import timezone

from campaigns.models import EventPage
from contacts.models import Person
from page_cache.triggers import Exceptions
from translations.models import BasePage

HOUR = datetime.timedelta(hours=1)
FOR_EDITORS = "shown in the admin alone"
OF_READERS = "people and sending: their own pages are never kept"

EXCEPTIONS = Exceptions(
    unread={
        "auth.*": "who is signed in passes by the cache",
        "body.OutgoingEmail": OF_READERS,
        "body.RateLimitCounter": "asked when a form is sent",
        "campaigns.Application": OF_READERS,
        "django_tasks_database.*": "the newsletter's queue",
        "newsletter.ConsentEvent": OF_READERS,
        "newsletter.Delivery": OF_READERS,
        "newsletter.Pace": OF_READERS,
        "newsletter.PostalSubscriber": OF_READERS,
        "newsletter.Subscriber": OF_READERS,
        "newsletter.Subscriber_topics": OF_READERS,
        "newsletter.SubscriberFile": OF_READERS,
        "newsletter.Suppression": OF_READERS,
        "sessions.*": "who has one passes by the cache",
        "taggit.*": "pages have no tags",
        "translations.IdempotencyKey": FOR_EDITORS,
        "translations.ScheduleFailure": FOR_EDITORS,
        "wagtailadmin.*": FOR_EDITORS,
        "wagtailcore.APIToken": FOR_EDITORS,
        "wagtailcore.Comment": FOR_EDITORS,
        "wagtailcore.CommentReply": FOR_EDITORS,
        "wagtailcore.GroupApprovalTask": FOR_EDITORS,
        "wagtailcore.GroupApprovalTask_groups": FOR_EDITORS,
        "wagtailcore.GroupCollectionPermission": FOR_EDITORS,
        "wagtailcore.GroupPagePermission": FOR_EDITORS,
        "wagtailcore.GroupSitePermission": FOR_EDITORS,
        "wagtailcore.ModelLogEntry": FOR_EDITORS,
        "wagtailcore.PageLogEntry": FOR_EDITORS,
        "wagtailcore.PageSubscription": FOR_EDITORS,
        "wagtailcore.ReferenceIndex": FOR_EDITORS,
        "wagtailcore.Revision": "drafts and history: what is published is in the pages' own tables",
        "wagtailcore.Task": FOR_EDITORS,
        "wagtailcore.TaskState": FOR_EDITORS,
        "wagtailcore.UploadedFile": FOR_EDITORS,
        "wagtailcore.Workflow": FOR_EDITORS,
        "wagtailcore.WorkflowContentType": FOR_EDITORS,
        "wagtailcore.WorkflowPage": FOR_EDITORS,
        "wagtailcore.WorkflowState": FOR_EDITORS,
        "wagtailcore.WorkflowTask": FOR_EDITORS,
        "wagtailembeds.*": "no body holds embeds",
        "wagtailforms.*": "not used",
        "wagtailsearch.*": "what the admin searches in",
        "wagtailusers.*": FOR_EDITORS,
    },
    harmless={"contenttypes.ContentType": "written by migrate alone, after which all is made anew"},
    columns={
        # Which draft is the latest, and who works on it
        "translations.BasePage": {
            "draft_title",
            "draft_title_en",
            "draft_title_fr",
            "draft_translations",
            "go_live_at",
            "has_unpublished_changes",
            "latest_revision",
            "latest_revision_created_at",
            "locked",
            "locked_at",
            "locked_by",
            "owner",
            "publishes",
        },
        # How sending goes on, several times a minute
        "newsletter.Issue": {"answer", "pause", "paused_until", "pauses", "send_at"},
    },
    rows={"translations.SourceSnapshot": "published"},  # readers are told of French texts that were public, no others
)


def find_next_moment(now: datetime.datetime) -> datetime.datetime:
    """Return when pages next change though nothing is written: what is shown of today, of events, of expired pages."""
    tomorrow = timezone.localdate(now) + datetime.timedelta(days=1)
    midnight = timezone.make_aware(datetime.datetime.combine(tomorrow, datetime.time()))
    moments = [
        midnight,
        EventPage.objects.filter(starts_at__gt=now).aggregate(first=Min("starts_at"))["first"],
        EventPage.objects.filter(ends_at__gt=now).aggregate(first=Min("ends_at"))["first"],
        BasePage.objects.filter(live=True, expire_at__gt=now).aggregate(first=Min("expire_at"))["first"],
        find_next_clock_change(now, midnight),
    ]
    return min(moment for moment in moments if moment)


def find_next_clock_change(now: datetime.datetime, last: datetime.datetime) -> datetime.datetime | None:
    """Return the full hour UTC by which clocks will have changed where people live; None if not until `last`.

    The directory says how far a person's clock is from UTC.
    """
    names = Person.objects.exclude(time_zone="").values_list("time_zone", flat=True).distinct()
    zones = [zoneinfo.ZoneInfo(name) for name in names]

    def offsets(moment: datetime.datetime) -> list[datetime.timedelta | None]:
        return [moment.astimezone(zone).utcoffset() for zone in zones]

    if offsets(now) == offsets(last):
        return None
    return now.astimezone(datetime.UTC).replace(minute=0, second=0, microsecond=0) + HOUR
