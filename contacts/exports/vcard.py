"""Contact cards: vCard 4.0 (RFC 6350) and 3.0 (RFC 2426), made of what is public and of nothing else.

No library that is looked after writes 4.0; what both versions share is short: lines are folded, texts escaped.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from translations.texts.characters import clean_text

from ..public import PublicContact

VERSIONS = ("4.0", "3.0")
LONGEST_LINE = 75  # octets without the line break: RFC 6350, 3.2; RFC 2426, 2.6
PRODUCT = "-//Cahier//Directory//EN"


@dataclass(frozen=True)
class PostOnCard:
    """One of the posts that a person holds, as the card names it."""

    role: str
    region: str
    organisation: str = ""


@dataclass(frozen=True)
class Card:
    """All that a card is made of.

    :param language: of the roles and of the hours
    :param url: where the person is to be found on our site
    :param source: the address of this card
    :param form: the address of our form to write to the person, if they take messages
    """

    contact: PublicContact
    posts: tuple[PostOnCard, ...]
    language: str
    url: str
    source: str
    form: str
    revised_at: datetime.datetime

    def write(self, version: str) -> str:
        """Return the card, each line ended by CRLF. `version` is one of VERSIONS."""
        lines = ["BEGIN:VCARD", f"VERSION:{version}", f"PRODID:{PRODUCT}"]
        lines += self.list_identity(version)
        lines += self.list_posts()
        lines += self.list_ways(version)
        return "".join(fold_card_line(line) for line in [*lines, "END:VCARD"])

    def list_identity(self, version: str) -> Iterator[str]:
        contact = self.contact
        given, family = split_name(contact.name, contact.family_name)
        yield f"UID:urn:uuid:{contact.key}"
        yield f"FN:{escape(contact.name)}"
        yield f"N:{escape(family)};{escape(given)};;;"
        if version == "4.0":
            yield "KIND:individual"
        yield f"REV:{self.revised_at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
        yield f"SOURCE:{self.source}"
        yield f"URL:{self.url}"

    def list_posts(self) -> Iterator[str]:
        for organisation in dict.fromkeys(post.organisation for post in self.posts if post.organisation):
            yield f"ORG:{escape(organisation)}"
        for post in self.posts:
            yield f"ROLE;LANGUAGE={self.language}:{escape(f'{post.role} ({post.region})')}"

    def list_ways(self, version: str) -> Iterator[str]:
        contact, latest = self.contact, version == "4.0"
        if contact.email:
            yield f"EMAIL;TYPE={'work' if latest else 'INTERNET'}:{escape(contact.email)}"
        if contact.phone:
            global_number = f'TEL;TYPE="work,voice";VALUE=uri:tel:{contact.number}'
            yield global_number if latest else f"TEL;TYPE=WORK,VOICE:{contact.number}"
        if contact.postal_address:
            yield from self.list_address(contact.postal_address, latest)
        if latest:
            for rank, code in enumerate(contact.languages, start=1):
                yield f"LANG;PREF={rank}:{code}"
            if contact.time_zone:
                yield f"TZ:{contact.time_zone}"
        if contact.hours:
            yield f"NOTE;LANGUAGE={self.language}:{escape(contact.hours)}"
        if self.form:
            yield f"URL:{self.form}"

    def list_address(self, address: str, latest: bool) -> Iterator[str]:
        """Write an address, which we have as the lines of a letter: all of it as the street, and as a label."""
        street = escape(", ".join(line.strip() for line in address.splitlines() if line.strip()))
        if latest:
            yield f"ADR;TYPE=work;LABEL={quote(address)}:;;{street};;;;"
        else:
            yield f"ADR;TYPE=WORK:;;{street};;;;"
            yield f"LABEL;TYPE=WORK:{escape(address)}"


def write_cards(cards: Iterable[Card], version: str) -> str:
    return "".join(card.write(version) for card in cards)


def split_name(name: str, family_name: str) -> tuple[str, str]:
    """Return what of `name` is given and what is the family's, as whole words: of Martine Martin, Martine is given.

    The family's name stands last, else first, else last among the words; where it does not, all of `name` is taken
    for it, as address books sort by it.
    """
    words, family = name.split(), family_name.split()
    last = len(words) - len(family)
    places = [last, 0, *range(last - 1, 0, -1)] if family else []
    for place in places:
        if words[place : place + len(family)] == family:
            return " ".join(words[:place] + words[place + len(family) :]), " ".join(family)
    return "", name


def clean_card_text(text: str) -> str:
    """Return `text` with one kind of line break, and without the control characters that no card may hold."""
    return clean_text(re.sub("\r\n?|[\u2028\u2029\x85]", "\n", text))


def escape(text: str) -> str:
    """Return `text` as the value of a property, or as one component of it (RFC 6350, 3.4; RFC 2426, 4)."""
    return re.sub(r"([\\,;])", r"\\\1", clean_card_text(text)).replace("\n", "\\n")


def quote(text: str) -> str:
    """Return `text` as the value of a parameter, which has an escape of its own (RFC 6868)."""
    safe = clean_card_text(text).replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{safe}"'


def fold_card_line(line: str) -> str:
    """Return `line` on lines of at most LONGEST_LINE octets, no character cut in two, each ended by CRLF."""
    folded, room = "", LONGEST_LINE
    for character in line:
        octets = len(character.encode())
        if octets > room:
            folded += "\r\n "
            room = LONGEST_LINE - 1
        folded += character
        room -= octets
    return f"{folded}\r\n"
