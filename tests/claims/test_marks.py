import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.marks import Mark, parse_code, parse_mark

CODES = st.text("ABCDEFGHJKLMNPRSTUVWXYZ", min_size=2, max_size=4)
SEPARATORS = st.text(" -\u00a0\u00ad\u2010\u2011\u2012\u2013\u2014\u2212._/\t", max_size=4)
SPACES = st.text(" \u00a0\t\n", max_size=3)


@given(CODES, st.integers(0, 999_999), SEPARATORS, SPACES, SPACES, st.booleans(), st.integers(0, 3))
def test_mark_is_read_however_it_is_typed(code, number, separator, before, after, small, zeros):
    digits = str(number).rjust(min(len(str(number)) + zeros, 6), "0")
    typed = f"{before}{code.lower() if small else code}{separator}{digits}{after}"
    assert parse_mark(typed) == Mark(code, number)


@given(st.text())
def test_any_text_is_either_no_mark_or_one_that_reads_the_same_when_written_our_way(text):
    mark = parse_mark(text)
    assert mark is None or parse_mark(str(mark)) == mark
    assert not (mark and parse_code(text)), "a text is a mark or a code, not both"


@given(CODES, st.integers(0, 999_999), st.text("0123456789", max_size=1))
def test_written_mark_needs_no_escaping_in_an_address(code, number, more):
    assert str(Mark(code, number)).replace("-", "").isalnum()
    assert parse_code(f"{code}{more}") == (None if more else code)


@pytest.mark.parametrize(
    "text",
    ["", "DS", "4", "DS-", "D-4", "ABCDE-4", "DS-4x", "DS-4 DS-5", "DS-٤", "ÉS-4", "DS-1234567", "DS\x00-4", "ſs-4"],
)
def test_what_is_no_mark_is_not_read_as_one(text):
    assert parse_mark(text) is None


@pytest.mark.parametrize(("text", "code"), [("ds", "DS"), (" TR ", "TR"), ("ß", None), ("d", None), ("ABCDE", None)])
def test_code_of_a_workshop_is_read_alone(text, code):
    assert parse_code(text) == code
