"""Workbooks and GIS files become the same datasets as a CSV of their rows."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyarrow import parquet

from geotrack.errors import UsageError
from geotrack.importing import MappingOptions, ReadingOptions, UnreadableError, draft
from geotrack_observations import Naming, build
from tests.workbooks import ods, xlsx

ROWS: list[tuple[Any, ...]] = [
    (257000001, "2024-07-24T13:45:00Z", 19.25, 70.5, 12.5),
    (257000001, "2024-07-24T14:45:00Z", -170.5, 71.25, 3.5),
    (257000002, "2024-07-24T14:45:00Z", 0.5, 95.0, 1.0),
]
HEAD = ("mmsi", "time", "lon", "lat", "speed")
UTC = Naming(time_zone="UTC")


def _comma(value: Any) -> Any:
    return str(value).replace(".", ",") if isinstance(value, float) else value


def _sheet() -> dict[str, list[list[Any]]]:
    body = [[m, datetime.fromisoformat(t[:-1]), *map(_comma, rest)] for m, t, *rest in ROWS]
    return {"Fixes": [[*HEAD], *body]}


def _gis(path: Path) -> None:
    import geopandas
    import pandas as pd

    frame = geopandas.GeoDataFrame(
        {
            "mmsi": [r[0] for r in ROWS[:2]],
            "time": pd.to_datetime([r[1] for r in ROWS[:2]]),
            "speed": [r[4] for r in ROWS[:2]],
        },
        geometry=[shapely.Point(r[2], r[3]) for r in ROWS[:2]],
        crs="EPSG:4326",
    )
    frame.to_crs("EPSG:3413").to_file(path)


def _written(path: Path) -> Path:
    if path.suffix == ".csv":
        lines = (";".join(str(_comma(cell)) for cell in row) for row in (HEAD, *ROWS))
        path.write_text("\n".join(lines) + "\n")
    elif path.suffix in {".xlsx", ".ods"}:
        path.write_bytes((xlsx if path.suffix == ".xlsx" else ods)(_sheet()))
    else:
        _gis(path)
    return path


def _columns(folder: Path, *names: str) -> list[tuple[Any, ...]]:
    """Return longitude, latitude and columns of each row."""
    table = parquet.read_table(folder / "observations.parquet")
    points = shapely.from_wkb(table["geometry"].to_pylist())
    places = shapely.get_coordinates(points).round(7).T.tolist()
    columns = [table[name].to_pylist() for name in names]
    return sorted(zip(*places, *columns, strict=True), key=str)


def _rows(folder: Path) -> list[tuple[Any, ...]]:
    found = _columns(folder, "mmsi", "time", "speed")
    return sorted((m, f"{t:%Y-%m-%dT%H:%M:%SZ}", lon, lat, s) for lon, lat, m, t, s in found)


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.ods", "a.gpkg", "a.fgb"])
def test_each_format_gives_the_same_rows(tmp_path: Path, name: str) -> None:
    built = build([_written(tmp_path / name)], tmp_path / "out", UTC)
    assert _rows(tmp_path / "out") == ROWS[:2]
    refused = [one.reason.text.replace("95.0", "95") for one in built.reasons]
    assert refused == ([] if name in {"a.gpkg", "a.fgb"} else ["lat '95' is beyond 90"])


def test_commas_of_texts_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("lon;lat;pair\n5,5;70;1,2\n6;70;a,b\n")
    build([path], tmp_path / "out")
    assert _columns(tmp_path / "out", "pair") == [(5.5, 70.0, "1,2"), (6.0, 70.0, "a,b")]


OBJECTS = [
    {"name": "A", "time": "2024-05-01T12:00:00Z", "latitude": 70, "longitude": 30},
    {"name": "B", "time": "2024-05-02T12:00:00Z", "latitude": 71.5, "longitude": -31.25},
]
SHAPED = [
    {
        "name": one["name"],
        "time": one["time"],
        "location": {"type": "Point", "coordinates": [one["longitude"], one["latitude"]]},
    }
    for one in OBJECTS
]
_KML = """<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">
<Document>{}</Document></kml>"""
_TRACK = "".join(
    f"<Placemark><name>{one['name']}</name><gx:Track><when>{one['time']}</when>"
    f"<gx:coord>{one['longitude']} {one['latitude']} 5</gx:coord></gx:Track></Placemark>"
    for one in OBJECTS
)
_POINTS = "".join(
    f"<Placemark><name>{one['name']}</name><TimeStamp><when>{one['time']}</when></TimeStamp>"
    f"<Point><coordinates>{one['longitude']},{one['latitude']}</coordinates></Point></Placemark>"
    for one in OBJECTS
)
_ROWS = "\n".join(",".join(str(cell) for cell in one.values()) for one in OBJECTS)
TEXTS = {
    "list.json": json.dumps(OBJECTS),
    "wrapped.json": json.dumps({"count": 2, "asam": OBJECTS}),
    "nested.json": json.dumps({"help": "x", "result": {"records": SHAPED, "total": 2}}),
    "lists.json": json.dumps(
        [
            [*OBJECTS[0]],
            ["#name", "#date", "#geo+lat", "#geo+lon"],
            *([*one.values()] for one in OBJECTS),
        ]
    ),
    "tags.csv": f"name,time,latitude,longitude\n#name,#date,#geo+lat,#geo +lon\n{_ROWS}\n",
    "track.kml": _KML.format(_TRACK),
    "points.kml": _KML.format(_POINTS),
}


def _zipped(name: str, data: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(name, data)
    return archive.getvalue()


@pytest.mark.parametrize("packed", ["", ".gz", ".zip"])
@pytest.mark.parametrize("name", TEXTS)
def test_what_import_reads_build_reads_too(tmp_path: Path, name: str, packed: str) -> None:
    path, data = tmp_path / f"{name}{packed}", TEXTS[name].encode()
    packs = {"": lambda: data, ".gz": lambda: gzip.compress(data)}
    path.write_bytes(packs.get(packed, lambda: _zipped(name, data))())
    build([path], tmp_path / "out")
    found = _columns(tmp_path / "out", "time")
    wanted = [(o["longitude"], o["latitude"], datetime.fromisoformat(o["time"])) for o in OBJECTS]
    assert found == sorted(wanted, key=str)
    features = draft(path, ReadingOptions(), MappingOptions()).features
    assert [f["properties"]["start"] for f in features] == [o["time"] for o in OBJECTS]


@pytest.mark.parametrize("name", ["a.csv.gz", "a.geojsonl.gz", "a.kml.gz"])
def test_a_broken_gzip_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(TEXTS["tags.csv"].encode() * 99)[:-12])
    message = f"{name}: its gzip is broken or cut off; fetch it again"
    for read in (
        lambda: build([path], tmp_path / "out"),
        lambda: draft(path, ReadingOptions(), MappingOptions()),
    ):
        with pytest.raises((UsageError, UnreadableError), match=message):
            read()
