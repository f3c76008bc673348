"""Where an event may have been: its footprint in the analysis plane.

A footprint is the set of all places that the record allows. What a point means follows from
the record's own precision; nothing is assumed that it does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack import polar
from geotrack.errors import GeometryError, UsageError
from geotrack.folding import folded
from geotrack.model import Event
from geotrack.polar.plane import PLANE_LIMIT_M
from geotrack.workspace import Workspace

__all__ = [
    "EXACT_KM",
    "Course",
    "Footprint",
    "footprint",
    "outline",
    "radius_m",
    "region_shape",
    "uncomputed",
    "widened",
]

EXACT_KM = 1.0
"""What `exact` means where no smaller radius is stated, in kilometres."""

Cut = Callable[[BaseGeometry], BaseGeometry]

_MEDIA: Mapping[str, Cut] = {"sea": polar.less_land, "land": polar.less_water}
_EXCLUDED: Mapping[str, Cut] = {"land": polar.less_land, "water": polar.less_water}


@dataclass(frozen=True, slots=True)
class Course:
    """A line that something ran along, as far as it is known.

    Parameters
    ----------
    corridor : shapely geometry
        All places within the record's radius of the line.
    start, end : shapely geometry
        Those within that radius of its ends, in the order in which the line is drawn.
    """

    corridor: BaseGeometry
    start: BaseGeometry
    end: BaseGeometry


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
    """

    shapes: tuple[BaseGeometry, ...]
    each: bool = False
    stated: bool = True
    gaps: bool = False
    courses: tuple[tuple[Course, ...], ...] = ()


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
    if event.type.medium in _MEDIA:
        where = _cut(where, _MEDIA[event.type.medium])
    excluded = list(_exclusions(event, workspace))
    if excluded:
        where = _cut(where, lambda shape: _less(shape, excluded), drop=True)
    return where


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
        return Footprint(named, each, sure, gaps) if named else None
    if polar.is_south(event.geometry):
        return None
    if not named or (precise and not sure):
        return replace(_drawn(event.geometry, radius_m(event)), stated=precise and sure)
    # Regions named beside a geometry hold by the record's word, and narrow what it allows.
    words = named if each or len(named) == 1 else (shapely.union_all(named),)
    if precise:
        shape = widened(event.geometry, radius_m(event))
        words = tuple(_narrowed(word, shape) for word in words)
    return Footprint(words, each, sure, gaps)


def radius_m(event: Event) -> float:
    """Return how far from its geometry an event may have been, in metres."""
    return (event.radius_km or (EXACT_KM if event.precision == "exact" else 0.0)) * 1000.0


def _narrowed(word: BaseGeometry, shape: BaseGeometry) -> BaseGeometry:
    both = shapely.intersection(word, shape)
    return word if both.is_empty else both


def _drawn(geometry: Mapping[str, Any], radius: float) -> Footprint:
    if radius <= 0 or not geometry["type"].endswith("LineString"):
        return Footprint((widened(geometry, radius),))
    single = geometry["type"] == "LineString"
    lines = [geometry["coordinates"]] if single else geometry["coordinates"]
    try:
        chains = [_courses(chain, radius) for chain in _chained(lines)]
    except GeometryError as error:
        if error.rule != "radius":
            raise
        return Footprint((widened(geometry, radius),))
    shapes = (shapely.union_all([c.corridor for c in courses]) for courses in chains)
    return Footprint(tuple(shapes), courses=tuple(chains))


def _chained(lines: Sequence[Any]) -> Iterator[list[Any]]:
    """Join lines that go on where the one before ends, as those split at 180 degrees do."""
    chain: list[Any] = []
    for line in lines:
        if chain and not polar.to_plane(_point(chain[-1][-1])).equals_exact(
            polar.to_plane(_point(line[0])), 1.0
        ):
            yield chain
            chain = []
        chain.append(line)
    yield chain


def _point(place: Sequence[float]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list(place)}


