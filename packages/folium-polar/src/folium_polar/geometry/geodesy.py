"""Distances and lines on the WGS 84 ellipsoid."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

import numpy as np

from folium_polar.errors import GeometryError
from folium_polar.geometry.geojson.positions import read_positions

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from pyproj import Geod

__all__ = ["distance_m", "ellipsoid", "geodesic"]


@functools.cache
def ellipsoid() -> Geod:
    """WGS 84 as `pyproj.Geod`, created on first use, since importing pyproj takes 45 ms."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


@overload
def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float: ...
@overload
def distance_m(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> NDArray[np.float64]: ...
def distance_m(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> float | NDArray[np.float64]:
    """Return the geodesic distance between positions.

    Parameters
    ----------
    lon1, lat1, lon2, lat2 : float or array_like
        Degrees, WGS 84; broadcast against each other.

    Returns
    -------
    float or numpy.ndarray
        Metres; a float if all four are.

    Examples
    --------
    Over the pole, and over 180 degrees:

    >>> round(distance_m(0, 89, 180, 89)), round(distance_m(179, 70, -179, 70))
    (223388, 76370)
    """
    lon1, lat1, lon2, lat2 = np.broadcast_arrays(
        *(np.asarray(degrees, dtype=np.float64) for degrees in (lon1, lat1, lon2, lat2))
    )
    _, _, metres = ellipsoid().inv(lon1, lat1, lon2, lat2)
    return float(metres) if np.ndim(metres) == 0 else np.asarray(metres)


def geodesic(
    coordinates: Sequence[Sequence[float]], max_step_m: float
) -> list[tuple[float, float]]:
    """Return the geodesics from each position to the next.

    Parameters
    ----------
    coordinates : sequence of (lon, lat)
        At least two places, degrees, WGS 84.
    max_step_m : float
        Greatest distance between two vertices, metres.

    Returns
    -------
    list of (lon, lat)
        Degrees. All places given are in it. Longitudes are continuous: they may run past 180, and
        change by more than 180 only at the pole.

    Raises
    ------
    GeometryError
        Rules of `read_positions`, `line-short` for fewer than two places, `step` for a step that is
        not a positive number.

    Examples
    --------
    >>> line = geodesic([(178, 71), (-178, 71)], 50_000)
    >>> [round(lon, 2) for lon, lat in line]
    [178.0, 179.33, 180.67, 182.0]
    """
    if not (math.isfinite(max_step_m) and max_step_m > 0):
        raise GeometryError(
            f"a step of {max_step_m:g} m is no length", rule="step", remedy="give metres above 0"
        )
    places = read_positions(list(coordinates))
    if len(places) < 2:  # noqa: PLR2004 - a line has two ends
        raise GeometryError("a line needs two places", rule="line-short", remedy="give one more")
    lines = [places[:1]]
    for start, end in itertools.pairwise(places):
        length = distance_m(start[0], start[1], end[0], end[1])
        between = math.ceil(length / max_step_m) - 1
        if between > 0:
            lines.append(np.array(ellipsoid().npts(start[0], start[1], end[0], end[1], between)))
        lines.append(end[np.newaxis])
    line = np.concatenate(lines)
    lon = np.unwrap(line[:, 0], period=360.0)
    return list(zip(lon.tolist(), line[:, 1].tolist(), strict=True))
