"""Where an event may have been: its footprint in the analysis plane.

A footprint is the set of all places that the record allows. What a point means follows from
the record's own precision; nothing is assumed that it does not say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack import polar
from geotrack.errors import GeometryError, UsageError
from geotrack.model import Event
from geotrack.polar.plane import PLANE_LIMIT_M
from geotrack.workspace import Workspace

__all__ = ["EXACT_KM", "Footprint", "footprint"]

EXACT_KM = 1.0
"""What `exact` means where no smaller radius is stated, in kilometres."""


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
    """

    shapes: tuple[BaseGeometry, ...]
    each: bool = False
    stated: bool = True
    gaps: bool = False


def footprint(event: Event, workspace: Workspace) -> Footprint | None:
    """Return where an event may have been.

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
    radius = event.radius_km or (EXACT_KM if event.precision == "exact" else 0.0)
    shape = widened(event.geometry, radius * 1000.0)
    if not named or (precise and not sure):
        return Footprint((shape,), stated=precise and sure)
    # Regions named beside a geometry hold by the record's word, and narrow what it allows.
    words = named if each or len(named) == 1 else (shapely.union_all(named),)
    shapes = tuple(_narrowed(word, shape) for word in words) if precise else words
    return Footprint(shapes, each, sure, gaps)


def _narrowed(word: BaseGeometry, shape: BaseGeometry) -> BaseGeometry:
    both = shapely.intersection(word, shape)
    return word if both.is_empty else both


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
