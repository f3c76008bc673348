"""An area brought along in a file is read whole, or refused with place, rule and remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from geotrack.findings import Severity, errors_of
from geotrack.reading.geometry_files import area_in, read_area
from tests.records import collection, point, sector

SQUARE = sector(0, 10, 70, 75)
OTHER = sector(20, 30, 70, 75)


def bare(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": None, "geometry": geometry}


def test_any_geojson_that_draws_areas_is_one_area(tmp_path: Path) -> None:
    path = tmp_path / "zone.geojson"
    both = {
        "type": "MultiPolygon",
        "coordinates": [SQUARE["coordinates"], OTHER["coordinates"]],
    }
    for value in (
        both,
        bare(both),
        collection(bare(SQUARE), bare(OTHER)),
        {"type": "GeometryCollection", "geometries": [SQUARE, OTHER]},
        {**both, "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}},
    ):
        path.write_text(json.dumps(value))
        read = read_area(path, "zone.geojson")
        assert (read.geometry, read.findings) == (both, ())


def said(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "zone.geojson"
    path.write_text(text)
    read = read_area(path, "zone.geojson")
    assert read.geometry is None
    return [str(finding) for finding in errors_of(read.findings)]


@pytest.mark.parametrize(
    ("value", "finding"),
    [
        (point(0, 70),
         "1: /type: a Point is no area; draw the area as a Polygon or MultiPolygon"),
        (bare({"type": "LineString", "coordinates": [[0, 70], [1, 70]]}),
         "1: /geometry/type: a LineString is no area; draw the area as a Polygon or MultiPolygon"),
        (collection(bare(SQUARE), bare(point(0, 70))),
         "1: /features/1/geometry/type: a Point is no area; "
         "draw the area as a Polygon or MultiPolygon"),
        ({"type": "GeometryCollection", "geometries": [SQUARE, point(0, 70)]},
         "1: /geometries/1/type: a Point is no area; draw the area as a Polygon or MultiPolygon"),
        (collection(), "1: it holds no area; draw the area as a Polygon or MultiPolygon"),
        (bare(None),
         "1: /geometry: a Feature without a geometry; draw the area as a Polygon or MultiPolygon"),
        ([1], "1: a list of 1 is no GeoJSON that draws an area; "
         "draw the area as a Polygon or MultiPolygon"),
        ({"type": "FeatureCollection"}, "1: a FeatureCollection without a list of features; "
         "add 'features': []"),
        ({"type": "FeatureCollection", "features": None},
         "1: /features: null where a list of Features is meant; write a list"),
        ({"type": "Polygn"}, "1: 'Polygn' is no GeoJSON that draws an area; "
         "draw the area as a Polygon or MultiPolygon"),
        ({**SQUARE, "crs": {"properties": {"name": "EPSG:3575"}}},
         "1: /crs: the coordinates are said to be in 'EPSG:3575'; "
         "export longitude and latitude in WGS 84 (EPSG:4326)"),
        ({"type": "Polygon", "coordinates": [[[0, 70], [10, 75], [10, 70], [0, 75], [0, 70]]]},
         "1: /coordinates: its rings cross themselves or each other at 72.5° N 5° E; "
         "move a vertex so that they do not"),
        ({"type": "Polygon", "coordinates": [[[0, 70], [10, 75], [10, 70]]]},
         "1: /coordinates/0: the ring is not closed: it starts at [0, 70] and ends at [10, 70]; "
         "repeat the first position as the last"),
        (sector(0, 10, -5, 75),
         "1: it reaches south of the equator; "
         "cut it at the equator: places are judged north of it only"),
    ],
)  # fmt: skip
def test_what_is_no_area_is_told_with_its_place(tmp_path: Path, value: Any, finding: str) -> None:
    assert said(tmp_path, json.dumps(value)) == [f"zone.geojson:{finding}"]


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    missing = read_area(tmp_path / "none.geojson", "none.geojson")
    assert [str(f) for f in missing.findings] == [
        "none.geojson: cannot be read: no such file or directory; "
        "check the path and its permissions"
    ]
    assert said(tmp_path, "{\n,") == [
        "zone.geojson:2: not JSON: expecting property name enclosed in double quotes, "
        "at column 1; mend the text there"
    ]
    (empty,) = said(tmp_path, " ")
    assert empty == (
        "zone.geojson: the file is empty; draw the area as a Polygon or MultiPolygon in GeoJSON"
    )
    (number,) = said(tmp_path, json.dumps(SQUARE).replace("75", "NaN", 1))
    assert "NaN is not a JSON number" in number


def test_all_faults_are_told_at_once_and_by_line(tmp_path: Path) -> None:
    points = collection(bare(point(0, 70)), bare(point(1, 70)))
    faults = said(tmp_path, json.dumps(points, indent=1))
    assert [fault.split(": ")[0] for fault in faults] == ["zone.geojson:8", "zone.geojson:19"]


def test_an_edge_of_more_than_half_a_turn_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "zone.geojson"
    ring = [[-170, 60], [170, 60], [170, 70], [-170, 70], [-170, 60]]
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    read = read_area(path, "zone.geojson")
    assert read.geometry is not None
    assert {f.severity for f in read.findings} == {Severity.WARNING}


def test_python_gives_shapes_frames_or_geojson() -> None:
    box = shapely.box(0, 70, 10, 75)
    frame = geopandas.GeoDataFrame({"name": ["a"]}, geometry=[box], crs="EPSG:4326")
    for value in (box, frame, frame.geometry, SQUARE, bare(SQUARE)):
        read = area_in(value)
        assert read.findings == ()
        assert read.geometry is not None
        assert shapely.geometry.shape(read.geometry).equals(box)
    (projected,) = area_in(frame.to_crs(3575)).findings
    assert str(projected) == (
        "area: its coordinates are in 'WGS 84 / North Pole LAEA Europe'; "
        "give longitude and latitude: to_crs(4326)"
    )
    assert str(area_in(7).findings[0]) == (
        "area: int is no GeoJSON; give a mapping, or an object with __geo_interface__"
    )
    assert area_in(SQUARE, "mine").findings == ()
