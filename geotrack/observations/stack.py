"""Which of many positions lie in which of many areas: one grid for them all, a bit for each."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geotrack.observations.cells import CERTAIN, CUT, LEVELS, POSSIBLE, CellGrid, cells_of

__all__ = ["MOST", "CellStack", "per_area"]

MOST = 64
"""So many areas have a bit of their own in one stack."""

_ONE = np.uint64(1)


class CellStack:
    """The grids of many areas, as one.

    Parameters
    ----------
    grids : sequence of CellGrid
        At most `MOST`.

    Raises
    ------
    ValueError
        There are more.
    """

    def __init__(self, grids: Sequence[CellGrid]) -> None:
        if len(grids) > MOST:
            message = f"{len(grids)} areas; a stack has bits for {MOST}"
            raise ValueError(message)
        self._grids = grids
        sides = np.array([g.bounds for g in grids if math.isfinite(g.bounds[0])])
        west, south = sides[:, :2].min(axis=0) if len(sides) else (0.0, 0.0)
        east, north = sides[:, 2:].max(axis=0) if len(sides) else (1.0, 1.0)
        self._frame = float(west), float(south), float(max(east - west, north - south))
        masks = np.zeros((3, 1 << 2 * LEVELS), np.uint64)
        for n, grid in enumerate(grids):
            cells = grid.over(self._frame).ravel()
            for mask, code in zip(masks, (CERTAIN, POSSIBLE, CUT), strict=True):
                mask[cells == code] |= _ONE << np.uint64(n)
        self._certain, self._possible, self._cut = masks

    def judge(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """Return in which areas positions are.

        Parameters
        ----------
        x, y : numpy.ndarray of shape (n,)
            Metres in EPSG:6931.

        Returns
        -------
        certain, possible : numpy.ndarray of shape (n,)
            With the bit of each area, from the lowest, in which a position is certainly, or only
            possibly: as `CellGrid.judge` has it.
        """
        certain, possible = np.zeros((2, len(x)), np.uint64)
        at, cells = cells_of(x, y, self._frame)
        certain[at], possible[at] = self._certain[cells], self._possible[cells]
        cut = self._cut[cells]
        near = np.flatnonzero(cut)
        rows, cut = at[near], cut[near]
        for n, grid in enumerate(self._grids):
            bit = _ONE << np.uint64(n)
            some = rows[(cut & bit) != 0]
            if not len(some):
                continue
            codes = grid.judge(x[some], y[some])
            certain[some[codes == CERTAIN]] |= bit
            possible[some[codes == POSSIBLE]] |= bit
        return certain, possible


def per_area(masks: NDArray[np.uint64], areas: int) -> NDArray[np.int64]:
    """Return how many positions are in each of some areas, by their bits.

    Parameters
    ----------
    masks : numpy.ndarray of shape (n,)
        As `CellStack.judge` returns them. Neighbours in a dataset mostly share one, and are
        counted together.
    areas : int
        How many areas there are.
    """
    if not len(masks):
        return np.zeros(areas, np.int64)
    begins = np.flatnonzero(np.concatenate([[True], masks[1:] != masks[:-1]]))
    lengths = np.diff(np.append(begins, len(masks)))
    distinct, of = np.unique(masks[begins], return_inverse=True)
    many = np.bincount(of, weights=lengths).astype(np.int64)
    bits = (distinct[:, None] >> np.arange(areas, dtype=np.uint64)) & _ONE
    return np.asarray((bits.astype(np.int64) * many[:, None]).sum(axis=0), dtype=np.int64)
