"""Mails that mail servers send back: judged by RFC 3464 or flufl.bounce, believed at a signed address only."""

from email import message_from_string
from email.message import Message
from io import StringIO
from mailbox import Maildir
from pathlib import Path
from textwrap import dedent

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.bounces.returned_mail import Verdict, judge, take_return
from newsletter.delivery.verp import make_message_id
from newsletter.models import Delivery, Subscriber
from tests.factories import IssueFactory, SubscriberFactory
from tests.newsletter.conftest import all_rows
from tests.newsletter.imapserver import imap_server

VERP = "lettre+7-0123456789abcdef@exemple.fr"


def returned(action: str = "failed", status: str = "5.1.1", to: str = VERP, header: str = "To") -> str:
    """A report of delivery as Postfix writes it, about an address that is none of ours: it must not be believed."""
    return dedent(f"""\
        From: MAILER-DAEMON@mx.exemple.org
        {header}: {to}
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        This is the mail system.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.exemple.org
        Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0100

        Final-Recipient: rfc822; autre@exemple.org
        Action: {action}
        Status: {status}
        Diagnostic-Code: smtp; 550 no such user

        --b
        Content-Type: message/rfc822

        From: lettre@exemple.fr
        Subject: Lettre

        Texte
        --b--
        """)


COMPLAINT = dedent(f"""\
    From: feedback@provider.example
    To: lettre@exemple.fr
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=feedback-report; boundary="b"

    --b
    Content-Type: text/plain

    This is an abuse report.

    --b
    Content-Type: message/feedback-report

    Feedback-Type: abuse
    User-Agent: SomeGenerator/1.0
    Version: 1
    Original-Mail-From: <{VERP}>

    --b
    Content-Type: message/rfc822

    From: lettre@exemple.fr
    Subject: Lettre
    --b--
    """)
QMAIL = dedent(f"""\
    From: MAILER-DAEMON@mx.exemple.org
    To: {VERP}
    Subject: failure notice

    Hi. This is the qmail-send program at mx.exemple.org.
    I'm afraid I wasn't able to deliver your message to the following addresses.

    <autre@exemple.org>:
    Sorry, no mailbox here by that name. (#5.1.1)
    """)
ABSENCE = dedent(f"""\
    From: autre@exemple.org
    To: {VERP}
    Subject: En vacances
    Auto-Submitted: auto-replied

    Je suis absent jusqu'au 3 janvier. En cas d'urgence : 550 5.1.1.
    """)


@pytest.fixture
def subscriber(db: None) -> Subscriber:
    return SubscriberFactory(email="marie@exemple.fr", status="active")


@pytest.fixture
def delivery(subscriber: Subscriber) -> Delivery:
    return IssueFactory().deliveries.create(subscriber=subscriber, state="accepted")


@pytest.fixture
def named(delivery: Delivery):
    """Stands for the signed addresses of deliveries: only VERP is one."""
    return lambda address: delivery if address == VERP else None


def parse(text: str) -> Message:
    return message_from_string(text)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (returned(), Verdict.HARD),
        (returned(status="5.2.1"), Verdict.HARD),
        (returned(status="5.0.0 (odd)"), Verdict.HARD),
        (returned(status="gibberish"), Verdict.HARD),
        (returned(action="error"), Verdict.HARD),  # OpenSMTPD
        (returned(action="Failed (really)"), Verdict.HARD),
        (returned(status="4.4.7"), Verdict.SOFT),
        (returned(status="5.2.2"), Verdict.SOFT),  # a full mailbox
        (returned(status="5.7.1"), Verdict.SOFT),  # a policy
        (returned(action="delayed", status="4.4.1"), None),
        (returned(action="delivered", status="2.0.0"), None),
        (returned(action="relayed", status="2.0.0"), None),
        (QMAIL, Verdict.HARD),
        (COMPLAINT, Verdict.COMPLAINT),
        (COMPLAINT.replace("abuse\nUser", "not-spam\nUser"), None),
        (ABSENCE, None),
        ("", None),
        ("Subject: a letter\n\nDear editors", None),
    ],
)
def test_what_a_mail_means(text: str, verdict: Verdict | None):
    assert judge(parse(text)) == verdict


@pytest.mark.parametrize("header", ["To", "X-Original-To", "Delivered-To", "Envelope-To"])
def test_return_to_a_signed_address_is_scored(subscriber: Subscriber, named, header: str):
    assert take_return(parse(returned(header=header)), named) is Verdict.HARD
    subscriber.refresh_from_db()
    assert subscriber.bounce_score == 1.0


@pytest.mark.parametrize(
    "to", ["marie@exemple.fr", "lettre@exemple.fr", "lettre+7-0123456789abcdee@exemple.fr", "", "@"]
)
def test_return_to_any_other_address_is_for_nobody_and_changes_nothing(subscriber: Subscriber, named, to: str):
    before = all_rows()
    assert take_return(parse(returned(to=to)), named) is None
    assert all_rows() == before


def test_complaint_to_a_signed_address_ends_the_subscription(subscriber: Subscriber, named):
    assert take_return(parse(COMPLAINT), named) is Verdict.COMPLAINT
    subscriber.refresh_from_db()
    assert subscriber.status == "complained"


def without_addresses(delivery: Delivery, part: str, message_id: str = "") -> Message:
    """Return a complaint as receivers write it that take every address out, but leave the letter's headers."""
    text = COMPLAINT.replace(f"Original-Mail-From: <{VERP}>\n", "").replace("message/rfc822", part)
    message_id = message_id or make_message_id(delivery.issue_id, delivery.pk)
    return parse(text.replace("From: lettre@exemple.fr\nSubject", f"Message-ID: {message_id}\nSubject"))


