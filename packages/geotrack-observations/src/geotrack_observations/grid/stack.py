"""Point-in-area tests for many areas at once: one grid, a bit for each area."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geotrack.footprint.outline import BORDER_M
from geotrack.queries.discs import rough_circles
from geotrack_observations.grid.cells import (
    CERTAIN,
    POSSIBLE,
    SIDE,
    CellGrid,
    cells_at,
    nearest_cells,
)
from geotrack_observations.grid.raster import CUT, Cells

__all__ = ["MOST", "CellStack", "Masks", "per_area"]

MOST = 64
"""Number of areas in one stack, a bit each."""

Array = NDArray[np.float64]
Masks = NDArray[np.uint64]

_ONE = np.uint64(1)
_TOGETHER = 1 << 19  # positions judged at once, which bounds the memory


class CellStack:
    """The grids of many areas, combined.

    Parameters
    ----------
    grids : sequence of CellGrid
        At most `MOST`.

    Raises
    ------
    ValueError
        There are more than `MOST`.
    """

    def __init__(self, grids: Sequence[CellGrid]) -> None:
        if len(grids) > MOST:
            message = f"{len(grids)} areas; a stack has bits for {MOST}"
            raise ValueError(message)
        self._grids = grids
        sides = np.array([grid.bounds for grid in grids if not grid.empty])
        west, south = sides[:, :2].min(axis=0) if len(sides) else (0.0, 0.0)
        east, north = sides[:, 2:].max(axis=0) if len(sides) else (1.0, 1.0)
        size = float(max(east - west, north - south)) / SIDE
        self._cells = Cells(float(west), float(south), size, SIDE, SIDE)
        masks = np.zeros((3, SIDE, SIDE), np.uint64)
        for n, grid in enumerate(grids):
            if grid.empty:
                continue
            part, rows, columns = self._part(grid)
            codes = grid.over(part)
            for mask, code in zip(masks, (CERTAIN, POSSIBLE, CUT), strict=True):
                mask[rows, columns] |= (codes == code).astype(np.uint64) << np.uint64(n)
        self._certain, self._possible, self._cut = masks
        self._grown: dict[int, Masks] = {}

    def _part(self, grid: CellGrid) -> tuple[Cells, slice, slice]:
        """Return the cells of an area, with their rows and columns."""
        whole, (west, south, east, north) = self._cells, grid.bounds
        rows, columns = (
            slice(int((low - begin) / whole.size), min(int((high - begin) / whole.size) + 1, SIDE))
            for begin, low, high in ((whole.south, south, north), (whole.west, west, east))
        )
        corner = whole.west + columns.start * whole.size, whole.south + rows.start * whole.size
        many = rows.stop - rows.start, columns.stop - columns.start
        return Cells(*corner, whole.size, *many), rows, columns

    def judge(self, x: Array, y: Array, radius: Array | None = None) -> tuple[Masks, Masks]:
        """Return the areas that contain positions.

        Parameters
        ----------
        x, y : numpy.ndarray of shape (n,)
            Metres in EPSG:6931.
        radius : numpy.ndarray of shape (n,), optional
            As for `CellGrid.judge`.

        Returns
        -------
        certain, possible : numpy.ndarray of shape (n,)
            Masks with a bit for each area, the first one lowest, in which a position certainly or
            only possibly lies; equal to `CellGrid.judge`.
        """
        certain, possible = np.empty((2, len(x)), np.uint64)
        for first in range(0, len(x), _TOGETHER):
            part = slice(first, first + _TOGETHER)
            of = None if radius is None else radius[part]
            certain[part], possible[part] = self._judged(x[part], y[part], of)
        return certain, possible

    def _judged(self, x: Array, y: Array, radius: Array | None) -> tuple[Masks, Masks]:
        certain, possible, near = np.zeros((3, len(x)), np.uint64)
        at, cells = cells_at(x, y, self._cells)
        certain[at], possible[at], near[at] = (
            mask.take(cells) for mask in (self._certain, self._possible, self._cut)
        )
        if radius is not None:
            wide = np.flatnonzero(radius > BORDER_M)
            near[wide] = self._reached(x[wide], y[wide], radius[wide])
            unknown = np.isnan(radius)
            possible[unknown] |= certain[unknown]
            certain[unknown] = 0
        rows = np.flatnonzero(near)
        near = near[rows]
        certain[rows] &= ~near
        possible[rows] &= ~near
        for n, grid in enumerate(self._grids):
            bit = _ONE << np.uint64(n)
            some = rows[(near & bit) != 0]
            if not len(some):
                continue
            codes = grid.judge(x[some], y[some], None if radius is None else radius[some])
            certain[some[codes == CERTAIN]] |= bit
            possible[some[codes == POSSIBLE]] |= bit
        return certain, possible

    def _reached(self, x: Array, y: Array, radius: Array) -> Masks:
        """Return the bits of areas whose edge a disc may reach."""
        reach, _ = rough_circles(x, y, radius)
        cells, _ = nearest_cells(x, y, self._cells)
        # An edge that is so many steps away and one more is beyond the reach.
        steps = np.minimum(reach / self._cells.size, SIDE - 1).astype(np.intp) + 1
        doublings = np.ceil(np.log2(steps)).astype(np.intp) + 1
        found = np.zeros(len(x), np.uint64)
        for n in np.unique(doublings).tolist():
            some = doublings == n
            found[some] = self._near(n).take(cells[some])
        return found

    def _near(self, doublings: int) -> Masks:
        """Return the cells within a Chebyshev distance of 1, 2, 4 … of cut ones."""
        if doublings == 0:
            return self._cut
        if doublings not in self._grown:
            last = self._near(doublings - 1)
            self._grown[doublings] = _grown(last, 1 << max(doublings - 2, 0))
        return self._grown[doublings]


def _grown(masks: Masks, steps: int) -> Masks:
    """Return cells with the bits of all cells within some rows and columns."""
    for axis in (0, 1):
        held = masks if axis == 0 else masks.T
        grown = held.copy()
        grown[steps:] |= held[:-steps]
        grown[:-steps] |= held[steps:]
        masks = grown if axis == 0 else grown.T
    return np.ascontiguousarray(masks)


def per_area(masks: NDArray[np.uint64], areas: int) -> NDArray[np.int64]:
    """Return the number of positions in each area, by its bit.

    Parameters
    ----------
    masks : numpy.ndarray of shape (n,)
        From `CellStack.judge`. Equal neighbours are counted together.
    areas : int
        Number of areas.
    """
    if not len(masks):
        return np.zeros(areas, np.int64)
    begins = np.flatnonzero(np.concatenate([[True], masks[1:] != masks[:-1]]))
    lengths = np.diff(np.append(begins, len(masks)))
    distinct, of = np.unique(masks[begins], return_inverse=True)
    many = np.bincount(of, weights=lengths).astype(np.int64)
    bits = (distinct[:, None] >> np.arange(areas, dtype=np.uint64)) & _ONE
    return np.asarray((bits.astype(np.int64) * many[:, None]).sum(axis=0), dtype=np.int64)
