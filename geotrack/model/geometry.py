"""Normal form of a geometry: one spelling where RFC 7946 allows several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator

__all__ = ["Geometry", "normalise"]

_MAY_DIFFER = ("LineString", "MultiLineString", "GeometryCollection")


def normalise(geometry: Any) -> Any:
    """Return a geometry without nested collections and without lines at one position.

    Parameters
    ----------
    geometry : dict
        A GeoJSON geometry (RFC 7946), lon/lat; may be malformed.

    Returns
    -------
    dict
        The same object if nothing changes. A line at one position becomes a point; members of a
        nested collection move to the outer one.

    Examples
    --------
    >>> normalise({"type": "LineString", "coordinates": [[5, 72], [5, 72]]})
    {'type': 'Point', 'coordinates': [5, 72]}
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in _MAY_DIFFER:
        return geometry
    parts = list(_parts(geometry))
    if kind == "GeometryCollection":
        listed = geometry.get("geometries")
        is_same = isinstance(listed, list) and list(map(id, parts)) == list(map(id, listed))
        return geometry if is_same else {**geometry, "geometries": parts}
    if len(parts) == 1:
        return parts[0]
    if all(part["type"] == "Point" for part in parts):
        return {"type": "MultiPoint", "coordinates": [part["coordinates"] for part in parts]}
    return {"type": "GeometryCollection", "geometries": parts}


def _parts(geometry: Any) -> Iterator[Any]:
    """Yield the simple geometries of one, with points in place of lines at one position."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    key = "geometries" if kind == "GeometryCollection" else "coordinates"
    listed = geometry.get(key) if kind in _MAY_DIFFER else None
    if not isinstance(listed, list):
        yield geometry
    elif kind == "GeometryCollection":
        for part in listed:
            yield from _parts(part)
    elif kind == "LineString":
        yield {"type": "Point", "coordinates": listed[0]} if _stays(listed) else geometry
    elif not any(map(_stays, listed)):
        yield geometry
    else:
        if moving := [line for line in listed if not _stays(line)]:
            yield {"type": kind, "coordinates": moving}
        for line in filter(_stays, listed):
            yield {"type": "Point", "coordinates": line[0]}


def _stays(line: Any) -> bool:
    """Return whether a line has several positions, all at one place."""
    if not isinstance(line, list) or len(line) < 2 or not isinstance(line[0], list):  # noqa: PLR2004 (a line has two positions)
        return False
    place = line[0][:2]
    return all(isinstance(position, list) and position[:2] == place for position in line)


Geometry = Annotated[dict[str, Any], AfterValidator(normalise)]
