"""Sending from the admin: by those who may, with everything said before, and everything logged after."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.urls import reverse
from wagtail.models import ModelLogEntry

from mail.queue import send_due_emails
from newsletter.delivery.scheduler import tick
from newsletter.models import Issue
from tests.factories import ArticlePageFactory, IssueFactory, TopicFactory
from tests.sending.conftest import REJECTED, readers

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Any:
    return ArticlePageFactory(title_fr="Titre", lead_fr="Chapeau", title_en="Title", lead_en="Lead")


def make_user(django_user_model: Any, name: str, *groups: str) -> Any:
    user = django_user_model.objects.create_user(name, f"{name}@exemple.fr", name)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.fixture
def editor(client, django_user_model):
    user = make_user(django_user_model, "editor", "Editors")
    client.force_login(user)
    return user


@pytest.fixture
def sender(client, django_user_model):
    user = make_user(django_user_model, "sender", "Editors", "Newsletter")
    client.force_login(user)
    return user


def compose(client, article, act="send", **answers):
    data = {"act": act, "fr-chosen": "on", "fr-note": "", "en-note": "", "when": "now", **answers}
    return client.post(reverse("issues:compose", args=[article.pk]), data)


def logged() -> list[str]:
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def words(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text().split())


def test_there_is_a_role_that_may_send():
    codenames = set(Group.objects.get(name="Newsletter").permissions.values_list("codename", flat=True))
    assert (
        {"access_admin", "send_issue"} <= codenames <= {"access_admin", "send_issue", "choose_image", "choose_document"}
    )


def test_page_says_how_many_by_rhythm_and_topic(client, sender, article):
    work = TopicFactory(name_fr="Travail")
    article.topics.set([work])
    article.save()
    readers(2)
    (about_work,) = readers(1)
    about_work.topics.set([work])
    readers(4, rhythm="weekly"), readers(3, language="en")
    page = client.get(reverse("issues:compose", args=[article.pk]))
    french, english = (form.counts for form in page.context["languages"])
    assert (french["each"], french["weekly"], french["topics"], french["everything"]) == (3, 4, [("Travail", 1)], 2)
    assert (english["each"], english["weekly"]) == (3, 0)
    assert "Travail 1" in words(page)


def test_sending_now_schedules_what_the_next_tick_starts(client, sender, article, settings):
    readers(1), readers(1, language="en")
    response = compose(client, article, **{"en-chosen": "on", "fr-note": "Bonjour"})
    assert response.status_code == 302
    assert set(Issue.objects.values_list("language", "state")) == {("fr", "scheduled"), ("en", "scheduled")}
    tick()
    assert set(Issue.objects.values_list("language", "state")) == {("fr", "sending"), ("en", "sending")}
    assert Issue.objects.get(language="fr").note == "Bonjour"


def test_sending_later_waits(client, sender, article, clock):
    at = clock.now + timedelta(days=2)
    compose(client, article, when="later", send_at=at.strftime("%Y-%m-%d %H:%M"))
    tick(clock.now)
    assert Issue.objects.get().state == "scheduled"


@pytest.mark.parametrize("answers", [{"send_at": ""}, {"send_at": "2020-01-01 10:00"}, {"send_at": "demain"}])
def test_wrong_time_is_told_and_sends_nothing(client, sender, article, answers):
    response = compose(client, article, when="later", **{"fr-note": "Un mot", **answers})
    assert response.status_code == 422
    assert "Un mot" in response.content.decode()
    assert not Issue.objects.exists()


def test_untranslated_article_goes_to_english_readers_only_if_asked(client, sender):
    article = ArticlePageFactory(title_fr="Titre")
    page = client.get(reverse("issues:compose", args=[article.pk]))
    french, english = page.context["languages"]
    assert (french["chosen"].initial, english["chosen"].initial) == (True, False)
    compose(client, article)
    assert list(Issue.objects.values_list("language", flat=True)) == ["fr"]
    compose(client, article, **{"en-chosen": "on"})
    assert Issue.objects.get(language="en").fallback


def test_article_is_never_sent_twice_in_a_language(client, sender, article):
    compose(client, article)
    tick()
    article.refresh_from_db()
    article.save_revision().publish()
    compose(client, article)
    tick()
    assert Issue.objects.count() == 1
    page = client.get(reverse("issues:compose", args=[article.pk]))
    assert 'name="fr-chosen"' not in page.content.decode()


def test_draft_keeps_the_words_and_sends_nothing(client, sender, article):
    compose(client, article, act="draft", **{"fr-note": "Bientôt"})
    tick()
    assert Issue.objects.get().state == "draft"
    assert "Bientôt" in client.get(reverse("issues:compose", args=[article.pk])).content.decode()


def test_test_goes_to_one_address_and_makes_no_issue(client, sender, article):
    compose(client, article, act="test", test_to="moi@exemple.fr", **{"en-chosen": "on"})
    assert [message.to for message in mail.outbox] == [["moi@exemple.fr"]] * 2
    assert mail.outbox[0].subject == "[Essai] Titre"
    assert mail.outbox[1].subject == "[Test] Title"
    assert not Issue.objects.exists()
    assert "List-Unsubscribe" not in mail.outbox[0].message()


def test_test_keeps_no_editor_waiting_for_a_mail_server_that_stalls(client, sender, article, settings):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.newsletter.mailservers.Untouchable"
    settings.EMAILS_AT_ONCE = False
    answer = compose(client, article, act="test", test_to="moi@exemple.fr")
    assert "arrivera dans quelques minutes" in answer.content.decode()
    settings.EMAIL_BACKEND = working
    assert send_due_emails() == 1
    assert mail.outbox[0].to == ["moi@exemple.fr"]


def test_unpublished_article_cannot_be_sent(client, sender):
    article = ArticlePageFactory(title_fr="Titre", live=False)
    assert compose(client, article).status_code == 422
    assert not Issue.objects.exists()


@pytest.mark.parametrize("part", ["html", "text"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_preview_shows_the_mail(client, sender, article, language, part):
    response = client.get(reverse("issues:preview", args=[article.pk, language, part]))
    assert {"fr": "Chapeau", "en": "Lead"}[language] in response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_publishing_offers_to_send(client, sender, article):
    sender.groups.add(Group.objects.get(name="Moderators"))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert reverse("issues:compose", args=[article.pk]) in page.content.decode()


def test_issue_page_shows_figures_without_script(client, sender, clock, send, server):
    issue = IssueFactory(send_at=clock.now)
    reader, *_others = readers(3)
    server.answers[reader.email] = REJECTED
    send()
    page = client.get(reverse("issues:inspect", args=[issue.pk]))
    figures = [cell.get_text() for cell in BeautifulSoup(page.content, "html.parser").select("#progress td")]
    assert figures == ["3", "2", "0", "1", "0", "0", "0"]
    assert "5.1.1 No such user" in page.content.decode()
    assert reader.email not in page.content.decode()  # it takes the permission to see subscribers


def test_addresses_of_dead_letters_are_seen_by_those_who_may_see_subscribers(client, sender, clock, send, server):
    issue = IssueFactory(send_at=clock.now)
    (reader,) = readers(1)
    server.answers[reader.email] = REJECTED
    send()
    sender.user_permissions.add(Permission.objects.get(codename="view_subscriber"))
    assert reader.email in client.get(reverse("issues:inspect", args=[issue.pk])).content.decode()


def test_acts_are_done_and_logged(client, sender, clock, send, server):
    issue = IssueFactory(send_at=clock.now)
    (reader,) = readers(1)
    server.answers[reader.email] = REJECTED
    acts = ["pause", "resume"]
    for act in acts:
        client.post(reverse("issues:act", args=[issue.pk, act]))
    send()
    client.post(reverse("issues:act", args=[issue.pk, "retry"]), {"delivery": issue.deliveries.get().pk})
    assert Issue.objects.get().state == "sending"
    client.post(reverse("issues:act", args=[issue.pk, "cancel"]))
    assert Issue.objects.get().state == "cancelled"
    assert logged() == [
        *(f"newsletter.{act}" for act in ["pause", "resume", "start", "finish", "retry", "cancel"]),
    ]
    assert ModelLogEntry.objects.first().user == sender or ModelLogEntry.objects.last().user == sender


def test_act_that_makes_no_sense_is_told(client, sender, clock, send):
    issue = IssueFactory(send_at=clock.now)
    send()
    for act in ("pause", "resume", "cancel", "retry"):
        response = client.post(reverse("issues:act", args=[issue.pk, act]), {"delivery": "x"}, follow=True)
        assert response.status_code == 200
    assert Issue.objects.get().state == "done"
    assert client.post(reverse("issues:act", args=[issue.pk, "burn"])).status_code == 404
    assert client.get(reverse("issues:act", args=[issue.pk, "pause"])).status_code == 405


def test_editor_without_the_role_sees_and_does_nothing(client, editor, article, clock):
    issue = IssueFactory(send_at=clock.now)
    names = [("compose", article.pk), ("inspect", issue.pk), ("preview", article.pk, "fr", "html")]
    names += [("issue_preview", issue.pk, "text"), ("index",)]
    for name, *arguments in names:
        assert client.get(reverse(f"issues:{name}", args=arguments)).status_code == 302, name
    assert compose(client, article).status_code == 302
    assert client.post(reverse("issues:act", args=[issue.pk, "cancel"])).status_code == 302
    assert Issue.objects.get().state == "scheduled"
    page = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert reverse("issues:compose", args=[article.pk]) not in page


def test_visitor_is_sent_to_the_login(client, article):
    assert reverse("wagtailadmin_login") in client.get(reverse("issues:compose", args=[article.pk]))["Location"]


def test_list_takes_the_same_queries_for_many(client, sender, django_assert_max_num_queries):
    IssueFactory()
    url = reverse("issues:index")
    client.get(url)
    with django_assert_max_num_queries(40) as few:
        client.get(url)
    IssueFactory.create_batch(5)
    with django_assert_max_num_queries(len(few)):
        client.get(url)
