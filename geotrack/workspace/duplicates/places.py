"""Places of records for the comparison of duplicates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from folium_polar.geometry import project, to_plane
from folium_polar.geometry.plane import PLANE_LIMIT_M, reduce_lon
from geotrack.errors import GeometryError
from geotrack.footprint.outline import inner_radius_m, radius_m, widened
from geotrack.index.record_rows import table_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    from geotrack.model import Event
    from geotrack.workspace.store import Workspace

__all__ = ["BORDER_M", "Spot", "Spots", "in_plane", "near", "written"]

BORDER_M = 1000.0
"""Tolerance of simplified region outlines, metres."""

# Permitted distance beyond the radii, metres: two sources rarely give exactly the same position.
_GRACE_M = 15_000.0
# The same for a place whose precision is not stated.
_GRACE_UNSTATED_M = 50_000.0
# Distances in the plane and on the ellipsoid differ by less than this part, and these metres.
_SLACK_RATIO = 0.005
_SLACK_M = 2.0
# Length of a radian of latitude where it is shortest, metres.
_RADIAN_M = 6.335e6
# Angle from the North Pole, radians, from which the stretching of the plane is not computed.
_MOST_COLATITUDE = 2.8


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a record, reduced to what is compared.

    Parameters
    ----------
    shape : shapely geometry
        In EPSG:6931.
    centre : tuple (lon, lat) or None
        Position of a point in degrees; longitude above -180 up to 180, and 0 at the pole.
    radius_m : float
        Radius of uncertainty.
    grace_m : float
        Permitted distance beyond the radius.
    regions : tuple of str
        Sorted ids of the regions of a place without geometry; else empty.
    size_km : float
        Radius of a circle with about the area of the place.
    """

    shape: BaseGeometry
    centre: tuple[float, float] | None
    radius_m: float
    grace_m: float
    regions: tuple[str, ...]
    size_km: float

    @property
    def key(self) -> object:
        """Key of a place, rounded to 10 m."""
        place = self.centre or self.regions
        if not place:
            measures = (*self.shape.bounds, self.shape.length, math.sqrt(self.shape.area))
            return tuple(round(metres, -1) for metres in measures), self.radius_m, self.grace_m
        return place, self.radius_m, self.grace_m

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Bounding box in the plane of all places that may be near."""
        west, south, east, north = self.shape.bounds
        reach = float(in_plane(self.radius_m + self.grace_m, self.edge))
        return west - reach, south - reach, east + reach, north + reach

    @property
    def edge(self) -> float:
        """Maximum distance from the pole in the plane, metres."""
        west, south, east, north = self.shape.bounds
        return math.hypot(max(-west, east), max(-south, north))


def in_plane(metres: ArrayLike, edge: ArrayLike) -> NDArray[np.float64]:
    """Return an upper bound of plane distance for a ground distance from a place.

    The plane stretches parallels by sec(c / 2), c being the colatitude. Near the South Pole, where
    that is unbounded, the bound is the whole plane.

    Parameters
    ----------
    metres : array_like
        Ground distance.
    edge : array_like
        Distance of the place from the pole in the plane, metres.
    """
    colatitude = 2 * np.arcsin(np.minimum(np.asarray(edge) / PLANE_LIMIT_M, 1.0))
    angle = colatitude + np.asarray(metres) / _RADIAN_M
    stretch = 1 / np.cos(np.minimum(angle, _MOST_COLATITUDE) / 2)
    reach = np.asarray(metres) * stretch * (1 + _SLACK_RATIO) + _SLACK_M
    return np.where(angle > _MOST_COLATITUDE, 2 * PLANE_LIMIT_M, reach)


class Spots:
    """Builds the places of records.

    Parameters
    ----------
    workspace : Workspace
        The workspace with the regions.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._outlines: dict[str, BaseGeometry | None] = {}

    def spot(self, event: Event) -> Spot | None:
        """Return the place of a record; None if it has none or its geometry is invalid."""
        geometry = event.geometry
        if geometry is None or event.precision == "region":
            return self._by_regions(event.regions)
        unstated = event.precision == "unstated" and event.radius_km is None
        radius = radius_m(event)
        grace = _GRACE_UNSTATED_M if unstated else _GRACE_M
        try:
            if inner := inner_radius_m(event):
                ring = widened(geometry, radius, inner)
                return Spot(ring, None, 0.0, grace, (), radius / 1000.0)
            if geometry["type"] == "Point":
                lon, lat = geometry["coordinates"][:2]
                centre = _one_spelling(lon, lat)
                point = shapely.Point(*map(float, project(*centre)))
                return Spot(point, centre, radius, grace, (), radius / 1000.0)
            shape = to_plane(geometry)
        except GeometryError:  # reported by `check`
            return None
        if shape.is_empty:
            return None
        size = (shapely.minimum_bounding_radius(shape) + radius) / 1000.0
        return Spot(shape, None, radius, grace, (), float(size))

    def _by_regions(self, ids: Sequence[str]) -> Spot | None:
        """Return the union of regions as a place; None if no region has an outline."""
        shapes = {id_: shape for id_ in ids if (shape := self._outline(id_)) is not None}
        if not shapes:
            return None
        union = shapely.union_all(list(shapes.values()))
        size = math.sqrt(union.area / math.pi) / 1000.0
        return Spot(union, None, 0.0, 0.0, tuple(sorted(shapes)), size)

    def _outline(self, id_: str) -> BaseGeometry | None:
        """Return a simplified region."""
        if id_ not in self._outlines:
            region = self._workspace.regions.get(id_)
            if region is None or not region.has_shape:
                self._outlines[id_] = None
            else:
                self._outlines[id_] = shapely.simplify(region.plane, BORDER_M)
        return self._outlines[id_]


def near(
    events: Sequence[Event], others: Sequence[Event], workspace: Workspace
) -> NDArray[np.bool_]:
    """Return which events may be near any of some others, by their columns, shape (n,).

    All whose boxes meet are among them, and those that regions place, or nothing.
    """
    spots = list(map(Spots(workspace).spot, others))
    table = table_of(events)
    bounds, point = table.numbers("bounds"), np.stack([table.numbers("x"), table.numbers("y")])
    west_south, east_north = (np.where(np.isnan(b), point, b) for b in (bounds[:2], bounds[2:]))
    edge = np.hypot(*np.maximum(-west_south, east_north))
    reach = in_plane(table.numbers("reach") + _GRACE_UNSTATED_M, edge)
    are_near = np.isnan(edge) | any(spot is None for spot in spots)
    for spot in filter(None, spots):
        low, high = np.array(spot.box).reshape(2, 2, 1)
        are_near |= ((west_south - reach <= high) & (low <= east_north + reach)).all(axis=0)
    return np.asarray(are_near)


def written(event: Event) -> object:
    """Return a hashable form of a record's place as written; None if it has none."""
    if event.geometry is None or event.precision == "region":
        return tuple(sorted(set(event.regions))) or None
    if event.geometry["type"] == "Point":
        lon, lat = event.geometry["coordinates"][:2]
        radii = event.radius_km, event.inner_radius_km
        return _one_spelling(lon, lat), event.precision, radii
    return repr(event.geometry), event.precision, event.radius_km


def _one_spelling(lon: float, lat: float) -> tuple[float, float]:
    """Return a position with one spelling of longitude at 180° and at the poles."""
    if abs(lat) == 90.0:  # noqa: PLR2004 - the poles
        return 0.0, float(lat)
    turned = float(reduce_lon(lon))
    return (180.0 if turned == -180.0 else turned), float(lat)  # noqa: PLR2004 - the other way round
