"""Outlines: where a record may have been by its shapes and radius, in the analysis plane.

The precision of a record states what its point means; nothing else is assumed. `land_mask` removes
land, water and excluded regions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import around, corridor, disc, is_south, to_plane
from folium_polar.geometry.plane import PLANE_LIMIT_M
from geotrack.errors import GeometryError
from geotrack.footprint.courses import Course, courses_of, cut_courses
from geotrack.footprint.regions import ISLANDS, Regions
from geotrack.model import Event

__all__ = [
    "BORDER_M",
    "EXACT_KM",
    "Footprint",
    "corridors",
    "has_place",
    "inner_radius_m",
    "outline",
    "radius_m",
    "widened",
    "within_reach",
]

BORDER_M = 1.0
"""Tolerance of borders: what is within this distance, metres, counts as inside."""

EXACT_KM = 1.0
"""The radius of precision `exact` unless a smaller one is stated, kilometres."""

# Least width of a ring as a part of its radius: both its circles are off by up to 1e-5 of theirs.
_LEAST_RING_WIDTH = 5e-5

# A shape is no sliver if its squared perimeter is less than this many times its area: that of a
# circle is 4 pi times its area, that of a sliver thousands of times.
_COMPACT = 30.0


@dataclass(frozen=True, slots=True)
class Footprint:
    """All places that a record allows, as alternatives or together.

    Parameters
    ----------
    shapes : tuple of shapely geometry
        Plane geometries, EPSG:6931, metres.
    each : bool
        True: the event was in every one of the shapes. False: it was somewhere in one of them.
    doubt : {"", "unstated", "unknown", "contradicted"}
        Why nothing is certain: the precision is unstated, a named region is unknown, or the
        statements about the place contradict each other.
    gaps : bool
        Whether it may have been in a place without a shape, so that no region can be ruled out.
    courses : tuple of tuple of Course
        The courses of a path in order, one entry for each shape. Empty if the place is no line.
    passed : tuple of shapely geometry
        Places that a path certainly passed.
    basis : {"drawn", "named", "both"}
        Whether it follows from the record's geometry, from the regions that it names, or from both.
    regions : tuple of str
        Ids of the regions that it follows from.
    at_sea : bool
        Whether it lies on the water of these regions.
    """

    shapes: tuple[BaseGeometry, ...]
    each: bool = False
    doubt: Literal["", "unstated", "unknown", "contradicted"] = ""
    gaps: bool = False
    courses: tuple[tuple[Course, ...], ...] = ()
    passed: tuple[BaseGeometry, ...] = ()
    basis: Literal["drawn", "named", "both"] = "drawn"
    regions: tuple[str, ...] = ()
    at_sea: bool = False


def outline(event: Event, regions: Regions) -> Footprint | None:
    """Return where an event may have been by its shapes and radius.

    Parameters
    ----------
    event : Event
        The record.
    regions : Regions
        The regions that the record may name.

    Returns
    -------
    Footprint or None
        None for a record without a place, south of the equator, or with unknown regions only.
    """
    is_each = event.place is not None and event.place.regions_mode == "each"
    shape_by_id = {id_: _region_shape(event, id_, regions) for id_ in event.regions}
    shapes = {id_: shape for id_, shape in shape_by_id.items() if shape is not None}
    # It may have been in an alternative that is unknown.
    gaps = len(shapes) < len(shape_by_id)
    by_name = Footprint(
        tuple(shapes.values()),
        each=is_each,
        doubt="unknown" if gaps and not is_each else "",
        gaps=gaps,
        basis="named",
        regions=tuple(shapes),
        at_sea=event.type.medium == "sea",
    )
    if event.geometry is None or event.precision == "region":
        # A point with precision `region` is the position of its label.
        return by_name if shapes else None
    if is_south(event.geometry):
        return None
    footprint = _by_geometry(event.geometry, radius_m(event), inner_radius_m(event))
    if event.precision == "unstated":
        # A geometry of unstated precision does not count if the record also names regions.
        return by_name if shapes else replace(footprint, doubt="unstated")
    if not shapes or by_name.doubt:
        return replace(footprint, doubt=by_name.doubt)
    return _intersect(by_name, footprint)


def _region_shape(event: Event, id_: str, regions: Regions) -> BaseGeometry | None:
    """Return a region that a record names; None if unknown or without a shape.

    A ship at an island was on the water round it, which the island's outline does not contain.
    """
    region = regions.get(id_)
    if region is None or (event.type.medium == "sea" and region.kind in ISLANDS):
        return None
    return region.plane if region.has_shape else None


def _intersect(by_name: Footprint, footprint: Footprint) -> Footprint:
    """Return the intersection of a geometry and the regions named beside it.

    Regions that the geometry does not meet are dropped; if it meets none, the regions alone count.
    A path stays a path. If the record was in each of several regions, it passed through each of
    them. Otherwise its corridor is cut to all those that it meets; if that leaves no way from start
    to end, the parts in each region are the alternatives.
    """
    union = shapely.union_all(footprint.shapes)
    region_shapes = dict(zip(by_name.regions, by_name.shapes, strict=True))
    intersections = {id_: shapely.intersection(s, union) for id_, s in region_shapes.items()}
    common = {id_: shape for id_, shape in intersections.items() if has_place(shape)}
    if not common:
        return by_name
    regions = by_name.regions if by_name.each else tuple(common)
    if footprint.courses and by_name.each:
        # A region that the geometry does not meet counts whole.
        passed = tuple(common.get(id_, shape) for id_, shape in region_shapes.items())
        return replace(footprint, each=True, passed=passed, basis="both", regions=regions)
    if footprint.courses:
        met_regions = shapely.union_all([region_shapes[id_] for id_ in common])
        clip = partial(shapely.intersection, met_regions)
        cut_paths = (cut_courses(path, clip) for path in footprint.courses)
        paths = tuple(path for path in cut_paths if path is not None)
        if len(paths) == len(footprint.courses):
            narrowed = replace(footprint, shapes=corridors(paths), courses=paths)
            return replace(narrowed, basis="both", regions=regions)
    shapes = tuple(common.get(id_, region_shapes[id_]) for id_ in regions)
    return replace(by_name, shapes=shapes, basis="both", regions=regions, at_sea=False)


def has_place(shape: BaseGeometry) -> bool:
    """Return whether a shape is wider than the tolerance of a border.

    Areas that only share a border have lines and slivers in common; a point counts as a place.
    """
    if shape.area > 0:
        # Two quick tests come before the exact one, which takes long.
        is_compact = shape.length**2 < _COMPACT * shape.area
        inside = shapely.point_on_surface(shape)
        if is_compact or shapely.distance(shapely.boundary(shape), inside) > BORDER_M:
            return True
        return not shapely.buffer(shape, -BORDER_M / 2).is_empty
    return "Point" in shape.geom_type and not shape.is_empty


def radius_m(event: Event) -> float:
    """Return the radius of an event, metres: its greatest distance from its geometry."""
    return (event.radius_km or (EXACT_KM if event.precision == "exact" else 0.0)) * 1000.0


def inner_radius_m(event: Event) -> float:
    """Return the least distance of an event from its position, metres: 0 unless it is a ring."""
    return (event.inner_radius_km or 0.0) * 1000.0


def _by_geometry(geometry: Mapping[str, Any], radius: float, inner: float) -> Footprint:
    """Return the footprint of a geometry with its radii, metres."""
    if radius > 0 and geometry["type"].endswith("LineString"):
        try:
            courses = courses_of(geometry, radius)
        except GeometryError as error:
            if error.rule != "radius":  # the radius reaches the South Pole: no course
                raise
        else:
            return Footprint(corridors(courses), courses=courses)
    # A radius up to the tolerance of a border counts as 0.
    return Footprint((widened(geometry, radius if radius > BORDER_M else 0.0, inner),))


def corridors(paths: Iterable[tuple[Course, ...]]) -> tuple[BaseGeometry, ...]:
    """Return the corridor of each path, of all its courses."""
    return tuple(shapely.union_all([course.corridor for course in path]) for path in paths)


def widened(geometry: Mapping[str, Any], radius_m: float, inner_m: float = 0.0) -> BaseGeometry:
    """Return a GeoJSON geometry in the plane, buffered by a geodesic radius, metres.

    A radius that reaches the South Pole, where the plane ends, covers everything. What lies nearer
    than the inner radius is cut out; an inner radius that reaches the South Pole is ignored. A ring
    is at least as wide as the error of its circles.
    """
    if radius_m <= 0:
        return to_plane(geometry)
    area = within_reach(lambda: _buffered(geometry, radius_m))
    inner_m = min(inner_m, radius_m - max(2 * BORDER_M, _LEAST_RING_WIDTH * radius_m))
    if inner_m <= 0:
        return area
    try:
        return shapely.difference(area, _buffered(geometry, inner_m))
    except GeometryError as error:
        if error.rule != "radius":
            raise
        return area


def within_reach(compute: Callable[[], BaseGeometry]) -> BaseGeometry:
    """Return a shape with a radius, or everything if the radius reaches the South Pole."""
    try:
        return compute()
    except GeometryError as error:
        if error.rule != "radius":
            raise
        return shapely.Point(0.0, 0.0).buffer(PLANE_LIMIT_M)


def _buffered(geometry: Mapping[str, Any], radius_m: float) -> BaseGeometry:
    """Return a geometry in the plane, buffered by a geodesic radius, metres."""
    kind, coordinates = geometry["type"], geometry.get("coordinates", ())
    parts: list[BaseGeometry]
    if kind == "Point":
        return disc(coordinates[0], coordinates[1], radius_m)
    match kind:
        case "GeometryCollection":
            parts = [_buffered(g, radius_m) for g in geometry["geometries"]]
        case "MultiPoint":
            parts = [disc(p[0], p[1], radius_m) for p in coordinates]
        case "LineString" | "MultiLineString":
            lines = [coordinates] if kind == "LineString" else coordinates
            parts = [corridor(line, radius_m) for line in lines]
        case _:
            parts = [around(to_plane(geometry), radius_m)]
    return shapely.union_all(parts)
