"""Whether any page is restricted is asked once a request, and never kept for the next one."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.factories import StandardPageFactory
from translations.models import BasePage
from translations.restrictions import RestrictionsMiddleware, may_restrict

pytestmark = pytest.mark.django_db


def answer(method: str, look):
    """Return what `look` finds while a request of that method is answered."""
    return RestrictionsMiddleware(lambda request: look())(RequestFactory().generic(method, "/"))


def ask_thrice() -> tuple[list[bool], int]:
    with CaptureQueriesContext(connection) as queries:
        answers = [may_restrict("default") for _ in range(3)]
    return answers, len(queries)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reading_request_asks_once(method):
    assert answer(method, ask_thrice) == ([False] * 3, 1)
    PageViewRestriction.objects.create(page=StandardPageFactory(), restriction_type="login")
    assert answer(method, ask_thrice) == ([True] * 3, 1)


def test_whoever_writes_or_is_no_request_takes_nothing_for_granted():
    assert answer("POST", ask_thrice) == ask_thrice() == ([True] * 3, 0)


def test_answer_ends_with_the_request_even_after_an_error():
    def fail():
        may_restrict("default")
        raise LookupError

    with pytest.raises(LookupError):
        answer("GET", fail)
    assert ask_thrice() == ([True] * 3, 0)


def test_page_restricted_between_two_requests_is_in_no_list_of_the_second(client):
    page = StandardPageFactory(title_fr="Ateliers", show_in_menus=True)
    below = StandardPageFactory(parent=page, title_fr="Papier")
    addresses = ["/fr/plan-du-site/", f"/sitemap-pages-{page.pk // 1000 + 1}.xml"]
    for address in addresses:
        assert "/fr/ateliers/papier/" in client.get(address).text
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    for address in addresses:
        assert "/fr/ateliers/" not in client.get(address).text
    assert client.get(below.get_url()).status_code == 302


def test_lists_are_the_same_with_and_without_asking():
    page = StandardPageFactory(title_fr="Ateliers")

    def find():
        return set(BasePage.objects.visible().values_list("pk", flat=True))

    assert answer("GET", find) == find()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert answer("GET", find) == find()
    assert page.pk not in find()
