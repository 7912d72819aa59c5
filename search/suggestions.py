"""“Did you mean”: words of the index itself that are spelled, or sound, nearly as what somebody typed.

A word of the site is found by its sound, with at most one letter more, less, other or swapped: all such sounds are
looked up at once, in an index, so the cost does not grow with the site. That a word is known says nothing of who may
read where it stands: readers are shown what list_spelled() finds in pages that the search found for them, no word else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from .models import KnownWord, SearchText
from .spelling import list_words
from .stemming import get_prefix, split_words, stem

SHORTEST = 4  # letters: shorter words have too many neighbours
LONGEST = 20
MOST_SUGGESTED = 3
ROWS_AT_ONCE = 100
SOUNDS = [
    (re.compile("ph"), "f"),
    (re.compile("y"), "i"),
    (re.compile("c(?=[ei])"), "s"),
    (re.compile("qu?|c|k"), "k"),
    (re.compile("z"), "s"),
    (re.compile("h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
]


def to_sound(word: str) -> str:
    """Return what is left of a folded `word` where people do not know how it is written: `algorytme` is `algoritme`."""
    for pattern, sound in SOUNDS:
        word = pattern.sub(sound, word)
    return word


def learn_words(texts: Iterable[SearchText]) -> None:
    """Remember the words of `texts`: one query, and one more where there are new ones."""
    words: dict[str, KnownWord] = {}
    for text in texts:
        prefix = get_prefix(text.language)
        for _word, term in read_words(text):
            bare = term.removeprefix(prefix)
            if SHORTEST <= len(bare) <= LONGEST and bare.isalpha() and term not in words:
                words[term] = KnownWord(term=term, sound=prefix + to_sound(bare))
    known = set(KnownWord.objects.filter(term__in=words).values_list("term", flat=True))
    new = [word for term, word in words.items() if term not in known]
    KnownWord.objects.bulk_create(new, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)


def read_words(text: SearchText) -> Iterator[tuple[str, str]]:
    """Yield each word of `text` as it is written, with its term."""
    for written, terms in ((text.title, text.title_terms), (text.text, text.text_terms)):
        yield from zip(list_words(written), terms.split(" "), strict=False)


def list_spelled(terms: Collection[str], texts: Iterable[SearchText]) -> tuple[str, ...]:
    """Return how `texts` write the words of `terms` that they have, in the order of `terms`."""
    spelled: dict[str, str] = {}
    for text in texts:
        for word, term in read_words(text):
            if term in terms:
                spelled.setdefault(term, word.lower())
    return tuple(spelled[term] for term in terms if term in spelled)


def prune_words() -> int:
    """Forget the words that no text has any more; return how many. A withheld name is not to be kept as a word."""
    wanted: set[str] = set()
    for terms in SearchText.objects.values_list("title_terms", "text_terms").iterator():
        wanted.update(" ".join(terms).split(" "))
    known = KnownWord.objects.values_list("pk", "term").iterator()
    gone = [key for key, term in known if term not in wanted]
    for start in range(0, len(gone), ROWS_AT_ONCE):
        KnownWord.objects.filter(pk__in=gone[start : start + ROWS_AT_ONCE]).delete()
    return len(gone)


@dataclass(frozen=True)
class Suggestion:
    """Terms of words that may have been meant by one that was typed, nearest first."""

    typed: str
    terms: tuple[str, ...]


def suggest(text: str, language: str) -> list[Suggestion]:
    """Return what may have been meant by the words of `text` that no page has, in one query."""
    prefix = get_prefix(language)
    typed = dict.fromkeys(word for word in split_words(text) if SHORTEST <= len(word) <= LONGEST and word.isalpha())
    stems = {word: term.removeprefix(prefix) for word, term in zip(typed, stem(list(typed), language), strict=True)}
    near = {word: {prefix + sound for sound in list_near(to_sound(bare))} for word, bare in stems.items()}
    known = list(KnownWord.objects.filter(sound__in=set().union(*near.values()))) if near else []
    found = []
    for word, bare in stems.items():
        close = [each for each in known if each.sound in near[word]]
        alone = len(split_words(text)) == 1
        if not alone and any(each.term == prefix + bare for each in close):
            continue
        others = [each for each in close if each.term != prefix + bare]
        others.sort(key=lambda each: (count_slips(bare, each.term.removeprefix(prefix)), each.term))
        best = others[:MOST_SUGGESTED]
        if best:
            slips = count_slips(bare, best[0].term.removeprefix(prefix))
            best = [each for each in best if count_slips(bare, each.term.removeprefix(prefix)) == slips]
            found.append(Suggestion(word, tuple(each.term for each in best)))
    return found


def list_near(word: str) -> set[str]:
    """Return `word`, and what it is with one letter more, less, other, or swapped with the next."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    shorter = {start + end[1:] for start, end in halves if end}
    swapped = {start + end[1] + end[0] + end[2:] for start, end in halves if len(end) > 1}
    other = {start + letter + end[1:] for start, end in halves if end for letter in ascii_lowercase}
    longer = {start + letter + end for start, end in halves for letter in ascii_lowercase}
    return {word} | shorter | swapped | other | longer


def count_slips(one: str, other: str) -> int:
    """Return how many letters must be put in, left out, replaced or swapped with the next to make `other` of `one`."""
    rows = [list(range(len(other) + 1))]
    for i, left in enumerate(one, 1):
        row = [i]
        for j, right in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
