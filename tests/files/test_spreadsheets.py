"""CSV for spreadsheets: nothing runs, and what was written can be read back."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.files.spreadsheets import csv_text, guard, unguard

FORMULA = re.compile(r"[=+\-@＝＋－＠]")
texts = st.text(st.sampled_from("=+-@＝;'\t\r\n \"a1,.５"), max_size=12) | st.text(max_size=30)


@given(texts)
def test_what_is_guarded_comes_back(text: str) -> None:
    assert unguard(guard(text)) == text


@given(texts)
def test_no_cell_is_a_formula_however_the_line_is_divided(text: str) -> None:
    written = csv_text([["x", text, "y"]])
    assert not any(FORMULA.match(cell) for cell in re.split(r"[;\t\r\n]", guard(text)))
    for divider in ",;\t":
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=divider):
            assert not any(FORMULA.match(cell) for cell in row), (divider, row)


@given(st.lists(texts.filter(lambda text: not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text))))
def test_a_table_is_read_back(row: list[str]) -> None:
    (read,) = csv.reader(io.StringIO(csv_text([["first", *row]]), newline=""))
    assert [unguard(cell) for cell in read[1:]] == row


@pytest.mark.parametrize("text", ["5", "a-b", "x; -5 °C", "1-2", "it's"])
def test_what_begins_no_formula_stays_as_they_are(text: str) -> None:
    assert guard(text) == text


def test_control_characters_are_spelt_out() -> None:
    assert csv_text([["a\x1b[31mb\x9b"]]) == "a\\x1b[31mb\\x9b\r\n"
