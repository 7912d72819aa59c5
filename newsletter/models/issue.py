"""Issues of the newsletter: one article in one language, or a week's digest in one language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.models import ArticlePage
from typography import set_text


class IssueQuerySet(models.QuerySet["Issue"]):
    def archived(self, language: str) -> IssueQuerySet:
        """Return the issues sent in `language` that readers may see: those with an article that they still may see."""
        sent = self.filter(language=language, started_at__isnull=False)
        shown = Issue.articles.through._default_manager.filter(
            issue=models.OuterRef("pk"), articlepage__in=ArticlePage.objects.visible().values("pk")
        )
        return sent.filter(models.Exists(shown)).order_by("-number")


class Issue(models.Model):
    """What is sent to many. `edition` and `language` are unique: republishing an article never sends it again.

    What it says is written once, when sending starts, so that a repeat hours later is the same mail: see letters.py.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", pgettext_lazy("newsletter", "Article")
        DIGEST = "digest", pgettext_lazy("newsletter", "Weekly digest")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("newsletter", "Draft")
        SCHEDULED = "scheduled", pgettext_lazy("newsletter", "Scheduled")
        SENDING = "sending", pgettext_lazy("newsletter", "Being sent")
        PAUSED = "paused", pgettext_lazy("newsletter", "Paused")
        DONE = "done", pgettext_lazy("newsletter", "Sent")
        CANCELLED = "cancelled", pgettext_lazy("newsletter", "Cancelled")

    class Pause(models.TextChoices):
        BY_HAND = "hand", _("Paused by an editor.")
        SERVER = "server", _("The mail server cannot be reached. Sending will resume automatically.")
        REFUSED = "refused", _("The mail server is refusing every message. Ask the person who runs it, then resume.")
        ARTICLE = (
            "article",
            _("An article in this issue is no longer public. If you resume, only public articles are sent."),
        )

    edition = models.CharField(max_length=40, editable=False)  # "article:12" or "digest:2026-11-27"
    language = models.CharField(pgettext_lazy("newsletter", "language"), max_length=8, choices=settings.LANGUAGES)
    kind = models.CharField(pgettext_lazy("newsletter", "type"), max_length=8, choices=Kind.choices)
    number = models.PositiveIntegerField(
        pgettext_lazy("newsletter", "number"), null=True, blank=True
    )  # one for all languages of an edition
    articles = models.ManyToManyField(
        ArticlePage, verbose_name=pgettext_lazy("newsletter", "articles"), related_name="newsletter_issues"
    )
    fallback = models.BooleanField(_("announces an article in another language"), default=False)
    note = models.TextField(pgettext_lazy("newsletter", "introduction"), blank=True, max_length=2000)
    content = models.JSONField(default=list, blank=True, editable=False)  # see letters.gather
    state = models.CharField(
        pgettext_lazy("newsletter", "status"), max_length=10, choices=State.choices, default=State.DRAFT
    )
    send_at = models.DateTimeField(pgettext_lazy("newsletter", "send at"), null=True, blank=True)
    started_at = models.DateTimeField(pgettext_lazy("newsletter", "started"), null=True, blank=True)
    finished_at = models.DateTimeField(pgettext_lazy("newsletter", "finished"), null=True, blank=True)
    pause = models.CharField(_("reason for the pause"), max_length=8, choices=Pause.choices, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)  # empty while only an editor may resume it
    pauses = models.PositiveSmallIntegerField(default=0)  # one after the other, since a message was accepted
    answer = models.CharField(_("last reply from the mail server"), max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("newsletter", "issue")
        verbose_name_plural = pgettext_lazy("newsletter", "issues")
        ordering = ["-made_at", "-pk"]
        permissions = [("send_issue", "Can send the newsletter")]
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="one_issue_for_each_edition_and_language"),
            models.UniqueConstraint(fields=["number", "language"], name="one_issue_for_each_number_and_language"),
        ]

    def __str__(self) -> str:
        return self.subject or self.edition

    def get_absolute_url(self) -> str:
        with override(self.language):
            return reverse("newsletter_issue", args=[self.number])

    @property
    def subject(self) -> str:
        """What the mail is called: its first article, and how many others; "" before anything was gathered."""
        return subject_of(self.content, self.language)

    @property
    def heading(self) -> str:
        """Say which letter this is, in its own language."""
        with override(self.language):
            if self.number is None:
                return pgettext("newsletter", "The newsletter")
            return gettext("The newsletter, no. %(number)s") % {"number": self.number}

    @property
    def was_started(self) -> bool:
        return self.started_at is not None

    @property
    def may_be_edited(self) -> bool:
        """Tell whether an editor may still write to it and choose when it is sent."""
        return not self.was_started

    def get_archive_url(self) -> str:
        return f"{settings.BASE_URL}{self.get_absolute_url()}"


def subject_of(content: list[dict[str, Any]], language: str) -> str:
    if not content:
        return ""
    others = len(content) - 1
    title = set_text(str(content[0]["title"]), content[0]["title_language"])
    if not others:
        return title
    with override(language):
        words = ngettext("%(title)s, and %(count)s other article", "%(title)s, and %(count)s other articles", others)
        return words % {"title": title, "count": others}


def edition_of_article(article: ArticlePage) -> str:
    return f"article:{article.pk}"


def edition_of_week(day: datetime.date) -> str:
    return f"digest:{day.isoformat()}"


def next_number(edition: str) -> int:
    """Return the number that the edition has in another language, or else the next one."""
    given = Issue.objects.filter(edition=edition, number__isnull=False).values_list("number", flat=True).first()
    return given or (Issue.objects.aggregate(last=models.Max("number"))["last"] or 0) + 1


def pks_of(content: Iterable[dict[str, Any]]) -> list[int]:
    return [item["page"] for item in content]
