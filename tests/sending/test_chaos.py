"""Workers that are killed at random lose nobody, and repeat at most one message for each kill.

CHAOS=full sends 10,000 messages through 15 kills (`make chaos`); without it, some hundreds through three.
"""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from config.environment import BASE_DIR
from newsletter.models import Subscriber
from tests.sending.databases import copy_of_database
from tests.sending.mailserver import Kept, mail_server

FULL = os.environ.get("CHAOS") == "full"
MESSAGES, KILLS = (10_000, 15) if FULL else (300, 3)
PATIENCE = 600 if FULL else 120  # seconds


@contextmanager
def workers(tmp_path: Path, messages: int) -> Iterator[tuple[Kept, subprocess.Popen[str], str]]:
    """Let two workers send `messages`; give what the mail server keeps, their parent, and their database's URL."""
    with copy_of_database(tmp_path) as url, mail_server() as (kept, port):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.sending.chaos_settings",
            "DATABASE_URL": url,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "NEWSLETTER_CONNECTIONS": "1",
        }
        command = [sys.executable, "-m", "tests.sending.chaos", str(messages)]
        with subprocess.Popen(command, cwd=BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True) as process:
            yield kept, process, url


def test_killed_workers_lose_nobody_and_repeat_one_message_a_kill_at_most(
    tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    with django_db_blocker.unblock(), workers(tmp_path, MESSAGES) as (kept, process, _url):
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


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that could be ended")
def test_database_that_ends_all_connections_in_mid_batch_loses_and_repeats_nothing(
    tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock(), workers(tmp_path, 200) as (kept, process, url):
        for at in (30, 90, 150):
            assert kept.wait_for(at, PATIENCE)
            with psycopg.connect(url, autocommit=True) as server:
                server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        assert process.wait(PATIENCE) == 0
    assert len({envelope.rcpt_tos[0] for envelope in kept.envelopes}) == len(kept.envelopes) == 200


@pytest.mark.django_db
def test_nothing_of_it_is_left_in_the_tests_own_database() -> None:
    """Also lets this module run alone: pytest-django makes a database only for tests that are marked."""
    assert not Subscriber.objects.exists()
