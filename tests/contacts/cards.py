"""Reads vCard 4.0 as RFC 6350 writes it, and refuses what it does not: not the code that wrote the card."""

import re
from dataclasses import dataclass, field

NAME = re.compile(r"[A-Za-z0-9-]+")
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^",;:]*)(?:,(?:"[^"]*"|[^",;:]*))*)')
KNOWN = {  # RFC 6350, 6; how often each may stand: * any, 1 exactly once, ? at most once
    "VERSION": "1",
    "FN": "+",
    "N": "?",
    "UID": "?",
    "KIND": "?",
    "REV": "?",
    "PRODID": "?",
    "SOURCE": "*",
    "URL": "*",
    "ORG": "*",
    "ROLE": "*",
    "EMAIL": "*",
    "TEL": "*",
    "ADR": "*",
    "LANG": "*",
    "TZ": "*",
    "NOTE": "*",
}


@dataclass
class Property:
    name: str
    value: str  # as it is written, with its escapes
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return unescape(self.value)

    @property
    def components(self) -> list[str]:
        return [unescape(part) for part in re.findall(r"((?:\\.|[^\\;])*)(?:;|$)", self.value)][:5]


def unescape(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*,", value), f"a comma without its escape: {value}"
    assert not re.search(r"\\(?![\\,;nN])", re.sub(r"\\\\", "", value)), f"an escape nobody knows: {value}"
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def decode_parameter(value: str) -> str:
    """Undo RFC 6868."""
    text = value[1:-1] if value.startswith('"') else value
    return re.sub(r"\^(.)", lambda match: {"n": "\n", "'": '"', "^": "^"}.get(match[1], match[0]), text)


def read_cards(text: str) -> list[list[Property]]:
    """Return the properties of each card; AssertionError for anything RFC 6350 does not allow."""
    assert text.endswith("\r\n")
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", text), "a line that does not end with CRLF"
    for line in text.encode().split(b"\r\n"):
        assert len(line) <= 75, f"{len(line)} octets: {line!r}"
        line.decode()  # no character is cut in two
    cards: list[list[Property]] = []
    for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        prop = read_property(line)
        if (prop.name, prop.value) == ("BEGIN", "VCARD"):
            cards.append([])
        elif (prop.name, prop.value) == ("END", "VCARD"):
            check(cards[-1])
        else:
            cards[-1].append(prop)
    return cards


def read_property(line: str) -> Property:
    name = NAME.match(line)
    assert name, line
    rest, parameters = line[name.end() :], {}
    while match := PARAMETER.match(rest):
        parameters[match[1].upper()] = decode_parameter(match[2])
        rest = rest[match.end() :]
    assert rest.startswith(":"), line
    assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", rest), line
    return Property(name[0].upper(), rest[1:], parameters)


def check(card: list[Property]) -> None:
    names = [prop.name for prop in card]
    assert names[0] == "VERSION"
    assert card[0].value == "4.0"
    assert set(names) <= KNOWN.keys(), names
    for name, often in KNOWN.items():
        count = names.count(name)
        assert {"1": count == 1, "?": count <= 1, "+": count >= 1, "*": True}[often], f"{name} {count} times"


def values(card: list[Property], name: str) -> list[str]:
    return [prop.text for prop in card if prop.name == name]
