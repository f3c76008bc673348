"""The analysis plane: WGS 84 longitude and latitude to metres round the North Pole, and back.

The plane is EPSG:6931 (EASE-Grid 2.0 North): the polar Lambert azimuthal equal-area projection of
the WGS 84 ellipsoid, pole at (0, 0), the meridian of Greenwich running down to negative y. The 180
degree meridian is the ray x = 0, y > 0: no seam.

It is implemented here rather than by PROJ for three reasons: meridians of 0, 90 and 180 degrees
come out exactly on an axis, so parts that were split at 180 degrees meet without a sliver; the
South Pole is a circle of finite radius instead of infinity; and 5,000 vertices take a fraction of a
millisecond without the 45 ms that importing pyproj costs. The tests hold it to PROJ.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "PLANE_CRS",
    "PLANE_LIMIT_M",
    "area_km2",
    "plane_radius",
    "project",
    "reduce_lon",
    "unproject",
]

PLANE_CRS = "EPSG:6931"

_HALF_TURN = 180.0

# The ellipsoid WGS 84.
SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
_ECCENTRICITY = math.sqrt(FLATTENING * (2 - FLATTENING))
# Radius of the sphere with the ellipsoid's area: Snyder (1987), equations 3-12 and 3-13.
_AUTHALIC_RADIUS_M = SEMI_MAJOR_M * math.sqrt(
    0.5 * (1 + (1 - _ECCENTRICITY**2) * math.atanh(_ECCENTRICITY) / _ECCENTRICITY)
)
# The South Pole, a circle in the plane.
PLANE_LIMIT_M = 2 * _AUTHALIC_RADIUS_M

# Series between geographic and authalic latitude in sin(2k lat), k = 1..4, in powers of the third
# flattening: Karney (2023), "On auxiliary latitudes", equations A19 and A20. Left out: < 1 um.
_N = FLATTENING / (2 - FLATTENING)
_TO_AUTHALIC = (
    _N * (-4 / 3 + _N * (-4 / 45 + _N * (88 / 315 + _N * 538 / 4725))),
    _N**2 * (34 / 45 + _N * (8 / 105 - _N * 2482 / 14175)),
    _N**3 * (-1532 / 2835 - _N * 898 / 14175),
    _N**4 * 6007 / 14175,
)
_FROM_AUTHALIC = (
    _N * (4 / 3 + _N * (4 / 45 + _N * (-16 / 35 - _N * 2582 / 14175))),
    _N**2 * (46 / 45 + _N * (152 / 945 - _N * 11966 / 14175)),
    _N**3 * (3044 / 2835 + _N * 3802 / 14175),
    _N**4 * 6059 / 4725,
)


def _other_colatitude(
    colatitude: NDArray[np.float64], series: tuple[float, ...]
) -> NDArray[np.float64]:
    """Convert between colatitudes (radians); counting from the pole keeps all digits."""
    result = colatitude.copy()
    for k, coefficient in enumerate(series, start=1):
        # sin(2k lat) with lat = 90 degrees - colatitude.
        sign = 1 if k % 2 else -1
        result -= sign * coefficient * np.sin(2 * k * colatitude)
    return result


def reduce_lon(lon: ArrayLike) -> NDArray[np.float64]:
    """Reduce longitudes to -180 to 180 degrees without rounding (both ends are kept).

    Parameters
    ----------
    lon : array_like
        Finite longitudes in degrees.

    Returns
    -------
    numpy.ndarray
        The same meridians.

    Examples
    --------
    >>> reduce_lon([190, -180, 180, 725]).tolist()
    [-170.0, -180.0, 180.0, 5.0]
    """
    turned = np.fmod(np.asarray(lon, dtype=np.float64), 2 * _HALF_TURN)
    too_far = np.abs(turned) > _HALF_TURN
    return np.where(too_far, turned - np.copysign(2 * _HALF_TURN, turned), turned)


def plane_radius(lat: ArrayLike) -> NDArray[np.float64]:
    """Distance in the plane, in metres, of a parallel (degrees) from the pole."""
    colatitude = np.radians(90.0 - np.asarray(lat, dtype=np.float64))
    return PLANE_LIMIT_M * np.sin(_other_colatitude(colatitude, _TO_AUTHALIC) / 2)


def project(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Project WGS 84 degrees to plane metres.

    Parameters
    ----------
    lon, lat : array_like
        Longitudes (any finite number) and latitudes (-90 to 90) in degrees.

    Returns
    -------
    x, y : numpy.ndarray
        Metres in EPSG:6931. Longitudes that differ by whole turns give identical bits; the
        meridians of 0, 180 (x = 0) and 90 degrees either way (y = 0) lie exactly on the axes. The
        South Pole lies at `PLANE_LIMIT_M` from the origin, in the direction of its longitude.

    Examples
    --------
    >>> x, y = project([0, 90, 180, -180], [90, 80, 80, 80])
    >>> x.round(0).tolist(), y.round(0).tolist()
    ([0.0, 1115409.0, 0.0, 0.0], [0.0, 0.0, 1115409.0, 1115409.0])
    """
    turned = reduce_lon(lon)
    radians = np.radians(turned)
    # 0.0 is added to turn -0.0 into 0.0.
    sin = np.where(np.abs(turned) == _HALF_TURN, 0.0, np.sin(radians)) + 0.0
    cos = np.where(np.abs(turned) == _HALF_TURN / 2, 0.0, np.cos(radians))
    radius = plane_radius(lat)
    return radius * sin, -radius * cos + 0.0


def unproject(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Convert plane metres to WGS 84 degrees.

    Parameters
    ----------
    x, y : array_like
        Metres in EPSG:6931. What lies beyond the South Pole's circle is taken as on it.

    Returns
    -------
    lon, lat : numpy.ndarray
        Degrees, longitude above -180 and up to 180; at the pole it is 0.

    Examples
    --------
    >>> lon, lat = unproject(*project([-169, 181, 12], [65.75, 71, 90]))
    >>> lon.round(9).tolist(), lat.round(9).tolist()
    ([-169.0, -179.0, 0.0], [65.75, 71.0, 90.0])
    """
    x = np.asarray(x, dtype=np.float64) + 0.0
    y = np.asarray(y, dtype=np.float64) + 0.0
    radius = np.hypot(x, y)
    authalic = 2 * np.arcsin(np.minimum(radius / PLANE_LIMIT_M, 1.0))
    lat = 90.0 - np.degrees(_other_colatitude(authalic, _FROM_AUTHALIC))
    lon = np.where(radius == 0.0, 0.0, np.degrees(np.arctan2(x, -y)))
    return lon, lat


def area_km2(plane_geometry: BaseGeometry) -> float:
    """Area on the ellipsoid, in square kilometres; the plane is equal-area.

    Parameters
    ----------
    plane_geometry : shapely geometry
        A geometry in EPSG:6931.

    Returns
    -------
    float
        0 for points and lines.

    Examples
    --------
    >>> import shapely
    >>> area_km2(shapely.box(0, 0, 10_000, 20_000))
    200.0
    """
    return float(plane_geometry.area) / 1e6
