"""The one shape that a file draws."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geotrack.reading.geometry_files import read_geometry
from tests.records import collection, feature, point

HERE = point(5, 72)


def told(tmp_path: Path, value: Any) -> tuple[Any, list[str]]:
    path = tmp_path / "x.geojson"
    path.write_text(value if isinstance(value, str) else json.dumps(value, indent=1), "utf-8")
    geometry, findings = read_geometry(path, "x.geojson")
    return geometry, [str(f) for f in findings]


@pytest.mark.parametrize("value", [HERE, feature(1, HERE), collection(feature(1, HERE))])
def test_a_geometry_stands_alone_or_in_one_feature(tmp_path: Path, value: Any) -> None:
    assert told(tmp_path, value) == (HERE, [])


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (collection(), "x.geojson:3: /features: it holds 0 Features, and a record has one "
         "geometry; give a file of one"),
        (collection(feature(1, HERE), feature(2, HERE)),
         "x.geojson:3: /features: it holds 2 Features, and a record has one geometry; "
         "give a file of one"),
        (feature(1), "x.geojson:1: a Feature without a geometry; draw it, or give --no-place"),
        ({"type": "FeatureCollection", "features": {}},
         "x.geojson:3: /features: an object where a list of Features is meant; write a list"),
        ({"type": "Pint"}, "x.geojson:1: 'Pint' is no GeoJSON geometry or Feature; write one of "
         "Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon, "
         "GeometryCollection"),
        ({**HERE, "crs": {"properties": {"name": "EPSG:32633"}}},
         "x.geojson:7: /crs: the coordinates are said to be in 'EPSG:32633'; export longitude "
         "and latitude in WGS 84 (EPSG:4326)"),
        (feature(1, point(72, 172)),
         "x.geojson:8: /geometry/coordinates/1: latitude 172 is off the globe; latitude goes "
         "from -90 to 90; if the two are swapped, write [172, 72]"),
        ("{", "x.geojson:1: not JSON: expecting property name enclosed in double quotes, at "
         "column 2; mend the text there"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, value: Any, line: str) -> None:
    assert told(tmp_path, value) == (None, [line])


def test_a_key_twice_is_told_and_the_shape_not_judged(tmp_path: Path) -> None:
    geometry, lines = told(tmp_path, '{"type": "Point", "type": "Pint", "coordinates": [5, 72]}')
    assert geometry is None
    assert [line.split(": ")[1:3] for line in lines] == [
        ["/type", "the key 'type' stands twice in one object; keep one of them"]
    ]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    geometry, (finding,) = read_geometry(tmp_path / "none", "none")
    assert geometry is None
    assert finding.rule == "file"
