"""Nearest points of shapes on the ellipsoid, and their distance.

The plane is equal-area: the nearest points in it are not the nearest on the ground. So this is a
branch-and-bound search over pairs of pieces of the two outlines, coarse ones first. The geodesic
between the middles of two pieces gives their distance and its slope along each; a bound on the
curvature of pieces and geodesics gives the least possible distance. Pairs that cannot improve on
the best one are dropped; the others are split.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.errors import GeometryError
from folium_polar.geometry.geodesy import ellipsoid
from folium_polar.geometry.geojson.positions import read_positions
from folium_polar.geometry.outlines import Outline, Pieces
from folium_polar.geometry.plane import PLANE_LIMIT_M, project, unproject

__all__ = ["Nearest", "apart_m", "distances_m", "nearest"]

# Accuracy of the distance, absolute and relative.
_TOLERANCE_M = 0.01
_TOLERANCE_RATIO = 1e-6
# Radius of the sphere with the area of WGS 84.
_RADIUS_M = PLANE_LIMIT_M / 2
# Angles between places, radians, above which no bound is computed from slopes (near the antipodes)
# and from the distance in the tangent plane. The factor of the latter bound is ten times what any
# tested pair needed.
_SLOPE_RADIANS = 0.99 * math.pi
_FLAT_RADIANS = 0.5
_SECOND = 1.0
# Vertices processed together.
_TOGETHER = 500_000


Shapes = Sequence[BaseGeometry | None] | NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest points of two shapes.

    Attributes
    ----------
    metres : float
        Least geodesic distance, WGS 84; 0 where the shapes meet.
    start, end : tuple (lon, lat)
        A nearest place of the first shape and of the second, degrees; one place where they meet.
        The longitude of the pole is 0.
    bearing : float
        Azimuth in which the geodesic leaves the start, degrees from 0 to 360, clockwise from
        north. At the pole it counts, as everywhere, from the direction in which the meridian of
        `start` runs north: there from that in which Greenwich's runs on, over the pole, along 180
        degrees. 0 where the shapes meet, for there is no direction.
    back : float
        Azimuth from the end back to the start, likewise.
    """

    metres: float
    start: tuple[float, float]
    end: tuple[float, float]
    bearing: float
    back: float


def nearest(first: BaseGeometry, second: BaseGeometry) -> Nearest:
    """Return the nearest points of two shapes.

    Parameters
    ----------
    first, second : shapely geometry
        In EPSG:6931, of any type. An area holds what is inside it; its edges, and those of lines,
        are straight in the plane, as `to_plane` makes them.

    Returns
    -------
    Nearest
        The distance is the least one to within 1 cm, or 1e-6 of it where that is more. South of 88
        degrees south, where the plane ends, edges may be taken for farther than they are.

    Raises
    ------
    GeometryError
        Rule `empty` for a shape without a place; `path` is 0 or 1.

    Examples
    --------
    From the Diomede Islands over 180 degrees to Cape Chelyuskin:

    >>> from folium_polar.geometry import project
    >>> x, y = project([-169.06, -168.92, 104.3], [65.78, 65.75, 77.72])
    >>> islands, cape = shapely.points(x[:2], y[:2]), shapely.Point(x[2], y[2])
    >>> found = nearest(shapely.MultiPoint(islands), cape)
    >>> round(found.metres / 1000), round(found.bearing), round(found.back)
    (2940, 331, 67)
    >>> [round(degrees, 2) for degrees in found.start]
    [-169.06, 65.78]
    """
    for index, shape in enumerate((first, second)):
        if shape.is_empty:
            raise GeometryError(
                "an empty shape has no distance",
                path=(index,),
                rule="empty",
                remedy="give it a place",
            )
    if shapely.intersects(first, second):
        x, y = shapely.get_coordinates(shapely.shortest_line(first, second))[0]
        place = _lon_lat(x, y)
        return Nearest(0.0, place, place, 0.0, 0.0)
    _, places = _least(_object_array([first]), _object_array([second]))
    start, end = _lon_lat(*places[0, :2]), _lon_lat(*places[0, 2:])
    bearing, back, metres = ellipsoid().inv(*start, *end)
    return Nearest(float(metres), start, end, _from_0_to_360(bearing), _from_0_to_360(back))


def _from_0_to_360(azimuth: float) -> float:
    # Of -1e-20 the first remainder is 360.
    return float(azimuth) % 360.0 % 360.0