def _courses(chain: list[Any], radius: float) -> tuple[Course, ...]:
    """Return the courses of lines run one after the other.

    Of a line that comes back to its start it says nothing that start and end are joined, so it is
    taken in two halves.
    """
    corridor = shapely.union_all([polar.corridor(line, radius) for line in chain])
    start, end = _disc(chain[0][0], radius), _disc(chain[-1][-1], radius)
    places = [place for line in chain for place in line]
    if not shapely.intersects(start, end) or len(places) <= 2:  # noqa: PLR2004 - no place between
        return (Course(corridor, start, end),)
    if len(chain) > 1:
        halves = [chain[: len(chain) // 2], chain[len(chain) // 2 :]]
    else:
        (line,) = chain
        halves = [[line[: len(line) // 2 + 1]], [line[len(line) // 2 :]]]
    return tuple(
        Course(
            shapely.union_all([polar.corridor(line, radius) for line in half]),
            _disc(half[0][0], radius),
            _disc(half[-1][-1], radius),
        )
        for half in halves
    )


def _disc(place: Sequence[float], radius: float) -> BaseGeometry:
    return polar.disc(place[0], place[1], radius)


def _exclusions(event: Event, workspace: Workspace) -> Iterator[Cut]:
    for word in event.place.excluding if event.place else ():
        if folded(word) in _EXCLUDED:
            yield _EXCLUDED[folded(word)]
        elif (region := _region(workspace, word)) is not None:
            yield partial(_without, region)


def uncomputed(event: Event, workspace: Workspace) -> tuple[str, ...]:
    """Return what a record excludes in words that have no shape; its footprint keeps them."""
    return tuple(
        word
        for word in (event.place.excluding if event.place else ())
        if folded(word) not in _EXCLUDED and _region(workspace, word) is None
    )


def _region(workspace: Workspace, word: str) -> BaseGeometry | None:
    try:
        return workspace.region(word).plane
    except (UsageError, GeometryError):
        return None


def _without(region: BaseGeometry, shape: BaseGeometry) -> BaseGeometry:
    return shapely.difference(shape, region)


def _less(shape: BaseGeometry, cuts: Sequence[Cut]) -> BaseGeometry:
    for cut in cuts:
        shape = cut(shape)
    return shape


def _cut(where: Footprint, cut: Cut, *, drop: bool = False) -> Footprint:
    """Take something away from a footprint, as long as it leaves anything.

    `drop` leaves out alternatives of which nothing is left, in place of keeping them whole.
    """
    if where.courses:
        parts = [
            _cut_path(shape, courses, cut)
            for shape, courses in zip(where.shapes, where.courses, strict=True)
        ]
        shapes, courses = zip(*parts, strict=True)
        return replace(where, shapes=shapes, courses=courses)
    left = [(shape, cut(shape) if shape.area > 0 else shape) for shape in where.shapes]
    if drop and not where.each:
        kept = tuple(rest for _, rest in left if not rest.is_empty)
        return replace(where, shapes=kept) if kept else where
    return replace(where, shapes=tuple(s if rest.is_empty else rest for s, rest in left))


def _cut_path(
    shape: BaseGeometry, courses: tuple[Course, ...], cut: Cut
) -> tuple[BaseGeometry, tuple[Course, ...]]:
    """Cut a path's corridor; what cannot be reached from both its ends goes too.

    Where that leaves no way from the one to the other, nothing is taken away.
    """
    left = [_cut_course(course, cut) for course in courses]
    if any(course is None for course in left):
        return shape, courses
    sound = tuple(course for course in left if course is not None)
    return shapely.union_all([course.corridor for course in sound]), sound


def _cut_course(course: Course, cut: Cut) -> Course | None:
    start, end = cut(course.start), cut(course.end)
    parts = shapely.get_parts(cut(course.corridor))
    ways = parts[shapely.intersects(parts, start) & shapely.intersects(parts, end)]
    if start.is_empty or end.is_empty or not len(ways):
        return None
    corridor = ways[0] if len(ways) == 1 else shapely.MultiPolygon(list(ways))
    return Course(
        corridor, shapely.intersection(start, corridor), shapely.intersection(end, corridor)
    )


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
    try:
        return _widened(geometry, radius_m)
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
            areas = [coordinates] if kind == "Polygon" else coordinates
            parts = [polar.to_plane(geometry)]
            parts += [polar.corridor(ring, radius_m) for rings in areas for ring in rings]
    return shapely.union_all(parts)
