"""Files that cannot be taken as a whole are refused in words."""

import pytest

from tests.factories import StandardPageFactory
from translation_desk.exchange.imported_units import LARGEST, UnreadableFile
from translation_desk.exchange.importing import parse_import_file

from .files import export

pytestmark = pytest.mark.django_db

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: en\\n"\n\n'
UNIT = 'msgctxt "page:3/title"\nmsgid "Accueil"\nmsgstr "Home"\n'
XLIFF = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="fr" trgLang="en">{}</xliff>'
BOMB = '<!DOCTYPE xliff [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def refusal_of(content: str | bytes) -> str:
    with pytest.raises(UnreadableFile) as refusal:
        parse_import_file(content.encode() if isinstance(content, str) else content, "en")
    return str(refusal.value)


@pytest.mark.parametrize(("content", "words"), [
    ("", "vide"),
    (UNIT, "en-tête"),
    (HEADER.replace('"Language: en\\n"\n', "") + UNIT, "en-tête"),
    (HEADER.replace("Language: en", "Language: de") + UNIT, "«\u00a0de\u00a0»"),
    (HEADER.replace("UTF-8", "ISO-8859-1") + UNIT, "UTF-8"),
    (HEADER.replace("Language: en", "Language: en\\n\"\n\"X-Source-Language: es") + UNIT, "«\u00a0es\u00a0»"),
    (HEADER + 'msgid "x\nmsgstr "y"\n', "PO"),
    (HEADER + "nonsense\n", "PO"),
    ((HEADER + UNIT).encode("utf-16"), "UTF-8"),
    ("PK\x03\x04", "PO"),
    (b"\xff\xfe\x00", "UTF-8"),
    ("<html/>", "XLIFF 2"),
    ("<xliff", "Ligne 1"),
    (XLIFF.format("<file id='f'><unit id='u'>").replace("\n", ""), "XML"),
    ('<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>', "XLIFF 2"),
    (XLIFF.format("").replace(' trgLang="en"', ""), "srcLang, trgLang"),
    (XLIFF.format("").replace('trgLang="en"', 'trgLang="de"'), "«\u00a0de\u00a0»"),
    (XLIFF.format("").replace('srcLang="fr"', 'srcLang="es"'), "«\u00a0es\u00a0»"),
    (f"<?xml version='1.0'?>\n{BOMB}{XLIFF.format('&b;')}", "Ligne 2"),
    ('<!DOCTYPE xliff SYSTEM "file:///etc/passwd">' + XLIFF.format(""), "Ligne 1"),
    (f"<?xml version='1.0' encoding='utf-7'?>{XLIFF.format('')}", ""),
    ("<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE x+AD4-" + XLIFF.format(""), ""),
    (XLIFF.format("&unknown;"), "XML"),
])  # fmt: skip
def test_file_is_refused_in_words(content, words):
    assert words in refusal_of(content)


def test_file_that_is_too_large_is_not_looked_into():
    assert "5" in refusal_of(HEADER.encode() + b"#" * LARGEST)


def test_bomb_takes_no_time_and_no_memory():
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(30))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>' + XLIFF.format("<file id='f'>&e30;</file>")
    assert "entités" in refusal_of(bomb)


def test_regional_variants_and_byte_order_marks_are_taken():
    page = StandardPageFactory(title_fr="Titre")
    po, xliff = export(page), export(page, "xliff")
    for content in (
        po.replace("Language: en", "Language: en_GB"),
        "\ufeff" + po,
        po.replace("\n", "\r\n"),
        xliff.replace('trgLang="en"', 'trgLang="en-GB"'),
        "\ufeff" + xliff,
        xliff.replace("document:2.0", "document:2.2").replace('version="2.0"', 'version="2.2"'),
    ):
        assert [text.id for text in parse_import_file(content.encode(), "en")] == [f"page:{page.pk}/title"]


def test_plural_forms_are_told_as_a_problem_of_their_line():
    [text] = parse_import_file((HEADER + 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n').encode(), "en")
    assert text.problem
    assert text.place == "Ligne 6"
