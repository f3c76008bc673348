"""Where an event may have been: its footprint in the analysis plane.

A footprint is the set of all places that the record allows. What a point means follows from
the record's own precision; nothing is assumed that it does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack import polar
from geotrack.errors import GeometryError, UsageError
from geotrack.folding import folded
from geotrack.model import Event
from geotrack.polar.plane import PLANE_LIMIT_M
from geotrack.questions.courses import Course, courses_of, less
from geotrack.workspace import Workspace

__all__ = [
    "EXACT_KM",
    "Footprint",
    "footprint",
    "outline",
    "radius_m",
    "region_shape",
    "widened",
    "within_reach",
]

EXACT_KM = 1.0
"""What `exact` means where no smaller radius is stated, in kilometres."""

_WATERS = ("sea", "ocean", "strait", "gulf", "bay", "passage", "route-area")

Cut = Callable[[BaseGeometry], BaseGeometry]

_ONLY: Mapping[str, Cut] = {"sea": polar.less_land, "land": polar.less_water}


@dataclass(frozen=True, slots=True)
class Footprint:
    """All places that a record allows, as alternatives or together.

    Parameters
    ----------
    shapes : tuple of shapely geometry
        Plane geometries, EPSG:6931, metres.
    each : bool
        True: the event was in every one of the shapes. False: it was somewhere in one of them.
    stated : bool
        Whether the record states how well the place is known; if not, nothing is certain.
    gaps : bool
        Whether it also names a place that has no shape, so that where it was not is not known.
    courses : tuple of tuple of Course
        Of a path, one entry a shape: the courses that it ran through, one after the other. Empty
        where the place is no line.
    basis : {"drawn", "named", "both"}
        Whether it follows from the record's geometry, from the regions that it names, or is what
        both allow.
    """

    shapes: tuple[BaseGeometry, ...]
    each: bool = False
    stated: bool = True
    gaps: bool = False
    courses: tuple[tuple[Course, ...], ...] = ()
    basis: Literal["drawn", "named", "both"] = "drawn"


def footprint(event: Event, workspace: Workspace) -> Footprint | None:
    """Return where an event may have been.

    The places of its `outline`, of a type that moves at sea less land, of one that is on land
    less water, less what the record excludes. What leaves nothing at all is not taken away: a
    ship in port lies on the land of a coastline that is good to 2 km.

    Parameters
    ----------
    event : Event
        The record.
    workspace : Workspace
        Holds the regions that the record may name.

    Returns
    -------
    Footprint or None
        None for a record without a place, or south of the equator, or all of whose regions are
        unknown.
    """
    where = outline(event, workspace)
    if where is None:
        return None
    for medium in _media(event):
        where = _in_medium(event, where, medium, workspace)
    regions = [shape for word in _excluded(event) if (shape := _region(workspace, word))]
    if regions:
        beside = shapely.union_all(regions)
        where = _cut(where, lambda shape: shapely.difference(shape, beside), drop=True)
    return where


def _excluded(event: Event) -> tuple[str, ...]:
    return tuple(map(folded, event.place.excluding)) if event.place else ()


def _media(event: Event) -> list[str]:
    """Return on what an event is known to have been: water, land, or neither."""
    excluded = _excluded(event)
    media = [event.type.medium] if event.type.medium in _ONLY else []
    media += ["sea"] if "land" in excluded else []
    return media + (["land"] if "water" in excluded else [])


def _in_medium(event: Event, where: Footprint, medium: str, workspace: Workspace) -> Footprint:
    known = [id_ for id_ in event.regions if _shape(workspace, id_) is not None]
    if where.basis != "named" or len(known) != len(where.shapes):
        return _cut(where, _ONLY[medium])
    return replace(where, shapes=tuple(_region_part(workspace, id_, medium) for id_ in known))


def _region_part(workspace: Workspace, id_: str, medium: str) -> BaseGeometry:
    """Return the part of a region that a medium has, made once; all of it where that is none.

    A region that is a sea by its kind is water: its own coast is better than any that cuts it.
    """
    region = workspace.regions[id_]
    if region.kind in _WATERS:
        return region.plane
    key = f"{medium} part of {id_}"
    part = workspace.derived.get(key)
    if not isinstance(part, BaseGeometry):
        part = _ONLY[medium](region.plane)
        part = region.plane if part.is_empty else part
        workspace.derived[key] = part
    return part


def outline(event: Event, workspace: Workspace) -> Footprint | None:
    """Return where an event may have been by its shapes and radius alone; see `footprint`."""
    each = event.place is not None and event.place.regions_mode == "each"
    named = tuple(shape for r in event.regions if (shape := _shape(workspace, r)) is not None)
    # Of several alternatives one is unknown: it may have been there.
    gaps = len(named) < len(event.regions)
    precise = event.precision != "unstated"
    sure = each or not gaps
    if event.geometry is None or event.precision == "region":
        # A point beside `region` is where its label stands.
        return Footprint(named, each, sure, gaps, basis="named") if named else None
    if polar.is_south(event.geometry):
        return None
    if not named or (precise and not sure):
        return replace(_drawn(event.geometry, radius_m(event)), stated=precise and sure)
    # Regions named beside a geometry hold by the record's word, and narrow what it allows.
    words = named if each or len(named) == 1 else (shapely.union_all(named),)
    by_name = Footprint(words, each, sure, gaps, basis="named")
    return _narrowed(by_name, event.geometry, radius_m(event)) if precise else by_name


def _narrowed(by_name: Footprint, geometry: Mapping[str, Any], radius: float) -> Footprint:
    """Return what both a geometry and the regions named beside it allow.

    A path stays one as long as the regions hold both its ends; a region that the geometry does
    not meet stays whole.
    """
    drawn = _drawn(geometry, radius)
    if drawn.courses and len(by_name.shapes) == 1:
        within = partial(shapely.intersection, by_name.shapes[0])
        runs = [less(run, within) for run in drawn.courses]
        sound = tuple(run for run in runs if run is not None)
        if len(sound) == len(runs):
            shapes = tuple(shapely.union_all([course.corridor for course in run]) for run in sound)
            return replace(by_name, shapes=shapes, courses=sound, basis="both")
    whole = shapely.union_all(drawn.shapes)
    both = [shapely.intersection(word, whole) for word in by_name.shapes]
    if all(shape.is_empty for shape in both):
        return by_name
    shapes = tuple(
        word if shape.is_empty else shape for word, shape in zip(by_name.shapes, both, strict=True)
    )
    return replace(by_name, shapes=shapes, basis="both")


def radius_m(event: Event) -> float:
    """Return how far from its geometry an event may have been, in metres."""
    return (event.radius_km or (EXACT_KM if event.precision == "exact" else 0.0)) * 1000.0


def _drawn(geometry: Mapping[str, Any], radius: float) -> Footprint:
    if radius <= 0 or not geometry["type"].endswith("LineString"):
        return Footprint((widened(geometry, radius),))
    try:
        courses = courses_of(geometry, radius)
    except GeometryError as error:
        if error.rule != "radius":
            raise
        return Footprint((widened(geometry, radius),))
    shapes = (shapely.union_all([c.corridor for c in run]) for run in courses)
    return Footprint(tuple(shapes), courses=courses)


def _region(workspace: Workspace, word: str) -> BaseGeometry | None:
    try:
        return workspace.region(word).plane
    except (UsageError, GeometryError):
        return None


def _cut(where: Footprint, cut: Cut, *, drop: bool = False) -> Footprint:
    """Take something away from a footprint, as long as it leaves anything.

    `drop` leaves out alternatives of which nothing is left, in place of keeping them whole.
    """
    if where.courses:
        runs = [less(run, cut) for run in where.courses]
        shapes = (
            whole if run is None else shapely.union_all([course.corridor for course in run])
            for whole, run in zip(where.shapes, runs, strict=True)
        )
        courses = (run or whole for whole, run in zip(where.courses, runs, strict=True))
        return replace(where, shapes=tuple(shapes), courses=tuple(courses))
    left = [(shape, cut(shape) if shape.area > 0 else shape) for shape in where.shapes]
    if drop and not where.each:
        kept = tuple(rest for _, rest in left if not rest.is_empty)
        return replace(where, shapes=kept) if kept else where
    return replace(where, shapes=tuple(s if rest.is_empty else rest for s, rest in left))


def _shape(workspace: Workspace, id_: str) -> BaseGeometry | None:
    """Return a region that a record names; None where there is none, or none with a shape."""
    try:
        return workspace.regions[id_].plane if id_ in workspace.regions else None
    except GeometryError:
        return None


def region_shape(workspace: Workspace, id_: str) -> BaseGeometry:
    """Return a region of the workspace in the plane.

    Raises
    ------
    UsageError
        The layers' file gives it a shape that has no meaning on the globe.
    """
    try:
        return workspace.regions[id_].plane
    except GeometryError as error:
        message = f"the region {id_!r} of layers/ has no sound shape: {error.problem}"
        raise UsageError(message) from error


def widened(geometry: Mapping[str, Any], radius_m: float) -> BaseGeometry:
    """Return a GeoJSON geometry in the plane, widened by a geodesic radius in metres.

    A radius that reaches the South Pole, where the plane ends, takes in everything.
    """
    if radius_m <= 0:
        return polar.to_plane(geometry)
    return within_reach(lambda: _widened(geometry, radius_m))


def within_reach(draw: Callable[[], BaseGeometry]) -> BaseGeometry:
    """Return a shape with a radius, or everything where that reaches the South Pole."""
    try:
        return draw()
    except GeometryError as error:
        if error.rule != "radius":
            raise
        return shapely.Point(0.0, 0.0).buffer(PLANE_LIMIT_M)


def _widened(geometry: Mapping[str, Any], radius_m: float) -> BaseGeometry:
    kind, coordinates = geometry["type"], geometry.get("coordinates", ())
    parts: list[BaseGeometry]
    match kind:
        case "GeometryCollection":
            parts = [_widened(g, radius_m) for g in geometry["geometries"]]
        case "Point" | "MultiPoint":
            points = [coordinates] if kind == "Point" else coordinates
            parts = [polar.disc(p[0], p[1], radius_m) for p in points]
        case "LineString" | "MultiLineString":
            lines = [coordinates] if kind == "LineString" else coordinates
            parts = [polar.corridor(line, radius_m) for line in lines]
        case _:
            parts = [polar.around(polar.to_plane(geometry), radius_m)]
    return shapely.union_all(parts)
