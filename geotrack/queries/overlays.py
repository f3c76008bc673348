"""Overlays of plane geometries that do not fail where GEOS does, and unions of regions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geotrack.footprint.outline import BORDER_M

__all__ = ["REACH_M", "Border", "clipped", "difference", "intersection", "joined", "union"]

REACH_M = 10.0
"""Search distance for what is within a metre, metres."""

# An overlay can fail at edges that differ by rounding; on a grid of millimetres it never does.
_GRID_M = 1e-3
# Margin of the window round edges outside an area, metres.
_MARGIN_M = 1_000.0
# Largest size of that window, as a part of the shape's box: a larger one saves no time.
_SMALL = 0.1
# Parts that are smaller come from rounding, m².
_SLIVER_M2 = 1e-3


def intersection(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Return the intersection of two plane geometries."""
    return _overlay(shapely.intersection, one, other)


def difference(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Return the difference of two plane geometries."""
    return _overlay(shapely.difference, one, other)


def union(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Return the union of two plane geometries."""
    return _overlay(shapely.union, one, other)


def _overlay(operation: Any, one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    try:
        result: BaseGeometry = operation(one, other)
    except shapely.GEOSException:
        sound = map(shapely.make_valid, (one, other))
        result = operation(*sound, grid_size=_GRID_M)
    return result


def clipped(shape: BaseGeometry, bounds: tuple[float, float, float, float]) -> BaseGeometry:
    """Return the part of a plane area in a box (west, south, east, north), metres."""
    try:
        # Several times as fast, but not always valid.
        result: BaseGeometry = shapely.clip_by_rect(shape, *bounds)
        if result.is_valid:
            return result
    except shapely.GEOSException:
        pass
    return intersection(shape, shapely.box(*bounds))


class Border:
    """The edges and holes of an area, for differences with shapes that share most of its edges.

    A sea and its ocean have thousands of edges in common, along every coast. An overlay computes
    the intersections of all of them; here equal edges are recognised.

    Parameters
    ----------
    area : shapely geometry
        EPSG:6931, metres.
    """

    def __init__(self, area: BaseGeometry) -> None:
        self._area = area
        if area.geom_type == "Polygon":
            self._edges = set(_names(_edges(area)))
            holes = shapely.polygons(shapely.get_rings(area)[1:])
            self._in_holes = np.asarray(shapely.point_on_surface(holes))

    def difference_from(self, shape: BaseGeometry) -> BaseGeometry | None:
        """Return a shape without the area; None if only an overlay can compute it.

        A part outside the area is either a whole hole or touches an edge of the shape that is
        outside too, so the surroundings of these are enough.
        """
        if self._area.geom_type != "Polygon" or not shape.geom_type.endswith("Polygon"):
            return None
        if shapely.intersects(shape, self._in_holes).any():
            return None
        ends = _edges(shape)
        own_edges = ends[[name not in self._edges for name in _names(ends)]]
        lines = np.asarray(shapely.linestrings(own_edges))
        outside = lines[~shapely.covers(self._area, lines)]
        if not len(outside):
            return shapely.Polygon()
        frame = shapely.box(*shapely.total_bounds(outside)).buffer(_MARGIN_M, join_style="mitre")
        if frame.area > _SMALL * shapely.box(*shape.bounds).area:
            return None
        result = difference(clipped(shape, frame.bounds), clipped(self._area, frame.bounds))
        if shapely.intersects(result, frame.exterior) or self._has_inside(result):
            return None
        return result

    def _has_inside(self, result: BaseGeometry) -> bool:
        """Return whether a part of a difference is inside; for needles GEOS may err."""
        parts = shapely.get_parts(result)
        parts = parts[shapely.area(parts) > _SLIVER_M2]
        return bool(shapely.covers(self._area, shapely.point_on_surface(parts)).any())


def _edges(area: BaseGeometry) -> NDArray[np.float64]:
    """Return the edges of polygons, shape (n, 2, 2), the western end first."""
    rings = shapely.get_rings(shapely.get_parts(area))
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    first = np.flatnonzero(ring[:-1] == ring[1:])
    ends = np.stack([vertices[first], vertices[first + 1]], axis=1)
    (x, y), (other_x, other_y) = ends[:, 0].T, ends[:, 1].T
    turned = (x > other_x) | ((x == other_x) & (y > other_y))
    ends[turned] = ends[turned, ::-1]
    return ends


def _names(ends: NDArray[np.float64]) -> list[bytes]:
    """Return keys that are equal for bitwise equal edges."""
    names: list[bytes] = ends.reshape(-1, 4).view("V32").ravel().tolist()
    return names


def joined(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the union of plane areas, with gaps closed that are no wider than two borders.

    Parameters
    ----------
    shapes : sequence of shapely geometry
        Polygons, EPSG:6931, metres.
    """
    whole = shapely.union_all(shapes)
    # GEOS may divide by zero and still return the right distance.
    with np.errstate(divide="ignore"):
        seams = _seams(whole, shapes)
    if not len(seams):
        return whole
    strip = shapely.union_all(shapely.buffer(seams, REACH_M, quad_segs=1))
    closed = shapely.buffer(shapely.buffer(intersection(whole, strip), BORDER_M), -BORDER_M)
    return union(whole, closed)


def _seams(area: BaseGeometry, shapes: Sequence[BaseGeometry]) -> NDArray[np.object_]:
    """Return the edges of a union that face another one over a gap, or where a gap may begin.

    Two edges are nearest to each other at an end of one of them, which is then near two shapes.
    """
    rings = shapely.get_rings(shapely.get_parts(area))
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    points = np.asarray(shapely.points(vertices))
    in_boxes = np.array([_in_box(shape, vertices) for shape in shapes])
    in_boxes &= in_boxes.sum(axis=0) > 1
    for shape, few in zip(shapes, in_boxes, strict=True):
        line = shapely.boundary(shape)
        shapely.prepare(line)
        few[few] = shapely.dwithin(line, points[few], 2 * BORDER_M)
    shared = np.flatnonzero(in_boxes.sum(axis=0) > 1)
    if not len(shared):
        return np.empty(0, dtype=object)
    first = np.flatnonzero(ring[:-1] == ring[1:])
    ends = np.stack([vertices[first], vertices[first + 1]], axis=1)
    edges = np.asarray(shapely.linestrings(ends))
    vertex_rows, facing = shapely.STRtree(edges).query(points[shared], "dwithin", 2 * BORDER_M)
    vertex_rows = shared[vertex_rows]
    is_foreign = ~(vertices[vertex_rows, np.newaxis] == ends[facing]).all(axis=2).any(axis=1)
    faced = np.zeros(len(vertices), dtype=bool)
    faced[vertex_rows[is_foreign]] = True
    # Where an edge leaves one of two shapes, a wedge-shaped gap may begin.
    leaves = (in_boxes[:, first] != in_boxes[:, first + 1]).any(axis=0)
    leaves &= np.isin(first, shared) | np.isin(first + 1, shared)
    affected = leaves | faced[first] | faced[first + 1]
    affected[facing[is_foreign]] = True
    result: NDArray[np.object_] = edges[affected]
    return result


def _in_box(shape: BaseGeometry, vertices: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which vertices may be near the edge of a shape."""
    west, south, east, north = shape.bounds
    least, most = (west - REACH_M, south - REACH_M), (east + REACH_M, north + REACH_M)
    return np.asarray(((vertices >= least) & (vertices <= most)).all(axis=1))
