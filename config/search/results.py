"""What the search page shows of each hit, with one query for all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from search.facets import list_search_facets
from search.highlights import extract, mark
from search.models import SearchText
from search.query import Hit
from translations.languages import LANGUAGES, column

from .examples import find_invented

RESULT_FIELDS = ["language", "part", "kind", "mark", "title", "title_terms", "text", "text_terms", "page__content_type"]
RESULT_FIELDS += [column("page__url_path", language) for language in LANGUAGES]


@dataclass
class SearchResult:
    """A found page as it is shown: `title` and `extract` are HTML, in `language`."""

    url: str
    language: str
    kind: str
    mark: str
    title: SafeString
    extract: SafeString
    is_invented: bool


def put_invented_last(hits: list[Hit]) -> set[int]:
    """Sort `hits` so that invented examples come after all that is real; return the keys of their texts."""
    invented = find_invented([hit.text_id for hit in hits])
    hits.sort(key=lambda hit: hit.text_id in invented)
    return invented


def make_results(
    request: HttpRequest, hits: Iterable[Hit], wanted: Mapping[str, Collection[str]], invented: Collection[int]
) -> list[SearchResult]:
    """Return what is shown of `hits`, in their order, with one query.

    :param wanted: by language, the terms to mark
    """
    hits, facets = list(hits), list_search_facets()
    texts = SearchText.objects.select_related("page").only(*RESULT_FIELDS).in_bulk([hit.text_id for hit in hits])
    return [
        SearchResult(
            url=reverse("numbered_row", args=[text.mark]) if text.part else text.page.get_url(request),
            language=text.language,
            kind=capfirst(str(facets[text.kind].singular if text.part else text.page.cached_content_type.name)),
            mark=text.mark,
            title=mark(text.title, text.title_terms, wanted[text.language]),
            extract=extract(text.text, text.text_terms, wanted[text.language]),
            is_invented=text.pk in invented,
        )
        for hit in hits
        if (text := texts.get(hit.text_id))
    ]
