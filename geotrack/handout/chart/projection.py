"""Polar projections of a chart as closed formulas, from degrees to points of a sheet.

The equal-area projections are the analysis plane rotated round the pole. The stereographic ones
follow Snyder (USGS PP 1395, 1987), equations 15-9, 21-33 and 21-34. The tests compare all with
PROJ.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import disc, unproject
from folium_polar.geometry.plane import plane_radius
from geotrack.handout.boxes import Box
from geotrack.model.maps.view import View

__all__ = ["Plane", "fitted", "radius_m"]

# The ellipsoid WGS 84.
_SEMI_MAJOR_M = 6_378_137.0
_FLATTENING = 1 / 298.257223563
_E = math.sqrt(_FLATTENING * (2 - _FLATTENING))
# The meridian that points down, and the parallel of true scale or the scale at the pole.
_STEREOGRAPHIC = {"EPSG:3995": (0.0, 71.0), "EPSG:3413": (-45.0, 70.0), "EPSG:5936": (-150.0, None)}
# Of EPSG:5936, which has no parallel of true scale.
_SCALE_AT_POLE = 0.994
# The meridian that points down, by the CRS of equal area.
_EQUAL_AREA = {
    "EPSG:3571": 180.0,
    "EPSG:3572": -150.0,
    "EPSG:3573": -100.0,
    "EPSG:3574": -40.0,
    "EPSG:3575": 10.0,
    "EPSG:3576": 90.0,
}
# In a stereographic map the South Pole lies at infinity.
_SOUTHERNMOST = -80.0

Numbers = NDArray[np.float64]


def _isometric(lat: Numbers) -> Numbers:
    """Return Snyder's t (15-9)."""
    phi = np.radians(lat)
    sin = _E * np.sin(phi)
    return np.asarray(np.tan(np.pi / 4 - phi / 2) * ((1 + sin) / (1 - sin)) ** (_E / 2))


def _stereographic_scale(true_at: float | None) -> float:
    """Return metres for one unit of t: by the parallel of true scale, or the scale at the pole."""
    if true_at is None:  # (21-33)
        denominator = math.sqrt((1 + _E) ** (1 + _E) * (1 - _E) ** (1 - _E))
        return 2 * _SEMI_MAJOR_M * _SCALE_AT_POLE / denominator
    # (21-34); the radius of a parallel is the semi-major axis times m, Snyder's (14-15).
    sin = math.sin(math.radians(true_at))
    m = math.cos(math.radians(true_at)) / math.sqrt(1 - (_E * sin) ** 2)
    return _SEMI_MAJOR_M * m / float(_isometric(np.array(true_at)))


def radius_m(crs: str, lat: ArrayLike) -> Numbers:
    """Return the distance of parallels from the pole in a projection.

    Parameters
    ----------
    crs : str
        A key of `folium_polar.POLAR_CRS`.
    lat : array_like
        Degrees.

    Returns
    -------
    numpy.ndarray
        Metres.
    """
    degrees = np.asarray(lat, dtype=np.float64)
    if crs in _EQUAL_AREA:
        return plane_radius(degrees)
    scale = _stereographic_scale(_STEREOGRAPHIC[crs][1])
    # At the pole itself the tangent is a rounding error.
    t = np.where(degrees >= 90.0, 0.0, _isometric(np.clip(degrees, _SOUTHERNMOST, 90.0)))  # noqa: PLR2004 (the pole)
    return np.asarray(scale * t)


@dataclass(frozen=True, slots=True)
class Plane:
    """A projection on a sheet.

    Parameters
    ----------
    crs : str
        A key of `folium_polar.POLAR_CRS`.
    pole : tuple of (float, float)
        Position of the North Pole: x to the right and y down from the sheet's upper left, points.
    metres_per_point : float
        Metres of the projection per point of the sheet.
    turned : float, optional
        The meridian that points down, degrees, if not that of the projection.
    """

    crs: str
    pole: tuple[float, float]
    metres_per_point: float
    turned: float | None = None

    @property
    def down(self) -> float:
        """Return the meridian that points down, degrees."""
        if self.turned is not None:
            return self.turned
        return _EQUAL_AREA[self.crs] if self.crs in _EQUAL_AREA else _STEREOGRAPHIC[self.crs][0]

    def radius(self, lat: ArrayLike) -> Numbers:
        """Return the distance of parallels (degrees) from the pole, in points."""
        return radius_m(self.crs, lat) / self.metres_per_point

    def points(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Numbers, Numbers]:
        """Return x and y, in points, of positions in degrees."""
        angle = np.radians(np.asarray(lon, dtype=np.float64) - self.down)
        radius = self.radius(lat)
        return self.pole[0] + radius * np.sin(angle), self.pole[1] + radius * np.cos(angle)

    def to_points(self, lon: float, lat: float) -> tuple[float, float]:
        """Return x and y, in points, of one position in degrees."""
        x, y = self.points(lon, lat)
        return float(x), float(y)

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Return longitude and latitude of a point of the sheet, by bisection."""
        right, down = x - self.pole[0], y - self.pole[1]
        distance, low, high = math.hypot(right, down), _SOUTHERNMOST, 90.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if float(self.radius(middle)) > distance else (low, middle)
        lon = math.degrees(math.atan2(right, down)) + self.down
        return (lon + 180.0) % 360.0 - 180.0, (low + high) / 2

    def of_shape(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape of the analysis plane (EPSG:6931, metres) in points of the sheet."""

        def projected(places: Numbers) -> Numbers:
            return np.column_stack(self.points(*unproject(places[:, 0], places[:, 1])))

        return shapely.transform(shape, projected)


def fitted(crs: str, area: View | BaseGeometry, box: Box, turned: float | None = None) -> Plane:
    """Return a projection in which an area fits a box, centred.

    Parameters
    ----------
    crs : str
        A key of `folium_polar.POLAR_CRS`.
    area : View or shapely geometry
        A view's circle, or a shape of the analysis plane (EPSG:6931, metres).
    box : Box
        Points.
    turned : float, optional
        As for `Plane`.
    """
    if isinstance(area, View):
        area = disc(area.lon, area.lat, area.radius_km * 1000.0)
    # In metres, with the pole at 0, 0.
    in_metres = Plane(crs, (0.0, 0.0), 1.0, turned)
    left, top, right, bottom = in_metres.of_shape(area).bounds
    scale = max((right - left) / box.width, (bottom - top) / box.height)
    x = box.left + box.width / 2 - (left + right) / 2 / scale
    y = box.top + box.height / 2 - (top + bottom) / 2 / scale
    return Plane(crs, (x, y), scale, turned)
