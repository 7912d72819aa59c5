"""Words as the search index holds them: accents folded, stemmed, and marked with their language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import Stemmer
from anyascii import anyascii

from .spelling import list_words, to_masculine

LONGEST_WORD = 60  # characters: PostgreSQL refuses to look for words of thousands
PHRASE = re.compile(r'"([^"]*)"|«([^«»]*)»|“([^“”]*)”')

# Of languages written in Latin letters, as words are folded to them before. Others are searched by whole words.
STEMMERS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "pt": "portuguese",
    "sv": "swedish",
}

# Asked for together with other words, these say nothing: “the counters” looks for counters. Elided ones among them.
EMPTY_WORDS = {
    "en": "a an and are as at be by d for from has have in is it its ll m of on or re s t that the their this to ve "
    "was we were which who will with",
    "fr": "a au aux avec c ce ces cette d dans de des du elle elles en est et etre il ils j l la le les leur leurs lui "
    "m n ne nos notre nous on ou par pas pour qu que qui s sa se ses son sont sur t un une vos votre vous y",
}


@cache
def get_stemmer(language: str) -> Any:
    name = STEMMERS.get(language.partition("-")[0])
    return Stemmer.Stemmer(name) if name else None


@cache
def get_empty_words(language: str) -> frozenset[str]:
    return frozenset(EMPTY_WORDS.get(language.partition("-")[0], "").split())


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    """Return `word` in small Latin letters and digits without accents: `Égalités` is `egalites`."""
    return re.sub(r"[^a-z0-9]", "", anyascii(unicodedata.normalize("NFC", word)).lower())


def split_words(text: str) -> list[str]:
    """Return the words of `text`, folded; as many as spelling.WORD finds in it, so one may be empty."""
    return [fold_word(word)[:LONGEST_WORD] for word in list_words(text)]


def get_prefix(language: str) -> str:
    """Return what marks a term as one of `language`."""
    return language.replace("-", "").lower()


def stem(words: list[str], language: str) -> list[str]:
    """Return each of the folded `words` as the index holds it: `egalites` in French is `fregalit`."""
    stemmer, prefix = get_stemmer(language), get_prefix(language)
    if language.partition("-")[0] == "fr":
        words = [to_masculine(word) for word in words]
        # -if and -ive: Snowball makes two stems of them, of which one is that of verbs in -iver.
        return [prefix + re.sub("if$", "iv", word) for word in stemmer.stemWords(words)]
    return [prefix + word for word in (stemmer.stemWords(words) if stemmer else words)]


def get_terms(text: str, language: str) -> str:
    """Return the words of `text` as the index holds them, each in the place that it has among those of `text`."""
    return " ".join(stem(split_words(text), language))


def label_title(term: str) -> str:
    """Return what stands among a text's labels for a `term` of its title."""
    return f"t{term}"


Phrase = tuple[str, ...]  # a term, or several in a row
Alternative = tuple[Phrase, ...]  # phrases that must all be there


@dataclass(frozen=True)
class Group:
    """Expressions that mean the same: `keys` as queries have them, `phrases` as texts have."""

    keys: tuple[Phrase, ...]
    phrases: tuple[Phrase, ...]


def make_group(expressions: list[str], language: str) -> Group:
    keys, phrases = [], []
    for expression in expressions:
        words = [word for word in split_words(expression) if word]
        telling = [word for word in words if word not in get_empty_words(language)]
        if telling:
            keys.append(tuple(stem(telling, language)))
            phrases.append(tuple(stem(words, language)))
    return Group(tuple(keys), tuple(phrases))


@dataclass(frozen=True)
class SearchQuery:
    """What is looked for in one language: pages that satisfy every clause, by any one of its alternatives."""

    clauses: tuple[tuple[Alternative, ...], ...]

    @property
    def terms(self) -> frozenset[str]:
        return frozenset(
            term for clause in self.clauses for alternative in clause for phrase in alternative for term in phrase
        )

    @property
    def words(self) -> int:
        """How many words were typed, but for those that say nothing."""
        return sum(len(phrase) for clause in self.clauses for phrase in clause[0])

    def loosen(self) -> SearchQuery:
        """Return what is looked for where one of the clauses is enough."""
        return SearchQuery((tuple(alternative for clause in self.clauses for alternative in clause),))

    def replace(self, term: str, others: tuple[str, ...]) -> SearchQuery:
        """Return the query in which any of `others` will do for a word whose term is `term`."""
        alternatives = tuple(((other,),) for other in others)
        return SearchQuery(tuple(alternatives if clause[0] == ((term,),) else clause for clause in self.clauses))


def read_query(text: str, language: str, groups: Sequence[Group] = ()) -> SearchQuery:
    """Read what somebody typed: words, and phrases in quotation marks of any kind. All other signs mean nothing.

    Words that say nothing count only where there are no others. Expressions of one of the `groups` may be replaced by
    the others of it; what stands in quotation marks may not.
    """
    phrases = [next(filter(None, found), "") for found in PHRASE.findall(text)]
    quoted = [tuple(stem([word for word in split_words(phrase) if word], language)) for phrase in phrases]
    single = [word for word in split_words(PHRASE.sub(" ", text)) if word]
    telling = [word for word in single if word not in get_empty_words(language)]
    if not telling and not any(quoted):
        telling = single
    clauses: list[tuple[Alternative, ...]] = [((phrase,),) for phrase in quoted if phrase]
    clauses += find_expressions(stem(telling, language), groups)
    return SearchQuery(tuple(dict.fromkeys(clauses)))


def find_expressions(terms: list[str], groups: Sequence[Group]) -> list[tuple[Alternative, ...]]:
    """Return a clause for each of `terms`, or for several in a row that are an expression, the longest first."""
    known: dict[Phrase, list[Group]] = {}
    for group in groups:
        for key in group.keys:
            known.setdefault(key, []).append(group)
    lengths = sorted({len(key) for key in known} | {1}, reverse=True)
    clauses: list[tuple[Alternative, ...]] = []
    place = 0
    while place < len(terms):
        length = next(each for each in lengths if each == 1 or tuple(terms[place : place + each]) in known)
        said = tuple(terms[place : place + length])
        alternatives: list[Alternative] = [tuple((term,) for term in said)]
        alternatives += [(phrase,) for group in known.get(said, []) for phrase in group.phrases]
        clauses.append(tuple(dict.fromkeys(alternatives)))
        place += length
    return clauses
