"""Comparison of an edited geometry with the stored one.

Exports cut geometries at 180°, add vertices to their edges, project them and drop heights. So
geometries are compared in the analysis plane: each stored vertex must be there, and other vertices
must lie on a stored edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import project, to_plane
from geotrack.errors import GeometryError

__all__ = ["is_same_place", "join_geometries"]

Geometry = Mapping[str, Any]

_VERTEX_M = 5.0
"""Tolerance of vertices: KML has five decimals of a degree."""
_EDGE_M = 150.0
"""Tolerance of edges, where formats and projections bend them."""
_JOINT_M = 1.0
_ON_A_SEAM, _SEAM, _POLE = 1e-5, 180.0, 90.0
_LONLAT = 2
_KINDS = ("Point", "LineString", "Polygon")


def is_same_place(stored: Geometry | None, parts: Sequence[Geometry]) -> bool:
    """Return whether geometries of an export, together, are a stored geometry.

    Parameters
    ----------
    stored : mapping or None
        The GeoJSON geometry of a record, in lon/lat.
    parts : sequence of mapping
        GeoJSON geometries of the rows of the record, in lon/lat.
    """
    if stored is None:
        return not parts
    if len(parts) == 1 and _flat(stored) == _flat(parts[0]):
        return True
    there, here = _singles([stored]), _singles(parts)
    try:
        return all(
            _same_kind(kind, _south(there[kind], south=side), _south(here[kind], south=side))
            for kind in _KINDS
            for side in (False, True)
        )
    except GeometryError:
        return False


def join_geometries(parts: Sequence[Geometry]) -> dict[str, Any]:
    """Return several geometries as one; a `Multi` geometry of one part becomes the part."""
    singles = {kind: found for kind, found in _singles(parts, flat=False).items() if found}
    joined = [_joined(kind, found) for kind, found in singles.items()]
    return joined[0] if len(joined) == 1 else {"type": "GeometryCollection", "geometries": joined}


def _joined(kind: str, parts: Sequence[Any]) -> dict[str, Any]:
    if len(parts) == 1:
        return {"type": kind, "coordinates": parts[0]}
    return {"type": f"Multi{kind}", "coordinates": list(parts)}


def _members(geometry: Geometry) -> Iterator[Geometry]:
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _members(part)
    else:
        yield geometry


def _singles(parts: Sequence[Geometry], *, flat: bool = True) -> dict[str, list[Any]]:
    """Return the coordinates of points, lines and polygons, by kind."""
    found: dict[str, list[Any]] = {kind: [] for kind in _KINDS}
    for one in (m for part in parts for m in _members(part)):
        coordinates = _flat_positions(one["coordinates"]) if flat else one["coordinates"]
        kind = one["type"].removeprefix("Multi")
        found[kind] += coordinates if kind != one["type"] else [coordinates]
    return found


def _flat(geometry: Geometry) -> Any:
    """Return a geometry without heights."""
    if geometry["type"] == "GeometryCollection":
        return [geometry["type"], [_flat(part) for part in geometry["geometries"]]]
    return [geometry["type"], _flat_positions(geometry["coordinates"])]


def _flat_positions(coordinates: Any) -> Any:
    if coordinates and isinstance(coordinates[0], int | float):
        return [float(v) for v in coordinates[:_LONLAT]]
    return [_flat_positions(part) for part in coordinates]


def _vertices(parts: Sequence[Any]) -> NDArray[np.float64]:
    """Return longitude and latitude of all positions."""
    found = [
        [part] if isinstance(part[0], int | float) else _vertices(part).tolist() for part in parts
    ]
    return np.array([p for some in found for p in some], dtype=np.float64).reshape(-1, 2)


def _south(parts: Sequence[Any], *, south: bool) -> list[Any]:
    """Return the parts that lie in the south as a whole, or the others."""
    return [part for part in parts if bool((_vertices([part])[:, 1] < 0).all()) == south]


def _mirrored(coordinates: Any) -> Any:
    if isinstance(coordinates[0], int | float):
        return [coordinates[0], -coordinates[1]]
    return [_mirrored(part) for part in coordinates]


def _same_kind(kind: str, stored: Sequence[Any], found: Sequence[Any]) -> bool:
    if not stored or not found:
        return not stored and not found
    if _same_in_plane(kind, stored, found):
        return True
    # Southern edges are straight in the plane of the south in some formats.
    is_south = (_vertices(stored)[:, 1] < 0).all()
    return bool(is_south) and _same_in_plane(kind, _mirrored(stored), _mirrored(found))


def _same_in_plane(kind: str, stored: Sequence[Any], found: Sequence[Any]) -> bool:
    there, here = _vertices(stored), _vertices(found)
    if kind == "Point":
        return _are_near(_points(there), _points(here), _VERTEX_M) and _are_near(
            _points(here), _points(there), _VERTEX_M
        )
    old, new = _shape(kind, stored), _shape(kind, found)
    if kind == "Polygon":
        if not (_covers(old, new) and _covers(new, old)):
            return False
        there, here = _off_seams(there), _off_seams(here)
        old, new = old.boundary, new.boundary
    return (
        _are_near(_points(there), _points(here), _VERTEX_M)
        and _are_near(_points(here), old, _EDGE_M)
        and _are_near(_corners(old), new, _EDGE_M)
        and _are_near(_corners(new), old, _EDGE_M)
    )


def _shape(kind: str, parts: Sequence[Any]) -> BaseGeometry:
    """Return lines or areas as one shape of the plane; parts of an area are joined at 180°."""
    shape = to_plane({"type": f"Multi{kind}", "coordinates": list(parts)})
    return shape if kind == "LineString" else shapely.buffer(shape, _JOINT_M)


def _covers(shape: BaseGeometry, other: BaseGeometry) -> bool:
    return bool(shapely.buffer(shape, _EDGE_M).covers(other))


def _off_seams(vertices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return vertices without those at 180° and the pole, where areas are cut."""
    lon, lat = vertices.T
    on_a_seam = np.abs(np.abs(lon) - _SEAM) < _ON_A_SEAM
    off_pole = np.abs(lat) < _POLE - _ON_A_SEAM
    found: NDArray[np.float64] = vertices[~on_a_seam & off_pole]
    return found


def _points(vertices: NDArray[np.float64]) -> NDArray[np.object_]:
    return np.asarray(shapely.points(np.column_stack(project(*vertices.T))), dtype=object)


def _corners(shape: BaseGeometry) -> NDArray[np.object_]:
    return np.asarray(shapely.points(shapely.get_coordinates(shape)), dtype=object)


def _are_near(
    points: NDArray[np.object_], shape: BaseGeometry | NDArray[np.object_], metres: float
) -> bool:
    """Return whether all points lie within a distance of a shape or of other points."""
    if not len(points):
        return True
    whole = shape if isinstance(shape, BaseGeometry) else shapely.multipoints(shape)
    shapely.prepare(whole)
    return bool(shapely.dwithin(whole, points, metres).all())
