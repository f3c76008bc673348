"""Packed columns are read again to the last bit, and take few bytes."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from folium_polar.geometry.base91 import from_letters
from geotrack_observations.layers.columns import column_of
from geotrack_observations.page.packing import PART, pack_column, pack_numbers
from packed_columns import unpack_numbers

INTEGERS = st.lists(st.none() | st.integers(-(2**53) + 1, 2**53 - 1))
NEAR = st.lists(st.none() | st.integers(-(2**30), 2**30 - 1))
NUMBERS = st.lists(st.none() | st.floats(allow_nan=False))
SHORT = st.lists(st.none() | st.integers(-(10**7), 10**7).map(lambda n: n / 100))


def read(values: list[Any], kind: pa.DataType) -> list[Any]:
    """Return what is read of a column of values."""
    column = pack_column(column_of(pa.chunked_array([pa.array(values, kind)])))
    if "texts" in column.how:
        how = {k: v for k, v in column.how.items() if k != "texts"}
        places = unpack_numbers(column._replace(how=how), len(values))
        return [None if np.isnan(n) else column.how["texts"][int(n)] for n in places]
    found = unpack_numbers(column, len(values))
    return [None if np.isnan(n) else float(n) for n in found]


@given(INTEGERS | NEAR)
def test_whole_numbers_come_back(values: list[int | None]) -> None:
    assert read(values, pa.int64()) == values


@example([1.7e308])
@given(NUMBERS | SHORT)
def test_floating_point_numbers_come_back(values: list[float | None]) -> None:
    found = read(values, pa.float64())
    assert found == values
    signs = [np.signbit(v) for v in values if v is not None]
    assert [np.signbit(v) for v in found if v is not None] == signs


@given(st.lists(st.none() | st.text()))
def test_texts_come_back(values: list[str | None]) -> None:
    clean = [None if v is None else v.encode("utf-8", "ignore").decode() for v in values]
    assert read(clean, pa.string()) == clean


def test_numbers_that_are_too_large_to_count_by_come_back_as_texts() -> None:
    assert read([2**63 - 1, None, -(2**63)], pa.int64()) == [str(2**63 - 1), None, str(-(2**63))]
    assert read([2**64 - 1], pa.uint64()) == [str(2**64 - 1)]


@pytest.mark.parametrize(
    ("values", "kind", "told"),
    [
        ([True, None, False], pa.bool_(), ["true", None, "false"]),
        ([0], pa.date32(), ["1970-01-01"]),
        ([float("nan"), 1.5], pa.float64(), [None, 1.5]),
        ([], pa.int64(), []),
    ],
)
def test_other_columns_are_told_as_texts(values: Any, kind: Any, told: list[Any]) -> None:
    assert read(values, kind) == told


def test_what_moves_on_evenly_takes_next_to_nothing() -> None:
    times = np.arange(0, 3_600_000, 360)
    column = pack_numbers(times + np.repeat([0, 77_777], 5_000))
    assert len(column.lines) < 200


def test_a_long_column_is_cut_into_parts_that_are_read_alone() -> None:
    values = np.random.default_rng(1).integers(0, 10**6, 2 * PART + 5).cumsum()
    column = pack_numbers(values, cut=True)
    assert len(column.parts) == 3
    assert column.how["part"] == PART
    assert (unpack_numbers(column, len(values)) == values).all()
    alone = column._replace(raw=column.parts[1])
    assert (unpack_numbers(alone, PART) == values[PART : 2 * PART]).all()
    floating = pack_numbers(np.sqrt(values), cut=True)
    assert (unpack_numbers(floating, len(values)) == np.sqrt(values)).all()


def test_letters_are_of_raw_deflate() -> None:
    column = pack_numbers(np.arange(PART + 9), cut=True)
    read = [zlib.decompress(from_letters(line), wbits=-15) for line in column.lines.split("\n")]
    assert read == column.parts
    assert len(read) == 2


def test_times_come_back_as_a_page_has_them() -> None:
    at = datetime(2024, 7, 24, 16, 40, tzinfo=UTC)
    times = [at, None, at.replace(microsecond=120_000)]
    said = ["2024-07-24 16:40:00 UTC", None, "2024-07-24 16:40:00.12 UTC"]
    assert read(times, pa.timestamp("us", "UTC")) == said
    # A zone that is stated is told in UTC, one that is not stated is not told.
    assert read([at], pa.timestamp("ns", "Asia/Tokyo")) == said[:1]
    bare = [one and one.replace(tzinfo=None) for one in times]
    expected = [one and one.removesuffix(" UTC") for one in said]
    assert read(bare, pa.timestamp("ms")) == expected
    assert read(bare[:2], pa.timestamp("s")) == expected[:2]
    assert read([at.date()], pa.date32()) == ["2024-07-24"]
