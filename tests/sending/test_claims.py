"""Who holds a delivery, for how long, and what happens when they die; what is sent is written once."""

import pytest
from django.utils import timezone

from mail.results import Outcome, Result
from newsletter.delivery import ledger
from newsletter.delivery.scheduler import tick
from newsletter.delivery.sending import Sender
from newsletter.models import Issue
from newsletter.models.delivery import Delivery
from tests.factories import IssueFactory
from tests.sending.conftest import DEFERRED, REJECTED, readers, states

pytestmark = pytest.mark.django_db


def test_two_claims_never_hold_the_same_delivery(issue, clock):
    readers(5)
    tick(clock.now)
    first, second = (ledger.claim(issue, 3, clock.now) for _number in range(2))
    assert len(first) == 3
    assert len(second) == 2
    assert not {row.pk for row in first} & {row.pk for row in second}


def test_dead_workers_claims_come_back_when_their_lease_ends(issue, send, server, clock, settings):
    readers(2)
    tick(clock.now)
    ledger.claim(issue, 2, clock.now)
    send()
    assert server.tries == 0
    clock.go_on(seconds=settings.NEWSLETTER_LEASE + 1)
    send()
    assert len(server.sent) == 2


def test_worker_that_lost_its_lease_sends_nothing_more(issue, server, clock):
    readers(1)
    tick(clock.now)
    (claimed,) = ledger.claim(issue, 1, clock.now)
    Delivery.objects.update(state="waiting", claim="")
    assert ledger.recheck_recipients(issue, [claimed]) is None
    ledger.record_outcome(claimed, Outcome(Result.REJECTED, 550, "too late"), clock.now)
    assert issue.deliveries.get().state == "waiting"


def test_repeat_after_a_crash_has_the_same_message_id(issue, send, server, clock):
    readers(1)
    send()
    Delivery.objects.update(state="claimed", claim="x" * 32, lease_until=clock.now)  # as if it had never been noted
    Issue.objects.update(state="sending")
    clock.go_on(seconds=1)
    send()
    first, second = (sent.message["Message-ID"] for sent in server.sent)
    assert first == second


def test_clock_set_back_delays_nothing_and_repeats_nothing(issue, send, server, clock):
    readers(3)
    tick(clock.now)
    ledger.claim(issue, 1, clock.now)  # by a worker that died
    clock.go_on(days=-2)
    Sender(issue, open_line=server.open_line, now=clock, sleep=clock.sleep)
    send()
    assert len({sent.to for sent in server.sent}) == len(server.sent) == 3
    send()
    issue.refresh_from_db()
    assert issue.state == "done"


def test_two_ticks_start_an_issue_once(issue, clock):
    readers(2)
    tick(clock.now)
    tick(clock.now)
    assert issue.deliveries.count() == 2
    issue.refresh_from_db()
    assert issue.number == 1


def test_languages_of_one_article_share_a_number(clock, send):
    french = IssueFactory(send_at=clock.now)
    english = IssueFactory(edition=french.edition, language="en", send_at=clock.now, fallback=True)
    other = IssueFactory(send_at=clock.now)
    send()
    for one in (french, english, other):
        one.refresh_from_db()
    assert french.number == english.number != other.number


def test_article_withdrawn_while_it_goes_out_stops_it(issue, send, server, clock):
    readers(2)
    tick(clock.now)
    article = issue.articles.get()
    article.unpublish()
    send()
    issue.refresh_from_db()
    assert server.tries == 0
    assert (issue.state, issue.pause, issue.paused_until) == ("paused", "article", None)
    clock.go_on(days=3)
    send()
    assert server.tries == 0


def test_article_withdrawn_before_its_time_is_not_sent(issue, send, server):
    readers(2)
    issue.articles.get().unpublish()
    send()
    issue.refresh_from_db()
    assert server.tries == 0
    assert (issue.state, issue.pause) == ("paused", "article")


def test_what_is_said_is_written_once(issue, send, server, clock):
    reader, _other = readers(2)
    server.answers[reader.email] = DEFERRED
    send()
    article = issue.articles.get()
    article.title_fr = "Un autre titre"
    article.save()
    server.answers.clear()
    clock.go_on(minutes=6)
    send()
    first, second = (sent.message["Subject"] for sent in server.sent)
    assert first == second


def test_several_lines_send_each_message_once(issue, send, server, settings):
    settings.NEWSLETTER_CONNECTIONS = 4
    readers(20)
    assert send() == 20
    assert len({sent.to for sent in server.sent}) == len(server.sent) == 20
    assert 1 < server.lines_opened <= 4


def test_worker_asked_to_stop_gives_back_what_it_holds(issue, server, clock, settings):
    from threading import Event

    settings.NEWSLETTER_RATE = 0
    readers(3)
    tick(clock.now)
    issue.refresh_from_db()
    stop = Event()
    server.before = lambda address: stop.set()
    Sender(issue, open_line=server.open_line, now=clock, stop=stop).run()
    assert states(issue) == {"accepted": 1, "waiting": 2}
    assert timezone.now() == clock.now


def test_rejected_readers_are_told_to_who_listens(issue, send, server):
    from newsletter.models.delivery import delivery_rejected

    (reader,) = readers(1)
    server.answers[reader.email] = REJECTED
    told = []
    listen = lambda delivery, **kwargs: told.append(delivery.subscriber)  # noqa: E731
    delivery_rejected.connect(listen)
    send()
    delivery_rejected.disconnect(listen)
    assert told == [reader]


def test_what_came_back_is_counted_apart(issue, send, server):
    reader, _other = readers(2)
    send()
    for _number in range(2):
        issue.deliveries.get(subscriber=reader).come_back()
    assert states(issue) == {"accepted": 1, "returned": 1}