def distances_m(lon: float, lat: float, shapes: Shapes) -> NDArray[np.float64]:
    """Least geodesic distance from one place to each of many shapes.

    Parameters
    ----------
    lon, lat : float
        Degrees, WGS 84; any longitude, and the pole itself.
    shapes : array_like of shape (n,)
        Geometries in EPSG:6931; see `nearest`.

    Returns
    -------
    numpy.ndarray of shape (n,)
        Metres, as good as those of `nearest`; 0 in an area and on a line, NaN for a missing or
        empty geometry.

    Raises
    ------
    GeometryError
        Rules of `read_positions`.

    Examples
    --------
    >>> from folium_polar.geometry import disc, project
    >>> shapes = [disc(180, 70, 50_000), shapely.Point(*project(-179, 70)), None]
    >>> distances_m(179, 70, shapes).round().tolist()
    [0.0, 76370.0, nan]
    """
    read_positions([[lon, lat]])
    x, y = project(lon, lat)
    return apart_m(shapely.Point(float(x), float(y)), shapes)


def apart_m(shape: BaseGeometry, shapes: Shapes) -> NDArray[np.float64]:
    """Least geodesic distance from one shape to each of many; see `distances_m`.

    Parameters
    ----------
    shape : shapely geometry
        In EPSG:6931, of any type, not empty.
    shapes : array_like of shape (n,)
        Geometries in EPSG:6931; see `nearest`.

    Returns
    -------
    numpy.ndarray of shape (n,)
        Metres, as good as those of `nearest`; 0 where they meet, NaN for a missing or empty
        geometry.

    Examples
    --------
    >>> from folium_polar.geometry import disc
    >>> apart_m(disc(180, 70, 50_000), [disc(-176, 70, 10_000), None]).round(-3).tolist()
    [93000.0, nan]
    """
    geometries = _object_array(shapes)
    metres = np.full(len(geometries), np.nan)
    placed = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    shapely.prepare(shape)
    metres[placed & shapely.intersects(shape, geometries)] = 0.0
    separate = np.flatnonzero(placed & np.isnan(metres))
    if len(separate):
        vertices = np.cumsum(shapely.get_num_coordinates(geometries[separate]))
        for part in np.split(separate, np.flatnonzero(np.diff(vertices // _TOGETHER)) + 1):
            metres[part], _ = _least(_object_array([shape]), geometries[part])
    return metres


def _object_array(shapes: Shapes) -> NDArray[np.object_]:
    return np.asarray(shapes, dtype=object)


def _lon_lat(x: float, y: float) -> tuple[float, float]:
    lon, lat = unproject(x, y)
    return float(lon), float(lat)


def _least(
    first: NDArray[np.object_], second: NDArray[np.object_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least distances from one shape to others that do not meet it.

    Returns metres of shape (n,) and the two nearest places in the plane, of shape (n, 4).
    """
    first_outline, second_outline = Outline(first), Outline(second)
    best = _Best(np.full(len(second), np.inf), np.empty((len(second), 4)))
    index = np.zeros(len(second), dtype=np.intp), np.arange(len(second))
    owner = np.arange(len(second))
    while True:
        candidates = np.flatnonzero(
            _measure(
                first_outline.pieces.subset(index[0]),
                second_outline.pieces.subset(index[1]),
                owner,
                best,
            )
        )
        if not len(candidates):
            return best.metres, best.places
        index, owner = (index[0][candidates], index[1][candidates]), owner[candidates]
        if (
            first_outline.pieces.reach[index[0]].max()
            >= second_outline.pieces.reach[index[1]].max()
        ):
            source, finer = first_outline.refine(index[0])
            index = finer, index[1][source]
        else:
            source, finer = second_outline.refine(index[1])
            index = index[0][source], finer
        owner = owner[source]


@dataclass(frozen=True, slots=True)
class _Best:
    """The least distances found so far, with their two positions in the plane."""

    metres: NDArray[np.float64]
    places: NDArray[np.float64]

    def note(
        self,
        distance: NDArray[np.float64],
        pair: NDArray[np.float64],
        owner: NDArray[np.intp],
    ) -> None:
        """Store improvements, by owner."""
        better = np.flatnonzero(distance < self.metres[owner])
        # Of several values for one owner the last one is stored: the smallest.
        better = better[np.argsort(-distance[better], kind="stable")]
        self.metres[owner[better]] = distance[better]
        self.places[owner[better]] = pair[better]

    def may_improve(self, least: NDArray[np.float64], owner: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Return whether pairs with this lower bound may improve on the best."""
        worth = self.metres[owner] * (1.0 - _TOLERANCE_RATIO) - _TOLERANCE_M
        return np.asarray(least < worth)


def _measure(
    first: Pieces, second: Pieces, owner: NDArray[np.intp], best: _Best
) -> NDArray[np.bool_]:
    """Measure pairs of pieces, store the best, and return which pairs may contain better ones."""
    azimuth, back, distance = map(
        np.asarray, ellipsoid().inv(first.lon, first.lat, second.lon, second.lat)
    )
    best.note(distance, np.hstack([first.place, second.place]), owner)
    may = best.may_improve(distance - first.reach - second.reach, owner)
    close = np.flatnonzero(may & np.isfinite(first.bend + second.bend))
    if len(close):
        first, second, owner = first.subset(close), second.subset(close), owner[close]
        pairs = _Pairs(first, second, azimuth[close], back[close], distance[close])
        ends = np.hstack(pairs.places())
        _, _, metres = ellipsoid().inv(*unproject(*ends[:, :2].T), *unproject(*ends[:, 2:].T))
        best.note(np.asarray(metres), ends, owner)
        may[close] = best.may_improve(pairs.least(), owner)
    return may


class _Pairs:
    """Pairs of straight pieces in the tangent plane at the first one.

    The distance between two places of a pair, as a function of both, has the value and the slope of
    that between the places drawn. What they differ by is of second order: by the bends of the
    pieces, and by the bend of the sphere. With r and s the reaches and d the distance, the even
    slope is above the distance by at most tan(d / 2R) / 2R (r^2 + s^2), from the least eigenvalue
    of the second derivatives; what is drawn is by a multiple of d / R^2 (r^2 + s^2), from the first
    term in d / R in which the second derivatives differ.
    """

    def __init__(
        self,
        first: Pieces,
        second: Pieces,
        azimuth: NDArray[np.float64],
        back: NDArray[np.float64],
        distance: NDArray[np.float64],
    ) -> None:
        self._first, self._second, self._distance = first, second, distance
        ahead = np.radians(azimuth)
        self._between = distance * _direction(ahead)
        # North is the real axis, east the imaginary one: azimuths are angles.
        turn = _direction(ahead - np.radians(back) + math.pi)
        self._one = first.north + 1j * first.east
        self._other = (second.north + 1j * second.east) * turn
        self._parts = _nearest_parts(self._between, self._one, self._other)

    def places(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Nearest places of the two pieces in the tangent plane, as positions in EPSG:6931."""
        part, other_part = self._parts
        return (
            self._first.place + part[:, np.newaxis] * self._first.half,
            self._second.place + other_part[:, np.newaxis] * self._second.half,
        )

    def least(self) -> NDArray[np.float64]:
        """Lower bounds of the distances between the pieces, metres."""
        part, other_part = self._parts
        in_plane = np.abs(self._between + other_part * self._other - part * self._one)
        ahead = self._between / np.maximum(self._distance, np.finfo(float).tiny)
        fall = np.abs(_dot(ahead, self._one)) + np.abs(_dot(ahead, self._other))
        squares = self._first.reach**2 + self._second.reach**2
        angle = (self._distance + self._first.reach + self._second.reach) / _RADIUS_M
        slope = np.tan(np.minimum(angle, _SLOPE_RADIANS) / 2) / 2 / _RADIUS_M * squares
        least = np.maximum(
            np.where(angle < _SLOPE_RADIANS, self._distance - fall - slope, -np.inf),
            np.where(
                angle < _FLAT_RADIANS, in_plane - _SECOND * angle / _RADIUS_M * squares, -np.inf
            ),
        )
        bounded: NDArray[np.float64] = least - self._first.bend - self._second.bend
        return bounded


def _direction(azimuth: NDArray[np.float64]) -> NDArray[np.complex128]:
    return np.asarray(np.exp(1j * azimuth), dtype=np.complex128)


def _dot(first: NDArray[np.complex128], second: NDArray[np.complex128]) -> NDArray[np.float64]:
    product: NDArray[np.float64] = (first * second.conj()).real
    return product


def _nearest_parts(
    between: NDArray[np.complex128], first: NDArray[np.complex128], second: NDArray[np.complex128]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the nearest points of two straight segments, as fractions -1 to 1 from their middles.

    Ericson (2005), "Real-Time Collision Detection", section 5.1.9.
    """
    ahead, ahead_other = _dot(between, first), _dot(between, second)
    square, square_other, product = _dot(first, first), _dot(second, second), _dot(first, second)
    part = _clipped(
        ahead * square_other - product * ahead_other, square * square_other - product**2
    )
    other_part = _clipped(product * part - ahead_other, square_other)
    return _clipped(ahead + product * other_part, square), other_part


def _clipped(
    numerator: NDArray[np.float64], denominator: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Divide and clip to -1 to 1; 0 where the divisor is 0."""
    part = np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0.0)
    return np.clip(part, -1.0, 1.0)
