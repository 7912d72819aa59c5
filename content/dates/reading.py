"""Reading dates and times as people type them in French or English, whatever language the page is in.

Numbers are in the order day, month, year, as the admin shows them, unless the year comes first (ISO 8601): 03/04/2026
is the third of April. What cannot be read, or still has two readings, is refused; nothing is guessed.
"""

import datetime
import re
import unicodedata

LONGEST = 60
YEARS = range(1900, 2200)  # others are slips of the finger: 0203, 20226
MONTHS = [
    {"january", "jan", "janvier", "janv"},
    {"february", "feb", "fevrier", "fevr", "fev"},
    {"march", "mar", "mars"},
    {"april", "apr", "avril", "avr"},
    {"may", "mai"},
    {"june", "jun", "juin"},
    {"july", "jul", "juillet", "juil"},
    {"august", "aug", "aout"},
    {"september", "sept", "sep", "septembre"},
    {"october", "oct", "octobre"},
    {"november", "nov", "novembre"},
    {"december", "dec", "decembre"},
]
WEEKDAYS = [
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("mon", "tues", "tue", "wed", "thurs", "thur", "thu", "fri", "sat", "sun"),
    *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    *("lun", "mar", "mer", "jeu", "ven", "sam", "dim"),
]
YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
DAY_FIRST = re.compile(r"([0-9]{1,2}) ?([-/. ]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})")
DAY_MONTH = re.compile(r"([0-9]{1,2})(?:er|st|nd|rd|th)?[ -](?:of )?([a-z]{3,9})\.?,?[ -]([0-9]{4})")
MONTH_DAY = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
WORDS_BEFORE = re.compile(rf"(?:le |the )?(?:(?:{'|'.join(WEEKDAYS)})\.?,? )?(?:le |the )?")
CLOCK = re.compile(r"([0-9]{1,2}) ?(?:[:.]|h|heures?|hours?) ?([0-9]{2})(?:[:.]([0-9]{2}))? ?(?:min|mn)?")
FULL_HOUR = re.compile(r"([0-9]{1,2}) ?(?:h|heures?|o'clock)")
HALF_DAY = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))? ?([ap])\.?m\.?")
NOON = {"midi", "noon"}
LINKS = re.compile(r"(?:,|t| at| a| -)? ?")  # between a date and its time


def read_date(text: str) -> datetime.date | None:
    """Return the date that `text` names: 15/09/2023, 15.09.23, 15 septembre 2023, Sept. 15, 2023, 2023-09-15.

    None if it names none, or one that there is not.
    """
    typed = simplify(text)
    if MONTH_DAY.fullmatch(typed) is None:  # "mar." is a Tuesday in French, and March in English
        typed = typed[_match_end(WORDS_BEFORE, typed) :]
    if found := YEAR_FIRST.fullmatch(typed):
        year, month, day = found[1], int(found[3]), found[4]
    elif found := DAY_FIRST.fullmatch(typed):
        if len(found[4]) == 2 and found[2] == "-":
            return None  # 23-09-15 may begin with its year
        year, month, day = found[4], int(found[3]), found[1]
    elif found := DAY_MONTH.fullmatch(typed):
        year, month, day = found[3], _read_month(found[2]), found[1]
    elif found := MONTH_DAY.fullmatch(typed):
        year, month, day = found[3], _read_month(found[1]), found[2]
    else:
        return None
    try:
        date = datetime.date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    except ValueError:
        return None
    return date if date.year in YEARS else None


def read_time(text: str) -> datetime.time | None:
    """Return the time that `text` names: 14:30, 14h30, 14 h, 2.30 pm, midi; None if it names none."""
    typed = simplify(text)
    if typed in NOON:
        return datetime.time(12)
    if found := CLOCK.fullmatch(typed):
        hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    elif found := FULL_HOUR.fullmatch(typed):
        hour, minute, second = int(found[1]), 0, 0
    elif found := HALF_DAY.fullmatch(typed):
        if not 1 <= int(found[1]) <= 12:
            return None
        hour, minute, second = int(found[1]) % 12 + (12 if found[3] == "p" else 0), int(found[2] or 0), 0
    else:
        return None
    try:
        return datetime.time(hour, minute, second)
    except ValueError:
        return None


def read_moment(text: str) -> datetime.datetime | None:
    """Return the date and time that `text` names, without a time zone: 24/12/2026 08:00, le 24 décembre 2026 à 8 h.

    None if it names none. A date alone names none: it does not say whether its beginning or its end is meant.
    """
    typed = simplify(text)
    for place in range(1, len(typed)):
        if typed[place - 1].isalnum() and (date := read_date(typed[:place])):
            end = place + _match_end(LINKS, typed[place:])
            time = read_time(typed[end:]) if end > place else None
            if time:
                return datetime.datetime.combine(date, time)
    return None


def simplify(text: str) -> str:
    """Return `text` in small letters without accents, with single spaces; "" if it is too long to be a date."""
    if len(text) > LONGEST:
        return ""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _read_month(name: str) -> int:
    return next((number for number, names in enumerate(MONTHS, start=1) if name in names), 0)


def _match_end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0
