"""The rule of what visitors may see is said twice, by a queryset and in SQL: both say the same of any page."""

import datetime

import pytest
from django.db.models.expressions import RawSQL
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.factories import ClaimPageFactory, StandardPageFactory, WorkshopReportPageFactory
from translations.languages import LANGUAGES
from translations.models import BasePage
from translations.sql_names import name_column, name_table

pytestmark = pytest.mark.django_db


def find_written(condition: str) -> set[int]:
    """Return the keys of the pages that meet `condition`; % is doubled in it, as for a statement with parameters."""
    statement = (
        f"SELECT {name_column(BasePage, 'id', 'page')} FROM {name_table(BasePage)} page WHERE %s = 1 AND {condition}"
    )
    return set(BasePage.objects.filter(pk__in=RawSQL(statement, [1])).values_list("pk", flat=True))


def find(pages) -> set[int]:
    return set(pages.values_list("pk", flat=True))


@pytest.fixture
def tree() -> list[BasePage]:
    """Pages of each kind, with others below them: in French only, in both languages, and claims."""
    made = []
    for number in range(3):
        top = StandardPageFactory(title_fr=f"Page {number}", title_en="" if number else "Page")
        made += [top, StandardPageFactory(parent=top, title_fr="Fille", title_en="" if number == 1 else "Daughter")]
        made.append(StandardPageFactory(parent=made[-1], title_fr="Petite-fille"))
    made += [ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS"), title_en="A counter")]
    return made


def expire(page: BasePage, minutes: int) -> None:
    BasePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() + datetime.timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "change",
    [
        lambda page: None,
        lambda page: BasePage.objects.filter(pk=page.pk).update(live=False),
        lambda page: expire(page, -1),
        lambda page: expire(page, 1),
        lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
    ],
    ids=["as they are", "not published", "expired", "expiring later", "closed"],
)
def test_queryset_and_statement_find_the_same_pages(tree, change):
    for page in (None, tree[0], tree[4], tree[-1].get_parent()):
        if page:
            change(page)
        written = find_written(BasePage.objects.write_visible("page"))
        assert written == find(BasePage.objects.visible())
        assert written == {key for key in find(BasePage.objects.all()) if BasePage.objects.is_visible(key)}
        for language in LANGUAGES:
            offered = BasePage.objects.write_offered("page", language)
            assert find_written(offered) == find(BasePage.objects.offered_in(language))
            rest = BasePage.objects.write_offered("page", language, offered=False)
            assert find_written(rest) == find(BasePage.objects.not_offered_in(language))
    assert written
