"""Datasets: what goes in comes out, in order, whatever stops the build on its way."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyarrow as pa
import pyproj
import pytest
import shapely
from pyarrow import parquet

from dataset_rows import HEAD, Put, made
from geotrack.errors import BusyError, UsageError
from geotrack_observations import Naming, build, open_dataset
from geotrack_observations.ingest import batches
from geotrack_observations.ingest.hilbert import hilbert
from geotrack_observations.storage.layout import GROUP, PER_METRE
from tests.children import child

PLANE = pyproj.Transformer.from_crs("OGC:CRS84", "EPSG:6931", always_xy=True)


def rows_of(folder: Path) -> Any:
    return parquet.read_table(folder / "observations.parquet")


def told(folder: Path) -> set[tuple[Any, ...]]:
    """Return the rows of a dataset as geopandas reads them."""
    frame = geopandas.read_parquet(folder / "observations.parquet")
    times = frame["time"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    return set(
        zip(frame["id"], times, frame.geometry.x, frame.geometry.y, frame["speed"], strict=True)
    )


def refused(folder: Path) -> list[list[str]]:
    with (folder / "_refused.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_all_rows_come_back_as_another_reader_reads_them(put: Put, tmp_path: Path) -> None:
    rows = made(5_000)
    built = build([put(rows)], tmp_path / "out")
    assert (built.rows, built.refused, refused(tmp_path / "out")) == (5_000, 0, [])
    assert told(tmp_path / "out") == set(rows)


def test_places_in_the_plane_are_those_of_proj(put: Put, tmp_path: Path) -> None:
    build([put(made(2_000))], tmp_path / "out")
    table = rows_of(tmp_path / "out")
    points = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    x, y = PLANE.transform(shapely.get_x(points), shapely.get_y(points))
    for name, metres in (("plane_x", x), ("plane_y", y)):
        assert table.schema.field(name).type == pa.int32()
        apart = np.abs(table[name].to_numpy() / PER_METRE - metres)
        assert apart.max() < 0.5 / PER_METRE + 1e-4


def test_it_lies_in_the_order_of_the_curve_then_of_time(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BLOCK", 20_000)
    monkeypatch.setattr("geotrack_observations.ingest.sorted_runs._MERGE_ROWS", 700)
    build([put(made(5_000))], tmp_path / "out")
    table = rows_of(tmp_path / "out")
    points = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    # As the builder has them: a cell's border is narrower than a centimetre.
    from folium_polar.geometry.plane import project

    keys = hilbert(*project(shapely.get_x(points), shapely.get_y(points))).astype(np.int64)
    assert (np.diff(keys) >= 0).all()
    times = table["time"].to_numpy().astype("datetime64[s]").astype(np.int64)
    assert (np.diff(times)[np.diff(keys) == 0] >= 0).all()


def test_it_is_a_geoparquet_whose_boxes_hold_their_points(put: Put, tmp_path: Path) -> None:
    rows = made(5_000)
    build([put(rows)], tmp_path / "out")
    path = tmp_path / "out" / "observations.parquet"
    geo = json.loads(parquet.read_schema(path).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["geometry_types"] == ["Point"]
    frame = geopandas.read_parquet(path, bbox=(20.0, 60.0, 60.0, 75.0))
    inside = [i for i, _, lon, lat, _ in rows if 20 <= lon <= 60 and 60 <= lat <= 75]
    assert sorted(frame["id"]) == sorted(inside)
    table = parquet.read_table(path)
    points = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    sides = dict(
        zip(("xmin", "ymin", "xmax", "ymax"), table["bbox"].combine_chunks().flatten(), strict=True)
    )
    for axis, of in (("x", shapely.get_x), ("y", shapely.get_y)):
        assert (sides[f"{axis}min"].to_numpy().astype(float) <= of(points)).all()
        assert (sides[f"{axis}max"].to_numpy().astype(float) >= of(points)).all()


@pytest.mark.parametrize(
    "geo",
    [
        "[" * 100_000,
        "5",
        '{"primary_column": "g", "columns": {"g": 5}}',
        '{"primary_column": "g", "columns": {"g": {"crs": "x"}}}',
    ],
)
def test_odd_metadata_of_a_geoparquet_are_an_error(tmp_path: Path, geo: str) -> None:
    table = pa.table({"g": [b""]}).replace_schema_metadata({"geo": geo})
    parquet.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(UsageError, match=r"'geo' cannot be read|its CRS is unnamed"):
        build([tmp_path / "a.parquet"], tmp_path / "out")


@pytest.mark.slow
def test_row_groups_are_of_one_size(put: Put, tmp_path: Path) -> None:
    count = 2 * GROUP + 17
    lon = np.linspace(-180, 180, count).round(6)
    rows = [(i, "2024-01-01T00:00:00Z", lon[i], 75.5, 1.0) for i in range(count)]
    build([put(rows)], tmp_path / "out")
    file = parquet.ParquetFile(tmp_path / "out" / "observations.parquet")
    sizes = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
    assert sizes == [GROUP, GROUP, 17]


@pytest.mark.parametrize("ending", [".geojsonl", ".parquet", ".plain.parquet"])
def test_every_kind_of_input_comes_to_the_same(put: Put, tmp_path: Path, ending: str) -> None:
    rows = made(400)
    build([put(rows)], tmp_path / "csv")
    other = tmp_path / f"in{ending}"
    frame = geopandas.GeoDataFrame(
        {
            name: [row[i] for row in rows]
            for i, name in enumerate(HEAD)
            if name not in {"lon", "lat"}
        },
        geometry=[shapely.Point(row[2], row[3]) for row in rows],
        crs="OGC:CRS84",
    )
    if ending == ".geojsonl":
        lines = [
            json.dumps(
                {
                    "type": "Feature",
                    "properties": {"id": row[0], "time": row[1], "speed": row[4]},
                    "geometry": {"type": "Point", "coordinates": [row[2], row[3]]},
                }
            )
            for row in rows
        ]
        other.write_text("\n".join(lines), "utf-8")
    elif ending == ".parquet":
        frame.to_parquet(other)
    else:
        plain = {name: [row[i] for row in rows] for i, name in enumerate(HEAD)}
        parquet.write_table(pa.table(plain), other)
    build([other], tmp_path / "other")
    assert told(tmp_path / "other") == told(tmp_path / "csv")


def test_rows_that_are_no_observations_are_told_by_line(put: Put, tmp_path: Path) -> None:
    good = made(5)
    path = put(
        [
            *good,
            (5, "2024-01-01T00:00:00Z", 181, 70, 1),
            (6, "2024-01-01T00:00:00Z", 10, 91, 1),
            (7, "2024-01-01T00:00:00Z", "east", 70, 1),
            (8, "2024-02-30T00:00:00Z", 10, 70, 1),
            (9, "2024-01-01T00:00:00", 10, 70, 1),
            (10, "yesterday", 10, 70, 1),
            (11, "2024-01-01T00:00:00Z", "", 70, 1),
            (12, "2024-01-01T00:00:00Z", "nan", 70, 1),
            (13, "2024-01-01T00:00:00Z", 10, 70, "fast"),
            (14, "2024-01-01T00:00:00Z", 10),
            (15, "", 10, 70, 1),
        ]
    )
    built = build([path], tmp_path / "out")
    assert built.rows == 7, "a row without a time is one, and one with an attribute that is none"
    key = "unread:speed"
    assert (built.counts[key], built.examples[key]) == (1, "15: speed 'fast' is no number")
    assert refused(tmp_path / "out") == [
        ["in.csv", "7", "lon '181' is beyond 180"],
        ["in.csv", "8", "lat '91' is beyond 90"],
        ["in.csv", "9", "lon 'east' is no number"],
        ["in.csv", "10", "time '2024-02-30T00:00:00Z' is no time that there is"],
        [
            "in.csv", "11",
            "time '2024-01-01T00:00:00' states no time zone: "
            "give one as time_zone, for example UTC",
        ],
        ["in.csv", "12", "time 'yesterday' is no time as 2024-07-24T16:40:00Z"],
        ["in.csv", "13", "lon (empty) is no number"],
        ["in.csv", "14", "lon 'nan' is no number"],
        ["in.csv", "16", "3 cells where the head has 5"],
    ]  # fmt: skip
    found = open_dataset(tmp_path / "out")
    assert (found.rows, found.refused, found.timeless) == (7, 9, 1)
    assert rows_of(tmp_path / "out")["speed"].null_count == 1


def test_times_without_a_zone_are_of_the_one_that_is_stated(put: Put, tmp_path: Path) -> None:
    path = put([(1, "2024-07-01 12:00", 10, 70, 1), (2, "2024-07-01T12:00:00+05:00", 10, 70, 1)])
    built = build([path], tmp_path / "out", Naming(time_zone="Europe/Oslo"))
    assert built.refused == 0
    times = rows_of(tmp_path / "out")["time"].to_pylist()
    assert [f"{t:%H:%M}" for t in times] == ["07:00", "10:00"]


def test_broken_off_it_goes_on_and_comes_to_the_same_bytes(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BLOCK", 10_000)
    path = put([*made(2_000), (0, "", 999, 0, 0)])
    build([path], tmp_path / "whole")

    done = 0

    def stop(_: Path, __: int) -> None:
        nonlocal done
        done += 1
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([path], tmp_path / "out", progress=stop)
    with pytest.raises(UsageError, match="no dataset"):
        open_dataset(tmp_path / "out")
    built = build([path], tmp_path / "out")
    assert built.resumed == 3
    for name in ("observations.parquet", "_refused.csv"):
        one, other = (tmp_path / folder / name for folder in ("whole", "out"))
        assert one.read_bytes() == other.read_bytes()
    assert {p.name for p in (tmp_path / "out").iterdir()} - {"_lock"} == {
        "observations.parquet", "_refused.csv",
    }  # fmt: skip


def test_an_input_that_was_changed_is_read_anew(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BLOCK", 10_000)
    path = put(made(2_000))

    def stop(_: Path, __: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([path], tmp_path / "out", progress=stop)
    rows = made(2_000, seed=8)
    put(rows)
    assert build([path], tmp_path / "out").resumed == 0
    assert told(tmp_path / "out") == set(rows)


SLOW = """
import sys, time
from pathlib import Path
from geotrack_observations import build
from geotrack_observations.ingest import batches
batches.BLOCK = 10_000
def tell(*_):
    print("run", flush=True)
    time.sleep(0.02)
