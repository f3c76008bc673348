"""GPX, GeoPackage, Shapefile and FlatGeobuf, written by others and read here."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from shapely import LineString, Point, Polygon, from_wkt

from geotrack.errors import UsageError
from geotrack.importing import UnreadableError
from tests.importing.conftest import SCRIPTS, Import, coordinates, faults, frame, properties

FORMATS = ["a.gpkg", "a.fgb", "a.shp"]


@pytest.mark.parametrize("name", FORMATS)
def test_records_come_back_as_they_went_out(tmp_path: Path, imported: Import, name: str) -> None:
    shapes = [Point(30.05, 69.73), Point(180, 70), Point(-180, 70), Point(0, 90)]
    given = frame(
        shapes,
        title=list(SCRIPTS.values())[:4],
        type=["coastguard/patrol"] * 4,
        start=["2024", "2024-05", "2024-05-01", "unknown"],
        source_url=["https://example.org/"] * 4,
        radius_km=[1.5, None, 3.0, None],
        fart=[1, 2, 3, 4],
    )
    # FlatGeobuf with an index sorts its features along a curve.
    ordered = {"SPATIAL_INDEX": "NO"} if name == "a.fgb" else {}
    given.to_file(tmp_path / name, encoding="UTF-8", **ordered)
    made = imported(tmp_path / name)
    assert coordinates(made) == [[30.05, 69.73], [180, 70], [-180, 70], [0, 90]]
    first, second, *_ = properties(made)
    assert first == {
        "title": SCRIPTS["Norwegian"],
        "type": "coastguard/patrol",
        "start": "2024",
        "sources": [{"url": "https://example.org/"}],
        "place": {"radius_km": 1.5, "precision": "near"},
        "fart": 1,
    }
    assert "place" not in second
    assert not [line for line in made.messages if line.startswith("missing")]
    assert not faults(made, tmp_path)


@pytest.mark.parametrize("name", FORMATS)
def test_every_script_comes_through(tmp_path: Path, imported: Import, name: str) -> None:
    texts = list(SCRIPTS.values())
    frame([Point(0, 70)] * len(texts), title=texts).to_file(tmp_path / name, encoding="UTF-8")
    assert [p["title"] for p in properties(imported(tmp_path / name))] == texts


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp"])
def test_rows_without_geometry_have_none(tmp_path: Path, imported: Import, name: str) -> None:
    frame([Point(0, 70), None], title=["a", "b"]).to_file(tmp_path / name)
    assert coordinates(imported(tmp_path / name)) == [[0, 70], None]


def test_heights_stay(tmp_path: Path, imported: Import) -> None:
    frame([Point(0, 70, 5.5)], title=["a"]).to_file(tmp_path / "a.gpkg")
    assert coordinates(imported(tmp_path / "a.gpkg")) == [[0, 70, 5.5]]


def test_cells_keep_their_kind(tmp_path: Path, imported: Import) -> None:
    import pandas as pd

    given = frame(
        [Point(0, 70)] * 2,
        n=pd.array([1, None], dtype="Int64"),
        real=[0.1, None],
        single=pd.array([0.1, 0.2], dtype="float32"),
        yes=pd.array([True, None], dtype="boolean"),
        blank=["x", "  "],
        day=[date(2024, 1, 2), None],
        zoned=pd.to_datetime(["2024-07-24T16:40:00-09:00", None], utc=True),
        local=pd.to_datetime(["2024-07-24T16:40:00", None]),
    )
    given.to_file(tmp_path / "a.gpkg")
    first, second = properties(imported(tmp_path / "a.gpkg", guess=False))
    assert first == {
        "n": 1,
        "real": 0.1,
        "single": 0.1,
        "yes": True,
        "blank": "x",
        "day": "2024-01-02",
        "zoned": "2024-07-25T01:40:00Z",
        "local": "2024-07-24T16:40:00",
    }
    assert second == {"single": 0.2}
    assert [type(first[k]) for k in ("n", "yes")] == [int, bool]


def test_a_moment_is_one_only_with_its_zone(tmp_path: Path, imported: Import) -> None:
    import pandas as pd

    given = frame(
        [Point(0, 70)],
        start=pd.to_datetime(["2024-07-24T16:40:00Z"], utc=True),
        end=pd.to_datetime(["2024-07-25T10:00:00"]),
    )
    given.to_file(tmp_path / "a.gpkg")
    made = imported(tmp_path / "a.gpkg")
    assert properties(made) == [
        {
            "start": "2024-07-24T16:40:00Z",
            "end": "2024-07-25",
            "end (column)": "2024-07-25T10:00:00",
        }
    ]
    assert any("a time without its zone: the day is taken" in line for line in made.messages)


def test_a_file_with_several_layers_wants_a_choice(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "a.gpkg"
    frame([Point(0, 70)], title=["a"]).to_file(path, layer="ships")
    frame([Point(0, 71)] * 2, navn=["b", "c"]).to_file(path, layer="planes")
    with pytest.raises(UsageError) as refusal:
        imported(path)
    assert str(refusal.value) == (
        "a.gpkg has 2 layers: ships (1), planes (2); choose with --layer NAME"
    )
    assert len(imported(path, layers=("planes",)).features) == 2
    assert len(imported(path, layers=("planes", "ships")).features) == 3
    with pytest.raises(UsageError, match="no layer 'plane'; did you mean 'planes'"):
        imported(path, layers=("plane",))


def test_layers_of_the_same_columns_belong_together(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "a.gpkg"
    frame([Point(0, 70)], title=["a"]).to_file(path, layer="points")
    frame([LineString([(0, 70), (1, 71)])], title=["b"]).to_file(path, layer="lines")
    made = imported(path)
    assert [f["geometry"]["type"] for f in made.features] == ["Point", "LineString"]
    assert "layers: points, lines" in made.messages


def test_tables_without_geometry_are_passed_over(tmp_path: Path, imported: Import) -> None:
    import pandas as pd
    import pyogrio

    path = tmp_path / "a.gpkg"
    frame([Point(0, 70)], title=["a"]).to_file(path, layer="points")
    for layer in ("layer_styles", "notes"):
        pyogrio.write_dataframe(pd.DataFrame({"x": ["y"]}), path, layer=layer)
    made = imported(path)
    assert properties(made) == [{"title": "a"}]
    assert "tables without geometry are left out: notes" in made.messages
    assert coordinates(imported(path, layers=("notes",))) == [None]


def test_layers_in_several_crs_are_not_mixed(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "a.gpkg"
    frame([Point(0, 70)], title=["a"]).to_file(path, layer="one")
    frame([Point(0, 0)], 3995, title=["b"]).to_file(path, layer="two")
    with pytest.raises(UsageError, match="have several CRS"):
        imported(path)
    assert coordinates(imported(path, layers=("two",)))[0][1] == 90


def test_curves_and_measures_are_told(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "a.gpkg"
    frame([Point(0, 70, 5)], title=["a"]).to_file(path)
    with closing(sqlite3.connect(path)) as file, file:
        curve = bytes.fromhex(
            "0108000000030000000000000000000000000000000080514000000000"
        ) + bytes.fromhex("0000f03f0000000000c0514000000000000000400000000000805140")
        measured = from_wkt("POINT ZM (1 70 5 6)").wkb
        measured = measured[:1] + (3001).to_bytes(4, "little") + measured[5:]
        head = b"GP\x00\x01" + (4326).to_bytes(4, "little")
        for trigger in file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            file.execute(f'DROP TRIGGER "{trigger[0]}"')
        for blob in (curve, measured):
            file.execute("INSERT INTO a (geom, title) VALUES (?, 'b')", [head + blob])
        file.execute("UPDATE gpkg_ogr_contents SET feature_count = 3")
    made = imported(path)
    assert "curves became lines of many short edges" in made.messages
    assert "measures (M) are left out" in made.messages
    point, bent, other = coordinates(made)
    assert point == [0, 70, 5]
    assert other == [1, 70, 5]
    assert len(bent) > 10
    assert bent[0] == [0, 70]


GPX = """<?xml version="1.0"?>
<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="69.73" lon="30.05"><ele>5</ele><time>2024-07-24T16:40:00Z</time><name>W</name>
<desc>Søk</desc></wpt>
<rte><name>R</name><rtept lat="70" lon="179"/><rtept lat="71" lon="-179"/></rte>
<trk><name>T</name><trkseg><trkpt lat="70" lon="30"><time>2024-07-24T16:40:00Z</time></trkpt>
<trkpt lat="71" lon="30"/><trkpt lat="72" lon="30"><time>2024-07-25T18:40:00Z</time></trkpt>
</trkseg></trk></gpx>"""


def test_gpx_gives_waypoints_routes_and_tracks(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "a.gpx"
    path.write_text(GPX, encoding="utf-8")
    made = imported(path)
    assert [f["geometry"]["type"] for f in made.features] == [
        "Point", "LineString", "MultiLineString",
    ]  # fmt: skip
    assert coordinates(made)[1] == [[179, 70], [-179, 71]]
    assert properties(made) == [
        {"title": "W", "start": "2024-07-24T16:40:00Z", "summary": "Søk", "ele": 5},
        {"title": "R"},
        {"title": "T", "start": "2024-07-24T16:40:00Z", "end": "2024-07-25T18:40:00Z"},
    ]
    assert "tracks: start and end are the times of their first and last points" in made.messages
    assert "tracks: left out of single points: time" in made.messages
    assert len(imported(path, layers=("track_points",)).features) == 3


def test_what_the_points_of_a_route_say_is_told(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "a.gpx"
    named = GPX.replace('lon="179"/>', 'lon="179"><name>P</name><hdop>2</hdop></rtept>')
    path.write_text(named, encoding="utf-8")
    assert "routes: left out of single points: name, hdop" in imported(path).messages
    path.write_text(GPX, encoding="utf-8")
    assert not any(line.startswith("routes:") for line in imported(path).messages)


@pytest.mark.parametrize("name", [*FORMATS, "a.gpx"])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, imported: Import, name: str) -> None:
    path = tmp_path / name
    if name == "a.gpx":
        path.write_text(GPX, encoding="utf-8")
    else:
        frame([Point(n, 70) for n in range(500)], title=["t" * 80] * 500).to_file(path)
    whole = path.read_bytes()
    for part in (0.2, 0.5, 0.9):
        path.write_bytes(whole[: int(len(whole) * part)])
        with pytest.raises(UnreadableError) as refusal:
            imported(path)
        assert re.match(rf"{name}(:\d+)?: ", str(refusal.value))
        assert str(tmp_path) not in str(refusal.value)
        assert "\n" not in str(refusal.value)


def test_a_file_without_features_is_refused(tmp_path: Path, imported: Import) -> None:
    frame([Point(0, 70)], title=["a"]).iloc[:0].to_file(tmp_path / "a.gpkg")
    with pytest.raises(UnreadableError, match="it has no features"):
        imported(tmp_path / "a.gpkg")


def test_polygons_keep_their_holes(tmp_path: Path, imported: Import) -> None:
    shape = Polygon([(0, 70), (10, 70), (10, 80), (0, 80)], [[(4, 74), (6, 74), (6, 76), (4, 76)]])
    frame([shape], title=["a"]).to_file(tmp_path / "a.fgb")
    (rings,) = coordinates(imported(tmp_path / "a.fgb"))
    assert [len(ring) for ring in rings] == [5, 5]
