"""Geodesics between positions as lines of the plane, many at once.

A geodesic is no straight line there, but nearly: it strays from its chord by no more than a circle
does whose radius is the Earth's. Of a chord of 7 km that is a metre.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geotrack.polar.geodesic import distance_m, ellipsoid
from geotrack.polar.plane import project, unproject

__all__ = ["STEP_M", "Legs"]

Metres = NDArray[np.float64]

_RADIUS_M = 6_378_137.0
STEP_M = 5_000.0
"""How far apart vertices of a leg are, metres on the ground; in the plane, as far as the equator,
no more than 7.1 km."""


@dataclass(frozen=True, slots=True)
class Legs:
    """Shortest ways, each from one place to another.

    Parameters
    ----------
    x0, y0, x1, y1 : numpy.ndarray of shape (n,)
        Where they begin and end: metres in EPSG:6931, north of the equator.
    """

    x0: Metres
    y0: Metres
    x1: Metres
    y1: Metres

    def __len__(self) -> int:
        """How many there are."""
        return len(self.x0)

    def at(self, rows: NDArray[np.intp]) -> Legs:
        """Return some of them."""
        return Legs(self.x0[rows], self.y0[rows], self.x1[rows], self.y1[rows])

    def chords(self) -> Metres:
        """Return the lengths of their chords in the plane, metres."""
        return np.hypot(self.x1 - self.x0, self.y1 - self.y0)

    def bulges(self) -> Metres:
        """Return how far each may stray from its chord at most, metres in the plane."""
        return self.chords() ** 2 / (8 * _RADIUS_M)

    def lengths(self) -> Metres:
        """Return their lengths on the ellipsoid, metres."""
        return distance_m(*unproject(self.x0, self.y0), *unproject(self.x1, self.y1))

    def places(self, part: NDArray[np.float64]) -> tuple[Metres, Metres]:
        """Return the place on each that has this part of its length behind it.

        Parameters
        ----------
        part : numpy.ndarray of shape (n,)
            From 0, where it begins, to 1.

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
        """Return them as lines of the plane that hold to a metre.

        Returns
        -------
        vertices : numpy.ndarray of shape (m, 2)
            x, y; on each leg at equal distances, its ends to the last bit.
        of : numpy.ndarray of shape (m,)
            To which leg each belongs.
        """
        long = self.chords() > STEP_M
        pieces = np.ones(len(self), np.intp)
        some = np.flatnonzero(long)
        pieces[some] = np.ceil(self.at(some).lengths() / STEP_M).astype(np.intp)
        of = np.repeat(np.arange(len(self)), pieces + 1)
        first = np.cumsum(pieces + 1) - (pieces + 1)
        number = np.arange(len(of)) - first[of]
        vertices = np.empty((len(of), 2))
        vertices[first] = np.column_stack([self.x0, self.y0])
        vertices[first + pieces] = np.column_stack([self.x1, self.y1])
        between = np.flatnonzero((number > 0) & (number < pieces[of]))
        if len(between):
            legs = of[between]
            place = self.at(legs).places(number[between] / pieces[legs])
            vertices[between] = np.column_stack(place)
        return vertices, of
