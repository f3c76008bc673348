"""From any CRS to longitude and latitude, against pyproj."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from folium_polar.geometry import area_km2, distance_m, to_plane
from geotrack.errors import UsageError
from geotrack.importing import UnreadableError
from geotrack.importing.geometry.reproject import reproject
from geotrack.importing.table import Table
from tests.importing.conftest import Import, Written, coordinates, faults, frame

POLAR = Transformer.from_crs("EPSG:4326", "EPSG:3995", always_xy=True)


def table(*geometries: object, crs: str | None = None, plain: bool = False) -> Table:
    rows = [f"row {n}" for n, _ in enumerate(geometries)]
    return Table(Path("a.x"), {}, geometries, rows, crs=crs, plain=plain)


def polar(*positions: tuple[float, float]) -> list[tuple[float, float]]:
    return [POLAR.transform(*position) for position in positions]


@pytest.mark.parametrize("crs", ["EPSG:3995", "EPSG:32633", "EPSG:3413", "EPSG:6931", "EPSG:3035"])
@pytest.mark.parametrize("name", ["a.gpkg", "a.fgb", "a.shp"])
def test_positions_are_those_of_pyproj(
    tmp_path: Path, imported: Import, crs: str, name: str
) -> None:
    lonlat = [(15.0, 70.0), (16.5, 78.25), (14.0, 68.125)]
    there = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    made_of = [Point(there.transform(*position)) for position in lonlat]
    frame(made_of, crs, title=["a", "b", "c"]).to_file(tmp_path / name)
    made = imported(tmp_path / name)
    found = sorted(coordinates(made))
    assert np.allclose(found, sorted(lonlat), atol=2e-9)
    assert any(line.startswith(f"converted from {crs}") for line in made.messages)


@given(st.floats(-180, 180), st.floats(60, 90))
def test_a_point_of_a_polar_projection_comes_back(lon: float, lat: float) -> None:
    ((point,), _) = reproject(table(Point(*polar((lon, lat))[0]), crs="EPSG:3995"), None)
    assert point is not None
    back = point["coordinates"]
    assert distance_m(lon, lat, *back) < 0.01


def test_the_pole_and_180_degrees(tmp_path: Path, imported: Import) -> None:
    shapes = [Point(0, 0), Point(polar((180, 70))[0]), Point(polar((-180, 70))[0])]
    frame(shapes, 3995, title=["a", "b", "c"]).to_file(tmp_path / "a.gpkg")
    pole, *dateline = coordinates(imported(tmp_path / "a.gpkg"))
    assert pole[1] == 90
    assert [(abs(lon), lat) for lon, lat in dateline] == [(180, 70), (180, 70)]


SHAPES = {
    "round the pole": Polygon(polar((0, 80), (90, 80), (180, 80), (-90, 80))),
    "with the pole as a corner": Polygon([*polar((0, 80), (60, 80)), (0, 0)]),
    "with the pole on an edge": Polygon(polar((0, 80), (90, 80), (180, 80))),
    "across 180": Polygon(polar((170, 70), (-170, 70), (-170, 75), (170, 75))),
    "with a hole round the pole": Polygon(
        polar((0, 70), (90, 70), (180, 70), (-90, 70)),
        [polar((0, 80), (90, 80), (180, 80), (-90, 80))],
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_keeps_its_area_and_is_sound(tmp_path: Path, imported: Import, name: str) -> None:
    shape = SHAPES[name]
    whole = {"type": ["coastguard/patrol"], "start": ["2024"], "source_url": ["https://a.org/"]}
    frame([shape], 3995, title=["a"], **whole).to_file(tmp_path / "a.gpkg")
    made = imported(tmp_path / "a.gpkg")
    assert not faults(made, tmp_path)
    # The oracle: the same shape with many vertices, in an equal-area projection.
    equal = Transformer.from_crs("EPSG:3995", "EPSG:6931", always_xy=True)
    dense = shapely.segmentize(shape, 2000)
    true = shapely.transform(dense, lambda c: np.column_stack(equal.transform(c[:, 0], c[:, 1])))
    found = area_km2(to_plane(made.features[0]["geometry"]))
    assert found == pytest.approx(true.area / 1e6, rel=2e-4)


def test_a_line_straight_over_the_pole_is_sound(tmp_path: Path, imported: Import) -> None:
    line = LineString(polar((45, 80), (-135, 85)))
    whole = {"type": ["coastguard/patrol"], "start": ["2024"], "source_url": ["https://a.org/"]}
    frame([line], 3995, title=["a"], **whole).to_file(tmp_path / "a.gpkg")
    made = imported(tmp_path / "a.gpkg")
    assert not faults(made, tmp_path)
    assert max(lat for _, lat in coordinates(made)[0]) == 90


def test_a_long_edge_of_a_projection_gets_vertices() -> None:
    line = LineString(polar((0, 80), (90, 80)))
    ((found,), _) = reproject(table(line, crs="EPSG:3995"), None)
    assert found is not None
    lonlat = np.array(found["coordinates"])
    there = np.column_stack(POLAR.transform(lonlat[:, 0], lonlat[:, 1]))
    assert shapely.hausdorff_distance(LineString(there), line) < 1
    middle = (lonlat[1:] + lonlat[:-1]) / 2
    off = np.column_stack(POLAR.transform(middle[:, 0], middle[:, 1]))
    assert max(line.distance(Point(p)) for p in off) < 100


def test_heights_stay_and_those_between_are_means() -> None:
    line = LineString([(*polar((0, 80))[0], 0.0), (*polar((90, 80))[0], 8.0)])
    ((found,), notes) = reproject(table(line, crs="EPSG:3995"), None)
    assert found is not None
    heights = [h for *_, h in found["coordinates"]]
    assert (heights[0], heights[-1]) == (0, 8)
    assert heights == sorted(heights)
    assert notes[0].endswith("; heights stay as they are")


def test_collections_and_parts_are_converted() -> None:
    parts = GeometryCollection([Point(0, 0), MultiPolygon([box(0, 0, 10, 10), box(20, 0, 30, 10)])])
    ((found,), _) = reproject(table(parts, crs="EPSG:3995"), None)
    assert found is not None
    point, polygons = found["geometries"]
    assert point["coordinates"][1] == 90
    assert len(polygons["coordinates"]) == 2


def test_longitude_and_latitude_stay_to_the_last_bit() -> None:
    value = (0.1 + 0.2, 69.73000000000001)
    for crs in ("EPSG:4326", "OGC:CRS84", "EPSG:4979"):
        ((found,), notes) = reproject(table(Point(*value), crs=crs), None)
        assert found == {"type": "Point", "coordinates": list(value)}
        assert not notes


@pytest.mark.parametrize(
    ("crs", "said"),
    [
        ("EPSG:4284", "datum shift from Pulkovo 1942 to about"),
        ("EPSG:4230", "datum shift from ED50 to about"),
        ("EPSG:25833", "datum shift from ETRS89"),
    ],
)
def test_a_shift_of_datum_is_named(crs: str, said: str) -> None:
    metres = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    (_, notes) = reproject(table(Point(metres.transform(15, 70)), crs=crs), None)
    assert said in notes[0]


STEREOGRAPHIC = "+proj=stere +lat_0=90 +lat_ts=71 +lon_0=-45"


@pytest.mark.parametrize("datum", ["+datum=WGS84", "", "+ellps=WGS84", "+a=6371000 +b=6371000"])
def test_a_proj_string_says_its_datum_or_none(csv: Written, imported: Import, datum: str) -> None:
    crs = f"{STEREOGRAPHIC} {datum}".strip()
    made = imported(csv("x,y\n500000,-1200000\n"), crs=crs)
    there = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(500000, -1200000)
    assert coordinates(made) == [pytest.approx(there, abs=1e-9)]
    (line,) = (line for line in made.messages if "converted" in line)
    assert line.startswith(f"converted from '{crs}' to longitude and latitude on WGS 84")
    assert "unknown" not in line
    # PROJ takes WGS 84 where neither datum nor ellipsoid is stated.
    unsaid = "; its datum is not stated, and is taken as WGS 84"
    assert line.endswith(unsaid) == ("+ellps" in datum or "+a=" in datum)


def test_a_stated_datum_is_known_by_its_name(csv: Written, imported: Import) -> None:
    path = csv("x,y\n500000,-1200000\n")
    said = imported(path, crs=f"{STEREOGRAPHIC} +datum=NAD27").messages
    assert any("datum shift from North American Datum 1927 to about 20 m" in s for s in said)
    crs = CRS(f"{STEREOGRAPHIC} +datum=WGS84").to_wkt("WKT1_ESRI")
    assert not any("datum" in line for line in imported(path, crs=crs).messages)


@pytest.mark.parametrize(
    "crs", ["EPSG:5703", "EPSG:4978", "+proj=geocent +datum=WGS84", "+proj=no"]
)
def test_a_crs_of_no_map_is_refused(csv: Written, imported: Import, crs: str) -> None:
    with pytest.raises(UsageError, match="names no CRS of positions that is known"):
        imported(csv("x,y\n500000,-1200000\n"), crs=crs)


def test_empty_geometry_is_none() -> None:
    found, notes = reproject(table(Point(), None, Point(0, 70), plain=True), None)
    assert [f is None for f in found] == [True, True, False]
    assert notes == ["1 empty geometry became null"]


EMPTY_PARTS = [
    ("MULTIPOINT (EMPTY, (1 70))", {"type": "MultiPoint", "coordinates": [[1, 70]]}),
    (
        "GEOMETRYCOLLECTION (POINT EMPTY, POINT (1 70))",
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 70]}]},
    ),
    (
        "POLYGON ((0 70, 1 70, 1 71, 0 70), EMPTY)",
        {"type": "Polygon", "coordinates": [[[0, 70], [1, 70], [1, 71], [0, 70]]]},
    ),
    ("POINT EMPTY", None),
    ("GEOMETRYCOLLECTION (LINESTRING EMPTY)", None),
]


@pytest.mark.parametrize(("shape", "expected"), EMPTY_PARTS)
@pytest.mark.parametrize("name", ["a.gpkg", "a.fgb", "a.csv"])
def test_what_is_empty_invents_nothing(
    tmp_path: Path, imported: Import, name: str, shape: str, expected: object
) -> None:
    path = tmp_path / name
    if name == "a.csv":
        path.write_text(f'wkt;title\n"{shape}";a\n', encoding="utf-8")
    else:
        # FlatGeobuf has no empty shape in an index.
        plain = {"SPATIAL_INDEX": "NO"} if name == "a.fgb" else {}
        frame([shapely.from_wkt(shape)], title=["a"]).to_file(path, **plain)
    (found,) = imported(path).features
    assert found["geometry"] == expected


def test_a_ring_of_too_few_positions_is_a_fault_of_its_row(csv: Written, imported: Import) -> None:
    made = imported(csv("wkt;title\nPOLYGON ((0 70, 1 70, 0 70));a\nPOINT (1 70);b\n"))
    assert coordinates(made) == [[[0, 70], [1, 70]], [1, 70]]
    assert "line 2: an area of too few positions became a line" in made.messages


def test_a_file_without_crs_is_taken_only_for_plain_degrees(csv: Written, imported: Import) -> None:
    assert "no CRS is stated" in imported(csv("x,y\n30,70\n")).messages[1]
    metres = csv("x,y\n500000,7800000\n")
    with pytest.raises(UsageError) as refusal:
        imported(metres)
    assert str(refusal.value).endswith("say what they are in: --crs EPSG:CODE")
    lon, lat = coordinates(imported(metres, crs="EPSG:32633"))[0]
    there = Transformer.from_crs("EPSG:32633", "EPSG:4326", always_xy=True)
    assert (lon, lat) == pytest.approx(there.transform(500000, 7800000), abs=1e-9)


def test_a_crs_that_contradicts_the_file_is_refused() -> None:
    with pytest.raises(UsageError, match=r"a.x states EPSG:3995 .* leave it out"):
        reproject(table(Point(0, 0), crs="EPSG:3995"), "EPSG:32633")
    with pytest.raises(UsageError, match="names no CRS of positions that is known"):
        reproject(table(Point(0, 0)), "EPSG:99999")
    with pytest.raises(UnreadableError, match="its CRS cannot be read: nonsense"):
        reproject(table(Point(0, 0), crs="nonsense"), None)
    assert reproject(table(Point(0, 0), crs="EPSG:3995"), "EPSG:3995")[0][0] is not None


@pytest.mark.parametrize("shape", ["POINT (inf 70)", "LINESTRING (0 70, nan 71)"])
def test_a_position_that_is_no_number_is_a_fault_of_its_row(
    tmp_path: Path, csv: Written, imported: Import, shape: str
) -> None:
    made = imported(csv(f"wkt|title\n{shape}|a\nPOINT (1 70)|b\n"))
    assert coordinates(made) == [None, [1, 70]]
    kept = "; it has no geometry, and 'unread_geometry' keeps it"
    assert f"line 2: its position is no finite number{kept}" in made.messages
    assert made.features[0]["properties"]["unread_geometry"].startswith(shape[:5])
    with np.errstate(invalid="ignore"):
        frame([shapely.from_wkt(shape)], title=["a"]).to_file(tmp_path / "a.gpkg")
    made = imported(tmp_path / "a.gpkg")
    assert f"feature 1: its position is no finite number{kept}" in made.messages


def test_a_position_outside_its_crs_is_a_fault_of_its_row() -> None:
    found, notes = reproject(table(Point(1e30, 1e30), Point(4e6, 3e6), crs="EPSG:3035"), None)
    assert isinstance(found[0], str)
    assert isinstance(found[1], dict)
    assert notes[-1].startswith("row 0: its position lies outside what its CRS covers")


def test_a_few_positions_off_the_globe_do_not_refuse_a_file(csv: Written, imported: Import) -> None:
    made = imported(csv("x,y\n30,70\n999,70\n31,71\n"))
    assert coordinates(made)[1] == [999, 70]
    assert any(m.startswith("line 3: a longitude is more than a turn") for m in made.messages)


@pytest.mark.parametrize("at", [(-162.98, 67.56), (-150, 61), (-176.6, 51.9), (173, 52.9)])
def test_a_datum_shift_is_that_of_the_place(at: tuple[float, float]) -> None:
    # The Alaska Albers of NAD27, as the sample data of QGIS have it: pyproj chooses the operation
    # for each position; the first of its list is for Canada, and 300 m off in the Aleutians.
    metres = Transformer.from_crs("EPSG:4267", "EPSG:2964", always_xy=True).transform(*at)
    ((found,), (note,)) = reproject(table(Point(metres), crs="EPSG:2964"), None)
    there = Transformer.from_crs("EPSG:2964", "EPSG:4326", always_xy=True).transform(*metres)
    assert found is not None
    assert found["coordinates"] == pytest.approx(there, abs=1e-8)
    assert re.search(r"datum shift from NAD27 to about \d+ m", note)


@pytest.mark.parametrize(
    ("crs", "lon", "lat", "is_far"),
    [
        ("EPSG:27700", -2.0, 57.0, False),
        ("EPSG:27700", -7.0, 62.0, False),  # the Faroe Islands
        ("EPSG:27700", 10.0, 87.0, True),
        ("EPSG:25833", 31.1, 70.4, False),  # Vardø, in the zone of all Norwegian maps
        ("EPSG:25833", 60.0, 70.0, True),
        ("EPSG:3413", -170.0, 62.0, False),
        ("EPSG:3413", 0.0, 40.0, True),
        ("EPSG:3338", 175.0, 52.0, False),  # across 180 degrees
        ("EPSG:3338", 20.0, 70.0, True),
        ("+proj=laea +lat_0=80", 0.0, 0.0, False),
    ],
)
def test_a_position_far_from_where_its_crs_is_used_is_named(
    crs: str, lon: float, lat: float, is_far: bool
) -> None:
    there = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    _, notes = reproject(table(Point(there), None, crs=crs), None)
    found = [note for note in notes if "outside the area of use" in note]
    assert bool(found) == is_far
    assert all(note.startswith("1 row has a position more than 600 km") for note in found)
    assert all(note.endswith("; first row 0") for note in found)


def test_zero_zero_is_named_where_it_is_no_pole() -> None:
    shapes = (Point(30, 70), Point(0, 0), Point(0, 0), None)
    for crs in (None, "EPSG:4326", "EPSG:4258"):
        placed, notes = reproject(table(*shapes, crs=crs), None)
        (note,) = [one for one in notes if "0, 0" in one]
        assert note.startswith("2 rows have the position 0, 0, by which programs often mean")
        assert note.endswith("; first row 1")
        assert sum(one is not None for one in placed) == 3
    assert not [
        one for one in reproject(table(Point(0, 0), crs="EPSG:3413"), None)[1] if "0, 0" in one
    ]
