"""What is no GeoJSON of Features is told for what it is, with what to do about it."""

# ruff: noqa: E501 (each line stands as it is printed)

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from geotrack.reading import read_events
from tests.records import collection, feature, point

WHOLE = collection(feature("a", point(10, 80)))
TEXT = json.dumps(WHOLE)


def told(folder: Path, raw: bytes) -> list[str]:
    path = folder / "x"
    path.write_bytes(raw)
    found = read_events(path, "x")
    assert found.records == ()
    return [str(f) for f in found.findings]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (TEXT.encode("utf-16"), "x: the file is UTF-16, not UTF-8; save it as UTF-8"),
        (TEXT.encode("utf-16-be"), "x: the file is UTF-16, not UTF-8; save it as UTF-8"),
        (TEXT.encode("utf-16-le"), "x: the file is UTF-16, not UTF-8; save it as UTF-8"),
        (TEXT.encode("utf-32"), "x: the file is UTF-32, not UTF-8; save it as UTF-8"),
        (TEXT.encode("utf-32-le"), "x: the file is UTF-32, not UTF-8; save it as UTF-8"),
        (gzip.compress(TEXT.encode()), "x: the file is packed by gzip; unpack it, and give the files in it"),
        (b"PK\x03\x04...", "x: the file is a ZIP archive, no GeoJSON; unpack it, and give the files in it"),
        (b"PK\x03\x04..xl/workbook.xml", "x: the file is an Excel workbook, no GeoJSON; turn it into a draft: geotrack import x"),
        (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "x: the file is an OpenDocument spreadsheet, no GeoJSON; turn it into a draft: geotrack import x"),
        (b"PK\x03\x04..doc.kml", "x: the file is KMZ, no GeoJSON; turn it into a draft: geotrack import x"),
        (b"PAR1...", "x: the file is Parquet, no GeoJSON; turn it into a draft: geotrack import x"),
        (b"SQLite format 3\x00...", "x: the file is a GeoPackage or another SQLite database, no GeoJSON; turn it into a draft: geotrack import x"),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">', "x:1: the file is KML, no GeoJSON; turn it into a draft: geotrack import x"),
        (b"\n <gpx>", "x:1: the file is GPX, no GeoJSON; turn it into a draft: geotrack import x"),
        (b"<!DOCTYPE html>\n<html>", "x:1: the file is a web page, no GeoJSON; download the file itself"),
        (b"<!-- made by hand -->\n<kml>", "x:1: the file is KML, no GeoJSON; turn it into a draft: geotrack import x"),
        (b"<a/>", "x:1: the file is XML, no GeoJSON; turn it into a draft: geotrack import x"),
        (b"<", "x:1: the file is XML, no GeoJSON; turn it into a draft: geotrack import x"),
    ],
)  # fmt: skip
def test_bytes_of_another_kind_are_told(tmp_path: Path, raw: bytes, line: str) -> None:
    assert told(tmp_path, raw) == [line]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (point(1, 80), "x:1: a bare Point, with nothing said of it; make a record of it: geotrack new --geometry FILE"),
        ({"type": "GeometryCollection", "geometries": []}, "x:1: a bare GeometryCollection, with nothing said of it; make a record of it: geotrack new --geometry FILE"),
        ({"type": "Topology", "objects": {}}, "x:1: the file is TopoJSON, no GeoJSON; turn it into a draft: geotrack import x"),
        ({"geometryType": "esriGeometryPoint", "features": []}, "x:1: the file is Esri JSON, no GeoJSON; turn it into a draft: geotrack import x"),
        (WHOLE["features"] * 2, 'x:1: a list of 2 Features in no FeatureCollection; wrap them: {"type": "FeatureCollection", "features": […]}'),
        (TEXT, "x:1: GeoJSON inside of quotes, as one text; leave out the quotes around it all"),
        ("a text", "x:1: 'a text' is not a GeoJSON FeatureCollection or Feature; wrap the records in a FeatureCollection"),
        ([WHOLE], "x:1: a list of 1 is not a GeoJSON FeatureCollection or Feature; wrap the records in a FeatureCollection"),
    ],
)  # fmt: skip
def test_json_of_another_kind_is_told(tmp_path: Path, value: Any, line: str) -> None:
    assert told(tmp_path, json.dumps(value).encode()) == [line]


