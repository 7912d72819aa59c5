"""A real mail server takes a real issue, and what it holds is what was sent: Postfix, where the machine has it."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from newsletter.delivery import transport
from newsletter.delivery.scheduler import tick
from newsletter.delivery.sending import Sender
from newsletter.delivery.verp import parse_verp
from newsletter.models import Issue
from newsletter.models.delivery import Delivery
from tests.factories import ArticlePageFactory, IssueFactory
from tests.machine import require_or_fail
from tests.sending.conftest import readers, states
from tests.sending.postfix import Postfix, find_postfix, postfix
from typography.rules import set_text

pytestmark = pytest.mark.django_db
PATIENCE = 60  # seconds


@pytest.fixture
def mta(settings: Any) -> Iterator[Postfix]:
    require_or_fail("Postfix, and root to start it", find_postfix())
    folder = Path(tempfile.mkdtemp(prefix="cahier-postfix-"))  # not tmp_path: Postfix's user cannot enter that
    os.chmod(folder, 0o755)
    try:
        with postfix(folder) as server:
            settings.EMAIL_BACKEND, settings.EMAIL_HOST = transport.SMTP, "127.0.0.1"
            settings.EMAIL_PORT, settings.NEWSLETTER_RATE = server.port, 0
            settings.BASE_URL, settings.DEFAULT_FROM_EMAIL = "https://cahier.example", "Cahier <lettre@cahier.example>"
            yield server
    finally:
        shutil.rmtree(folder)


def wait_for(server: Postfix, count: int) -> list[EmailMessage]:
    """Return the messages once Postfix has delivered `count` and holds none back."""
    until = time.monotonic() + PATIENCE
    while (len(server.mails) < count or server.queue) and time.monotonic() < until:
        time.sleep(0.05)
    return [message_from_bytes(mail, policy=policy.default) for mail in server.mails]  # type: ignore[misc]


@pytest.mark.parametrize("connections", [1, 3])
def test_real_mail_server_takes_an_issue_and_holds_what_was_sent(mta: Postfix, settings: Any, connections: int) -> None:
    settings.NEWSLETTER_CONNECTIONS = connections
    lead = "Ce que l’entreprise sait de chacun\u202f: qui le lit, et comment on l’obtient.\n.\nUn point seul. " * 6
    article = ArticlePageFactory(title_fr="Voir ses données", lead_fr=lead, title_en="See one’s data", lead_en="A lead")
    issues = {language: IssueFactory(article=article, language=language) for language in ("fr", "en")}
    asked = {language: readers(4, language=language) for language in issues}
    (gone,) = readers(1, email="gone@exemple.fr")
    tick()
    for issue in Issue.objects.filter(state="sending"):
        Sender(issue).run()
    messages = wait_for(mta, 8)

    assert states(issues["fr"]) == {"accepted": 4, "rejected": 1}
    assert states(issues["en"]) == {"accepted": 4}
    dead = Delivery.objects.get(subscriber=gone)
    assert (dead.code, dead.answer) == (554, "5.7.1 <…>: Recipient address rejected: Access denied")
    everybody = sorted(reader.email for language in asked for reader in asked[language])
    assert sorted(message["To"] for message in messages) == everybody
    assert len({message["Message-ID"] for message in messages}) == 8
    for message in messages:
        check(message)


def check(message: EmailMessage) -> None:
    """See that one message is whole, names its reader and its list, and says the same in both parts."""
    assert not message.defects
    delivery = parse_verp(message["Return-Path"])
    assert delivery is not None
    assert (delivery.subscriber.email, delivery.issue.language) == (message["To"], message["Content-Language"])
    assert message["Delivered-To"] == message["To"]
    unsubscribe = message["List-Unsubscribe"].strip("<>")
    assert unsubscribe.startswith("https://cahier.example/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for header in ("Date", "From", "Subject", "List-Id", "List-Help", "List-Owner"):
        assert message[header], header
    text, html = (part.get_content() for part in message.iter_parts())
    page = BeautifulSoup(html, "html.parser")
    item = delivery.issue.content[0]
    for words in (set_text(item[name], delivery.issue.language) for name in ("title", "lead")):
        assert words in " ".join(text.split("\n"))
        assert words in page.get_text()
    assert unsubscribe in text
    assert page.find("a", href=unsubscribe)
    assert "\ufffd" not in text + html
