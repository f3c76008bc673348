"""Shapes of a record on a map: geometry of the analysis plane, EPSG:6931, unrounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import disc, unproject
from folium_polar.geometry.geodesy import ellipsoid
from geotrack.model import LayerFeature

__all__ = ["Disc", "Drawing", "LonLat", "NamedRegion", "PlaneArea", "PlaneLine", "Shape"]

LonLat = tuple[float, float]
"""A position: longitude and latitude, degrees."""

# Positions as written differ by rounding.
_SAME_M = 1.0
# Decimals of a latitude from the plane, a tenth of a metre: what lies on a parallel is on it.
_DECIMALS = 6


class Disc(NamedTuple):
    """All places within a distance of a position: degrees, WGS 84, and metres; 0 if not stated."""

    lon: float
    lat: float
    radius: float

    @property
    def plane(self) -> BaseGeometry:
        """The disc in the analysis plane, metres."""
        return disc(self.lon, self.lat, self.radius)

    def meets(self, other: Disc) -> bool:
        """Return whether some place lies in both."""
        *_, metres = ellipsoid().inv(self.lon, self.lat, other.lon, other.lat)
        return bool(metres <= self.radius + other.radius + _SAME_M)


@dataclass(frozen=True, slots=True)
class PlaneLine:
    """Lines in the analysis plane, metres."""

    plane: BaseGeometry


@dataclass(frozen=True, slots=True)
class PlaneArea:
    """An area, the corridor of a line or an area, or all places between two distances.

    Parameters
    ----------
    kind : {"area", "corridor", "ring"}
        Which of these.
    plane : shapely geometry
        Polygons in the analysis plane, metres.
    """

    kind: Literal["area", "corridor", "ring"]
    plane: BaseGeometry


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """A region that the record names as its place."""

    region: LayerFeature


Shape = Disc | PlaneArea | PlaneLine | NamedRegion


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Drawing:
    """The geometry of a record on a map.

    Parameters
    ----------
    lonlat : (float, float)
        Position of its symbol, degrees.
    shapes : tuple of Shape
        All places that the record allows.
    """

    lonlat: LonLat
    shapes: tuple[Shape, ...]

    @property
    def regions(self) -> list[LayerFeature]:
        """The regions that the record names as its place."""
        return [shape.region for shape in self.shapes if isinstance(shape, NamedRegion)]

    @property
    def southernmost(self) -> float:
        """Latitude of the southernmost vertex of its lines and areas, or of its symbol; degrees."""
        planes = [s.plane for s in self.shapes if isinstance(s, PlaneArea | PlaneLine)]
        if not planes:
            return self.lonlat[1]
        x, y = shapely.get_coordinates(planes).T
        _, lat = unproject(np.hypot(x, y).max(), 0.0)
        return min(self.lonlat[1], round(float(lat), _DECIMALS))
