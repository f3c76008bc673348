"""What geotrack made itself is left out of what it reads, and nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from dataset_rows import Put, made
from folium_polar.geometry.plane import project
from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.workspace import packaged_workspace
from geotrack_observations import Built, DatasetQuery, build, open_dataset, store
from geotrack_observations.ingest.batches import Batch
from geotrack_observations.ingest.drop_derived_columns import without_derived

HEAD = ("id", "time", "lon", "lat", "speed")


@pytest.fixture
def dataset(put: Put, tmp_path: Path) -> Path:
    rows = [*made(300), (300, "", 180, 60, 1.0), (301, "", -180, 60, 1.0)]
    build([put(rows)], tmp_path / "first")
    return tmp_path / "first"


def again(path: Path) -> tuple[Built, Any]:
    """Build a dataset of a file; return what it came to, and its rows."""
    built = build([path], path.parent / "again")
    return built, parquet.read_table(path.parent / "again" / "observations.parquet")


def test_a_dataset_that_geopandas_has_written_is_the_same_dataset(
    dataset: Path, tmp_path: Path
) -> None:
    frame = geopandas.read_parquet(dataset)
    frame["lon"], frame["lat"] = frame.geometry.x, frame.geometry.y
    first = parquet.read_table(dataset / "observations.parquet")
    for more in ({}, {"write_covering_bbox": True, "schema_version": "1.1.0"}):
        path = tmp_path / "saved.parquet"
        frame.to_parquet(path, **more)
        built, rows = again(path)
        assert built.derived[path] - {"bbox"} == {"lon", "lat", "plane_x", "plane_y"}
        assert ("bbox" in built.derived[path]) == bool(more)
        assert built.refused == 0
        assert rows.equals(first)


def test_an_answer_that_geopandas_has_written_is_an_input(dataset: Path, tmp_path: Path) -> None:
    asked = DatasetQuery(open_dataset(dataset), Query(north_of=70.0), packaged_workspace())
    store(asked, tmp_path / "answer.parquet", {})
    frame = geopandas.read_parquet(tmp_path / "answer.parquet")
    assert "match" in frame.columns
    for name, write in (
        ("saved.parquet", frame.to_parquet),
        ("saved.geojson", frame.to_file),
        ("saved.geojsonl", lambda path: frame.to_file(path, driver="GeoJSONSeq")),
    ):
        write(tmp_path / name)
        built, rows = again(tmp_path / name)
        assert built.derived == {tmp_path / name: {"match"}}
        assert (built.refused, rows.num_rows) == (0, len(frame))
        assert sorted(rows["id"].to_pylist()) == sorted(frame["id"])
        assert open_dataset(tmp_path / "again").columns == {"id": "int64", "speed": "double"}


def test_a_table_with_its_place_in_the_plane_is_an_input(dataset: Path, tmp_path: Path) -> None:
    frame = geopandas.read_parquet(dataset)
    table = pandas.DataFrame(frame.drop(columns="geometry"))
    table["lon"], table["lat"] = frame.geometry.x, frame.geometry.y
    table["match"] = "certain"
    table.to_csv(tmp_path / "saved.csv", index=False)
    built, rows = again(tmp_path / "saved.csv")
    assert built.derived == {tmp_path / "saved.csv": {"match", "plane_x", "plane_y"}}
    first = parquet.read_table(dataset / "observations.parquet")
    assert rows.equals(first)


OTHERS: dict[str, Any] = {
    "lon": [10.0, 20.00001],
    "lat": [75.0, 74.0],
    "plane_x": [1, 2],
    "plane_y": ["here", "there"],
    "match": ["certain", "draw"],
    "bbox": [{"xmin": 9.0, "xmax": 11.0, "ymin": 74.0, "ymax": 76.0}] * 2,
    "certain": [1, 0],
    "geometry": ["POINT (10 75)", "POINT (20 75)"],
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_says_something_else_is_never_left_out(tmp_path: Path, name: str) -> None:
    frame = pandas.DataFrame({name: OTHERS[name]})
    table = pa.Table.from_pandas(frame)
    if name in {"lon", "lat"}:
        places = geopandas.points_from_xy([10.0, 20.0], [75.0, 75.0])
        geopandas.GeoDataFrame(frame, geometry=places, crs=4326).to_parquet(tmp_path / "a.parquet")
    else:
        for axis, values in (("lon", [10.0, 20.0]), ("lat", [75.0, 75.0])):
            table = table.append_column(axis, pa.array(values))
        parquet.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(UsageError, match=f"rename the column '{name}': geotrack makes one"):
        build([tmp_path / "a.parquet"], tmp_path / "out")


def test_nor_in_rows_that_come_later(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotrack_observations.ingest.batches.BLOCK", 8 * 40)
    rows = [(n, 10, 75, "certain" if n < 40 else "won") for n in range(60)]
    with pytest.raises(UsageError, match="rename the column 'match'"):
        build([put(rows, head=("id", "lon", "lat", "match"))], tmp_path / "out")


@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(40, 90)), min_size=1, max_size=8),
    st.floats(-50, 50),
    st.integers(0, 7),
)
def test_a_place_in_the_plane_is_known_by_where_it_is(
    places: list[tuple[float, float]], off: float, which: int
) -> None:
    lon, lat = np.array(places).T
    x, y = (np.rint(axis * 100) for axis in project(lon, lat))
    moved = x.copy()
    moved[which % len(x)] += off
    others = {"plane_x": pa.array(moved), "plane_y": pa.array(y)}
    batch = Batch(np.arange(len(x)), pa.array(lon), pa.array(lat), None, others)
    # Rounded to a centimetre before it was moved.
    if abs(abs(off) - 20) > 0.6:
        known = ("plane_x", "plane_y") if abs(off) < 20 else ("plane_y",)
        assert without_derived(batch).derived == known
    assert batch.others.keys() == others.keys()
