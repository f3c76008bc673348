"""Sheets as tables: the row of names, places of cells in messages, a saved choice of the sheet."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geotrack.errors import UsageError
from geotrack.importing import MappingOptions, ReadingOptions, draft, mapping_text, read_mapping
from geotrack.importing.formats.tables.workbook_scan import cell_name, parse_reference
from tests.importing.conftest import Import, properties
from tests.workbooks import ods, xlsx

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    # openpyxl writes 16 digits.
    st.integers(-(10**9), 10**9).map(lambda n: n / 1000),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF), min_size=1, max_size=8),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
)


def _cell(value: Any) -> Any:
    """Return a cell as a property, None for an empty one."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value if value.strip() else None
    whole = isinstance(value, float) and value.is_integer() and abs(value) <= 2**53
    return int(value) if whole else value


@pytest.mark.parametrize("make", [xlsx, ods])
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4))
@example(rows=[[None, "x", None], [None, None, None], ["=1", "'", " a "]])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_no_cell_is_lost_and_none_changes_its_type(
    tmp_path: Path, make: Any, rows: list[list[Any]]
) -> None:
    # A text that begins with = would be a formula.
    plain = [[f"'{c}" if isinstance(c, str) and c.startswith("=") else c for c in r] for r in rows]
    there = [r for r in plain if any(_cell(c) is not None for c in r)]
    path = tmp_path / f"a.{make.__name__}"
    path.write_bytes(make({"a": [["p", "q", "r"], *plain]}))
    if not there:
        return
    (tmp_path / "b").unlink(missing_ok=True)
    found = properties(draft(path, ReadingOptions(), MappingOptions(guess=False)))
    assert found == [
        {k: _cell(v) for k, v in zip("pqr", row, strict=True) if _cell(v) is not None}
        for row in there
    ]


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_the_name_of_a_cell_comes_back(row: int, column: int) -> None:
    assert parse_reference(cell_name(row, column)) == (row, column)


def test_an_odd_cell_is_named_by_its_place(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "events.xlsx"
    rows = [["Title"], ["title", "seen"], ["A", "2024-05"], ["B", "late in May"]]
    path.write_bytes(xlsx({"Sheet1": rows}))
    made = imported(path, map={"seen": "start"})
    said = (
        "seen: 1 cell: no date as records write it: it has no year; first Sheet1!B4, 'late in May'"
    )
    assert said in "".join(made.messages)


def test_a_moment_without_a_zone_is_its_day(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "a.xlsx"
    moment = datetime(2024, 5, 1, 14, 30)  # noqa: DTZ001 (as sheets have it)
    path.write_bytes(xlsx({"a": [["title", "start", "t"], ["A", moment, time(3, 4)]]}))
    assert properties(imported(path)) == [
        {
            "title": "A",
            "start": "2024-05-01",
            "start (column)": "2024-05-01T14:30:00",
            "t": "03:04:00",
        }
    ]


def test_a_duration_is_hours_minutes_and_seconds(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx({"a": [["title", "lasts"], ["A", timedelta(days=2, seconds=61)]]}))
    assert properties(imported(path)) == [{"title": "A", "lasts": "48:01:01"}]


def test_the_choice_of_a_sheet_is_saved_with_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx({"a": [["n"], [1]], "b": [["x", "y"], ["n", "m"], ["A", "B"]]}))
    options = ReadingOptions(sheet="b", header_row=2)
    made = draft(path, options, MappingOptions(columns={"n": "title"}))
    assert properties(made) == [{"title": "A", "m": "B"}]
    saved = tmp_path / "m.toml"
    saved.write_text(mapping_text(made.plan, options), "utf-8")
    mapping = read_mapping(saved)
    assert (mapping.sheet, mapping.header_row) == ("b", 2)


def test_options_of_workbooks_are_for_workbooks(tmp_path: Path, imported: Import) -> None:
    (tmp_path / "a.csv").write_text("lon,lat\n1,70\n")
    with pytest.raises(UsageError, match="--sheet and --header-row are for workbooks"):
        imported(tmp_path / "a.csv", sheet="a")
    (tmp_path / "a.xlsx").write_bytes(xlsx({"a": [["n"], [1]]}))
    with pytest.raises(UsageError, match="XLSX has sheets; choose with --sheet NAME"):
        imported(tmp_path / "a.xlsx", layers=("a",))
    with pytest.raises(UsageError, match="row 7 of sheet 'a' is empty"):
        imported(tmp_path / "a.xlsx", header_row=7)


def test_a_row_of_hxl_tags_is_no_record(tmp_path: Path) -> None:
    rows = [["navn", "lat", "lon"], ["#name", "#geo+lat", "#geo+lon"], ["A", 70, 30]]
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx({"S": rows}))
    made = draft(path, ReadingOptions(), MappingOptions())
    assert [f["properties"]["title"] for f in made.features] == ["A"]
    assert "row 2: a row of HXL tags is no record; left out" in made.messages
