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
_CHUNK = 1 << 19  # positions judged at once, which bounds the memory


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
        self._dilated: dict[int, Masks] = {}

    def _part(self, grid: CellGrid) -> tuple[Cells, slice, slice]:
        """Return the cells of an area, with their rows and columns."""
        cells, (west, south, east, north) = self._cells, grid.bounds
        rows, columns = (
            slice(int((low - begin) / cells.size), min(int((high - begin) / cells.size) + 1, SIDE))
            for begin, low, high in ((cells.south, south, north), (cells.west, west, east))
        )
        corner = cells.west + columns.start * cells.size, cells.south + rows.start * cells.size
        shape = rows.stop - rows.start, columns.stop - columns.start
        return Cells(*corner, cells.size, *shape), rows, columns

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
        for first in range(0, len(x), _CHUNK):
            part = slice(first, first + _CHUNK)
            part_radius = None if radius is None else radius[part]
            certain[part], possible[part] = self._judge_part(x[part], y[part], part_radius)
        return certain, possible

    def _judge_part(self, x: Array, y: Array, radius: Array | None) -> tuple[Masks, Masks]:
        certain, possible, cut = np.zeros((3, len(x)), np.uint64)
        inside, cells = cells_at(x, y, self._cells)
        certain[inside], possible[inside], cut[inside] = (
            mask.take(cells) for mask in (self._certain, self._possible, self._cut)
        )
        if radius is not None:
            wide = np.flatnonzero(radius > BORDER_M)
            cut[wide] = self._reachable_edges(x[wide], y[wide], radius[wide])
            unknown = np.isnan(radius)
            possible[unknown] |= certain[unknown]
            certain[unknown] = 0
        rows = np.flatnonzero(cut)
        cut = cut[rows]
        certain[rows] &= ~cut
        possible[rows] &= ~cut
        for n, grid in enumerate(self._grids):
            area_bit = _ONE << np.uint64(n)
            undecided = rows[(cut & area_bit) != 0]
            if not len(undecided):
                continue
            codes = grid.judge(
                x[undecided], y[undecided], None if radius is None else radius[undecided]
            )
            certain[undecided[codes == CERTAIN]] |= area_bit
            possible[undecided[codes == POSSIBLE]] |= area_bit
        return certain, possible

    def _reachable_edges(self, x: Array, y: Array, radius: Array) -> Masks:
        """Return the bits of areas whose edge a disc may reach."""
        reach, _ = rough_circles(x, y, radius)
        cells, _ = nearest_cells(x, y, self._cells)
        # An edge more than this number of steps away is out of reach.
        steps = np.minimum(reach / self._cells.size, SIDE - 1).astype(np.intp) + 1
        doublings = np.ceil(np.log2(steps)).astype(np.intp) + 1
        masks = np.zeros(len(x), np.uint64)
        for n in np.unique(doublings).tolist():
            selected = doublings == n
            masks[selected] = self._dilated_edges(n).take(cells[selected])
        return masks

    def _dilated_edges(self, doublings: int) -> Masks:
        """Return the cells within a Chebyshev distance of 1, 2, 4 … of cut ones."""
        if doublings == 0:
            return self._cut
        if doublings not in self._dilated:
            last = self._dilated_edges(doublings - 1)
            self._dilated[doublings] = _dilate(last, 1 << max(doublings - 2, 0))
        return self._dilated[doublings]


def _dilate(masks: Masks, steps: int) -> Masks:
    """Return cells with the bits of all cells within some rows and columns."""
    for axis in (0, 1):
        oriented = masks if axis == 0 else masks.T
        dilated = oriented.copy()
        dilated[steps:] |= oriented[:-steps]
        dilated[:-steps] |= oriented[steps:]
        masks = dilated if axis == 0 else dilated.T
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
    distinct, inverse = np.unique(masks[begins], return_inverse=True)
    counts = np.bincount(inverse, weights=lengths).astype(np.int64)
    bits = (distinct[:, None] >> np.arange(areas, dtype=np.uint64)) & _ONE
    return np.asarray((bits.astype(np.int64) * counts[:, None]).sum(axis=0), dtype=np.int64)
