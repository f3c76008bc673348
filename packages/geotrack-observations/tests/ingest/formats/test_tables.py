"""Parquet files in any state, as inputs and as datasets."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import geopandas
import pyarrow as pa
import pytest
import shapely
from pyarrow import parquet

from dataset_rows import ROOT, Put, made
from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.workspace import open_workspace
from geotrack_observations import DatasetQuery, build, open_dataset, query
from geotrack_observations.queries.results import store


def test_times_of_no_year_are_left_out(tmp_path: Path) -> None:
    for unit, many in (("ms", 1_000), ("us", 1_000_000)):
        counts = [0, 253_402_300_799 * many, 253_402_300_800 * many, None, -(2**63 - 1)]
        times = pa.array(counts, pa.timestamp(unit, "UTC"))
        table = pa.table({"lon": [0.0] * 5, "lat": [80.0] * 5, "time": times})
        parquet.write_table(table, tmp_path / "a.parquet")
        built = build([tmp_path / "a.parquet"], tmp_path / unit)
        (why,) = built.reasons
        assert (why.reason.text, why.line, why.count) == ("time is beyond the year 1 or 9999", 3, 2)
        last = open_dataset(tmp_path / unit).last
        assert last is not None
        assert f"{last:%Y-%m-%dT%H:%M:%S}" == "9999-12-31T23:59:59"
        assert open_dataset(tmp_path / unit).timeless == 1


def test_what_a_dataset_answers_is_an_input_again(put: Put, tmp_path: Path) -> None:
    rows = [(1, -169, 65.7, 50), (2, 10, 70, 5)]
    build([put(rows, head=("id", "lon", "lat", "radius_m"))], tmp_path / "out")
    dataset_query = DatasetQuery(
        open_dataset(tmp_path / "out"), Query(north_of=66.0), open_workspace(ROOT)
    )
    store(dataset_query, tmp_path / "some.parquet", {})
    whole = tmp_path / "out" / "observations.parquet"
    for source, many in ((whole, 2), (tmp_path / "some.parquet", 1)):
        built = build([source], tmp_path / f"again{many}")
        found = open_dataset(tmp_path / f"again{many}")
        assert (built.rows, built.refused, found.columns) == (many, 0, {"id": "int64"})
    assert found.radii == (5.0, 5.0)


def test_a_byte_that_is_not_as_it_was_written_is_told(put: Put, tmp_path: Path) -> None:
    build([put(made(2_000))], tmp_path / "out")
    path = tmp_path / "out" / "observations.parquet"
    whole = path.read_bytes()
    dataset_query = DatasetQuery(open_dataset(path), Query(north_of=50.0), open_workspace(ROOT))
    assert sum(table.num_rows for table in dataset_query.matching_rows()) > 1_000
    column = parquet.read_metadata(path).row_group(0).column(4)
    assert column.path_in_schema == "plane_y"
    for at in range(column.data_page_offset + 60, column.data_page_offset + 2_000, 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(UsageError, match=r"no Parquet file, or a torn one: .*CRC"):
            list(
                DatasetQuery(
                    open_dataset(path), Query(north_of=50.0), open_workspace(ROOT)
                ).matching_rows()
            )


def test_a_geoparquet_file_that_does_not_know_its_crs_is_refused(tmp_path: Path) -> None:
    points = shapely.points([[10, 70]])
    geopandas.GeoDataFrame(geometry=points).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(UsageError, match=r"its CRS is not known \(null\)"):
        build([tmp_path / "a.parquet"], tmp_path / "out")


@pytest.mark.parametrize("geo", ["{", "[]", '{"primary_column": "geometry"}', "null"])
def test_damaged_metadata_are_told(tmp_path: Path, geo: str) -> None:
    table = pa.table({"lon": [0.0], "lat": [80.0]}).replace_schema_metadata({"geo": geo})
    parquet.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(UsageError, match=r"its metadata 'geo' cannot be read"):
        build([tmp_path / "a.parquet"], tmp_path / "out")


_KINDS = {
    "time of day": pa.array([1, 2], pa.time64("us")),
    "duration": pa.array([1, 2], pa.duration("us")),
    "half": pa.array([1.5, 2.5], pa.float32()).cast(pa.float16()),
    "bytes": pa.array([b"\xff", b"a"]),
    "view": pa.array(["a", "b"], pa.string_view()),
    "whole numbers": pa.array([5, 6]).dictionary_encode(),
    "list": pa.array([[1], [2]]),
    "struct": pa.array([{"a": 1}, {"a": 2}]),
    "nothing": pa.nulls(2),
}


@pytest.mark.parametrize("kind", _KINDS)
def test_a_column_of_any_type_is_stored_and_queried_or_refused(tmp_path: Path, kind: str) -> None:
    times = pa.array([0, 60_000_000], pa.timestamp("us", "UTC"))
    table = pa.table({"lon": [5.0] * 2, "lat": [72.0] * 2, "time": times, "c": _KINDS[kind]})
    parquet.write_table(table, tmp_path / "in.parquet")
    build([tmp_path / "in.parquet"], tmp_path / "out")
    answer = query(tmp_path / "out", ROOT)
    assert answer.to_arrow(["c"])["c"].to_pylist() == _KINDS[kind].to_pylist()
    asks = (
        lambda: answer.count_by("c"),
        lambda: answer.tracks("c"),
        lambda: len(query(tmp_path / "out", ROOT, where="c=1")),
    )
    for ask in asks:
        with suppress(UsageError):
            ask()