FOREIGN = [
    {"Name": "Seen", "dato": "2024-05-01"},
    {"title": "Seen", "start": "2024-05-01", "category": "patrol"},
    {"title": "Seen", "type": "ship", "start": "2024", "url": "https://example.org"},
    # The columns of a flat export are for `import`.
    {
        "title": "S",
        "type": "coastguard/patrol",
        "start": "2024",
        "source_url": "https://example.org",
    },
]
OWN = [
    {"title": "Seen", "type": "coastgard/patrol", "start": "2024"},
    {"title": "Seen", "start": "2024", "sources": "https://example.org"},
    {"type": "coastguard/patrol"},
    {"sources": [{"url": "https://example.org"}]},
    {"sources": {"cite": "A work"}},
    {"Name": "Seen", "review": "draft"},
    {},
    None,
]


@pytest.mark.parametrize("properties", FOREIGN)
def test_features_of_others_are_named_once_with_the_command(
    tmp_path: Path, properties: dict[str, Any]
) -> None:
    one = {"type": "Feature", "geometry": point(1, 80), "properties": properties}
    line = "not in geotrack's form; turn it into a draft: geotrack import x"
    assert told(tmp_path, json.dumps(one).encode()) == [f"x:1: its Feature is {line}"]
    for many in ({"type": "FeatureCollection", "features": [one, one]}, [one, one]):
        assert told(tmp_path, json.dumps(many).encode()) == [f"x:1: its 2 Features are {line}"]
    lines = f"{json.dumps(one)}\n{json.dumps(one)}\n"
    assert told(tmp_path, lines.encode()) == [f"x:1: its 2 Features are {line}"]


@pytest.mark.parametrize("properties", OWN)
def test_a_faulty_record_is_no_feature_of_others(
    tmp_path: Path, properties: dict[str, Any] | None
) -> None:
    one = {"type": "Feature", "geometry": point(1, 80), "properties": properties}
    other = {"type": "Feature", "geometry": None, "properties": FOREIGN[0]}
    found = told(tmp_path, json.dumps(one).encode())
    assert not any("geotrack import" in line for line in found)
    if properties:
        found = told(
            tmp_path, json.dumps({"type": "FeatureCollection", "features": [other, one]}).encode()
        )
        assert not any("geotrack import" in line for line in found)


def test_the_command_is_quoted_for_a_shell(tmp_path: Path) -> None:
    path = tmp_path / "a b.csv"
    path.write_text("lon,lat\n1,70\n")
    (finding,) = read_events(path, "new/a b's.csv").findings
    assert finding.remedy == """turn it into a draft: geotrack import 'new/a b'"'"'s.csv'"""


def _in_crs(name: Any) -> bytes:
    return json.dumps(WHOLE | {"crs": {"type": "name", "properties": {"name": name}}}).encode()


@pytest.mark.parametrize(
    "name",
    [
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "OGC:CRS84",
        "urn:ogc:def:crs:EPSG::4326",
        "urn:ogc:def:crs:EPSG:9.8.15:4326",
        "EPSG:4326",
        "epsg:4326",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "http://www.opengis.net/def/crs/EPSG/0/4326",
        "WGS 84",
    ],
)
def test_the_crs_member_of_old_exports_may_say_wgs_84(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(_in_crs(name))
    found = read_events(path, "x")
    assert (len(found.records), found.findings) == (1, ())


@pytest.mark.parametrize(
    "name",
    ["urn:ogc:def:crs:EPSG::3995", "EPSG:32633", "EPSG:43260", "XEPSG:4326", "EPSG:4267", "NAD27"],
)
def test_any_other_crs_is_refused_by_name_with_the_way_out(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, _in_crs(name)) == [
        f"x:1: /crs: the coordinates are said to be in '{name}'; reproject it: "
        "ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson, or in QGIS "
        "Export → Save Features As → EPSG:4326"
    ]


def test_a_crs_of_null_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(json.dumps(WHOLE | {"crs": None}))
    assert len(read_events(path, "x").records) == 1
