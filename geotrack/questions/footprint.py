"""Where an event may have been: its footprint in the analysis plane.

A footprint is the set of all places that the record allows. What a point means follows from
the record's own precision; nothing is assumed that it does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
    "ISLANDS",
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

# Regions that are all water, or all land, by their kind.
_WATERS = ("sea", "ocean", "strait", "gulf", "bay", "passage", "route-area")
ISLANDS = ("island", "islands")

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
    regions : tuple of str
        Ids of the regions that it follows from.
    at_sea : bool
        Whether it is somewhere on the water of these regions.
    """

    shapes: tuple[BaseGeometry, ...]
    each: bool = False
    stated: bool = True
    gaps: bool = False
    courses: tuple[tuple[Course, ...], ...] = ()
    basis: Literal["drawn", "named", "both"] = "drawn"
    regions: tuple[str, ...] = ()
    at_sea: bool = False


def footprint(event: Event, workspace: Workspace) -> Footprint | None:
    """Return where an event may have been.

    The places of its `outline`, of a type that moves at sea less land, of one that is on land
    less water, less what the record excludes. What leaves nothing is not taken away: a ship in
    port lies on the land of a coastline that is good to 2 km. Where it leaves no way along a path,
    or the record excludes all that it allows, nothing is certain.

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
        where = _in_medium(where, medium, workspace)
    regions = [shape for word in _excluded(event) if (shape := _region(workspace, word))]
    if regions:
        beside = shapely.union_all(regions)
        where = _cut(where, lambda shape: shapely.difference(shape, beside), excluded=True)
    return where


def _excluded(event: Event) -> tuple[str, ...]:
    return tuple(map(folded, event.place.excluding)) if event.place else ()


def _media(event: Event) -> list[str]:
    """Return on what an event is known to have been: water, land, or neither."""
    excluded = _excluded(event)
    media = [event.type.medium] if event.type.medium in _ONLY else []
    media += ["sea"] if "land" in excluded else []
    return media + (["land"] if "water" in excluded else [])


def _in_medium(where: Footprint, medium: str, workspace: Workspace) -> Footprint:
    if where.basis != "named":
        return _cut(where, _ONLY[medium])
    parts = tuple(_region_part(workspace, id_, medium) for id_ in where.regions)
    return replace(where, shapes=parts)


def _region_part(workspace: Workspace, id_: str, medium: str) -> BaseGeometry:
    """Return the part of a region that a medium has, made once; all of it where that is none.

    A region that is a sea or an island by its kind is all water or all land: its own coast is
    better than any that cuts it.
    """
    region = workspace.regions[id_]
    if region.kind in _WATERS or region.kind in ISLANDS:
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
    named = {r: shape for r in event.regions if (shape := _named(event, r, workspace)) is not None}
    # Of several alternatives one is unknown: it may have been there.
    gaps = any(r not in named for r in event.regions)
    precise = event.precision != "unstated"
    sure = each or not gaps
    at_sea = event.type.medium == "sea"
    by_name = Footprint(
        tuple(named.values()),
        each,
        sure,
        gaps,
        basis="named",
        regions=tuple(named),
        at_sea=at_sea,
    )
    if event.geometry is None or event.precision == "region":
        # A point beside `region` is where its label stands.
        return by_name if named else None
    if polar.is_south(event.geometry):
        return None
    if not named or (precise and not sure):
        return replace(_drawn(event.geometry, radius_m(event)), stated=precise and sure)
    # Regions named beside a geometry hold by the record's word, and narrow what it allows.
    return _narrowed(by_name, event.geometry, radius_m(event)) if precise else by_name


def _narrowed(by_name: Footprint, geometry: Mapping[str, Any], radius: float) -> Footprint:
    """Return what both a geometry and the regions named beside it allow.

    A path stays one as long as the regions hold both its ends. A region that the geometry does
    not meet is no alternative to one that it does; where it meets none, the regions alone hold.
    """
    drawn = _drawn(geometry, radius)
    if drawn.courses and not by_name.each:
        within = partial(shapely.intersection, shapely.union_all(by_name.shapes))
        runs = tuple(run for run in (less(run, within) for run in drawn.courses) if run is not None)
        if len(runs) == len(drawn.courses):
            shapes = _corridors(runs)
            return replace(by_name, shapes=shapes, courses=runs, basis="both", at_sea=False)
    whole = shapely.union_all(drawn.shapes)
    both = {
        id_: (word, shapely.intersection(word, whole))
        for id_, word in zip(by_name.regions, by_name.shapes, strict=True)
    }
    met = {id_: shape for id_, (_, shape) in both.items() if not shape.is_empty}
    if not met:
        return by_name
    if by_name.each:
        met = {id_: word if shape.is_empty else shape for id_, (word, shape) in both.items()}
    shapes, regions = tuple(met.values()), tuple(met)
    return replace(by_name, shapes=shapes, basis="both", regions=regions, at_sea=False)


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
    return Footprint(_corridors(courses), courses=courses)


def _corridors(runs: Iterable[tuple[Course, ...]]) -> tuple[BaseGeometry, ...]:
    return tuple(shapely.union_all([course.corridor for course in run]) for run in runs)


def _region(workspace: Workspace, word: str) -> BaseGeometry | None:
    try:
        return workspace.region(word).plane
    except (UsageError, GeometryError):
        return None


def _cut(where: Footprint, cut: Cut, *, excluded: bool = False) -> Footprint:
    """Take something away from a footprint, as long as it leaves anything.

    `excluded` is by the record's word: then what is all taken away is no alternative to the rest.
    """
    if where.courses:
        runs = tuple(run for run in (less(run, cut) for run in where.courses) if run is not None)
        if len(runs) < len(where.courses):
            # No way along the line is left: what is wrong, the line or the cut, is not known.
            return replace(where, stated=False)
        return replace(where, shapes=_corridors(runs), courses=runs)
    left = [cut(shape) if shape.area > 0 else shape for shape in where.shapes]
    if not excluded:
        pairs = zip(where.shapes, left, strict=True)
        return replace(where, shapes=tuple(w if rest.is_empty else rest for w, rest in pairs))
    chosen = [n for n, rest in enumerate(left) if not rest.is_empty]
    if not chosen or (where.each and len(chosen) < len(left)):
        return replace(where, stated=False)
    if len(where.regions) == len(left):
        where = replace(where, regions=tuple(where.regions[n] for n in chosen))
    return replace(where, shapes=tuple(left[n] for n in chosen))


def _named(event: Event, id_: str, workspace: Workspace) -> BaseGeometry | None:
    """Return a region that a record names; None where there is none, or none with a shape.

    A ship at an island was on the water round it, which the island's outline does not tell.
    """
    region = workspace.regions.get(id_)
    if region is None or (event.type.medium == "sea" and region.kind in ISLANDS):
        return None
    try:
        return region.plane
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
