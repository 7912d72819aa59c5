"""What lies below a page that is not published, or no longer, is at no exit until that page is published again."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from campaigns.models import HomePage, StandardPage
from claims.models import ClaimPage
from tests.factories import ClaimPageFactory, StandardPageFactory, WorkshopReportPageFactory
from translations.addresses.paths import DEEPEST
from translations.models import BasePage
from translations.visibility import DEPTHS
from workshops.models import WorkshopReportPage

from .forms import PUBLISH, add_url, standard_page_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    ateliers = StandardPageFactory(title_fr="Ateliers", title_en="Workshops")
    travail = StandardPageFactory(parent=ateliers, title_fr="Travail", title_en="Work")
    salaire = StandardPageFactory(parent=travail, title_fr="Salaire", title_en="Wage")
    return [StandardPage.objects.get(pk=page.pk) for page in (ateliers, travail, salaire)]


def visible() -> set[str]:
    return set(BasePage.objects.visible().filter(depth__gt=2).values_list("title_fr", flat=True))


def statuses(client) -> list[int]:
    paths = ["/fr/ateliers/", "/fr/ateliers/travail/", "/en/workshops/work/wage/"]
    return [client.get(path).status_code for path in paths]


def hide_by_unpublishing(page) -> None:
    page.unpublish()


def hide_by_expiry(page) -> None:
    """As it is before anything has unpublished it."""
    BasePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))


@pytest.mark.parametrize("hide", [hide_by_unpublishing, hide_by_expiry])
def test_hidden_page_hides_what_lies_below_it(client, branch, hide):
    assert visible() == {"Ateliers", "Travail", "Salaire"}
    assert statuses(client) == [200, 200, 200]
    hide(branch[1])
    assert visible() == {"Ateliers"}
    assert statuses(client) == [200, 404, 404]
    hide(branch[0])
    assert visible() == set()
    assert statuses(client) == [404, 404, 404]


def test_page_that_is_published_again_brings_back_what_lies_below_it(client, branch):
    page = branch[0]
    page.unpublish()
    page.save_revision().publish()
    assert visible() == {"Ateliers", "Travail", "Salaire"}
    assert statuses(client) == [200, 200, 200]


def test_page_that_expires_later_is_visible(client, branch):
    BasePage.objects.filter(pk=branch[0].pk).update(expire_at=timezone.now() + datetime.timedelta(minutes=1))
    assert visible() == {"Ateliers", "Travail", "Salaire"}
    assert statuses(client) == [200, 200, 200]


def test_editor_is_told_before_unpublishing_what_visitors_lose(editor, branch):
    html = editor.get(reverse("wagtailadmin_pages:unpublish", args=[branch[0].pk])).text
    told = {"fr": "Le public ne pourra plus lire", "en": "Visitors will not be able to read the pages below it"}
    assert any(words in html for words in told.values())
    childless = editor.get(reverse("wagtailadmin_pages:unpublish", args=[branch[2].pk])).text
    assert not any(words in childless for words in told.values())


@pytest.mark.parametrize("language", ["fr"], indirect=True)
def test_editor_is_told_what_keeps_a_published_page_from_visitors(editor):
    home = HomePage.objects.get()
    home.unpublish()
    response = editor.post(add_url(home), standard_page_form(**PUBLISH), follow=True)
    assert any(home.title_fr in str(message) for message in response.context["messages"])


@pytest.mark.parametrize("hide", [hide_by_unpublishing, hide_by_expiry])
def test_lists_of_one_type_ask_for_pages_of_all_types_above_it(hide):
    """The report is no claim."""
    claim = ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS"))
    assert ClaimPage.objects.visible().get() == claim
    report = WorkshopReportPage.objects.get()
    hide(report)
    ClaimPage.objects.update(live=True)  # were it not unpublished with its report
    assert not ClaimPage.objects.visible().exists()


@pytest.mark.parametrize("depth", [3, 4, DEEPEST + 1])
def test_page_is_hidden_by_any_page_above_it_however_far(depth):
    page = top = StandardPageFactory()
    while page.depth < DEEPEST + 2:
        page = StandardPageFactory(parent=page)
    deepest = BasePage.objects.filter(pk=page.pk)
    assert deepest.visible().exists()
    BasePage.objects.filter(depth=depth).update(live=False)
    BasePage.objects.exclude(depth=depth).update(live=True)
    assert not deepest.visible().exists()
    assert BasePage.objects.visible().filter(pk=top.pk).exists() is (depth > top.depth)


def test_what_a_page_costs_does_not_depend_on_how_many_drafts_there_are():
    """By the plan: pages that are closed are looked for once for each depth, and never for each page."""
    pages = BasePage.objects.published().order_by()
    plan = pages.explain()
    assert "CORRELATED" not in plan
    assert "Join" not in plan
    if connection.vendor == "postgresql":
        assert plan.count("NOT (hashed SubPlan") + plan.count("NOT (ANY") >= len(DEPTHS)
