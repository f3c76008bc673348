"""Where an event may have been: its footprint in the analysis plane.

A footprint is the set of all places that the record allows. What a point means follows from
the record's own precision; nothing is assumed that it does not say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack import polar
from geotrack.errors import GeometryError, UsageError
from geotrack.model import Event
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
    """

    shapes: tuple[BaseGeometry, ...]
    each: bool = False
    stated: bool = True


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
        None for a record without a place, or south of the equator.
    """
    named = tuple(region_shape(workspace, id_) for id_ in event.regions if id_ in workspace.regions)
    each = event.place is not None and event.place.regions_mode == "each"
    if event.geometry is None:
        return Footprint(named, each) if named else None
    if polar.is_south(event.geometry):
        return None
    radius = event.radius_km or (EXACT_KM if event.precision == "exact" else 0.0)
    shape = widened(event.geometry, radius * 1000.0)
    stated = event.precision != "unstated"
    if not named:
        return Footprint((shape,), stated=stated)
    # Regions named beside a geometry hold by the record's word, and narrow what it allows.
    words = named if each or len(named) == 1 else (shapely.union_all(named),)
    return Footprint(tuple(_narrowed(word, shape) if stated else word for word in words), each)


def _narrowed(word: BaseGeometry, shape: BaseGeometry) -> BaseGeometry:
    both = shapely.intersection(word, shape)
    return word if both.is_empty else both


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


def widened(geometry: dict[str, Any], radius_m: float) -> BaseGeometry:
    """Return a GeoJSON geometry in the plane, widened by a geodesic radius in metres."""
    if radius_m <= 0:
        return polar.to_plane(geometry)
    kind = geometry["type"]
    if kind == "GeometryCollection":
        return shapely.union_all([widened(g, radius_m) for g in geometry["geometries"]])
    if kind in {"Point", "MultiPoint"}:
        points: Iterable[Any] = geometry["coordinates"]
        points = [points] if kind == "Point" else points
        return shapely.union_all([polar.disc(p[0], p[1], radius_m) for p in points])
    if kind in {"LineString", "MultiLineString"}:
        lines = geometry["coordinates"]
        lines = [lines] if kind == "LineString" else lines
        return shapely.union_all([polar.corridor(line, radius_m) for line in lines])
    return polar.to_plane(geometry)
