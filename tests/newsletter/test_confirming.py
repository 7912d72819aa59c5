"""What the button behind the link of a confirmation email confirms: what its page shows, and nothing else."""

from newsletter.models import Subscriber
from tests.factories import TopicFactory
from tests.newsletter.conftest import Visitor


def test_page_opened_before_others_were_sent_confirms_none_of_their_choices(visitor: Visitor):
    """Anybody may send the form again with the address: the page is shown anew, with what it would now confirm."""
    visitor.ask(rhythm="weekly")
    link = visitor.link()
    page = visitor.open(link)
    topic = TopicFactory()
    for changed in (
        {"rhythm": "each"},
        {"topics": [topic.slug]},
        {"language": "en" if visitor.language == "fr" else "fr"},
    ):
        visitor.ask(**changed)
        answer = visitor.press(link, page)
        assert answer.status_code == 409
        assert Subscriber.objects.get().status == "pending"
        assert not Subscriber.objects.get().consent_events.filter(kind="confirmed").exists()
    visitor.ask(rhythm="each", topics=[topic.slug])
    answer = visitor.press(link, page)
    assert topic.name in answer.text
    assert visitor.words("With every new article") in answer.text
    assert visitor.press(link, answer).status_code == 303
    subscriber = Subscriber.objects.get()
    assert (subscriber.status, subscriber.rhythm) == ("active", "each")


def test_page_opened_before_the_text_of_consent_changed_confirms_nothing(visitor: Visitor, monkeypatch):
    visitor.ask()
    page = visitor.open(visitor.link())
    monkeypatch.setattr("newsletter.subscriptions.consent.VERSION", "2027-01-01")
    assert visitor.press(visitor.link(), page).status_code == 409
    assert Subscriber.objects.get().status == "pending"


def test_button_that_names_no_choices_confirms_nothing(visitor: Visitor):
    visitor.ask()
    assert visitor.client.post(visitor.link()).status_code == 409
    assert Subscriber.objects.get().status == "pending"


def test_confirming_reads_the_choices_once(visitor: Visitor, django_assert_max_num_queries):
    visitor.ask(topics=[TopicFactory().slug])
    link = visitor.link()
    with django_assert_max_num_queries(4) as asked:
        page = visitor.open(link)
    assert sum("subscriber_topics" in query["sql"] for query in asked.captured_queries) == 1
    with django_assert_max_num_queries(8) as asked:
        assert visitor.press(link, page).status_code == 303
    assert sum("subscriber_topics" in query["sql"] for query in asked.captured_queries) == 1
