"""What a cell says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.importing.cells.text import text_of
from geotrack.notation import degrees_of, number_of


@pytest.mark.parametrize(
    ("text", "axis", "degrees"),
    [
        ("71°20'N", "lat", 71 + 1 / 3),
        ("71° 20′ 30″ N", "lat", 71 + 20.5 / 60),
        ("71 20 30 N", "lat", 71 + 20.5 / 60),
        ("N 71° 20.5'", "lat", 71 + 20.5 / 60),
        ("168°30'W", "lon", -168.5),
        ("168.5W", "lon", -168.5),
        ("168.5° w", "lon", -168.5),
        ("30°S", "lat", -30),
        ("180°E", "lon", 180),
        ("−168.5", "lon", -168.5),
        ("+30", "lon", 30),
        ("1e1", "lon", 10),
        ("71°20'", "lat", None),  # which side?
        ("71°20'N", "lon", None),
        ("71°20'E", "lat", None),
        ("-71°20'N", "lat", None),
        ("71°60'N", "lat", None),
        ("N71°20'N", "lat", None),
        ("71,5", "lat", None),
        ("about 71", "lat", None),
        ("nan", "lat", None),
        ("inf", "lat", None),
        ("1e999", "lat", None),
        ("", "lat", None),
    ],
)
def test_degrees(text: str, axis: str, degrees: float | None) -> None:
    found = degrees_of(text, axis)
    assert found == (degrees if degrees is None else pytest.approx(degrees, abs=1e-12))


def test_a_decimal_comma_is_read_where_it_may_stand() -> None:
    assert degrees_of("-168,5", "lon", comma=True) == -168.5
    assert degrees_of("71°20,5'N", "lat", comma=True) == pytest.approx(71 + 20.5 / 60)
    assert number_of("1,234,567", comma=True) is None


@given(st.floats(-180, 180))
def test_a_number_is_read_to_the_last_bit(value: float) -> None:
    assert degrees_of(repr(value), "lon") == value


@given(st.text())
def test_no_text_breaks_a_cell(text: str) -> None:
    assert degrees_of(text, "lon", comma=True) is None or text.strip()


@pytest.mark.parametrize(
    ("cell", "text"),
    [(2024, "2024"), (2024.0, "2024"), (0.5, "0.5"), (True, "true"), (" ø ", "ø")],
)
def test_text(cell: object, text: str) -> None:
    assert text_of(cell) == text
