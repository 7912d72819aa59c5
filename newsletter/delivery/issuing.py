"""The acts on an issue: schedule, start, pause, resume, cancel, finish. Each is one transaction that locks the row.

docs/newsletter-sending.md draws the states.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns.models import ArticlePage
from mail.results import Outcome

from ..issues.letters import gather_articles, only_public
from ..models import Issue, edition_of_article, next_number
from . import ledger

State, Pause = Issue.State, Issue.Pause
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60)]
MAY_BE_PAUSED = [State.SCHEDULED, State.SENDING, State.PAUSED]


class CannotSend(Exception):
    """Raised with a sentence for the editor."""


def lock_issue(issue: Issue) -> Issue:
    return Issue.objects.select_for_update().get(pk=issue.pk)


def save_letter(
    *,
    article: ArticlePage,
    language: str,
    user: Any,
    send_at: datetime | None,
    note: str = "",
    fallback: bool = False,
) -> Issue:
    """Make, or change while it was not started, the issue of `article` in `language`.

    :param send_at: when to send it; None keeps it as a draft
    :param fallback: announce a text that is not translated; the mail then says which language it is in

    Raises CannotSend.
    """
    check_article(article, language, fallback)
    with transaction.atomic():
        made, _created = Issue.objects.get_or_create(
            edition=edition_of_article(article), language=language, defaults={"kind": Issue.Kind.ARTICLE}
        )
        issue = lock_issue(made)
        if not issue.may_be_edited:
            raise CannotSend(_("This issue has already been sent in this language, and cannot be sent twice."))
        issue.articles.set([article])
        issue.note, issue.fallback, issue.send_at, issue.made_by = note, fallback, send_at, user
        issue.content = gather_articles([article], language)
        issue.pause, issue.paused_until, issue.finished_at = "", None, None
        issue.state = State.SCHEDULED if send_at else State.DRAFT
        issue.save()
        if send_at:
            log(issue, "newsletter.schedule", user=user, data={"at": send_at.isoformat(), "language": language})
        else:
            log(issue, "newsletter.draft", user=user, data={"language": language})
    return issue


def check_article(article: ArticlePage, language: str, fallback: bool) -> None:
    if not ArticlePage.objects.visible().filter(pk=article.pk).exists():
        raise CannotSend(_("Visitors cannot read this article. Publish it first."))
    if not fallback and not article.is_offered_in(language):
        raise CannotSend(_("This article is not written in this language."))


def start(issue: Issue, now: datetime) -> bool:
    """Begin to send an issue whose time has come; tell whether it was this call that did.

    What it says is gathered here, for good, and its deliveries are made: both or neither.
    """
    with transaction.atomic():
        issue = lock_issue(issue)
        if issue.state != State.SCHEDULED or issue.send_at is None or issue.send_at > now:
            return False
        articles = ArticlePage.objects.visible().filter(newsletter_issues=issue).order_by("-date", "-pk")
        shown = [article for article in articles if issue.fallback or article.is_offered_in(issue.language)]
        issue.content = gather_articles(shown or issue.articles.all()[:1], issue.language)
        if not shown:
            set_pause(issue, Pause.ARTICLE)
            return False
        issue.number = next_number(issue.edition)
        issue.state, issue.started_at = State.SENDING, now
        issue.save()
        count = ledger.make_deliveries(issue, now)
        log(issue, "newsletter.start", data={"count": count})
    return True


def finish(issue: Issue, now: datetime) -> bool:
    """Close an issue of which nothing is left to send; tell whether it was this call that did."""
    with transaction.atomic():
        issue = lock_issue(issue)
        if issue.state != State.SENDING or issue.deliveries.unfinished().exists():
            return False
        issue.state, issue.finished_at, issue.pauses = State.DONE, now, 0
        issue.save(update_fields=["state", "finished_at", "pauses"])
        log(issue, "newsletter.finish")
    return True


def set_pause(
    issue: Issue, why: Issue.Pause, *, until: datetime | None = None, answer: str = "", user: Any = None
) -> None:
    """Pause a locked issue."""
    issue.state, issue.pause, issue.paused_until, issue.answer = State.PAUSED, why, until, answer
    issue.save()
    log(issue, "newsletter.pause", user=user, data={"why": why.value, "answer": answer})


def pause(*, issue: Issue, user: Any) -> None:
    """Stop sending until somebody resumes it. Raises CannotSend."""
    with transaction.atomic():
        issue = lock_issue(issue)
        if issue.state not in MAY_BE_PAUSED:
            raise CannotSend(_("This issue is not being sent."))
        set_pause(issue, Pause.BY_HAND, user=user)


def pause_for_server(issue: Issue, outcome: Outcome, now: datetime, *, progress: bool) -> datetime:
    """Pause for as long as the next of PAUSES, as the mail server takes nothing now; return until when.

    :param progress: something was accepted since the last pause, so that the first of PAUSES comes again
    """
    with transaction.atomic():
        issue = lock_issue(issue)
        if issue.state == State.PAUSED and issue.paused_until:
            return issue.paused_until  # another worker met the same trouble
        issue.pauses = 0 if progress else issue.pauses
        until = now + PAUSES[min(issue.pauses, len(PAUSES) - 1)]
        if issue.state == State.SENDING:
            issue.pauses += 1
            set_pause(issue, Pause.SERVER, until=until, answer=outcome.answer)
    return until


def pause_for_refusals(issue: Issue, outcome: Outcome) -> None:
    with transaction.atomic():
        issue = lock_issue(issue)
        if issue.state == State.SENDING:
            set_pause(issue, Pause.REFUSED, answer=outcome.answer)


def pause_for_article(issue: Issue) -> None:
    with transaction.atomic():
        issue = lock_issue(issue)
        if issue.state == State.SENDING:
            set_pause(issue, Pause.ARTICLE)


def clear_pauses(issue: Issue) -> None:
    """Forget the pauses there were: the server takes mails again."""
    Issue.objects.filter(pk=issue.pk, pauses__gt=0).update(pauses=0)


def resume_issue(*, issue: Issue, user: Any = None) -> None:
    """Go on with a paused issue, with what of it is public now. Raises CannotSend."""
    with transaction.atomic():
        issue = lock_issue(issue)
        if issue.state != State.PAUSED:
            raise CannotSend(_("Sending is not paused."))
        content = only_public(issue.content)
        if not content:
            raise CannotSend(_("None of the articles in this issue is public."))
        issue.content = content
        issue.state = State.SENDING if issue.was_started else State.SCHEDULED
        issue.pause, issue.paused_until = "", None
        if user:
            issue.pauses = 0
        issue.save()
        log(issue, "newsletter.resume", user=user)


def resume_by_itself(issue: Issue) -> None:
    """Go on after a pause for the server; where no article is public any more, wait for an editor."""
    try:
        resume_issue(issue=issue)
    except CannotSend:
        Issue.objects.filter(pk=issue.pk, state=State.PAUSED).update(pause=Pause.ARTICLE, paused_until=None)


def cancel(*, issue: Issue, user: Any) -> None:
    """Send no more of an issue. One that was never started can be sent later all the same. Raises CannotSend."""
    with transaction.atomic():
        issue = lock_issue(issue)
        if issue.state in (State.DONE, State.CANCELLED):
            raise CannotSend(_("There is nothing left to cancel."))
        issue.state, issue.finished_at = State.CANCELLED, timezone.now()
        issue.pause, issue.paused_until = "", None
        issue.save()
        log(issue, "newsletter.cancel", user=user)


def retry(*, issue: Issue, user: Any, keys: list[int] | None = None) -> int:
    """Try dead letters again; return how many. Raises CannotSend."""
    with transaction.atomic():
        issue = lock_issue(issue)
        if issue.state not in (State.SENDING, State.PAUSED, State.DONE):
            raise CannotSend(_("This issue is not being sent."))
        count = ledger.retry_rejected(issue, timezone.now(), keys)
        if not count:
            raise CannotSend(_("This issue has no failed messages."))
        if issue.state == State.DONE:
            issue.state, issue.finished_at = State.SENDING, None
            issue.save(update_fields=["state", "finished_at"])
        log(issue, "newsletter.retry", user=user, data={"count": count})
    return count
