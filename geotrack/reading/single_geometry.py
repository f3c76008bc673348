"""Reading of one geometry from a GeoJSON file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from geotrack.findings import Finding, errors_of, shown
from geotrack.messages import Message, one_of
from geotrack.reading.features import other_crs
from geotrack.reading.files import read_file
from geotrack.reading.geometry import geometry_faults
from geotrack.reading.members import features_fault
from geotrack.reading.model_faults import Fault
from geotrack.reading.text.json_text import parse_json
from geotrack.reading.text.line_numbers import lines_of, pointer

__all__ = ["read_geometry"]

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
    pointers = [pointer(*f.path) for f in faults]
    lines = lines_of(json.text, pointers) if pointers else {}
    findings = [f.finding(file, p, lines[p]) for f, p in zip(faults, pointers, strict=True)]
    return (None if errors_of(findings) else geometry), findings


def _geometry(value: Any, faults: list[Fault]) -> tuple[tuple[str | int, ...], Any]:
    """Return the path of the geometry, and the geometry; collect a fault if there is none."""
    crs = other_crs(value) if isinstance(value, dict) else None
    if crs is not None:
        message: str = Message("the coordinates are said to be in {crs}", shown(crs))
        remedy = "export longitude and latitude in WGS 84 (EPSG:4326)"
        faults.append(Fault(("crs",), message, remedy, "crs", crs))
        return (), None
    match value:
        case {"type": "FeatureCollection", "features": [{"type": "Feature"} as feature]}:
            path: tuple[str | int, ...] = ("features", 0)
        case {"type": "FeatureCollection", "features": list(features)}:
            message = Message(
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
