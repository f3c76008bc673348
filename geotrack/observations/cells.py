"""Which of many positions lie in an area: a grid of cells, and the exact answer where one is cut.

Most cells of a grid over an area lie wholly inside or outside it, and so do their positions. Only
those in cells that its edge goes through are compared with its shape, as `Area.judge` compares one.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geotrack.questions.areas import Area
from geotrack.questions.footprint import BORDER_M

__all__ = ["CERTAIN", "CUT", "LEVELS", "NO", "POSSIBLE", "CellGrid", "Frame", "cells_of"]

NO, POSSIBLE, CERTAIN = np.int8(0), np.int8(1), np.int8(2)
"""Of a position: outside, possibly inside, certainly inside."""

CUT = np.int8(-1)
"""Of a cell: an edge goes through it."""

LEVELS = 9
"""512 cells a side: finer ones cost more to make than they save."""

Frame = tuple[float, float, float]
"""West and south of a square of cells, and its side, metres in EPSG:6931."""

# So far from a cell an edge can still matter to a position in it; more than a border is sharp.
_MARGIN_M = 2 * BORDER_M

# Its types know one geometry, not many.
_dwithin: Any = shapely.dwithin


class CellGrid:
    """A grid over an area of the analysis plane.

    Parameters
    ----------
    area : Area
        The area.
    """

    def __init__(self, area: Area) -> None:
        self._area = area
        west, south, east, north = area.shape.bounds
        self._west, self._south = west - _MARGIN_M, south - _MARGIN_M
        self._side = max(east - west, north - south) + 2 * _MARGIN_M
        self.cells = self.over((self._west, self._south, self._side))

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process needs: of a record that the area is drawn round, nothing."""
        area = self._area
        sure = None if area.sure is area.shape else area.sure
        return {**vars(self), "_area": (area.shape, sure)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        shape, sure = state["_area"]
        vars(self).update(state, _area=Area([shape], sure=sure))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the grid, metres; no position beyond them is inside."""
        west, south = self._west, self._south
        return west, south, west + self._side, south + self._side

    def judge(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int8]:
        """Return how far positions are in the area.

        Parameters
        ----------
        x, y : numpy.ndarray of shape (n,)
            Metres in EPSG:6931.

        Returns
        -------
        numpy.ndarray of shape (n,)
            `NO`, `POSSIBLE` or `CERTAIN`, as `Area.judge` has it for each point alone.
        """
        codes = np.zeros(len(x), np.int8)
        at, cells = cells_of(x, y, (self._west, self._south, self._side))
        codes[at] = self.cells.ravel()[cells]
        cut = np.flatnonzero(codes == CUT)
        codes[cut] = self._exactly(x[cut], y[cut])
        return codes

    def over(self, frame: Frame) -> NDArray[np.int8]:
        """Return how far each cell of a frame is in the area; `CUT` where its edge goes through.

        Cells are halved, `LEVELS` times, as long as it does.
        """
        area, (frame_west, frame_south, side) = self._area, frame
        if area.shape.is_empty:
            return np.zeros((1 << LEVELS,) * 2, np.int8)
        edges = (
            [area.edge.line] if area.sure is area.shape else [area.edge.line, area.sure_edge.line]
        )
        for edge in edges:
            shapely.prepare(edge)
        cells = np.full((1, 1), CUT, np.int8)
        for _ in range(LEVELS):
            cells = np.repeat(np.repeat(cells, 2, axis=0), 2, axis=1)
            row, column = np.nonzero(cells == CUT)
            size = side / len(cells)
            west, south = frame_west + column * size, frame_south + row * size
            near = shapely.box(
                west - _MARGIN_M, south - _MARGIN_M,
                west + size + _MARGIN_M, south + size + _MARGIN_M,
            )  # fmt: skip
            whole = ~np.logical_or.reduce([shapely.intersects(edge, near) for edge in edges])
            x, y = west[whole] + size / 2, south[whole] + size / 2
            cells[row[whole], column[whole]] = self._inside(x, y)
        return cells

    def _inside(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int8]:
        """Return how far positions are in the area that are nowhere near its edge."""
        codes = np.where(shapely.contains_xy(self._area.shape, x, y), POSSIBLE, NO)
        codes[shapely.contains_xy(self._area.sure, x, y)] = CERTAIN
        return codes

    def _exactly(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int8]:
        codes = self._inside(x, y)
        left = np.flatnonzero(codes != CERTAIN)
        points = np.asarray(shapely.points(x[left], y[left]))
        met = np.asarray(_dwithin(self._area.shape, points, BORDER_M), dtype=np.bool_)
        left, points = left[met], points[met]
        codes[left] = POSSIBLE
        if len(left) and not self._area.sure.is_empty:
            near = np.asarray(_dwithin(self._area.sure, points, BORDER_M), dtype=np.bool_)
            left, points = left[near], points[near]
            held = [self._area.holds(point) for point in points]
            codes[left[np.array(held, dtype=np.bool_)]] = CERTAIN
        return codes


def cells_of(
    x: NDArray[np.float64], y: NDArray[np.float64], frame: Frame
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which positions lie in a frame, and in which of its cells, counted row by row."""
    west, south, side = frame
    count = 1 << LEVELS
    scale = count / side if math.isfinite(side) else 0.0
    column, row = (x - west) * scale, (y - south) * scale
    at = np.flatnonzero((column >= 0) & (column < count) & (row >= 0) & (row < count))
    return at, row[at].astype(np.intp) * count + column[at].astype(np.intp)
