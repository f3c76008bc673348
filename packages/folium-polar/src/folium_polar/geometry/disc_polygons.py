"""Geodesic discs: buffers of points."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from folium_polar.errors import GeometryError
from folium_polar.geometry.direct import direct
from folium_polar.geometry.geojson.positions import read_positions
from folium_polar.geometry.plane import project
from folium_polar.messages import Message

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["check_disc", "check_radii", "disc", "discs", "side_counts"]

# The disc's polygon is accurate to 1 m, or to this part of its radius if that is more.
_TOLERANCE_M = 1.0
_TOLERANCE_RATIO = 5e-6
# Exact points from which the circle is interpolated.
_EXACT = 48
# A larger disc is no smooth circle in the plane: each of its points is exact.
_INTERPOLATED_UP_TO_M = 1_000_000.0
# The shortest degree of latitude.
_DEGREE_M = 110_570.0


def check_radii(lat: NDArray[np.float64], radius_m: NDArray[np.float64]) -> None:
    """Refuse invalid radii, and those that reach the South Pole (rule `radius`)."""
    reachable = np.isfinite(radius_m) & (radius_m > 0) & (radius_m < (lat + 90.0) * _DEGREE_M)
    if not reachable.all():
        index = int(np.flatnonzero(~reachable)[0])
        message = Message(
            "a radius of {radius_m:g} m is no radius, or reaches the South Pole", radius_m[index]
        )
        remedy = "give metres above 0 that do not reach the South Pole"
        raise GeometryError(message, path=(index,), rule="radius", remedy=remedy)


def side_counts(lat: NDArray[np.float64], radius_m: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the numbers of sides of discs' polygons, multiples of 24.

    The middle of a side is inside the circle by e, its ends outside by e, with
    cos(pi / n) = (r - e) / (r + e), so n = pi / sqrt(4 e / r). The plane stretches a parallel by
    sec(c / 2), c from the pole, and shrinks a meridian by as much; what a side is off by grows by
    both, and so n by sec(c / 2).

    Parameters
    ----------
    lat, radius_m : numpy.ndarray of shape (n,)
        Centres, degrees, and radii, metres.

    Returns
    -------
    numpy.ndarray of shape (n,)

    Examples
    --------
    >>> side_counts(np.array([75.0, 75.0, 58.0]), np.array([1e3, 1.1e5, 5e5])).tolist()
    [72, 528, 744]
    """
    off = np.maximum(_TOLERANCE_M / radius_m, _TOLERANCE_RATIO)
    farthest = np.radians(90.0 - lat + radius_m / _DEGREE_M)
    sides = math.pi / np.sqrt(4 * off) / np.cos(np.minimum(farthest, 3.0) / 2)
    count: NDArray[np.float64] = 24 * np.maximum(np.ceil(sides / 24), 2)
    return count.astype(np.intp)


def disc(lon: float, lat: float, radius_m: float) -> shapely.Polygon:
    """Return the geodesic disc round a position, in the plane.

    Parameters
    ----------
    lon, lat : float
        Its centre, degrees, WGS 84; any longitude, and the pole itself.
    radius_m : float
        Geodesic radius, metres.

    Returns
    -------
    shapely.Polygon
        In EPSG:6931. Its edge is off by no more than 1 m, or 1e-5 of the radius where that is more.

    Raises
    ------
    GeometryError
        Rules of `read_positions`; `radius` if it is not a positive number, or the disc reaches the
        South Pole, where the plane ends.

    Examples
    --------
    >>> round(disc(178.4, 58.9, 110_000).area / 1e6)
    38012
    """
    polygon: shapely.Polygon = discs([lon], [lat], [radius_m])[0]
    return polygon


def check_disc(lon: float, lat: float, radius_m: float) -> None:
    """Raise the errors of `disc`, without drawing it."""
    centre = read_positions([[lon, lat]])
    check_radii(centre[:, 1], np.array([radius_m]))


def discs(lon: ArrayLike, lat: ArrayLike, radius_m: ArrayLike) -> NDArray[np.object_]:
    """Return many discs at once; see `disc`.

    Parameters
    ----------
    lon, lat, radius_m : array_like of shape (n,)
        Degrees and metres; one radius may stand for all.

    Returns
    -------
    numpy.ndarray of shape (n,)
        Polygons in EPSG:6931.

    Raises
    ------
    GeometryError
        As `disc`; `path` is the index.

    Examples
    --------
    >>> [round(polygon.area / 1e6) for polygon in discs([0, 180], [90, 66], [1_000, 2_000])]
    [3, 13]
    """
    centres = read_positions(np.column_stack(np.broadcast_arrays(lon, lat)).tolist())
    radii = np.broadcast_to(np.asarray(radius_m, dtype=np.float64), len(centres))
    check_radii(centres[:, 1], radii)
    counts = side_counts(centres[:, 1], radii)
    polygons = np.empty(len(centres), dtype=object)
    for count in sorted(set(counts.tolist())):
        index = np.flatnonzero(counts == count)
        polygons[index] = _discs(centres[index], radii[index], count)
    return polygons


def _discs(
    centres: NDArray[np.float64], radii: NDArray[np.float64], count: int
) -> NDArray[np.object_]:
    smooth = bool((radii <= _INTERPOLATED_UP_TO_M).all())
    exact = min(_EXACT, count) if smooth else count
    azimuth = np.tile(np.arange(exact) * (-360.0 / exact), len(centres))
    # Vertices lie outside by as much as the sides' middles lie inside.
    apothem = math.cos(math.pi / count)
    outer = np.repeat(radii * 2 / (1 + apothem), exact)
    centre_lon, centre_lat = np.repeat(centres.T, exact, axis=1)
    x, y = project(*direct(centre_lon, centre_lat, azimuth, outer))
    circle = (x + 1j * y).reshape(len(centres), exact)
    if exact < count:
        # The circle is a smooth closed curve, so a trigonometric polynomial through a few exact
        # points gives the others to well below a millimetre.
        waves = np.fft.fft(circle, axis=1)
        padded = np.zeros((len(centres), count), dtype=np.complex128)
        padded[:, : exact // 2] = waves[:, : exact // 2]
        padded[:, -(exact // 2) :] = waves[:, -(exact // 2) :]
        circle = np.fft.ifft(padded, axis=1) * (count / exact)
    vertices = np.stack([circle.real, circle.imag], axis=-1)
    return np.asarray(shapely.polygons(vertices))
