"""Titles and extracts of found pages, with the words that were looked for marked."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .spelling import WORD

LENGTH = 200  # characters of an extract, about
CONTEXT_BEFORE = 60  # of them before the first hit, at most
HITS_COMPARED = 50  # of one text: the best place is among them
Span = tuple[int, int]


def mark(text: str, terms: str, wanted: Collection[str]) -> SafeString:
    """Return `text` as HTML with the words whose terms are `wanted` in <mark>.

    :param terms: what get_terms() made of `text`, one for each word
    """
    spans = [match.span() for match in WORD.finditer(text)]
    hits = [span for span, term in zip(spans, terms.split(" "), strict=False) if term in wanted]
    return mark_spans(text, hits, 0, len(text))


def extract(text: str, terms: str, wanted: Collection[str]) -> SafeString:
    """Return about LENGTH characters of `text` as HTML, where most of the `wanted` are; its beginning if none is."""
    each = terms.split(" ")
    hits = [place for place, term in enumerate(each) if term in wanted]
    compared = hits[:HITS_COMPARED]
    spans = [match.span() for match in islice(WORD.finditer(text), (compared[-1] if compared else 0) + LENGTH)]
    first = find_best(spans, each, compared) if compared else 0
    start = next((begin for begin, _end in spans if begin >= spans[first][0] - CONTEXT_BEFORE), 0) if compared else 0
    start = 0 if start < CONTEXT_BEFORE else start
    end = next((begin for begin, end in spans[first:] if end - start > LENGTH), len(text))
    shown = [spans[hit] for hit in hits if hit < len(spans) and start <= spans[hit][0] < end]
    opening, closing = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(opening + mark_spans(text, shown, start, end).strip() + closing)  # noqa: S308


def find_best(spans: list[Span], terms: list[str], hits: list[int]) -> int:
    """Return the first of the `hits` that has the most different terms in the part of an extract that follows it."""

    def count(first: int) -> int:
        end = spans[first][0] + LENGTH - CONTEXT_BEFORE
        return len({terms[hit] for hit in hits if hit >= first and spans[hit][1] <= end})

    return max(hits, key=count)


def mark_spans(text: str, spans: list[Span], start: int, end: int) -> SafeString:
    """Return `text` from `start` to `end` as HTML with the `spans` marked; those that only a space parts, as one."""
    joined: list[Span] = []
    for span in spans:
        if joined and text[joined[-1][1] : span[0]].isspace():
            span = (joined.pop()[0], span[1])
        joined.append(span)
    parts, done = [], start
    for begin, stop in joined:
        parts += [escape(text[done:begin]), "<mark>", escape(text[begin:stop]), "</mark>"]
        done = stop
    return mark_safe("".join([*parts, escape(text[done:end])]))  # noqa: S308
