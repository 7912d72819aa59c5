"""What a failed delivery says about the mailbox, over samples in the dialects of mail servers: returned_mails.py, and
returned_mails_blind.py and returned_mails_blind_second.py, whose writers did not know the patterns."""

import time
from email import message_from_string

import pytest

from newsletter.bounces.diagnoses import LONGEST, is_gone, is_opposed
from newsletter.bounces.returned_mail import Verdict, judge
from tests.newsletter.returned_mails import GONE, WHO, Sample, build, list_samples
from tests.newsletter.returned_mails_blind import DOUBTED, list_blind_samples
from tests.newsletter.returned_mails_blind_second import DOUBTED as DOUBTED_SECOND
from tests.newsletter.returned_mails_blind_second import list_second_samples

BLIND = [*list_blind_samples(), *list_second_samples()]
SAMPLES = list(list_samples())


def judge_sample(sample: Sample) -> Verdict | None:
    return judge(message_from_string(build(sample, "lettre@exemple.fr")))


def test_there_are_samples_of_every_dialect():
    assert len(SAMPLES) >= 120
    assert len({sample.dialect for sample in SAMPLES}) == 7
    assert len(set(SAMPLES)) == len(SAMPLES)
    assert len(set(BLIND)) == len(BLIND)
    assert len({sample.said for sample in (*SAMPLES, *BLIND)}) > 360


@pytest.mark.parametrize("sample", [*SAMPLES, *BLIND], ids=lambda sample: f"{sample.dialect}: {sample.said[:50]}")
def test_each_mail_means_what_it_says_and_doubt_is_soft(sample: Sample):
    doubted = any(words in sample.said for words in (*DOUBTED, *DOUBTED_SECOND))
    gone = sample.meaning == GONE and not doubted
    assert judge_sample(sample) is (Verdict.HARD if gone else Verdict.SOFT)


@pytest.mark.parametrize("status", ["5.0.0", "5.1.0", "5.2.1", "5.4.1", "", "5"])
def test_one_doubtful_sign_is_not_enough(status: str):
    assert not is_gone(status, "")
    assert not is_gone(status, "550 no")
    assert not is_gone("5.0.0", "550 mailbox unavailable")


@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "4.4.7", "5.3.4", "5.1.8", "5.4.6"])
def test_sure_words_do_not_outweigh_a_status_that_says_otherwise(status: str):
    assert is_gone("5.1.1", "550 no such user")
    assert not is_gone(status, "550 no such user")
    assert not is_gone("5.1.1", f"550 {status} no such user")


def test_address_of_the_recipient_says_nothing():
    assert is_gone("5.1.1", "550 5.1.1 <spam.quota@full.example>: User unknown")
    assert is_gone("5.1.1", "550 5.1.1 blocked@policy.example: User unknown")
    assert not is_gone("5.0.0", f"550 <nosuchuser.unknown@exemple.org> or {WHO}: no")


@pytest.mark.parametrize(("words", "opposed"), [("hard bounce", False), ("550 5.1.1 unknown", False), ("spam", True)])
def test_what_a_provider_calls_gone_can_be_opposed_by_what_the_server_said(words: str, opposed: bool):
    assert is_opposed(words) == opposed


@pytest.mark.parametrize("piece", ["user ", "size ", "a", "5.1.1", "<", "a@", "boite a ", "http://", "\u0301", "4 "])
def test_reading_takes_no_longer_for_odd_texts(piece: str):
    begun = time.process_time()
    is_gone("5.0.0", piece * LONGEST)
    assert time.process_time() - begun < 1
