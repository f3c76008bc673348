"""Regular hexagons in the analysis plane: cells of equal area on the ground.

The plane (EPSG:6931) is equal-area, so hexagons that are alike in it hold the same number of square
kilometres each, whatever their latitude; their shape is stretched away from the pole, by a tenth at
50 degrees north. The North Pole is the centre of one of them, which has two of its edges across the
meridian of 90 degrees.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["AREAS_KM2", "LARGEST_KM2", "SMALLEST_KM2", "Lattice"]

AREAS_KM2 = (102_400.0, 25_600.0, 6_400.0, 1_600.0, 400.0, 100.0, 25.0)
"""Areas of the levels of a surface; each is half as far across as the one before."""

LARGEST_KM2 = 1_000_000.0
"""Greatest area of a hexagon."""
SMALLEST_KM2 = 1.0
"""Least area of a hexagon."""

_ROOT_3 = math.sqrt(3.0)
# Corners from the centre, in widths and in thirds of a row, anticlockwise.
_CORNERS = np.array([(0.5, -1), (0.5, 1), (0.0, 2), (-0.5, 1), (-0.5, -1), (0.0, -2)])


@dataclass(frozen=True, slots=True)
class Lattice:
    """A lattice of hexagons that covers the plane, each with a corner at the top.

    A hexagon is named by two whole numbers, its axial coordinates: `q` counts hexagons to the right
    and `r` rows up and half a hexagon to the right, from the one at the pole.

    Parameters
    ----------
    area_km2 : float
        Area of each.
    """

    area_km2: float

    @property
    def across_m(self) -> float:
        """Metres in the plane between opposite edges, and between neighbours' centres."""
        return 1000 * math.sqrt(self.area_km2 * 2 / _ROOT_3)

    def cells(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the hexagons that contain positions: those with the nearest centres.

        Every second row of centres makes a lattice of rectangles, and so do the others. In each of
        the two the nearest centre is found by rounding; the nearer of both is the nearest of all.
        A position on an edge is always assigned to the same hexagon.

        Parameters
        ----------
        x, y : numpy.ndarray of shape (n,)
            Metres in EPSG:6931.

        Returns
        -------
        q, r : numpy.ndarray of shape (n,)

        Examples
        --------
        >>> q, r = Lattice(100.0).cells(np.array([0.0, 11e3, 5e3]), np.array([0.0, 0.0, 9e3]))
        >>> q.tolist(), r.tolist()
        ([0, 1, 0], [0, 0, 1])
        """
        across, up = x / self.across_m, y / (self.across_m * _ROOT_3)
        even_across, even_up = np.rint(across), np.rint(up)
        odd_across, odd_up = np.floor(across), np.floor(up)
        # Squares of distances; a rectangle is the root of three as high as it is wide.
        even = (across - even_across) ** 2 + 3 * (up - even_up) ** 2
        odd = (across - odd_across - 0.5) ** 2 + 3 * (up - odd_up - 0.5) ** 2
        nearer = odd < even
        line = np.where(nearer, odd_up, even_up).astype(np.int64)
        q = np.where(nearer, odd_across, even_across).astype(np.int64) - line
        return q, 2 * line + nearer

    def centres(
        self, q: NDArray[np.int64], r: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the centres of hexagons, metres in EPSG:6931, shape (n,) each."""
        along, up = (2 * q + r).astype(np.float64), r.astype(np.float64)
        return along * (self.across_m / 2), up * (self.across_m * _ROOT_3 / 2)

    def corners(self, q: NDArray[np.int64], r: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the corners of hexagons, anticlockwise, shape (n, 6, 2), metres in EPSG:6931.

        Hexagons that share a corner have it to the last bit.
        """
        # In half hexagons across and in thirds of a row up, corners are whole numbers.
        across = 2 * q[:, None] + r[:, None] + 2 * _CORNERS[:, 0]
        up = 3 * r[:, None] + _CORNERS[:, 1]
        return np.stack([across * (self.across_m / 2), up * (self.across_m * _ROOT_3 / 6)], axis=-1)
