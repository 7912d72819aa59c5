"""No cell of a table that leaves the site is computed by a spreadsheet, and what was written can be had back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.csv_formulas import is_formula, neutralise, restore

SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "－", "＋", "＠"]
STARTS = st.sampled_from(["", *SIGNS, "'", "''=", "'+", "\t=", " =", "  '@"])
CELLS = st.builds(str.__add__, STARTS, st.text())


@given(CELLS)
def test_neutralised_cell_is_no_formula_and_is_restored(cell: str):
    assert not is_formula(neutralise(cell))
    assert restore(neutralise(cell)) == cell
    assert neutralise(cell) in (cell, f"'{cell}")


@pytest.mark.parametrize("cell", ["=1+1", "+33 1 23", "-2", "@SUM(A1)", "\t=1", " =1+1", "＝1"])
def test_what_spreadsheets_compute_is_shown_as_text(cell: str):
    assert neutralise(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "DS-4", "l’an = 1", "'quote'", "2026-11-25"])
def test_other_cells_stay_as_they_are(cell: str):
    assert neutralise(cell) == cell
