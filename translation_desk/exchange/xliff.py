"""Translations as XLIFF 2.0 files.

translate-toolkit makes and reads the document, its units and their states. Two things it does not know are done here,
on its elements: codes inside texts (its placeables are those of XLIFF 1.2), and notes, which it puts where the schema
has none. `xml:space` it sets where the schema has none either.

A code's id says which tag it is: `b:1` is the first <b>, `a.2:1` the first <a 2>.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree
from translate.misc.xml_helpers import parse_xml
from translate.storage.xliff2 import Xliff2File

from translations.languages import SOURCE
from translations.texts.characters import clean_text

from .entries import Entry, describe_object, object_name
from .imported_units import ImportedUnit, UnreadableFile, check_language, decode_import
from .markup import BrokenMarkup, Piece, Tag

NAMESPACE = "urn:oasis:names:tc:xliff:document:2."
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
CODE_TYPES = {"a": "link", "img": "image", "embed": "other"}  # of codes; others are formats
NOT_XML = re.compile("([\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff])")
CODE_ID = re.compile(r"([a-z][a-z0-9]*)(?:\.(t?[0-9a-f]+))?:\d+")


# Writing


def write_xliff(entries: Iterable[Entry], language: str) -> bytes:
    """Return `entries`, one at least, as XLIFF: one <file> for each object."""
    store = Xliff2File(sourcelanguage=SOURCE, targetlanguage=language)
    root = store.document.getroot()
    root.remove(store.body)
    files: dict[str, Any] = {}
    for entry in entries:
        name = object_name(entry.obj)
        if name not in files:
            files[name] = store.createfilenode(name)
            files[name].set("original", clean_text(describe_object(entry.obj)))
            files[name].set(SPACE, "preserve")
            root.append(files[name])
        store.body = files[name]
        add_unit(store, entry)
    out = BytesIO()
    store.serialize(out)
    return out.getvalue()


def add_unit(store: Xliff2File, entry: Entry) -> None:
    unit = store.addsourceunit("")
    unit.setid(encode_path(entry.text.path))
    segment = unit.xmlelement
    segment.attrib.pop(SPACE, None)
    fill_element(unit.source_dom, entry.source)
    if entry.present:
        target = unit.createlanguageNode(entry.language, "", "target")
        fill_element(target, entry.present)
        segment.append(target)
        unit.markfuzzy(entry.is_unfinished)
    element = unit.getunitelement()
    element.set("name", entry.text.path)
    notes = etree.Element(unit.namespaced("notes"))
    for words in entry.describe():
        etree.SubElement(notes, unit.namespaced("note")).text = clean_text(words)
    element.insert(0, notes)


def encode_path(path: str) -> str:
    """Return `path` as an NMTOKEN, which knows no slash: `body/3f2c/caption` as `body:3f2c:caption`."""
    return re.sub(r"[^\w:-]|\.", lambda found: f".{ord(found.group()):x}.", path.replace("/", ":"), flags=re.ASCII)


def decode_path(unit_id: str) -> str:
    path = unit_id.replace(":", "/")
    return re.sub(r"\.([0-9a-f]{1,5})\.", lambda found: chr(int(found.group(1), 16)), path)


def fill_element(element: Any, pieces: list[Piece]) -> None:
    """Put `pieces` into a <source> or <target>: tags as <pc>, those that hold nothing as <ph>."""
    seen: Counter[Tag] = Counter()
    stack = [element]
    for piece in pieces:
        if isinstance(piece, str):
            add_words(stack[-1], piece)
        elif piece.kind == "close":
            stack.pop().set("dispEnd", str(piece))
        else:
            seen[piece] += 1
            is_paired = piece.kind == "open"
            code = etree.SubElement(stack[-1], etree.QName(etree.QName(element).namespace, "pc" if is_paired else "ph"))
            code.set("id", f"{piece.name}{'.' if piece.number else ''}{piece.number}:{seen[piece]}")
            code.set("type", CODE_TYPES.get(piece.name, "fmt"))
            code.set("dispStart" if is_paired else "disp", str(piece))
            if piece.number:
                code.set("canDelete", "no")
            stack += [code] if is_paired else []


def add_words(parent: Any, words: str) -> None:
    """Add `words`, with characters that XML cannot hold as <cp>."""
    for place, part in enumerate(NOT_XML.split(words)):
        if place % 2:
            code = etree.SubElement(parent, etree.QName(etree.QName(parent).namespace, "cp"))
            code.set("hex", f"{ord(part):04X}")
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + part
        else:
            parent.text = (parent.text or "") + part


# Reading


def read_xliff(content: bytes, language: str) -> Iterator[ImportedUnit]:
    """Yield the texts of an XLIFF 2 file for `language`. Raises UnreadableFile."""
    store = parse_xliff(content)
    root = store.document.getroot()
    if not root.get("trgLang") or not root.get("srcLang"):
        words = _("Line %(line)s: <xliff> does not name the file’s languages (srcLang, trgLang).")
        raise UnreadableFile(words % {"line": root.sourceline})
    check_language(root.get("trgLang"), language)
    check_language(root.get("srcLang"), SOURCE)
    for _key, segments in groupby(store.units, key=lambda unit: unit.getunitelement()):
        yield read_xliff_unit(list(segments))


def parse_xliff(content: bytes) -> Xliff2File:
    """Return what is in `content`, which may declare no entities and name no other file. Raises UnreadableFile."""
    text = decode_import(content)
    if found := re.search(r"<!(DOCTYPE|ENTITY)", text):
        words = _("Line %(line)s: document types and entities are not allowed.")
        raise UnreadableFile(words % {"line": text.count("\n", 0, found.start()) + 1})
    try:
        document = parse_xml(content).getroottree()  # by a parser that resolves no entity and opens no other file
    except etree.XMLSyntaxError as error:
        words = _("Line %(line)s: this is not XML: %(error)s")
        raise UnreadableFile(words % {"line": error.lineno, "error": error.msg}) from error
    root = etree.QName(document.getroot())
    encoding = (document.docinfo.encoding or "UTF-8").upper()
    if root.localname != "xliff" or not (root.namespace or "").startswith(NAMESPACE):
        raise UnreadableFile(_("Line %(line)s: this is not XLIFF 2.") % {"line": document.getroot().sourceline})
    if document.docinfo.doctype or encoding not in {"UTF-8", "US-ASCII", "ASCII"}:
        raise UnreadableFile(_("Line %(line)s: the file is not in UTF-8.") % {"line": 1})
    try:
        return Xliff2File(content)
    except ValueError as error:
        raise UnreadableFile(_("This is not XLIFF 2: %(error)s") % {"error": error}) from error


def read_xliff_unit(segments: list[Any]) -> ImportedUnit:
    """Return a unit whole: a translator's tool may have cut it into segments, with what joins them between."""
    unit = segments[0].getunitelement()
    file = next(unit.iterancestors(segments[0].namespaced("file")))
    unit_id = unit.get("id") or ""
    name = f"{file.get('id')}/{decode_path(unit_id)}"
    place = _("Line %(line)s, unit %(unit)s") % {"line": unit.sourceline, "unit": unit_id}
    parts = [part for part in unit if isinstance(part.tag, str) and part.tag.endswith(("}segment", "}ignorable"))]
    sides = {"source": [part.find("{*}source") for part in parts], "target": [part.find("{*}target") for part in parts]}
    is_translated = [
        side is not None or part.tag.endswith("}ignorable") for side, part in zip(sides["target"], parts, strict=True)
    ]
    unfinished = any(segment.isfuzzy() for segment in segments) or not all(is_translated)
    targets = [s if t is None else t for s, t in zip(sides["source"], sides["target"], strict=True)]
    empty = all(target is None for target in sides["target"])
    try:
        source = [piece for side in sides["source"] if side is not None for piece in read_pieces(side)]
        target = [] if empty else [piece for side in targets if side is not None for piece in read_pieces(side)]
    except BrokenMarkup as error:
        return ImportedUnit(name, place, problem=str(error))
    return ImportedUnit(name, place, source, target, is_unfinished=unfinished and not empty)


