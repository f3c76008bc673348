"""The areas of a query, and the one geometry of a new record, from GeoJSON.

They need no id, name or licence: they are used once, or become a part of a record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geotrack.findings import Finding, Severity, errors_of, shown
from geotrack.messages import Message, one_of
from geotrack.reading.features import other_crs, with_lines
from geotrack.reading.files import read_file
from geotrack.reading.geometry import geometry_faults
from geotrack.reading.members import features_fault
from geotrack.reading.model_faults import Fault
from geotrack.reading.text.json_text import Json, parse_json

__all__ = ["ReadArea", "area_in", "area_of", "read_area", "read_geometry"]

Steps = tuple[str | int, ...]

_AREAS = ("Polygon", "MultiPolygon")
_OTHERS = ("Point", "MultiPoint", "LineString", "MultiLineString", "GeometryCollection")
_DRAW = "draw the area as a Polygon or MultiPolygon"


@dataclass(frozen=True, slots=True)
class ReadArea:
    """An area as read.

    Parameters
    ----------
    geometry : dict or None
        All areas as one GeoJSON MultiPolygon, lon/lat; None if a finding is an error.
    findings : tuple of Finding
        All faults, in order.
    """

    geometry: dict[str, Any] | None
    findings: tuple[Finding, ...]


def read_area(path: Path, file: str) -> ReadArea:
    """Read an area from a GeoJSON file.

    Parameters
    ----------
    path : Path
        A FeatureCollection, a Feature or a bare geometry; several areas are combined.
    file : str
        Its name in messages.

    Returns
    -------
    ReadArea
        With errors if the file cannot be read, is not JSON, has another CRS, or holds anything but
        areas north of the equator.
    """
    return area_of(read_file(path, file), file)


def area_of(raw: bytes | Finding, file: str) -> ReadArea:
    """Read an area from the content of a GeoJSON file.

    See `read_area`.
    """
    parsed = raw if isinstance(raw, Finding) else parse_json(raw, file)
    if isinstance(parsed, Finding):
        if parsed.rule == "json-empty":
            parsed = replace(parsed, remedy=Message("{draw} in GeoJSON", _DRAW))
        return ReadArea(None, (parsed,))
    return _read(parsed)


def area_in(value: Any, name: str = "area") -> ReadArea:
    """Read an area from a Python object.

    Parameters
    ----------
    value : mapping or object with `__geo_interface__`
        GeoJSON in lon/lat, as `read_area` takes it: a shape of shapely, a GeoDataFrame, a dict.
    name : str
        Its name in messages.

    Returns
    -------
    ReadArea
        As `read_area`; findings have no lines.

    Examples
    --------
    >>> import shapely
    >>> area_in(shapely.box(170, 60, 180, 70)).geometry["type"]
    'MultiPolygon'
    >>> print(area_in(shapely.Point(0, 0)).findings[0])
    area: /type: a Point is no area; draw the area as a Polygon or MultiPolygon
    """
    crs = getattr(value, "crs", None)
    if crs is not None and not crs.is_geographic:
        message = Message("its coordinates are in {crs}", shown(str(getattr(crs, "name", crs))))
        remedy = "give longitude and latitude: to_crs(4326)"
        return ReadArea(None, (Finding(name, message, remedy, "crs"),))
    value = getattr(value, "__geo_interface__", value)
    if not isinstance(value, Mapping):
        message = Message("{type} is no GeoJSON", type(value).__name__)
        remedy = "give a mapping, or an object with __geo_interface__"
        return ReadArea(None, (Finding(name, message, remedy, "geojson-type"),))
    # Tuples become lists, as a file would have them.
    text = json.dumps(value, default=str)
    result = _read(Json(name, text, json.loads(text)))
    return replace(result, findings=tuple(replace(f, line=None) for f in result.findings))


def _read(parsed: Json) -> ReadArea:
    """Return the areas of a parsed file."""
    faults = list(parsed.slips)
    polygons: list[Any] = []
    # Ambiguous JSON is reported once, not again as the value that it gave.
    walked = () if parsed.slips else _geometries(parsed.value, faults)
    for location, geometry in walked:
        shape_faults = [_of_an_area(f) for f in _faults(geometry)]
        faults += [replace(f, path=(*location, *f.path)) for f in shape_faults]
        if not shape_faults or all(f.severity is Severity.WARNING for f in shape_faults):
            polygons += _polygons(geometry)
    if not polygons and not faults:
        faults.append(Fault((), "it holds no area", _DRAW, "area-none"))
    findings = tuple(with_lines(faults, parsed))
    area = {"type": "MultiPolygon", "coordinates": polygons}
    return ReadArea(None if errors_of(findings) else area, findings)


def _geometries(value: Any, faults: list[Fault]) -> Iterator[tuple[Steps, Any]]:
    """Yield the geometries of a GeoJSON value with their paths; collect faults."""
    crs = other_crs(value) if isinstance(value, dict) else None
    if crs is not None:
        faults.append(_crs_fault(crs))
        return
    yield from _within(value, (), faults)


def _crs_fault(crs: object) -> Fault:
    message = Message("the coordinates are said to be in {crs}", shown(crs))
    remedy = "export longitude and latitude in WGS 84 (EPSG:4326)"
    return Fault(("crs",), message, remedy, "crs", crs)


def _within(value: Any, path: Steps, faults: list[Fault]) -> Iterator[tuple[Steps, Any]]:
    """Yield the geometries in a GeoJSON value with their paths; collect faults."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind in _AREAS or kind in _OTHERS:
        yield path, value
    elif kind == "Feature":
        geometry = value.get("geometry")
        if geometry is None:
            where = (*path, "geometry") if "geometry" in value else path
            faults.append(Fault(where, "a Feature without a geometry", _DRAW, "geometry"))
        else:
            yield (*path, "geometry"), geometry
    elif kind == "FeatureCollection":
        fault = features_fault(value)
        if fault is not None:
            faults.append(replace(fault, path=(*path, *fault.path)))
            return
        for n, feature in enumerate(value["features"]):
            yield from _within(feature, (*path, "features", n), faults)
    else:
        quoted = shown(kind) if isinstance(kind, str) else shown(value)
        message = Message("{what} is no GeoJSON that draws an area", quoted)
        faults.append(Fault(path, message, _DRAW, "geojson-type", kind))


