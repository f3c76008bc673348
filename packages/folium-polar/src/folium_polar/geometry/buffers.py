"""Geodesic buffers of areas, lines and points of the plane."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.corridors import corridor
from folium_polar.geometry.disc_polygons import discs
from folium_polar.geometry.geojson.shapes import polygonal
from folium_polar.geometry.plane import PLANE_LIMIT_M, unproject

__all__ = ["around"]

# Tolerance for an edge to touch the rolling ball: the buffers of GEOS that roll it are polygons and
# leave out hollows of under 1 % of their radius.
_TOUCH_M, _TOUCH_RATIO = 2.0, 0.016
# Segments of a quarter of a circle.
_SEGMENTS = 16
# Safety factor: the ball is smaller than the tightest bend of a disc, and the certain part than its
# shorter axis, since the Earth is an ellipsoid and a large disc is not an ellipse.
_TIGHT, _SURE = 0.95, 0.97
# Metres of a radian on the ground: the least radius of curvature of WGS 84, that of a meridian at
# the equator.
_RADIAN_M = 6.335e6
# About a millimetre.
_ROUNDING_DEG = 1e-8
# Largest angle from the pole, radians: nearer to the South Pole the scale has no limit.
_FARTHEST = 3.0


def around(shape: BaseGeometry, radius_m: float) -> BaseGeometry:
    """Return all places within a geodesic distance of a plane geometry.

    Along a crooked coast, few edges determine the buffer: those touched by a ball that rolls along
    its outside. The ball is a circle in the plane, smaller than the tightest bend of any disc of
    the radius. Corridors are drawn round these edges only.

    Parameters
    ----------
    shape : shapely geometry
        In EPSG:6931, metres, with edges as `to_plane` makes them.
    radius_m : float
        Metres, above 0.

    Returns
    -------
    shapely geometry
        Polygons in EPSG:6931. Their edge is off by no more than 1 m, or 1e-5 of the radius where
        that is more.

    Raises
    ------
    GeometryError
        Rule `radius`, as `disc`.

    Examples
    --------
    >>> from folium_polar.geometry import to_plane
    >>> box = [[0, 80], [9, 80], [9, 81], [0, 81], [0, 80]]
    >>> wide = around(to_plane({"type": "Polygon", "coordinates": [box]}), 50_000)
    >>> round(wide.area / 1e6)
    54133
    """
    parts: list[BaseGeometry] = []
    for part in shapely.get_parts(shapely.get_parts(shape)):
        if isinstance(part, shapely.Point):
            lon, lat = unproject([part.x], [part.y])
            parts.append(discs(lon, lat, radius_m)[0])
        elif isinstance(part, shapely.LineString):
            parts.append(_beside(np.array(part.coords), radius_m))
        else:
            parts += _round_area(part, radius_m)
    return polygonal(shapely.union_all(parts))


def _beside(vertices: NDArray[np.float64], radius_m: float) -> BaseGeometry:
    lon, lat = unproject(*vertices.T)
    # Densified vertices lie on the edge in longitude and latitude: a corridor of the original ones
    # is the same and takes a hundredth of the time.
    line = shapely.LineString(np.column_stack([np.unwrap(lon, period=360.0), lat]))
    simplified = shapely.simplify(line, _ROUNDING_DEG, preserve_topology=False)
    return corridor(shapely.get_coordinates(simplified).tolist(), radius_m)


def _round_area(area: shapely.Polygon, radius_m: float) -> Iterator[BaseGeometry]:
    # The plane stretches a parallel by sec(c / 2), c from the pole, and shrinks a meridian by as
    # much: a distance in the plane below the shorter axis of a disc is below the radius.
    farthest = np.hypot(*shapely.get_coordinates(area).T).max()
    angle = 2 * math.asin(min(farthest / PLANE_LIMIT_M, 1.0))
    shrunk = math.cos(min(angle + radius_m / _RADIAN_M, _FARTHEST) / 2)
    surely = shapely.buffer(area, _SURE * shrunk * radius_m, quad_segs=_SEGMENTS)
    yield surely
    # The smallest radius of curvature of an ellipse is b^2 / a.
    ball = _TIGHT * math.cos(angle / 2) ** 3 * radius_m
    grown = shapely.buffer(area, ball, quad_segs=_SEGMENTS)
    closed = shapely.union(shapely.buffer(grown, -ball, quad_segs=_SEGMENTS), area)
    edge: BaseGeometry = shapely.boundary(closed)
    shapely.prepare(edge)
    for ring in (area.exterior, *area.interiors):
        vertices = np.array(ring.coords)
        sides = np.asarray(shapely.linestrings(np.stack([vertices[:-1], vertices[1:]], axis=1)))
        touched = shapely.dwithin(edge, sides, _TOUCH_M + _TOUCH_RATIO * ball)
        for run in _runs(np.asarray(touched, dtype=bool)):
            yield _beside(vertices[run], radius_m)


def _runs(kept: NDArray[np.bool_]) -> Iterator[slice]:
    """Return the vertices of each run of edges."""
    changes = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]]).astype(np.int8)))
    for first, last in zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True):
        yield slice(first, last + 1)
