"""What editors are told about a page, as far as the server knows it."""

import pytest

from tests.factories import ArticlePageFactory
from translations.admin.content_checks import MESSAGES, VAGUE, ContentChecks, has_untranslated_slug


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "slug", "faulty"),
    [
        ("Paper", "papier", True),
        ("Paper", None, True),
        ("Paper", "paper", False),
        ("Papier", "papier", False),
        ("", None, False),
    ],
)
def test_slug_is_untranslated_where_the_title_is_not(title, slug, faulty):
    page = ArticlePageFactory.build(title_fr="Papier", slug_fr="papier", title_en=title)
    page.slug_en = slug
    assert has_untranslated_slug(page) == faulty


def test_every_rule_has_its_check_and_its_words():
    spec = ContentChecks(None).get_axe_spec(None)
    checks = {check["id"] for check in spec["checks"]}
    assert {name for rule in spec["rules"] for name in rule["any"]} == checks
    assert set(MESSAGES) <= set(ContentChecks(None).get_axe_run_only(None))


def test_vague_words_are_written_as_they_are_compared():
    assert [words for words in VAGUE if words != words.lower() or "'" in words] == []
