"""Self-intersections of rings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.cache import by_content
from folium_polar.geometry.geojson.positions import is_point, leaves
from folium_polar.geometry.geojson.rings import plane_ring
from folium_polar.geometry.geojson.shapes import polygonal
from folium_polar.geometry.plane import unproject

__all__ = ["self_crossing"]

# Square metres, and part of the area, below which a difference of areas is rounding.
_ROUNDING_M2 = 1.0
_ROUNDING_RATIO = 1e-9
# Positions of a ring at least: a triangle, closed.
_RING = 4


def self_crossing(geometry: Mapping[str, Any]) -> tuple[float, float] | None:
    """Find a place at which a ring crosses itself, or a hole leaves its outer ring or cuts another.

    Touching is allowed: a ring may meet itself at a vertex, or run to and fro along the cut of an
    annulus or to the pole.

    Parameters
    ----------
    geometry : mapping
        A GeoJSON geometry.

    Returns
    -------
    tuple (lon, lat) or None
        Degrees, WGS 84; None without a crossing, and for points and lines.

    Raises
    ------
    GeometryError
        As `to_plane`.

    Examples
    --------
    >>> ring = [[0, 80], [10, 82], [10, 80], [0, 82], [0, 80]]
    >>> lon, lat = self_crossing({"type": "Polygon", "coordinates": [ring]})
    >>> round(lon, 3), round(lat, 1)
    (5.0, 81.0)
    """
    if is_point(geometry):
        return None
    shell: BaseGeometry = shapely.Polygon()
    holes: list[BaseGeometry] = []
    for path, kind, coordinates in leaves(geometry):
        if kind != "ring":
            continue
        vertices = plane_ring(coordinates, path)
        area, place = _crossed(vertices)
        if path[-1] == 0:
            shell, holes = area, []
        else:
            place = place or _interior_point(shell, area) or _entered(holes, area)
            holes.append(area)
        if place is not None:
            lon, lat = unproject(*place)
            return float(lon), float(lat)
    return None


@by_content
def _crossed(vertices: NDArray[np.float64]) -> tuple[BaseGeometry, tuple[float, float] | None]:
    """Return a ring's area, and where it crosses itself.

    A ring that only touches itself goes round every part of its area once, and in one sense: its
    signed area is that of the area. One that crosses itself goes round some part twice, or the
    other way.
    """
    ring = shapely.Polygon(vertices)
    if ring.is_valid:
        return ring, None
    folded = _without_cuts(vertices)
    if folded is not None:
        return folded, None
    area = polygonal(shapely.make_valid(ring))
    x, y = (vertices - vertices[0]).T
    signed = abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2
    if abs(signed - area.area) <= max(_ROUNDING_M2, _ROUNDING_RATIO * signed):
        return area, None
    edges = [shapely.LineString(ends) for ends in np.stack([vertices[:-1], vertices[1:]], axis=1)]
    first, second = shapely.STRtree(edges).query(edges, predicate="crosses")
    if len(first):
        index = int(np.lexsort((second, first))[0])
        places = shapely.get_coordinates(edges[first[index]].intersection(edges[second[index]]))
        east, north = places[0].tolist()
    else:
        # It crosses at a vertex; the reason names it in brackets.
        reason = re.search(r"\[(\S+) (\S+)\]", shapely.is_valid_reason(ring))
        east, north = map(float, reason.groups()) if reason else vertices[0].tolist()
    return area, (east, north)


def _without_cuts(vertices: NDArray[np.float64]) -> BaseGeometry | None:
    """Remove the edges that a ring runs in both directions, if the remaining rings are valid.

    What is run there and back goes round nothing. So where the other edges make rings of which one
    holds the rest, none touching more than a point, the ring goes round that area once.

    Returns
    -------
    Polygon or None
        None if the case is not that simple.
    """
    ring = vertices[:-1]
    _, start = np.unique(ring[:, 0] + 1j * ring[:, 1], return_inverse=True)
    stop = np.roll(start, -1)
    forward, back = np.sort(start * len(ring) + stop), stop * len(ring) + start
    index = np.minimum(np.searchsorted(forward, back), len(ring) - 1)
    edges = np.flatnonzero(forward[index] != back)
    if len(edges) in {0, len(ring)} or np.bincount(start[edges]).max() > 1:
        return None
    # Runs of edges between two cuts, by the place where each begins: from a place only one goes on.
    runs = np.split(edges, np.flatnonzero(np.diff(edges) > 1) + 1)
    beginning = {int(start[run[0]]): run for run in runs}
    rings = []
    while beginning:
        first, run = beginning.popitem()
        joined = [run]
        while (place := int(stop[joined[-1][-1]])) != first:
            if place not in beginning:
                return None
            joined.append(beginning.pop(place))
        rings.append(ring[np.concatenate([*joined, joined[0][:1]])])
        if len(rings[-1]) < _RING:
            return None
    rings.sort(key=lambda ring: float(np.ptp(ring[:, 0]) * np.ptp(ring[:, 1])), reverse=True)
    area = shapely.Polygon(rings[0], rings[1:])
    # Holes must have the opposite direction, else the ring winds round them twice.
    orientations = [shapely.is_ccw(shapely.LinearRing(ring)) for ring in rings]
    return area if area.is_valid and orientations[0] not in orientations[1:] else None


def _interior_point(shell: BaseGeometry, hole: BaseGeometry) -> tuple[float, float] | None:
    return _crossing_of(polygonal(shapely.difference(hole, shell)), shell, hole)


def _entered(holes: list[BaseGeometry], hole: BaseGeometry) -> tuple[float, float] | None:
    for n in shapely.STRtree(holes).query(hole, predicate="intersects"):
        place = _crossing_of(polygonal(shapely.intersection(holes[n], hole)), holes[n], hole)
        if place is not None:
            return place
    return None


def _crossing_of(
    wrong: BaseGeometry, second: BaseGeometry, hole: BaseGeometry
) -> tuple[float, float] | None:
    """Return a point where two rings cross, if the misplaced area exceeds rounding errors."""
    if wrong.area <= max(_ROUNDING_M2, _ROUNDING_RATIO * float(hole.area)):
        return None
    shared = shapely.intersection(hole.boundary, second.boundary)
    places = shapely.get_coordinates(wrong.representative_point() if shared.is_empty else shared)
    return float(places[0, 0]), float(places[0, 1])
