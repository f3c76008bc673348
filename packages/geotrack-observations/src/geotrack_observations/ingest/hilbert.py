"""Order along a Hilbert curve, in which neighbours in the plane are close in the file."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry.plane import PLANE_LIMIT_M

__all__ = ["ORDER", "hilbert"]

ORDER = 16
"""Order of the curve: cells of 390 m."""


def hilbert(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.uint32]:
    """Return the positions of points along the curve.

    Parameters
    ----------
    x, y : numpy.ndarray of shape (n,)
        Metres in the analysis plane, EPSG:6931.

    Returns
    -------
    numpy.ndarray of shape (n,)
        Index along the curve: equal for points in one cell, consecutive for adjacent cells of the
        curve. The curve is that of Hilbert (1891), computed bit by bit as in Warren, Hacker's
        Delight (2nd ed., section 16-2), vectorised.

    Examples
    --------
    >>> hilbert(np.array([-1e7, 0.0]), np.array([-1e7, 0.0])).tolist()
    [42631306, 715827882]
    """
    side = np.uint32(1 << ORDER)
    column, row = (_cells(values, int(side)) for values in (x, y))
    index = np.zeros(len(column), dtype=np.uint32)
    for level in range(ORDER - 1, -1, -1):
        step = np.uint32(1 << level)
        right, upper = (column & step) > 0, (row & step) > 0
        quarter = np.where(upper, np.where(right, 2, 1), np.where(right, 3, 0)).astype(np.uint32)
        # Each quarter of the square has step² cells.
        index += step * step * quarter
        # The curve in the lower quarters is mirrored: in the left one about the rising diagonal, in
        # the right one about the falling diagonal.
        column = np.where(right & ~upper, side - 1 - column, column)
        row = np.where(right & ~upper, side - 1 - row, row)
        column, row = np.where(upper, column, row), np.where(upper, row, column)
    return index


def _cells(values: NDArray[np.float64], side: int) -> NDArray[np.uint32]:
    """Return the cell indices of coordinates, from 0."""
    cells = np.floor((values + PLANE_LIMIT_M) * (side / (2 * PLANE_LIMIT_M)))
    return np.clip(cells, 0, side - 1).astype(np.uint32)
