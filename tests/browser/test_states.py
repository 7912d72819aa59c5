"""The list of states leaves nothing out: a new page type or view without an address in it fails here."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import override
from wagtail.models import get_page_models

from tests.served.states import State, in_language
from translations.languages import LANGUAGES
from translations.models import BasePage

# Answers without a page of their own: data, files, and what leads elsewhere at once
FILES = {"claims_json", "claim_json", "cite_bibtex", "cite_csl", "claims_schema", "claims_context"}
FILES |= {"calendar_file", "contact_card", "region_cards", "region_data", "contact_table", "sitemap", "robots", "media"}
FILES |= {"own_data_json", "sitemap_part"}
FEEDS, API = (
    {"new_claims", "new_steps", "newsletter_feed", "publications_feed"},
    {"api", "listing", "detail", "find", "webhook"},
)
NO_PAGES = FILES | FEEDS | API


def test_every_page_type_is_visited_in_each_language(states: list[State]) -> None:
    types = {model._meta.label for model in get_page_models() if model is not BasePage}
    for language in LANGUAGES:
        visited = {state.name.split()[0] for state in in_language(states, language)}
        assert types <= visited, f"{types - visited} cannot be seen in {language}: add one to the demo"


def test_every_view_of_visitors_is_visited_in_each_language(states: list[State]) -> None:
    names = set(list_names(get_resolver().url_patterns)) - NO_PAGES
    assert "subscribe" in names
    for language in LANGUAGES:
        with override(language):
            visited = {resolve(urlsplit(state.url).path).url_name for state in states if is_in(state, language)}
        assert names <= visited, f"{names - visited} cannot be seen in {language}: add it to tests/served/states.py"


def list_names(patterns: Iterable[URLPattern | URLResolver]) -> Iterable[str]:
    """Return the names of our own views, not of those that Wagtail brings, nor of those that stand in for them."""
    for pattern in patterns:
        if str(pattern.pattern) == "admin/" or (getattr(pattern, "name", None) or "").startswith("wagtail"):
            continue
        if isinstance(pattern, URLPattern):
            yield pattern.name or ""
        elif not getattr(pattern.urlconf_name, "__name__", "").startswith("wagtail."):
            yield from list_names(pattern.url_patterns)


def is_in(state: State, language: str) -> bool:
    """Tell whether a reader of `language` meets the state; an address without a language is met by all."""
    return urlsplit(state.url).path.split("/")[1] not in set(LANGUAGES) - {language}