def _faults(geometry: Any) -> list[Fault]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "GeometryCollection" and isinstance(geometry.get("geometries"), list):
        return [
            replace(fault, path=("geometries", n, *fault.path))
            for n, part in enumerate(geometry["geometries"])
            for fault in _faults(part)
        ]
    if kind in _OTHERS:
        return [Fault(("type",), Message("a {kind} is no area", kind), _DRAW, "area-shape", kind)]
    return geometry_faults(geometry)


def _of_an_area(fault: Fault) -> Fault:
    if fault.rule != "south":
        return fault
    remedy = "cut it at the equator: places are judged north of it only"
    return replace(fault, remedy=remedy, severity=Severity.ERROR)


def _polygons(geometry: dict[str, Any]) -> list[Any]:
    match geometry["type"]:
        case "GeometryCollection":
            return [p for part in geometry["geometries"] for p in _polygons(part)]
        case "Polygon":
            return [geometry["coordinates"]]
        case _:
            return list(geometry["coordinates"])


_KINDS = (
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
)


def read_geometry(path: Path, file: str) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Read the one geometry of a GeoJSON file.

    Parameters
    ----------
    path : Path
        A bare geometry, a Feature, or a FeatureCollection of one Feature; properties are ignored.
    file : str
        Its name in messages.

    Returns
    -------
    geometry : dict or None
        GeoJSON, lon/lat; None if a finding is an error.
    findings : list of Finding
        All faults, with lines.
    """
    raw = read_file(path, file)
    json = raw if isinstance(raw, Finding) else parse_json(raw, file)
    if isinstance(json, Finding):
        return None, [json]
    faults = list(json.slips)
    geometry_path, geometry = ((), None) if faults else _geometry(json.value, faults)
    if geometry is not None:
        faults += [replace(f, path=(*geometry_path, *f.path)) for f in geometry_faults(geometry)]
    findings = list(with_lines(faults, json))
    return (None if errors_of(findings) else geometry), findings


def _geometry(value: Any, faults: list[Fault]) -> tuple[tuple[str | int, ...], Any]:
    """Return the path of the geometry, and the geometry; collect a fault if there is none."""
    crs = other_crs(value) if isinstance(value, dict) else None
    if crs is not None:
        faults.append(_crs_fault(crs))
        return (), None
    match value:
        case {"type": "FeatureCollection", "features": [{"type": "Feature"} as feature]}:
            path: tuple[str | int, ...] = ("features", 0)
        case {"type": "FeatureCollection", "features": list(features)}:
            message: str = Message(
                "it holds {features} Features, and a record has one geometry", len(features)
            )
            faults.append(Fault(("features",), message, "give a file of one", "features"))
            return (), None
        case {"type": "Feature"}:
            feature, path = value, ()
        case {"type": kind} if kind in _KINDS:
            return (), value
        case _:
            faults.append(_no_geometry(value))
            return (), None
    if feature.get("geometry") is None:
        message = "a Feature without a geometry"
        faults.append(Fault(path, message, "draw it, or give --no-place", "geometry"))
        return path, None
    return (*path, "geometry"), feature["geometry"]


def _no_geometry(value: Any) -> Fault:
    kind = value.get("type") if isinstance(value, dict) else value
    fault = features_fault(value) if kind == "FeatureCollection" else None
    message = Message("{kind} is no GeoJSON geometry or Feature", shown(kind))
    remedy = one_of(tuple(_KINDS))
    return fault or Fault((), message, remedy, "geojson-type", kind)