def read_pieces(element: Any) -> Iterator[Piece]:
    """Yield the words and tags of an element. Raises BrokenMarkup for a code that has no meaning here."""
    yield element.text or ""
    for child in element:
        kind = etree.QName(child).localname if isinstance(child.tag, str) else "comment"
        if kind == "pc":
            tag = read_tag(child.get("id", ""), "open")
            yield from (tag, *read_pieces(child), Tag(tag.name, "close"))
        elif kind in {"ph", "sc", "ec"}:
            meaning = {"ph": "empty", "sc": "open", "ec": "close"}[kind]
            yield read_tag(child.get("startRef") or child.get("id", ""), meaning)
        elif kind == "mrk":
            yield from read_pieces(child)
        elif kind == "cp":
            yield read_character(child.get("hex", ""))
        elif kind not in {"sm", "em", "comment"}:
            raise BrokenMarkup(_("<%(tag)s> is not allowed here.") % {"tag": kind})
        yield child.tail or ""


def read_tag(code_id: str, kind: str) -> Tag:
    found = CODE_ID.fullmatch(code_id)
    if not found:
        raise BrokenMarkup(_("A code has the id “%(id)s”, which is not in the original.") % {"id": code_id})
    return Tag(found.group(1), kind, "" if kind == "close" else found.group(2) or "")


def read_character(code: str) -> str:
    if not re.fullmatch("[0-9A-Fa-f]{1,6}", code) or int(code, 16) > 0x10FFFF:
        raise BrokenMarkup(_("“%(code)s” is not a character.") % {"code": code})
    return chr(int(code, 16))
