"""Many geodesics between positions as lines of the plane.

A geodesic is almost straight there: it deviates from its chord by no more than a circle with the
Earth's radius, one metre for a chord of 7 km.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry.geodesy import distance_m, ellipsoid
from folium_polar.geometry.plane import project, unproject

__all__ = ["STEP_M", "Legs"]

Metres = NDArray[np.float64]

# The semi-major axis of WGS 84.
_RADIUS_M = 6_378_137.0
STEP_M = 5_000.0
"""Distance between vertices of a leg, metres on the ground; at most 7.1 km in the plane down to the
equator."""


@dataclass(frozen=True, slots=True)
class Legs:
    """Geodesics between pairs of positions.

    Parameters
    ----------
    x0, y0, x1, y1 : numpy.ndarray of shape (n,)
        Starts and ends, metres in EPSG:6931, north of the equator.
    """

    x0: Metres
    y0: Metres
    x1: Metres
    y1: Metres

    def __len__(self) -> int:
        """Return the number of legs."""
        return len(self.x0)

    def at(self, rows: NDArray[np.intp]) -> Legs:
        """Return a subset."""
        return Legs(self.x0[rows], self.y0[rows], self.x1[rows], self.y1[rows])

    def chords(self) -> Metres:
        """Return the lengths of chords in the plane, metres."""
        return np.hypot(self.x1 - self.x0, self.y1 - self.y0)

    def bulges(self) -> Metres:
        """Return the maximum deviation of each from its chord, metres in the plane."""
        return self.chords() ** 2 / (8 * _RADIUS_M)

    def lengths(self) -> Metres:
        """Return the lengths on the ellipsoid, metres."""
        return distance_m(*unproject(self.x0, self.y0), *unproject(self.x1, self.y1))

    def places(self, part: NDArray[np.float64]) -> tuple[Metres, Metres]:
        """Return the position at a fraction of each leg's length.

        Parameters
        ----------
        part : numpy.ndarray of shape (n,)
            From 0 at the start to 1.

        Returns
        -------
        x, y : numpy.ndarray of shape (n,)
            Metres in EPSG:6931.
        """
        lon, lat = unproject(self.x0, self.y0)
        azimuth, _, metres = ellipsoid().inv(lon, lat, *unproject(self.x1, self.y1))
        there_lon, there_lat, _ = ellipsoid().fwd(lon, lat, azimuth, np.asarray(metres) * part)
        return project(there_lon, there_lat)

    def vertices(self) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Return the vertices of lines in the plane, accurate to a metre.

        Returns
        -------
        vertices : numpy.ndarray of shape (m, 2)
            x and y, equally spaced along each leg; ends are exact.
        of : numpy.ndarray of shape (m,)
            Index of the leg of each vertex.
        """
        long = self.chords() > STEP_M
        counts = np.ones(len(self), np.intp)
        indices = np.flatnonzero(long)
        counts[indices] = np.ceil(self.at(indices).lengths() / STEP_M).astype(np.intp)
        leg = np.repeat(np.arange(len(self)), counts + 1)
        first = np.cumsum(counts + 1) - (counts + 1)
        number = np.arange(len(leg)) - first[leg]
        vertices = np.empty((len(leg), 2))
        vertices[first] = np.column_stack([self.x0, self.y0])
        vertices[first + counts] = np.column_stack([self.x1, self.y1])
        between = np.flatnonzero((number > 0) & (number < counts[leg]))
        if len(between):
            legs = leg[between]
            place = self.at(legs).places(number[between] / counts[legs])
            vertices[between] = np.column_stack(place)
        return vertices, leg
