from .delivery import Delivery, Pace
from .issue import Issue, edition_of_article, edition_of_week, next_number, pks_of, subject_of
from .postal import PostalSubscriber
from .subscriber import AppendOnlyError, ConsentEvent, Subscriber, Suppression, make_imprint
from .subscriber_file import SubscriberFile

__all__ = [
    "AppendOnlyError",
    "ConsentEvent",
    "Delivery",
    "Issue",
    "Pace",
    "PostalSubscriber",
    "Subscriber",
    "SubscriberFile",
    "Suppression",
    "edition_of_article",
    "edition_of_week",
    "make_imprint",
    "next_number",
    "pks_of",
    "subject_of",
]
