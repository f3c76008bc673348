"""Shapes of the plane in longitude and latitude: as GeoJSON, and for drawing.

GeoJSON wants shapes cut at 180 degrees (RFC 7946, 3.1.9). The cut is made in the plane, where that
meridian is a straight ray from the pole: an area is cut along the whole line x = 0, both sides are
unprojected, and in longitude and latitude they are joined again at Greenwich. A ring round the pole
thereby gets its edge along 90 degrees north with no rule of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.errors import GeometryError
from folium_polar.geometry.geojson.densify import TOLERANCE_M, pieces
from folium_polar.geometry.geojson.shapes import polygonal
from folium_polar.geometry.plane import PLANE_LIMIT_M, unproject

__all__ = ["ROUNDING_M", "SLACK", "distinct", "rounded", "to_geojson", "to_lonlat"]

Vertices = NDArray[np.float64]

_HALF_TURN = 180.0
_SEAM = shapely.LineString([(0, 0), (0, 2 * PLANE_LIMIT_M)])
# Beyond all places of the plane, metres.
_FAR = 2 * PLANE_LIMIT_M
# Both have the pole as a vertex, so that cut parts have it too.
_WEST = shapely.Polygon([(0, 0), (0, _FAR), (-_FAR, _FAR), (-_FAR, -_FAR), (0, -_FAR)])
_EAST = shapely.Polygon([(0, 0), (0, -_FAR), (_FAR, -_FAR), (_FAR, _FAR), (0, _FAR)])
# A millimetre of latitude.
_SLIVER_DEGREES = 1e-8
ROUNDING_M = 1e-6
"""Maximum deviation from the cut of vertices that overlay puts on it."""
SLACK = 1.02
"""Margin that keeps edges densified to `TOLERANCE_M` from being split again."""


def to_lonlat(plane_geometry: BaseGeometry) -> BaseGeometry:
    """Unproject the vertices of a plane geometry, for drawing in a polar map.

    Nothing is cut or added. Longitudes are continuous along each line and ring: they may run past
    180, and a ring round the pole comes back to its first vertex through an edge of 360 degrees,
    which is no length on a polar map. A vertex at the pole has the longitude of the one before it.

    Parameters
    ----------
    plane_geometry : shapely geometry
        In EPSG:6931.

    Returns
    -------
    shapely geometry
        Of the same type, (lon, lat) in degrees. It serves for drawing, not for planar operations.

    Examples
    --------
    >>> import shapely
    >>> from folium_polar.geometry.plane import project
    >>> line = shapely.LineString(list(zip(*project([170, -170, -120], [70, 72, 74]), strict=True)))
    >>> [lon for lon, lat in to_lonlat(line).coords]
    [170.0, 190.0, 240.0]
    """
    if isinstance(plane_geometry, shapely.Polygon):
        rings = [plane_geometry.exterior, *plane_geometry.interiors]
        shell, *holes = (_continuous(np.array(ring.coords)) for ring in rings)
        return shapely.Polygon(shell, holes)
    if isinstance(plane_geometry, shapely.Point | shapely.LineString):
        kind = type(plane_geometry)
        return kind(np.squeeze(_continuous(np.array(plane_geometry.coords))))
    kinds: dict[str, Callable[[list[Any]], BaseGeometry]] = {
        "MultiPoint": shapely.MultiPoint,
        "MultiLineString": shapely.MultiLineString,
        "MultiPolygon": shapely.MultiPolygon,
        "GeometryCollection": shapely.GeometryCollection,
    }
    parts = [to_lonlat(part) for part in shapely.get_parts(plane_geometry)]
    return kinds[plane_geometry.geom_type](parts)


def _continuous(vertices: Vertices) -> Vertices:
    lon, lat = unproject(vertices[:, 0], vertices[:, 1])
    off_pole = np.flatnonzero(np.hypot(vertices[:, 0], vertices[:, 1]) > ROUNDING_M)
    if len(off_pole):
        before = np.searchsorted(off_pole, np.arange(len(lon)), side="right") - 1
        lon = lon[off_pole[np.maximum(before, 0)]]
    return np.column_stack([np.unwrap(lon, period=2 * _HALF_TURN), lat])


def to_geojson(plane_geometry: BaseGeometry, precision: int = 5) -> dict[str, Any]:
    """Write a plane geometry as RFC 7946 GeoJSON.

    Lines and areas are cut at 180 degrees, which turns one into several parts; outer rings run
    anticlockwise; an area that holds the pole has an edge along 90 degrees north. Vertices are put
    in where an edge straight in longitude and latitude would leave the plane's edge by over 1 m.

    Parameters
    ----------
    plane_geometry : shapely geometry
        In EPSG:6931.
    precision : int
        Decimals of a degree; 5 are about 1 m. Parts and holes that vanish at this precision are
        left out, unless nothing else would be left.

    Returns
    -------
    dict
        A GeoJSON geometry, (lon, lat) in degrees, WGS 84.

    Raises
    ------
    GeometryError
        Rule `empty` for an empty geometry.

    Examples
    --------
    >>> from folium_polar.geometry.disc_polygons import disc
    >>> geometry = to_geojson(disc(180, 71, 10_000), precision=3)
    >>> geometry["type"], len(geometry["coordinates"])
    ('MultiPolygon', 2)
    """
    if plane_geometry.is_empty:
        raise GeometryError(
            "an empty geometry cannot be written", rule="empty", remedy='write "geometry": null'
        )
    kind = plane_geometry.geom_type
    if kind == "GeometryCollection":
        parts = [to_geojson(part, precision) for part in shapely.get_parts(plane_geometry)]
        return {"type": kind, "geometries": parts}
    if kind in {"Point", "MultiPoint"}:
        lonlat = np.column_stack(unproject(*shapely.get_coordinates(plane_geometry).T))
        positions = rounded(lonlat, precision)
        return {"type": kind, "coordinates": positions if kind == "MultiPoint" else positions[0]}
    singles = shapely.get_parts(plane_geometry)
    if kind in {"Polygon", "MultiPolygon"}:
        areas = [area for single in singles for area in _cut_area(single)]
        return _multi("Polygon", _written(areas, precision))
    lines = [line for single in singles for line in _cut_line(np.array(single.coords))]
    return _multi("LineString", [_rounded_line(line, precision) for line in lines])


def _multi(kind: str, parts: list[Any]) -> dict[str, Any]:
    if len(parts) == 1:
        return {"type": kind, "coordinates": parts[0]}
    return {"type": f"Multi{kind}", "coordinates": parts}


def rounded(lonlat: Vertices, precision: int) -> list[list[float]]:
    """Round positions to a number of decimals of a degree."""
    # 0.0 is added to turn -0.0 into 0.0.
    positions: list[list[float]] = (np.round(lonlat, precision) + 0.0).tolist()
    return positions


def distinct(positions: Iterable[list[float]]) -> list[list[float]]:
    """Return the positions of a line without repetitions; at least two."""
    result = [position for position, _ in itertools.groupby(positions)]
    return result if len(result) > 1 else result * 2


def _rounded_line(lonlat: Vertices, precision: int) -> list[list[float]]:
    return distinct(rounded(lonlat, precision))


def _written(areas: list[shapely.Polygon], precision: int) -> list[list[list[list[float]]]]:
    coordinates = [rings for area in areas for rings in _rounded_rings(area, precision)]
    # The smallest discs are smaller than the last decimal.
    return coordinates or _written(areas, precision + 3)


def _rounded_rings(area: shapely.Polygon, precision: int) -> list[list[list[list[float]]]]:
    """Round an area to rings, outer ring first; several areas if rounding splits it."""
    shell, *holes = (_rounded_ring(ring, precision) for ring in (area.exterior, *area.interiors))
    rings = [shell, *(hole for hole in holes if hole)]
    if not shell:
        return []
    if shapely.Polygon(rings[0], rings[1:]).is_valid:
        return [rings]
    snapped = shapely.get_parts(shapely.set_precision(area, 10.0**-precision))
    parts = [
        [_rounded_ring(ring, precision) for ring in (part.exterior, *part.interiors)]
        for part in shapely.orient_polygons(snapped, exterior_cw=False)
    ]
    return [[ring for ring in part if ring] for part in parts if part[0]]


def _rounded_ring(ring: shapely.LinearRing, precision: int) -> list[list[float]]:
    positions = _rounded_line(np.array(ring.coords), precision)
    enough = 4
    flat = len(positions) < enough or shapely.Polygon(positions).area == 0.0
    return [] if flat else positions


def _positions(vertices: Vertices, seam: float = _HALF_TURN) -> Vertices:
    """Unproject; the 180 degree meridian is written as `seam`, the pole has two longitudes.

    A vertex at the pole between two others becomes two: the ends of the meridians that meet there.
    """
    x = np.where(np.abs(vertices[:, 0]) < ROUNDING_M, 0.0, vertices[:, 0])
    lon, lat = unproject(x, vertices[:, 1])
    lon[(x == 0.0) & (vertices[:, 1] > 0)] = seam
    pole = np.hypot(x, vertices[:, 1]) < ROUNDING_M
    if not pole.any() or pole.all():
        return np.column_stack([lon, lat])
    closed = len(lon) > 2 and bool((vertices[0] == vertices[-1]).all())  # noqa: PLR2004 - a ring
    if closed and pole[0]:
        # Rotate the ring, so that each vertex at the pole has neighbours on both sides.
        start = int(np.flatnonzero(~pole)[0])
        turned = np.roll(vertices[:-1], -start, axis=0)
        return _positions(np.append(turned, turned[:1], axis=0), seam)
    before = np.append(lon[1], lon[:-1]) if pole[0] else np.append(lon[0], lon[:-1])
    after = np.append(lon[1:], lon[-2] if pole[-1] else lon[-1])
    copies = np.where(pole, 2, 1)
    last = np.append(np.diff(np.repeat(np.arange(len(lon)), copies)) != 0, True)
    doubled = np.where(
        last, np.repeat(np.where(pole, after, lon), copies), np.repeat(before, copies)
    )
    return np.column_stack([doubled, np.repeat(lat, copies)])


def _densified(vertices: Vertices) -> Vertices:
    """Add vertices until each edge is straight in longitude and latitude to the tolerance.

    The tolerance is 1 m. An edge that passes within 1 m of the pole is led through it.
    """
    start, edge = vertices[:-1], np.diff(vertices, axis=0)
    length = np.maximum((edge**2).sum(axis=1), ROUNDING_M)
    part = np.clip(-(start * edge).sum(axis=1) / length, 0, 1)
    nearest = start + part[:, np.newaxis] * edge
    at_pole = (np.hypot(*nearest.T) < TOLERANCE_M) & (part > 0) & (part < 1)
    vertices = np.insert(vertices, np.flatnonzero(at_pole) + 1, 0.0, axis=0)
    while True:
        lon, lat = unproject(vertices[:, 0], vertices[:, 1])
        pole = np.hypot(vertices[:, 0], vertices[:, 1]) < TOLERANCE_M
        step = (np.diff(lon) + _HALF_TURN) % (2 * _HALF_TURN) - _HALF_TURN
        step[pole[:-1] | pole[1:]] = 0.0
        count = np.minimum(pieces(lat[:-1], lat[1:], step, SLACK * TOLERANCE_M), 1_000)
        if (count == 1).all():
            return vertices
        index = np.repeat(np.arange(len(count)), count)
        number = np.arange(len(index)) - np.repeat(np.cumsum(count) - count, count)
        part = (number / count[index])[:, np.newaxis]
        dense = vertices[:-1][index] + part * np.diff(vertices, axis=0)[index]
        vertices = np.append(dense, vertices[-1:], axis=0)


def _cut_area(area: shapely.Polygon) -> list[shapely.Polygon]:
    """Unproject an area and cut it at 180 degrees; rings anticlockwise, holes clockwise."""
    if not area.intersects(_SEAM):
        sides = [_unprojected(area, _HALF_TURN)]
    else:
        halves = ((_EAST, _HALF_TURN), (_WEST, -_HALF_TURN))
        sides = [
            _unprojected(part, seam)
            for half_plane, seam in halves
            for part in shapely.get_parts(polygonal(area.intersection(half_plane)))
        ]
        # A part whose rim passes the pole within rounding may cross itself there.
        sound = [polygonal(shapely.make_valid(side), _SLIVER_DEGREES) for side in sides]
        sides = list(shapely.get_parts(shapely.union_all(sound)))
    return list(shapely.orient_polygons(sides, exterior_cw=False))


def _unprojected(area: shapely.Polygon, seam: float) -> shapely.Polygon:
    rings = (area.exterior, *area.interiors)
    shell, *holes = (_positions(_densified(np.array(ring.coords)), seam) for ring in rings)
    return shapely.Polygon(shell, holes)


def _cut_line(vertices: Vertices) -> list[Vertices]:
    """Unproject a line and cut it where it crosses 180 degrees."""
    vertices = _densified(vertices)
    x, y = np.where(np.abs(vertices[:, 0]) < ROUNDING_M, 0.0, vertices[:, 0]), vertices[:, 1]
    crossing = np.flatnonzero(x[:-1] * x[1:] < 0)
    height = y[crossing] - x[crossing] * np.diff(y)[crossing] / np.diff(x)[crossing]
    on_seam = height > 0
    added = np.column_stack([np.zeros(on_seam.sum()), height[on_seam]])
    line = np.insert(np.column_stack([x, y]), crossing[on_seam] + 1, added, axis=0)
    side = np.where((line[:, 0] == 0.0) & (line[:, 1] > 0), 0.0, np.where(line[:, 0] < 0, -1, 1))
    ends = [0, *_changes(side), len(line) - 1]
    parts = []
    for start, end in itertools.pairwise(ends):
        parts.append(_on_its_side(_positions(line[start : end + 1])))
    return parts


def _on_its_side(lonlat: Vertices) -> Vertices:
    """Give 180 degrees the sign of the vertex before it; at the start, of the one after.

    A line may leave 180 degrees to one side and return from the other.
    """
    lon = lonlat[:, 0]
    off = np.flatnonzero(np.abs(lon) != _HALF_TURN)
    if len(off):
        beside = np.searchsorted(off, np.arange(len(lon)), side="right") - 1
        signs = np.where(lon[off[np.maximum(beside, 0)]] < 0, -1.0, 1.0)
        lon = np.where(np.abs(lon) == _HALF_TURN, signs * _HALF_TURN, lon)
    return np.column_stack([lon, lonlat[:, 1]])


def _changes(side: NDArray[np.int_]) -> list[int]:
    """Return the vertices on the seam (side 0) at which a line changes sides.

    West and east also meet at Greenwich and at the pole, but with no vertex on the seam between.
    """
    off = np.flatnonzero(side)
    changed = (side[off[:-1]] != side[off[1:]]) & (np.diff(off) > 1)
    changes: list[int] = (off[1:][changed] - 1).tolist()
    return changes
