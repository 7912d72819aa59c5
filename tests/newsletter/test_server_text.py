"""What a mail server wrote, in whatever charset and form: accents and HTML must not hide that a mailbox is full."""

import time
from base64 import encodebytes
from email import message_from_bytes

import pytest

from newsletter.bounces.returned_mail import Verdict, judge
from newsletter.bounces.server_text import LONGEST_PART, TAG, read_server_text
from tests.newsletter.returned_mails import LETTER, WHO

FULL = "La boîte est saturée"
IN_UTF_16 = encodebytes(FULL.encode("utf-16")).decode("ascii")


def report(
    fields: str, *, said: str | bytes = "x", content_type: str = "text/plain; charset=utf-8", encoding: str = "8bit"
) -> bytes:
    """Return a report whose part for people is `said`, and whose recipient has `fields`."""
    parts = [
        f"From: MAILER-DAEMON@mx.example\nTo: lettre@exemple.fr\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        f"--b\nContent-Type: {content_type}\nContent-Transfer-Encoding: {encoding}\n\n",
        said,
        "\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; {WHO}\nAction: failed\n{fields}\n\n"
        f"--b\nContent-Type: message/rfc822\n\n{LETTER}\n--b--\n",
    ]
    return b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)


def judge_bytes(mail: bytes) -> Verdict | None:
    return judge(message_from_bytes(mail))


@pytest.mark.parametrize(
    "diagnostic",
    [
        "Diagnostic-Code: smtp; 550 boîte saturée",
        "diagnostic-code: smtp; 550 =?utf-8?q?bo=C3=AEte_satur=C3=A9e?=",
        "Diagnostic-Code: smtp; 550 =?iso-8859-1?q?bo=EEte_satur=E9e?=",
        "Diagnostic-Code: smtp; 550 =?nobody?q?boite_pleine?=",
        "Diagnostic-Code: smtp;\n\t550\n\tboîte\n\tpleine",
    ],
)
def test_accents_in_a_diagnostic_are_read(diagnostic: str):
    assert judge_bytes(report(f"Status: 5.1.1\n{diagnostic}")) is Verdict.SOFT


def test_accents_in_a_diagnostic_may_be_in_latin_1_and_say_that_a_mailbox_is_gone():
    gone = report("Status: 5.0.0\nDiagnostic-Code: smtp; 550 boîte fermée, adresse inexistante")
    assert judge_bytes(gone) is Verdict.HARD
    assert judge_bytes(gone.decode().encode("latin-1")) is Verdict.HARD
    assert judge_bytes(gone.replace(b"inexistante", "saturée".encode("latin-1"))) is Verdict.SOFT


@pytest.mark.parametrize(
    ("said", "content_type", "encoding"),
    [
        (FULL, "text/plain; charset=utf-8", "8bit"),
        (FULL.encode("latin-1"), "text/plain; charset=iso-8859-1", "8bit"),
        (FULL.encode("latin-1"), "text/plain; charset=utf-8", "8bit"),
        (FULL, "text/plain; charset=nobody-knows", "8bit"),
        ("La bo=EEte est satur=E9e", "text/plain; charset=windows-1252", "quoted-printable"),
        (IN_UTF_16, "text/plain; charset=utf-16", "base64"),
        ("<p>La bo&icirc;te est <b>satur&eacute;e</b></p>", "text/html; charset=us-ascii", "7bit"),
    ],
)
def test_words_for_people_are_read_where_there_is_no_diagnostic(said: str | bytes, content_type: str, encoding: str):
    mail = report("Status: 5.1.1", said=said, content_type=content_type, encoding=encoding)
    assert judge_bytes(mail) is Verdict.SOFT


def test_our_own_letter_is_not_read_for_the_servers_words():
    """It says "spam" and "quota", and is the only plain text where a server writes HTML."""
    mail = report("Status: 5.1.1", said="<p>x</p>", content_type="text/html")
    assert b"spam" in mail
    assert judge_bytes(mail) is Verdict.HARD
    assert read_server_text(message_from_bytes(mail)).strip() == "x"


@pytest.mark.parametrize("piece", ["<", "<a", "<>", "&", "&#", "&lt;", "> <", "-- ", "\n--", "a@"])
def test_html_of_anybody_takes_no_longer_than_its_length(piece: str):
    times = []
    for length in (LONGEST_PART, 4 * LONGEST_PART):
        begun = time.process_time()
        read_server_text(message_from_bytes(report("Status: 5.1.1", said=piece * length, content_type="text/html")))
        TAG.sub("", piece * length)
        times.append(time.process_time() - begun)
    assert times[1] < 8 * times[0] + 0.2
