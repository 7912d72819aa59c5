"""Each rule of the ledger, with a clock that only tests move."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter import ledger
from newsletter.deliveries import BACK_OFF, Delivery
from newsletter.issues import Issue
from newsletter.issuing import cancel, pause, resume, retry
from newsletter.sending import REFUSALS, Sender
from newsletter.subscribing import unsubscribe
from newsletter.ticking import tick
from newsletter.transport import Outcome, Result
from tests.factories import IssueFactory, TopicFactory
from tests.sending.conftest import DEFERRED, DOWN, REJECTED, readers, states

pytestmark = pytest.mark.django_db


def test_issue_goes_once_to_each_active_reader_of_its_language_and_rhythm(issue, send, server):
    chosen = readers(3)
    readers(1, language="en"), readers(1, rhythm="weekly"), readers(1, status="pending")
    readers(1, status="unsubscribed", email=None)
    send()
    send()
    assert server.addresses == sorted(reader.email for reader in chosen)
    issue.refresh_from_db()
    assert issue.state == Issue.State.DONE
    assert states(issue) == {"accepted": 3}


def test_readers_of_other_topics_get_nothing(clock, send, server):
    work, health = TopicFactory(), TopicFactory()
    issue = IssueFactory(send_at=clock.now)
    article = issue.articles.get()
    article.topics.set([work])
    article.save()
    everything, about_work, about_health = readers(3)
    about_work.topics.set([work, health])
    about_health.topics.set([health])
    send()
    assert server.addresses == sorted([everything.email, about_work.email])


def test_making_deliveries_again_makes_none(issue, send, clock):
    readers(2)
    send()
    assert ledger.make_deliveries(issue, clock.now) == 0


def test_issue_waits_for_its_time(issue, send, server, clock):
    readers(1)
    Issue.objects.update(send_at=clock.now + timedelta(hours=1))
    send()
    assert server.tries == 0
    clock.go_on(hours=1)
    send()
    assert len(server.sent) == 1


def test_deferred_message_comes_again_after_each_step_and_is_given_up_after_48_hours(issue, send, server, clock):
    (reader,) = readers(1)
    server.answers[reader.email] = DEFERRED
    begun, tries = clock.now, []
    while Delivery.objects.filter(state="rejected").count() == 0:
        before = server.tries
        send()
        if server.tries > before:
            tries.append(clock.now - begun)
        clock.go_on(minutes=5)
    minutes = [round(moment.total_seconds() / 60) for moment in tries]
    assert minutes == [0, 5, 20, 80, 320, 1040, 1760, 2480, 2880]
    assert issue.deliveries.get().answer == DEFERRED.answer


def test_back_off_is_the_one_agreed():
    assert [step.total_seconds() / 60 for step in BACK_OFF] == [5, 15, 60, 240, 720]


def test_rejected_message_is_a_dead_letter_that_can_be_tried_again(issue, send, server, admin_user):
    reader, _other = readers(2)
    server.answers[reader.email] = REJECTED
    send()
    assert states(issue) == {"rejected": 1, "accepted": 1}
    dead = issue.deliveries.get(state="rejected")
    assert (dead.code, dead.answer) == (550, "5.1.1 No such user")
    server.answers.clear()
    assert retry(issue=issue, user=admin_user) == 1
    send()
    assert states(issue) == {"accepted": 2}
    assert len(server.sent) == 2


def test_server_that_goes_away_pauses_the_issue_and_no_recipient(issue, send, server, clock):
    readers(5)
    server.answer = DOWN
    send()
    issue.refresh_from_db()
    assert (issue.state, issue.pause) == ("paused", "server")
    assert server.tries == 1
    assert states(issue) == {"waiting": 5}
    assert not issue.deliveries.exclude(attempts=0).exists()


def test_pause_ends_by_itself_and_grows_while_the_server_stays_away(issue, send, server, clock):
    readers(1)
    server.answer = DOWN
    lengths = []
    for _number in range(8):
        send()
        issue.refresh_from_db()
        lengths.append(round((issue.paused_until - clock.now).total_seconds() / 60))
        clock.now = issue.paused_until + timedelta(seconds=1)
    assert lengths == [1, 2, 5, 15, 30, 60, 60, 60]
    server.answer = None
    send()
    issue.refresh_from_db()
    assert issue.state == "done"
    assert issue.pauses == 0


def test_message_that_no_server_bears_lets_the_others_go_first(issue, send, server, clock):
    bad, *others = readers(4)
    server.answers[bad.email] = DOWN
    for _number in range(3):
        send()
        clock.go_on(minutes=10)
    assert server.addresses == sorted(reader.email for reader in others)
    clock.go_on(hours=48)
    send()
    send()
    assert states(issue) == {"accepted": 3, "rejected": 1}


def test_server_that_refuses_one_after_the_other_stops_the_issue_until_an_editor_resumes(
    issue, send, server, clock, admin_user
):
    readers(REFUSALS + 10)
    server.answer = REJECTED
    send()
    clock.go_on(days=1)
    send()
    issue.refresh_from_db()
    assert (issue.state, issue.pause) == ("paused", "refused")
    assert states(issue) == {"rejected": REFUSALS, "waiting": 10}
    server.answer = None
    resume(issue=issue, user=admin_user)
    send()
    assert states(issue) == {"rejected": REFUSALS, "accepted": 10}


def test_who_unsubscribes_while_it_goes_out_gets_nothing(issue, send, server):
    readers(1)
    (last,) = readers(1)
    server.before = lambda address: unsubscribe(subscriber=last, form_language="fr") if address != last.email else None
    Delivery.objects.none()
    send()
    assert last.email not in server.addresses
    assert states(issue) == {"accepted": 1, "skipped": 1}


def test_who_changed_language_or_rhythm_since_gets_nothing(issue, send, server, clock):
    first, second = readers(2)
    tick(clock.now)
    type(first).objects.filter(pk=first.pk).update(rhythm="weekly")
    type(first).objects.filter(pk=second.pk).update(language="en")
    send()
    assert server.tries == 0
    assert states(issue) == {"skipped": 2}


@pytest.mark.parametrize("act", [pause, cancel])
def test_pausing_and_cancelling_stop_at_the_next_message(issue, send, server, admin_user, act):
    readers(3)
    server.before = lambda address: act(issue=issue, user=admin_user)
    send()
    assert len(server.sent) == 1
    assert states(issue) == {"accepted": 1, "waiting": 2}


def test_paused_issue_goes_on_where_it_was(issue, send, server, admin_user):
    readers(3)
    server.before = lambda address: pause(issue=issue, user=admin_user)
    send()
    server.before = lambda address: None
    send()
    assert len(server.sent) == 1
    resume(issue=issue, user=admin_user)
    send()
    assert len({sent.to for sent in server.sent}) == len(server.sent) == 3


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
    assert ledger.look_again(issue, claimed) == "stop"
    ledger.note(claimed, Outcome(Result.REJECTED, 550, "too late"), clock.now)
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
    from newsletter.deliveries import delivery_rejected

    (reader,) = readers(1)
    server.answers[reader.email] = REJECTED
    told = []
    listen = lambda delivery, **kwargs: told.append(delivery.subscriber)  # noqa: E731
    delivery_rejected.connect(listen)
    send()
    delivery_rejected.disconnect(listen)
    assert told == [reader]
