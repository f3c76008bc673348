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

__all__ = ["CERTAIN", "NO", "POSSIBLE", "CellGrid"]

NO, POSSIBLE, CERTAIN = np.int8(0), np.int8(1), np.int8(2)
"""Of a position: outside, possibly inside, certainly inside."""

_CUT = np.int8(-1)
_LEVELS = 9  # 512 cells a side: finer ones cost more to make than they save
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
        self.cells = self._made() if math.isfinite(self._side) else np.zeros((1, 1), np.int8)

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
        count = len(self.cells)
        scale = count / self._side if math.isfinite(self._side) else 0.0
        column, row = (x - self._west) * scale, (y - self._south) * scale
        there = (column >= 0) & (column < count) & (row >= 0) & (row < count)
        codes = np.zeros(len(x), np.int8)
        at = np.flatnonzero(there)
        codes[at] = self.cells[row[at].astype(np.intp), column[at].astype(np.intp)]
        cut = np.flatnonzero(codes == _CUT)
        codes[cut] = self._exactly(x[cut], y[cut])
        return codes

    def _made(self) -> NDArray[np.int8]:
        """Halve cells as long as the edge goes through them."""
        area = self._area
        edges = (
            [area.edge.line] if area.sure is area.shape else [area.edge.line, area.sure_edge.line]
        )
        for edge in edges:
            shapely.prepare(edge)
        cells = np.full((1, 1), _CUT, np.int8)
        for _ in range(_LEVELS):
            cells = np.repeat(np.repeat(cells, 2, axis=0), 2, axis=1)
            row, column = np.nonzero(cells == _CUT)
            size = self._side / len(cells)
            west, south = self._west + column * size, self._south + row * size
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