@pytest.mark.parametrize("part", ["message/rfc822", "text/rfc822-headers"])
def test_complaint_that_names_only_the_letters_message_id_counts(subscriber: Subscriber, delivery: Delivery, part: str):
    assert take_return(without_addresses(delivery, part)) is Verdict.COMPLAINT
    subscriber.refresh_from_db()
    assert subscriber.status == "complained"


def test_complaint_about_a_message_id_that_we_did_not_sign_changes_nothing(subscriber: Subscriber, delivery: Delivery):
    right = make_message_id(delivery.issue_id, delivery.pk)
    other_issue = make_message_id(delivery.issue_id + 1, delivery.pk)
    for wrong in (right[:-12].rpartition(".")[0] + ".00000000@localhost>", other_issue, "<x@localhost>", right + "x"):
        assert take_return(without_addresses(delivery, "message/rfc822", wrong)) is None
    subscriber.refresh_from_db()
    assert subscriber.status == "active"


def test_return_of_a_letter_is_not_believed_by_its_message_id(subscriber: Subscriber, delivery: Delivery):
    message_id = make_message_id(delivery.issue_id, delivery.pk)
    text = returned(to="lettre@exemple.fr").replace("Subject: Lettre", f"Message-ID: {message_id}\nSubject: Lettre")
    assert take_return(parse(text)) is None


def test_report_without_a_reason_is_in_doubt():
    text = returned(status="5.0.0").replace("Diagnostic-Code: smtp; 550 no such user\n", "")
    assert judge(parse(text)) is Verdict.SOFT


def test_report_about_several_recipients_is_in_doubt_unless_all_are_gone():
    other = "Final-Recipient: rfc822; b@exemple.org\nAction: failed\nStatus: 5.2.2\n"
    text = returned().replace("--b\nContent-Type: message/rfc822", f"{other}\n--b\nContent-Type: message/rfc822")
    assert judge(parse(text)) is Verdict.SOFT


def test_notice_of_absence_is_no_return(subscriber: Subscriber, named):
    before = all_rows()
    assert take_return(parse(ABSENCE), named) is None
    assert all_rows() == before


@examples(deadline=None)
@given(st.text(max_size=200) | st.text(max_size=80).map(lambda text: returned(action=text, status=text)))
def test_any_mail_can_be_read(text: str):
    assert judge(parse(text)) in (None, *Verdict)


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    Maildir(tmp_path / "returned")
    return tmp_path / "returned"


def run(monkeypatch, named, **options: str) -> str:
    monkeypatch.setattr(take_return, "__defaults__", (named,))
    output = StringIO()
    call_command("newsletter_bounces", stdout=output, **options)
    return output.getvalue()


def test_maildir_is_read_once_and_keeps_only_what_was_not_understood(maildir, monkeypatch, subscriber, named):
    box = Maildir(maildir)
    for text in (returned(), ABSENCE, returned(to="lettre@exemple.fr")):
        box.add(text)
    said = run(monkeypatch, named, maildir=str(maildir))
    assert said == "Returned mails: 1 hard, 0 soft, 0 complaints; not understood: 2\n"
    assert {message["Subject"] for message in box} == {"En vacances", "Undelivered Mail Returned to Sender"}
    assert {message.get_flags() for message in box} == {"S"}
    subscriber.refresh_from_db()
    assert subscriber.bounce_score == 1.0
    assert run(monkeypatch, named, maildir=str(maildir)).endswith("0 complaints; not understood: 0\n")


def test_reading_that_is_cut_short_goes_on_the_next_time_and_scores_nobody_twice(
    maildir, monkeypatch, subscriber, named
):
    box = Maildir(maildir)
    box.add(returned())
    with monkeypatch.context() as cut:
        cut.setattr(
            "newsletter.bounces.mailboxes.Maildir.delete", lambda box, key: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            run(monkeypatch, named, maildir=str(maildir))
    assert len(box) == 1
    run(monkeypatch, named, maildir=str(maildir))
    assert len(box) == 0
    subscriber.refresh_from_db()
    assert subscriber.bounce_score == 1.0


def test_imap_folder_is_read_once_and_keeps_only_what_was_not_understood(settings, monkeypatch, subscriber, named):
    with imap_server({b"1": returned().encode(), b"2": ABSENCE.encode()}) as server:
        settings.BOUNCES_URL = f"imap://cahier%40exemple.fr:p%40ss@127.0.0.1:{server.port}/Returned"
        said = run(monkeypatch, named)
        assert said == "Returned mails: 1 hard, 0 soft, 0 complaints; not understood: 1\n"
        assert server.login == ("cahier@exemple.fr", "p@ss")
        assert server.folder == "Returned"
        assert set(server.mails) == {b"2"}
        assert server.seen == {b"2"}
        assert run(monkeypatch, named).endswith("not understood: 0\n")


def test_wrong_password_is_told_without_naming_it(settings, monkeypatch, named, db):
    with imap_server({}, refuse=True) as server:
        settings.BOUNCES_URL = f"imap://cahier:geheim@127.0.0.1:{server.port}"
        with pytest.raises(CommandError, match="refuses") as error:
            run(monkeypatch, named)
    assert "geheim" not in str(error.value)


@pytest.mark.parametrize("url", ["", "pop://exemple.fr", "maildir:///nowhere", "imap://127.0.0.1:1/"])
def test_mailbox_that_cannot_be_opened_is_told_in_words(settings, monkeypatch, named, url: str):
    settings.BOUNCES_URL = url
    with pytest.raises(CommandError, match=r"BOUNCES_URL|mailbox|maildir|IMAP"):
        run(monkeypatch, named)