build([Path(sys.argv[1])], Path(sys.argv[2]), progress=tell)
"""


@pytest.mark.slow
def test_killed_it_leaves_the_old_dataset(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    old = made(50)
    build([put(old, "old.csv")], out)
    new = made(3_000, seed=9)
    path = put(new)
    command = [sys.executable, "-c", SLOW, str(path), str(out)]
    with child(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(4):
            assert process.stdout.readline() == "run\n"
        os.kill(process.pid, signal.SIGKILL)
    assert told(out) == set(old)
    monkeypatch.setattr(batches, "BLOCK", 10_000)
    built = build([path], out)
    assert built.rows == 3_000
    assert built.resumed >= 4
    assert told(out) == set(new)


@pytest.mark.slow
def test_two_builds_do_not_work_in_one_folder(put: Put, tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = put(made(3_000))
    command = [sys.executable, "-c", SLOW, str(path), str(out)]
    with child(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "run\n"
        with pytest.raises(BusyError, match="another build"):
            build([path], out)
    deadline = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "when,x1,y1\n1,2,3\n", "no column is called lon or longitude"),
        ("a.csv", "lon,lat,lat\n1,2,3\n", "two columns are called 'lat'"),
        ("a.csv", "lon,lat,bbox\n1,2,3\n", "rename the column 'bbox'"),
        ("a.csv", "lon,lat,match\n1,2,3\n", "rename the column 'match'"),
        ("a.csv", "", "is empty; its first line must name the columns"),
        ("a.csv", "lon,lat\n", "none of the rows is an observation: they are empty"),
        (
            "a.csv",
            "lon,lat\n300,2\n",
            "none of the rows is an observation: lon '300' is beyond 180",
        ),
        ("a.parquet", "PAR1 and no more", "no Parquet file, or a torn one"),
        ("a.pdf", "x", "observations are read from .csv"),
        ("a.xlsx", "x", "a.xlsx: named .xlsx, but it holds CSV"),
        ("a.geojsonl", "{}\n", "none of the rows is an observation: no geometry where a Point"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, content: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=message):
        build([path], tmp_path / "out")
    left = {p.name for p in (tmp_path / "out").glob("*")}
    assert left <= {"_lock"}, "there is nothing to go on with"


@pytest.mark.parametrize(
    "content", [b"navn,Troms\xf8,lon,lat\n", b"navn,lon,lat\nTroms\xf8,9,70\n"]
)
def test_what_is_not_utf8_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="not UTF-8; save the file as UTF-8"):
        build([path], tmp_path / "out")


def test_figures_that_are_a_name_stay_as_they_are(put: Put, tmp_path: Path) -> None:
    rows = [("001234567", 10, 70, "1.50"), ("257000001", 11, 70, "2")]
    build([put(rows, head=("mmsi", "lon", "lat", "draught"))], tmp_path / "out")
    table = rows_of(tmp_path / "out")
    assert set(table["mmsi"].to_pylist()) == {"001234567", "257000001"}
    assert set(table["draught"].to_pylist()) == {1.5, 2.0}


def test_another_crs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = geopandas.GeoDataFrame(geometry=[shapely.Point(0, 0)], crs="EPSG:3995")
    frame.to_parquet(path)
    with pytest.raises(UsageError, match="its CRS is EPSG:3995"):
        build([path], tmp_path / "out")


def test_a_torn_parquet_file_and_a_foreign_folder_are_told(put: Put, tmp_path: Path) -> None:
    path = put(made(300))
    build([path], tmp_path / "out")
    file = tmp_path / "out" / "observations.parquet"
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(UsageError, match="torn"):
        open_dataset(tmp_path / "out")
    with pytest.raises(UsageError, match="torn"):
        build([file], tmp_path / "again")
    with pytest.raises(UsageError, match="no dataset of observations"):
        build([path], tmp_path)
    parquet.write_table(pa.table({"lon": [1.0]}), tmp_path / "foreign.parquet")
    with pytest.raises(UsageError, match="was not built by"):
        open_dataset(tmp_path / "foreign.parquet")


def test_inputs_must_have_the_same_columns(put: Put, tmp_path: Path) -> None:
    one = put(made(5))
    other = put([(1, 2, 3)], "b.csv", ("lon", "lat", "draught"))
    with pytest.raises(UsageError, match=r"b\.csv: has a column 'draught', which the first rows"):
        build([one, other], tmp_path / "out")
    few = put([(1, 2)], "c.csv", ("lon", "lat"))
    assert build([one, few], tmp_path / "out").rows == 6
    assert rows_of(tmp_path / "out")["speed"].null_count == 1


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_csv_is_divided_by_commas_semicolons_or_tabs(mark: str, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    rows = [
        ("mmsi", "lon", "lat", "name"),
        ("1", "10.5", "70", '"a;b,c\td"'),
        ("2", "11", "71", ""),
    ]
    source.write_text("\n".join(mark.join(row) for row in rows), "utf-8")
    assert build([source], tmp_path / "out").rows == 2
    read = parquet.read_table(tmp_path / "out" / "observations.parquet")
    found = sorted(zip(read["mmsi"].to_pylist(), read["name"].to_pylist(), strict=True))
    assert found == [(1, "a;b,c\td"), (2, None)]


def test_a_decimal_comma_is_told(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text('lon,lat,time\n"10,5",70,\n10.5,70,\n', "utf-8")
    built = build([source], tmp_path / "out")
    assert built.rows == 1
    (why,) = built.reasons
    assert why.reason.text == "lon '10,5' is no number: write its decimals after a point"
    assert why.count == 1


def test_rotten_rows_are_told_by_kind_however_many_values_they_have(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BLOCK", 10_000)
    rows: list[tuple[Any, ...]] = [(1, "2024-01-01T00:00:00Z", 10, 70, 1)]
    for n in range(2_000):
        rows += [(n, "", 200 + n, 70, 1), (n, f"day {n}", 10, 70, 1)]
    rows += [(1, "", 10), (1, "", 10, 70), (1, "", 10, 70, 1, 9)]
    built = build([put(rows)], tmp_path / "out")
    assert [
        (one.reason.kind, one.reason.value, one.file, one.line, one.count) for one in built.reasons
    ] == [
        ("lon is beyond 180", "'200'", "in.csv", 3, 2_000),
        ("time is no time as 2024-07-24T16:40:00Z", "'day 0'", "in.csv", 4, 2_000),
        ("not the 5 cells of the head", "3 cells", "in.csv", 4_003, 3),
    ]
    assert built.refused == 4_003
    told = refused(tmp_path / "out")
    assert told[1] == ["in.csv", "4", "time 'day 0' is no time as 2024-07-24T16:40:00Z"]
    assert [why for _, _, why in told[-3:]] == [
        f"{n} cells where the head has 5" for n in (3, 4, 6)
    ]


def test_a_file_counts_once(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = put(made(5))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"in.csv: is given twice, and its rows would count twice"):
        build([source, Path("in.csv")], tmp_path / "out")
    assert not (tmp_path / "out").exists()
