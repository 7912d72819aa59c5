"""Lists of subscribers as CSV, read line by line: each line that cannot be taken says why."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.models import Topic
from content.csv_formulas import is_formula
from content.spreadsheets import find_separator, fold_heading, fold_headings
from translations.languages import LANGUAGES, NAMES, column, in_each_language
from translations.texts.characters import clean_text

from ..addresses import normalise_address
from ..models import Subscriber

LARGEST = 5 * 1024 * 1024  # bytes
MOST_LINES = 50_000  # one request takes them; larger lists come in parts
HEADINGS = fold_headings(
    {  # as we, other mailing programs and spreadsheets write them, in French and in English
        "email": [
            "email", "mail", "courriel", "mél", "email address", "mail address", "primary email",
            "email 1 - value", "address", "adresse", "adresse email", "adresse mail", "adresse mél", "adresse courriel",
            "adresse de courriel", "adresse électronique", "adresse de messagerie", "adresse de messagerie principale",
            "adresse électronique principale", "courrier électronique", "contact email",
        ],
        "language": ["language", "langue", "lang", "preferred language", "langue préférée"],
        "rhythm": ["rhythm", "rythme", "frequency", "fréquence", "how often"],
        "topics": ["topics", "topic", "sujets", "sujet", "thèmes", "thème"],
    }
)  # fmt: skip

FORMER_RHYTHMS = {  # labels of lists exported before
    "once a week": Subscriber.Rhythm.WEEKLY,
    "une fois par semaine": Subscriber.Rhythm.WEEKLY,
    "at each article": Subscriber.Rhythm.EACH,
    "à chaque article": Subscriber.Rhythm.EACH,
}


class UnreadableList(Exception):
    """Raised when nothing of a file can be taken. Its text says in words what to do."""


@dataclass(frozen=True)
class ListRow:
    """One line that can be taken."""

    line: int
    email: str
    language: str
    rhythm: str
    topics: list[Topic] = field(default_factory=list)

    @property
    def language_name(self) -> str:
        return NAMES[self.language]

    @property
    def rhythm_label(self) -> str:
        return str(Subscriber.Rhythm(self.rhythm).label)


@dataclass(frozen=True)
class ListProblem:
    """One line that cannot."""

    line: int
    words: str


def decode_list(data: bytes) -> str:
    """Return the text of a file. Raises UnreadableList."""
    if len(data) > LARGEST:
        raise UnreadableList(too_long())
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableList(wrong_encoding())
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        where = _("First invalid character: line %d.") % line
        raise UnreadableList(f"{wrong_encoding()} {where}") from None
    if "\x00" in text:
        raise UnreadableList(_("This is not a text file. Save the table as CSV first."))
    if not text.strip():
        raise UnreadableList(_("This file is empty."))
    return clean_text(text)


def wrong_encoding() -> str:
    return _("This file uses an unsupported encoding. In your spreadsheet, save it as “CSV UTF-8”.")


def too_long() -> str:
    return _("This list is too long: at most 50,000 lines and 5 MB at a time. Split it into several files.")


@dataclass(frozen=True)
class Vocabulary:
    """What may stand in the cells, in every language of the site, in lower case."""

    languages: dict[str, str]
    rhythms: dict[str, str]
    topics: dict[str, Topic]

    @classmethod
    def load(cls) -> "Vocabulary":
        labels = in_each_language(lambda: [(str(label), str(value)) for value, label in Subscriber.Rhythm.choices])
        rhythms = {label.casefold(): value for pairs in labels.values() for label, value in pairs}
        topics: dict[str, Topic] = {}
        for topic in Topic.objects.all():
            names = [getattr(topic, column("name", language)) for language in LANGUAGES]
            topics |= {str(name).casefold(): topic for name in [topic.slug, *names] if name}
        languages = {name.casefold(): code for code, name in NAMES.items()}
        return cls(
            languages={**languages, **dict(zip(LANGUAGES, LANGUAGES, strict=True))},
            rhythms={**rhythms, **FORMER_RHYTHMS, **{value: value for value in Subscriber.Rhythm.values}},
            topics=topics,
        )


def read_list(text: str, *, language: str, rhythm: str) -> Iterator[ListRow | ListProblem]:
    """Yield each line of a decoded CSV file. Where a cell or its column is missing, `language` and `rhythm` hold.

    Raises UnreadableList when the file as a whole cannot be taken, which may show only in its middle.
    """
    separator, text, left_out = find_separator(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    places = find_columns(next_line(lines) or [])
    vocabulary = Vocabulary.load()
    first_seen: dict[str, int] = {}
    while (cells := next_line(lines)) is not None:
        line = lines.line_num + left_out
        if line > MOST_LINES + 1:
            raise UnreadableList(too_long())
        if not any(cell.strip() for cell in cells):
            continue
        try:
            row = read_list_row(line, cells, places, vocabulary, language, rhythm)
            if row.email in first_seen:
                raise ValidationError(_("same address as on line %d.") % first_seen[row.email])
        except ValidationError as error:
            yield ListProblem(line, " ".join(error.messages))
            continue
        first_seen[row.email] = line
        yield row


def next_line(lines: "csv._reader") -> list[str] | None:  # type: ignore[name-defined]
    try:
        return next(lines, None)
    except csv.Error:
        words = _("The file cannot be read as CSV from line %d on. A quotation mark may be missing there.")
        raise UnreadableList(words % lines.line_num) from None


def find_columns(header: list[str]) -> dict[str, int]:
    """Return where each known column stands. Raises UnreadableList without one of addresses."""
    places: dict[str, int] = {}
    for place, cell in enumerate(header):
        if name := HEADINGS.get(fold_heading(cell)):
            places.setdefault(name, place)  # of two addresses, the first
    if "email" not in places:
        words = _("The first line must name the columns: “email” and, if you like, “language”, “rhythm” and “topics”.")
        raise UnreadableList(words)
    return places


def read_list_row(
    line: int, cells: list[str], places: dict[str, int], vocabulary: Vocabulary, language: str, rhythm: str
) -> ListRow:
    """Raises ValidationError in words for what cannot be taken. Columns that nobody asks for are not looked at."""
    texts = {key: cells[place] if place < len(cells) else "" for key, place in places.items()}
    refuse_formulas(texts.values())
    texts = {key: cell.strip() for key, cell in texts.items()}
    if not texts["email"]:
        raise ValidationError(_("the address is missing."))
    return ListRow(
        line=line,
        email=normalise_address(texts["email"]),
        language=look_up_value(texts.get("language", ""), vocabulary.languages, language, NAMES.values()),
        rhythm=look_up_value(texts.get("rhythm", ""), vocabulary.rhythms, rhythm, map(str, Subscriber.Rhythm.labels)),
        topics=look_up_topics(texts.get("topics", ""), vocabulary.topics),
    )


def refuse_formulas(cells: Iterable[str]) -> None:
    for cell in cells:
        if is_formula(cell):
            raise ValidationError(_("a cell begins like a formula, with =, +, - or @."))


def look_up_value(word: str, known: Mapping[str, str], default: str, accepted: Iterable[str]) -> str:
    if not word:
        return default
    if word.casefold() not in known:
        problem = _("“%(word)s” is not known here. Accepted: %(accepted)s.")
        raise ValidationError(problem % {"word": word[:40], "accepted": ", ".join(str(each) for each in accepted)})
    return known[word.casefold()]


def look_up_topics(cell: str, known: dict[str, Topic]) -> list[Topic]:
    """Return the topics named in `cell`, between bars, semicolons or commas; a name that has commas stays whole."""
    parts = [part for part in (part.strip() for part in cell.replace(";", "|").split("|")) if part]
    words = [word for part in parts for word in ([part] if part.casefold() in known else part.split(","))]
    words = [word.strip() for word in words if word.strip()]
    unknown = [word for word in words if word.casefold() not in known]
    if unknown:
        problem = _("the topic “%(word)s” is not known here. Accepted: %(accepted)s.")
        names = dict.fromkeys(str(topic.name) for topic in known.values())
        raise ValidationError(problem % {"word": unknown[0][:40], "accepted": ", ".join(names) or "–"})
    return list({known[word.casefold()].pk: known[word.casefold()] for word in words}.values())
