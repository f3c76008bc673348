"""Detection of files that are not GeoJSON, with a remedy for each format."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

from folium_polar.geometry.geojson.crs_member import other_crs
from geotrack.findings import Finding, shown
from geotrack.messages import Message
from geotrack.reading.model_faults import Fault

__all__ = [
    "crs_fault",
    "import_command",
    "kind_fault",
    "no_json",
    "no_text",
    "other_crs",
    "type_shown",
]

_GEOMETRIES = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip
_IMPORT = "turn it into a draft: {command}"
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
    b"PK\x03\x04": ("a ZIP archive, no GeoJSON", _UNPACK),
    b"\x1f\x8b": ("packed by gzip", _UNPACK),
    b"PAR1": ("Parquet, no GeoJSON", _IMPORT),
    b"\xd0\xcf\x11\xe0": ("an Excel workbook (.xls), or one with a password, no GeoJSON", _IMPORT),
    b"SQLite format 3\x00": ("a GeoPackage or another SQLite database, no GeoJSON", _IMPORT),
    b"fgb\x03": ("FlatGeobuf, no GeoJSON", _IMPORT),
    b"\x00\x00\x27\x0a": ("a Shapefile, no GeoJSON", _IMPORT),
}
_ZIP = b"PK\x03\x04"
# By names of files in an archive, in the order of trust.
_IN_ARCHIVES = (
    (b"xl/workbook", ("an Excel workbook, no GeoJSON", _IMPORT)),
    (b"opendocument.spreadsheet", ("an OpenDocument spreadsheet, no GeoJSON", _IMPORT)),
    (b".kml", ("KMZ, no GeoJSON", _IMPORT)),
    (b".shp", ("a zipped Shapefile, no GeoJSON", _IMPORT)),
)
_DIRECTORY = 1 << 16
_TABLES = (".csv", ".tsv")
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


def import_command(file: str) -> str:
    """Return the command that makes a draft of a file, quoted for a shell.

    Examples
    --------
    >>> import_command("new/a b.gpx")
    "geotrack import 'new/a b.gpx'"
    """
    return f"geotrack import {'FILE, once it is saved' if file == '-' else shlex.quote(file)}"


def no_text(raw: bytes, file: str) -> Finding | None:
    """Return a finding for another encoding or a binary format; None for text."""
    format_texts = next(
        (about for start, about in _FIRST_BYTES.items() if raw.startswith(start)), None
    )
    if format_texts is None:
        return None
    format_name, remedy = _in_archive(raw, format_texts) if raw.startswith(_ZIP) else format_texts
    message = Message("the file is {what}", Message(format_name))
    return Finding(file, message, _with_command(remedy, file), "json-encoding")


def _in_archive(raw: bytes, otherwise: tuple[str, str]) -> tuple[str, str]:
    """Return what an archive holds by the names in its directory, and a remedy."""
    ends = raw[:_START], raw[-_DIRECTORY:]
    matches = (about for name, about in _IN_ARCHIVES if any(name in end for end in ends))
    return next(matches, otherwise)


def no_json(text: str, file: str) -> Finding | None:
    """Return a finding for XML, HTML or a table; None for other text."""
    start = text[:_START].lstrip()
    if file.lower().endswith(_TABLES) and not start.startswith(("{", "[", "<")):
        remedy = _with_command(_IMPORT, file)
        return Finding(file, "the file is a table, no GeoJSON", remedy, "json-syntax", line=1)
    if not start.startswith("<"):
        return None
    match = _XML.match(start)
    name = match[1].casefold() if match else ""
    format_name, remedy = _XML_KINDS.get(name, ("XML, no GeoJSON", _IMPORT))
    message = Message("the file is {what}", Message(format_name))
    return Finding(file, message, _with_command(remedy, file), "json-syntax", line=1)


def _with_command(remedy: str, file: str) -> str:
    return Message(remedy, import_command(file)) if remedy is _IMPORT else remedy


def kind_fault(value: Any, file: str) -> Fault:
    """Return the fault of a JSON value that is neither a FeatureCollection nor a Feature."""
    kind = value.get("type") if isinstance(value, dict) else None
    message, remedy = _describe(value, kind)
    return Fault((), message, _with_command(remedy, file), "geojson-type", kind)


def type_shown(value: Any) -> str:
    """Return the `type` of a JSON value as in messages."""
    if not isinstance(value, dict):
        return shown(value)
    return shown(value["type"]) if "type" in value else Message("an object without 'type'")


def _describe(value: Any, kind: Any) -> tuple[str, str]:
    """Return what a JSON value is that holds no records, and a remedy."""
    wrap = 'wrap them: {"type": "FeatureCollection", "features": […]}'
    if kind in _GEOMETRIES and isinstance(kind, str):
        remedy = "make a record of it: geotrack new --geometry FILE"
        return Message("a bare {kind}, with nothing said of it", kind), remedy
    if kind == "Topology":
        return "the file is TopoJSON, no GeoJSON", _IMPORT
    if isinstance(value, dict) and ("geometryType" in value or "spatialReference" in value):
        return "the file is Esri JSON, no GeoJSON", _IMPORT
    if isinstance(value, list) and value and all(_is_feature(v) for v in value):
        return Message("a list of {value} Features in no FeatureCollection", len(value)), wrap
    if isinstance(value, str) and _is_json(value):
        return "GeoJSON inside of quotes, as one text", "leave out the quotes around it all"
    message = Message("{value} is not a GeoJSON FeatureCollection or Feature", type_shown(value))
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
    message = Message("the coordinates are said to be in {crs}", shown(name))
    return Fault(("crs",), message, _REPROJECT, "crs", name)
