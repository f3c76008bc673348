"""Detection of files that are not GeoJSON, with a remedy for each format."""

from __future__ import annotations

import json
import re
from typing import Any

from geotrack.findings import Finding, shown
from geotrack.polar.geojson.crs_member import other_crs
from geotrack.reading.model_faults import Fault

__all__ = ["crs_fault", "kind_fault", "no_json", "no_text", "other_crs"]

_GEOMETRIES = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip
_IMPORT = "turn it into GeoJSON: geotrack import"
_UNPACK = "unpack it, and give the files in it"
# By first bytes; longer ones before their prefixes.
_FIRST_BYTES = {
    b"\xff\xfe\x00\x00": ("UTF-32, not UTF-8", "save it as UTF-8"),
    b"\x00\x00\xfe\xff": ("UTF-32, not UTF-8", "save it as UTF-8"),
    b"\xff\xfe": ("UTF-16, not UTF-8", "save it as UTF-8"),
    b"\xfe\xff": ("UTF-16, not UTF-8", "save it as UTF-8"),
    b"{\x00\x00\x00": ("UTF-32, not UTF-8", "save it as UTF-8"),
    b"{\x00": ("UTF-16, not UTF-8", "save it as UTF-8"),
    b"\x00{": ("UTF-16, not UTF-8", "save it as UTF-8"),
    b"PK\x03\x04": ("a ZIP archive (KMZ is one), no GeoJSON", _UNPACK),
    b"\x1f\x8b": ("packed by gzip", _UNPACK),
    b"SQLite format 3\x00": ("a GeoPackage or another SQLite database, no GeoJSON", _IMPORT),
    b"fgb\x03": ("FlatGeobuf, no GeoJSON", _IMPORT),
    b"\x00\x00\x27\x0a": ("a Shapefile, no GeoJSON", _IMPORT),
}
_XML = re.compile(r"\s*<(?:[?!][^>]*>\s*<?|!--.*?-->\s*<?)*\s*(\w*)", re.DOTALL)
_XML_KINDS = {
    "kml": ("KML, no GeoJSON", _IMPORT),
    "gpx": ("GPX, no GeoJSON", _IMPORT),
    "html": ("a web page, no GeoJSON", "download the file itself"),
}
_START = 2000
_REPROJECT = (
    "reproject it: ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson, or in QGIS "
    "Export → Save Features As → EPSG:4326"
)


def no_text(raw: bytes, file: str) -> Finding | None:
    """Return a finding for another encoding or a binary format; None for text."""
    for start, (what, remedy) in _FIRST_BYTES.items():
        if raw.startswith(start):
            return Finding(file, f"the file is {what}", remedy, "json-encoding")
    return None


def no_json(text: str, file: str) -> Finding | None:
    """Return a finding for XML or HTML; None for other text."""
    start = text[:_START].lstrip()
    if not start.startswith("<"):
        return None
    found = _XML.match(start)
    name = found[1].casefold() if found else ""
    what, remedy = _XML_KINDS.get(name, ("XML, no GeoJSON", _IMPORT))
    return Finding(file, f"the file is {what}", remedy, "json-syntax", line=1)


def kind_fault(value: Any) -> Fault:
    """Return the fault of a JSON value that is neither a FeatureCollection nor a Feature."""
    kind = value.get("type") if isinstance(value, dict) else None
    message, remedy = _describe(value, kind)
    return Fault((), message, remedy, "geojson-type", kind)


def _describe(value: Any, kind: Any) -> tuple[str, str]:
    wrap = 'wrap them: {"type": "FeatureCollection", "features": […]}'
    if kind in _GEOMETRIES and isinstance(kind, str):
        remedy = "make a record of it: geotrack new --geometry FILE"
        return f"a bare {kind}, with nothing said of it", remedy
    if kind == "Topology":
        return "the file is TopoJSON, no GeoJSON", "convert it: ogr2ogr out.geojson in.json"
    if isinstance(value, dict) and ("geometryType" in value or "spatialReference" in value):
        return "the file is Esri JSON, no GeoJSON", "ask the server for f=geojson, or convert it"
    if isinstance(value, list) and value and all(_is_feature(v) for v in value):
        return f"a list of {len(value)} Features in no FeatureCollection", wrap
    if isinstance(value, str) and _is_json(value):
        return "GeoJSON inside of quotes, as one text", "leave out the quotes around it all"
    what = shown(value)
    if isinstance(value, dict):
        what = shown(kind) if "type" in value else "an object without 'type'"
    message = f"{what} is not a GeoJSON FeatureCollection or Feature"
    return message, "wrap the records in a FeatureCollection"


def _is_feature(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "Feature"


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def crs_fault(name: object) -> Fault:
    """Return the fault of coordinates in another CRS, with the command to reproject them."""
    message = f"the coordinates are said to be in {shown(name)}"
    return Fault(("crs",), message, _REPROJECT, "crs", name)
