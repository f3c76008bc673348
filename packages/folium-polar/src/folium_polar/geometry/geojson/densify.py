"""Densification: vertices that make edges straight in lon/lat straight in the plane too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from folium_polar.geometry.plane import plane_radius

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from folium_polar.geometry.geojson.spelling import Track

__all__ = ["TOLERANCE_M", "densify", "densify_all", "pieces"]

# How far a straight edge of the plane may be from the edge that is meant, metres.
TOLERANCE_M = 1.0

# Bounds on the first and second derivative of the plane radius by latitude in radians, in metres.
# The first is greatest at the pole, where it is the polar radius of curvature, 6,399,594 m; the
# second at the South Pole, half the authalic radius with the ellipsoid's one per cent.
_FIRST_M = 6.40e6
_SECOND_M = 3.25e6


def pieces(
    lat_from: NDArray[np.float64],
    lat_to: NDArray[np.float64],
    step: NDArray[np.float64],
    tolerance_m: float = TOLERANCE_M,
    margin_m: float = 0.0,
) -> NDArray[np.intp]:
    """Count the pieces into which edges must be cut so that their chords stay near the edge.

    An edge is P(t) = r(lat) exp(i lon), 0 <= t <= 1, with lon and lat linear in t and r the plane
    radius of a parallel. With a = |d lon|, b = |d lat| in radians::

        P'' = (r'' b^2 + 2 i r' a b - r a^2) exp(i lon)
        |P''| <= max|r''| b^2 + 2 max|r'| a b + max r a^2

    and the chord of a piece of length h in t is off by at most h^2/8 max|P''|. The greatest r of an
    edge is that of its southern end. An edge along a meridian is straight in the plane.

    Parameters
    ----------
    lat_from, lat_to : numpy.ndarray of shape (n,)
        Latitudes of the ends, degrees.
    step : numpy.ndarray of shape (n,)
        Degrees of longitude run through.
    tolerance_m : float
        Metres in the plane.
    margin_m : float
        Metres to add to every radius, for curves that run beside the edge.

    Returns
    -------
    numpy.ndarray of shape (n,)
        At least 1.

    Examples
    --------
    >>> pieces(np.array([80.0, 70.0]), np.array([80.0, 80.0]), np.array([10.0, 0.0])).tolist()
    [66, 1]
    """
    across = np.radians(np.abs(step))
    along = np.radians(np.abs(lat_to - lat_from))
    radius = plane_radius(np.minimum(lat_from, lat_to)) + margin_m
    bound = _SECOND_M * along**2 + 2 * _FIRST_M * across * along + radius * across**2
    count = np.ceil(np.sqrt(bound / (8 * tolerance_m)))
    return np.where(across == 0.0, 1, np.maximum(count, 1)).astype(np.intp)


def densify(
    track: Track, tolerance_m: float = TOLERANCE_M
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Add vertices to the edges of a line or ring, so that its chords in the plane follow it.

    The vertices of an edge are identical to the last bit in either direction: neighbours that share
    an edge share it in the plane.

    Parameters
    ----------
    track : Track
        n vertices.
    tolerance_m : float
        Metres in the plane.

    Returns
    -------
    lon, lat : numpy.ndarray of shape (m,)
        Degrees; the track's own vertices and those between them.
    """
    return _dense(track, pieces(track.lat[:-1], track.lat[1:], track.step, tolerance_m))


def densify_all(
    track: Track, ring: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Add vertices to the edges of many concatenated rings; see `densify`.

    Parameters
    ----------
    track : Track
        n vertices; there is no step from one ring to the next.
    ring : numpy.ndarray of shape (n,)
        Index of the ring of each vertex.

    Returns
    -------
    lon, lat, ring : numpy.ndarray of shape (m,)
        As for `densify`, with the index of the ring of each vertex.
    """
    count = pieces(track.lat[:-1], track.lat[1:], track.step)
    return *_dense(track, count), np.append(np.repeat(ring[:-1], count), ring[-1])


def _dense(
    track: Track, count: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    # One value for 180 and -180 degrees.
    lon = np.where(track.lon == -180.0, 180.0, track.lon)  # noqa: PLR2004 - degrees
    lat, step = track.lat, track.step
    if (count == 1).all():
        return lon, lat
    # Each edge is computed from the end that sorts first.
    backward = (lat[1:] < lat[:-1]) | ((lat[1:] == lat[:-1]) & (lon[1:] < lon[:-1]))
    backward |= (lat[1:] == lat[:-1]) & (lon[1:] == lon[:-1]) & (step < 0)
    base_lon = np.where(backward, lon[1:], lon[:-1])
    base_lat = np.where(backward, lat[1:], lat[:-1])
    rise = np.abs(lat[1:] - lat[:-1])
    run = np.where(backward, -step, step)
    first = np.cumsum(count) - count
    number = np.arange(count.sum()) - np.repeat(first, count)
    total = np.repeat(count, count)
    part = np.where(np.repeat(backward, count), total - number, number) / total
    dense_lon = np.repeat(base_lon, count) + part * np.repeat(run, count)
    dense_lat = np.repeat(base_lat, count) + part * np.repeat(rise, count)
    # The track's own vertices are kept to the last bit.
    dense_lon[first], dense_lat[first] = lon[:-1], lat[:-1]
    return np.append(dense_lon, lon[-1]), np.append(dense_lat, lat[-1])
