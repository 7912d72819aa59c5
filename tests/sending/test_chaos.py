"""Workers that are killed at random lose nobody, and repeat at most one message for each kill.

CHAOS=full sends 10,000 messages through 15 kills (`make chaos`); without it, some hundreds through three.
"""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from config.environment import BASE_DIR
from newsletter.models import Subscriber
from tests.sending.databases import copy_of_database
from tests.sending.mailserver import mail_server

FULL = os.environ.get("CHAOS") == "full"
MESSAGES, KILLS = (10_000, 15) if FULL else (300, 3)
PATIENCE = 600 if FULL else 120  # seconds


def test_killed_workers_lose_nobody_and_repeat_one_message_a_kill_at_most(
    tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    with django_db_blocker.unblock(), copy_of_database(tmp_path) as url, mail_server() as (kept, port):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.sending.chaos_settings",
            "DATABASE_URL": url,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "NEWSLETTER_CONNECTIONS": "1",
        }
        command = [sys.executable, "-m", "tests.sending.chaos", str(MESSAGES)]
        with subprocess.Popen(command, cwd=BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            alive = [int(process.stdout.readline()) for _worker in range(2)]
            for at in sorted(chance.sample(range(1, MESSAGES * 9 // 10), KILLS)):
                assert kept.wait_for(at, PATIENCE), f"nothing more came after {len(kept.envelopes)} (seed {seed})"
                victim = chance.randrange(len(alive))
                os.kill(alive[victim], signal.SIGKILL)
                alive[victim] = int(process.stdout.readline())
            assert process.wait(PATIENCE) == 0
    by_reader = Counter(envelope.rcpt_tos[0] for envelope in kept.envelopes)
    repeats = len(kept.envelopes) - len(by_reader)
    sys.stdout.write(f"{MESSAGES} messages, {KILLS} kills: {MESSAGES - len(by_reader)} lost, {repeats} repeated\n")
    assert len(by_reader) == MESSAGES, f"lost some (seed {seed})"
    assert repeats <= KILLS, f"seed {seed}"
    assert len(set(kept.message_ids)) == MESSAGES  # a repeat has the Message-ID of what it repeats


@pytest.mark.django_db
def test_nothing_of_it_is_left_in_the_tests_own_database() -> None:
    """Also lets this module run alone: pytest-django makes a database only for tests that are marked."""
    assert not Subscriber.objects.exists()
