"""How easily a text reads: a figure from the lengths of its sentences and of its words, in syllables.

English is measured by Flesch's reading ease (R. Flesch, “A new readability yardstick”, Journal of Applied Psychology
32, 1948): 206.835 - 1.015 × words a sentence - 84.6 × syllables a word. French has longer words, so its formula is
Kandel and Moles's (L. Kandel and A. Moles, « Application de l’indice de Flesch à la langue française », Cahiers
d’études de radio-télévision 19, 1958): 207 - 1.015 × words a sentence - 73.6 × syllables a word. Both give 100 to
what a child reads and 0 to a contract. They know nothing of sense: a figure is a reason to read a text
again, not a verdict.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

FEWEST_WORDS = 30  # below, one word more or less moves the figure too far
EASY, DEMANDING = 60, 50

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
SENTENCE = re.compile(r"(?<![.!?…])[.!?…]+(?=[\s»”\")]|$)|\n+")  # an item of a list is one too
ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)

FRENCH_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
FRENCH_HIATUS = re.compile(r"(?<=[éïëü])(?=[aàâeioôu])|(?<=[bcdfgp][lr]i)(?=[aeoé])|(?<=[aou])(?=[éèïü])")
FRENCH_Y = re.compile(r"(?<=[aeou])y(?=[aeiouéèê])")  # two sounds: voy-age
FRENCH_SILENT = re.compile(r"(?<=[^aeoyàâäèêëîïôöùûüœæ])(?:es?|ent)$")
HEARD = re.compile(r"(?:[mcdig]ent|[éiu]ent)$")  # where -ent is heard, more often than not

ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
ENGLISH_HIATUS = re.compile(r"i(?=[ao](?!u))|(?<=[^qg])u(?=[ao])|(?<=cr)e(?=a)|e(?=ing$)|(?<=sc)i(?=e)|i(?=et)")
ENGLISH_NO_HIATUS = re.compile(r"[tscxgnl]i(?=o)|[tc]i(?=al)")
ENGLISH_SILENT = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiou]l)e$|(?<=[^aeioutd])ed$|(?<=[^aeiouysxzhcg])es$|(?<=[^aeiou])e(?=ly$|ment|less$|ful)"
)


@dataclass(frozen=True)
class ReadingEase:
    """What was counted of a text, and the figure it makes.

    :param score: 100 for what a child reads, 0 for what few can: what the formula gives beyond them is cut off
    """

    score: int
    words: int
    sentences: int

    @property
    def is_easy(self) -> bool:
        return self.score >= EASY

    @property
    def is_hard(self) -> bool:
        return self.score < DEMANDING

    @property
    def words_per_sentence(self) -> int:
        return round(self.words / self.sentences)


def measure_ease(text: str, language: str) -> ReadingEase | None:
    """Return how easily `text`, without tags, reads; None for languages without a formula, and for too few words."""
    if language not in FORMULAS:
        return None
    count, base, weight = FORMULAS[language]
    sentences = [found for found in map(WORD.findall, SENTENCE.split(text)) if found]
    words = [word for sentence in sentences for word in sentence]
    if len(words) < FEWEST_WORDS:
        return None
    syllables = sum(count(word) for word in words)
    score = base - 1.015 * len(words) / len(sentences) - weight * syllables / len(words)
    return ReadingEase(min(100, max(0, round(score))), len(words), len(sentences))


def count_french_syllables(word: str) -> int:
    """Count the syllables of a French word as it is read in prose: a silent e at its end makes none."""
    word = ELISION.sub("", word.lower())
    return sum(count_french_part(part) for part in re.split(r"[-'’]", word))


def count_french_part(word: str) -> int:
    word = FRENCH_Y.sub("-", re.sub(r"(?<=g)u(?=[eiéèêy])|(?<=q)u", "", word))
    if not HEARD.search(word):
        word = drop_silent(word, FRENCH_SILENT, FRENCH_VOWELS)
    return max(1, len(FRENCH_VOWELS.findall(FRENCH_HIATUS.sub("-", word))))


def count_english_syllables(word: str) -> int:
    """Count the syllables of an English word by its spelling: nine words in ten come out right."""
    return sum(count_english_part(part) for part in re.split(r"[-’']", word.lower()) if len(part) > 1 or word == part)


def count_english_part(word: str) -> int:
    word = drop_silent(word, ENGLISH_SILENT, ENGLISH_VOWELS)
    apart = 0 if ENGLISH_NO_HIATUS.search(word) else len(ENGLISH_HIATUS.findall(word))
    return max(1, len(ENGLISH_VOWELS.findall(word)) + apart)


def drop_silent(word: str, silent: re.Pattern[str], vowels: re.Pattern[str]) -> str:
    """Drop a silent e, unless it is the only vowel: of *the*, of *les*."""
    short = silent.sub("", word)
    return short if vowels.search(short) else word


FORMULAS: dict[str, tuple[Callable[[str], int], float, float]] = {
    "fr": (count_french_syllables, 207, 73.6),
    "en": (count_english_syllables, 206.835, 84.6),
}
