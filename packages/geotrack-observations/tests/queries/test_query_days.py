"""Rows that state only a day: possible in a part of it, and of no track."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from dataset_rows import Put
from geotrack.model.query import Query
from geotrack.workspace import Workspace
from geotrack_observations import (
    Dataset,
    DatasetQuery,
    Naming,
    build,
    count_by,
    count_hexagons,
    open_dataset,
    query,
    read_fixes,
    store,
)
from geotrack_observations.density.density import NO_MONTH

HEAD = ("time", "lon", "lat", "mmsi")
ROWS = [
    ("2024-07-23", 10, 70, 1),
    ("2024-07-24", 10, 71, 2),
    ("2024-07-24T12:00:00Z", 10, 72, 3),
    ("", 10, 73, 4),
]


@pytest.fixture
def dataset(put: Put, tmp_path: Path) -> Dataset:
    built = build(put(ROWS, head=HEAD), tmp_path / "out", Naming(time_zone="UTC"))
    assert (built.days, built.timeless) == (2, 1)
    return open_dataset(tmp_path / "out")


def matches(
    dataset: Dataset, workspace: Workspace, start: str | None, end: str | None
) -> dict[int, str]:
    dataset_query = DatasetQuery(dataset, Query.parse(start=start, end=end), workspace)
    found = [rows.to_pylist() for rows in dataset_query.matching_rows(["mmsi"])]
    return {row["mmsi"]: row["match"] for rows in found for row in rows}


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2024-07-24", "2024-07-24", {2: "certain", 3: "certain"}),
        ("2024-07", None, {1: "certain", 2: "certain", 3: "certain"}),
        ("2024-07-24T11:00:00Z", "2024-07-24T13:00:00Z", {2: "possible", 3: "certain"}),
        ("2024-07-24T13:00:00Z", None, {2: "possible"}),
        (None, "2024-07-24T00:00:00Z", {1: "certain", 2: "possible"}),
        ("2024-07-25", None, {}),
        ("2024-07-23T23:59:59Z", "2024-07-23T23:59:59Z", {1: "possible"}),
    ],
)
def test_a_day_is_possible_where_it_is_longer_than_what_is_asked(
    dataset: Dataset, workspace: Workspace, start: str, end: str, found: dict[int, str]
) -> None:
    assert matches(dataset, workspace, start, end) == found


def test_a_day_of_another_zone_is_no_day_of_utc(
    put: Put, tmp_path: Path, workspace: Workspace
) -> None:
    build(put(ROWS[:1], head=HEAD), tmp_path / "out", Naming(time_zone="Asia/Anadyr"))
    dataset = open_dataset(tmp_path / "out")
    assert matches(dataset, workspace, "2024-07-23", "2024-07-23") == {1: "possible"}
    assert matches(dataset, workspace, "2024-07-22", "2024-07-23") == {1: "certain"}


HOURS = st.integers(0, 96)


@settings(max_examples=60)
@given(st.lists(st.tuples(HOURS, st.booleans()), min_size=1, max_size=8), HOURS, HOURS)
def test_it_agrees_with_trying_every_minute(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, bool]], one: int, other: int
) -> None:
    folder = tmp_path_factory.mktemp("days")
    first, last = sorted((one, other))
    stamps = [datetime.fromtimestamp(hour * 3600, UTC) for hour, _ in rows]
    lines = [
        f"{at:%Y-%m-%d}" if is_day else f"{at:%Y-%m-%dT%H:%M:%SZ}"
        for at, (_, is_day) in zip(stamps, rows, strict=True)
    ]
    source = folder / "in.csv"
    source.write_text("time,lon,lat,n\n" + "".join(f"{t},1,70,{n}\n" for n, t in enumerate(lines)))
    build(source, folder / "out", Naming(time_zone="UTC"))
    start, end = (datetime.fromtimestamp(hour * 3600, UTC) for hour in (first, last))
    answer = query(
        folder / "out",
        start=f"{start:%Y-%m-%dT%H:%M:%SZ}",
        end=f"{end:%Y-%m-%dT%H:%M:%SZ}",
        workspace=None,
    )
    found = {row["n"]: row["match"] for row in answer.to_arrow(["n"]).to_pylist()}
    for n, (hour, is_day) in enumerate(rows):
        begin = hour // 24 * 24 if is_day else hour
        minutes = range(begin * 60, begin * 60 + (24 * 60 if is_day else 1))
        inside = [first * 60 <= minute <= last * 60 for minute in minutes]
        wanted = "certain" if all(inside) else "possible" if any(inside) else None
        assert found.get(n) == wanted


def test_it_is_of_no_track(dataset: Dataset, workspace: Workspace) -> None:
    fixes = read_fixes(DatasetQuery(dataset, Query(), workspace), "mmsi")
    assert (len(fixes), fixes.days, fixes.timeless) == (1, 2, 1)


def test_a_dataset_without_days_is_of_the_format_that_it_was(put: Put, tmp_path: Path) -> None:
    build(put([ROWS[2]], head=HEAD), tmp_path / "out")
    path = tmp_path / "out" / "observations.parquet"
    assert b'"format": 1' in parquet.read_schema(path).metadata[b"geotrack"]
    assert "day_end" not in parquet.read_schema(path).names
    assert open_dataset(path).days == 0


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_an_answer_with_days_is_an_input_again(
    dataset: Dataset, workspace: Workspace, tmp_path: Path, ending: str
) -> None:
    assert b'"format": 2' in parquet.read_schema(dataset.path).metadata[b"geotrack"]
    answer = tmp_path / f"answer{ending}"
    if ending == ".parquet":
        store(DatasetQuery(dataset, Query(), workspace), answer)
    else:
        rows = query(dataset, workspace=None).to_arrow().drop_columns(["geometry", "match"])
        lon_lat = rows.append_column("lon", pa.array([10.0] * 4)).append_column(
            "lat", pa.array([70.0] * 4)
        )
        lon_lat.to_pandas().to_csv(answer, index=False)
    built = build(answer, tmp_path / "again")
    assert (built.rows, built.days, built.timeless) == (4, 2, 1)
    assert open_dataset(tmp_path / "again").columns == dataset.columns


@pytest.mark.parametrize("zone", ["UTC", "Europe/Oslo", "America/Anchorage", "Asia/Anadyr"])
def test_a_day_is_counted_in_the_day_that_it_states(
    put: Put, tmp_path: Path, workspace: Workspace, zone: str
) -> None:
    """Its beginning lies on the day before in UTC, east of Greenwich."""
    rows = [("2024-08-01", 10, 70, 1), ("", 10, 71, 2), ("2024-07-31T23:30:00Z", 10, 72, 3)]
    build(put(rows, head=HEAD), tmp_path / "out", Naming(time_zone=zone))
    dataset_query = DatasetQuery(open_dataset(tmp_path / "out"), Query.parse(), workspace)
    assert count_by(dataset_query, ["day"]) == {
        ("(none)",): (1, 0), ("2024-07-31",): (1, 0), ("2024-08-01",): (1, 0),
    }  # fmt: skip
    (level,) = count_hexagons(dataset_query, [1_000_000.0]).levels
    months = np.array([*level.month[level.month != NO_MONTH]]).astype("M8[M]").astype(str)
    assert {*months} == {"2024-07", "2024-08"}
