"""Point-in-area tests of many positions by a grid; exact tests only near the edge.

Most cells of a grid over an area lie wholly inside or outside it, and so do their positions. Only
those in cells that the edge crosses are compared with the shape, as in `Area.judge`. A position
with a radius is a disc: for most discs, the distance in cells to the nearest crossed cell shows
whether the edge can reach them.
"""

from __future__ import annotations

import math
import threading
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geotrack.footprint.outline import BORDER_M
from geotrack.queries.areas import Area
from geotrack.queries.discs import INSIDE, OUTSIDE, Discs, discs_in, rough_circles
from geotrack_observations.grid.raster import CUT, FEW_STEPS, Cells, rastered, steps_to

__all__ = [
    "CERTAIN",
    "MARGIN_M",
    "NO",
    "POSSIBLE",
    "SIDE",
    "CellGrid",
    "cells_at",
    "nearest_cells",
]

NO = np.int8(0)
"""Code of a position outside."""
POSSIBLE = np.int8(1)
"""Code of a position that is possibly inside."""
CERTAIN = np.int8(2)
"""Code of a position that is certainly inside."""

SIDE = 1024
"""Cells along the longer side of a grid; more cost more time than they save."""

MARGIN_M = 2 * BORDER_M
"""Margin of a cell within which an edge crosses it; larger than the tolerance of edges."""

# Number of positions for which exact tests take as long as making the grid.
_MIN_FOR_GRID = 1_500

Array = NDArray[np.float64]

# Its type stubs cover single geometries only.
_dwithin: Any = shapely.dwithin


class CellGrid:
    """A grid over an area of the analysis plane.

    Parameters
    ----------
    area : Area
        The area.
    """

    def __init__(self, area: Area) -> None:
        self._shape = area.shape
        self._certain_shape = None if area.sure is area.shape else area.sure
        self._tested = self._counted = 0
        self._begin(area)
        west, south, east, north = area.shape.bounds
        self.bounds = west - MARGIN_M, south - MARGIN_M, east + MARGIN_M, north + MARGIN_M
        """West, south, east, north of the grid, metres: no point beyond them is inside."""

    @property
    def empty(self) -> bool:
        """Whether the area is empty."""
        return bool(self._shape.is_empty)

    def _begin(self, area: Area) -> None:
        self._own = threading.local()
        self._own.area = area
        self._making = threading.RLock()

    @property
    def _area(self) -> Area:
        """The area, a copy for each thread, since GEOS writes to a prepared shape during a test."""
        area: Area | None = getattr(self._own, "area", None)
        if area is None:
            certain_shape = None if self._certain_shape is None else _copied(self._certain_shape)
            area = self._own.area = Area([_copied(self._shape)], sure=certain_shape)
        return area

    def __getstate__(self) -> dict[str, Any]:
        """Return the state to pickle, without the record at the centre of the area."""
        return {k: v for k, v in vars(self).items() if k not in {"_own", "_making"}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._begin(Area([self._shape], sure=self._certain_shape))

    @cached_property
    def cells(self) -> Cells:
        """The cells of the grid."""
        west, south, east, north = self.bounds
        size = max(east - west, north - south) / SIDE
        rows, columns = math.ceil((north - south) / size), math.ceil((east - west) / size)
        return Cells(west, south, size, rows, columns)

    @cached_property
    def codes(self) -> NDArray[np.int8]:
        """Code of each cell; `CUT` where the edge crosses it."""
        return self.over(self.cells)

    def _uses_grid(self, count: int) -> bool:
        """Return whether to use the grid; it is made once enough positions were tested."""
        if "codes" not in vars(self):
            with self._making:
                self._tested += count
                if self._tested > _MIN_FOR_GRID:
                    self.codes  # noqa: B018 (made once, by whichever thread is first)
        return "codes" in vars(self)

    def _steps(self, most: int) -> NDArray[np.int16]:
        """Return the Chebyshev distance of each cell to the nearest crossed cell."""
        with self._making:
            if self._counted < most:
                self._counted = most if most <= FEW_STEPS else 2 * SIDE
                self._to_cut = steps_to(self.codes == CUT, self._counted)
            return self._to_cut

    def over(self, cells: Cells) -> NDArray[np.int8]:
        """Return the codes of some cells; `CUT` where the edge crosses one."""
        area = self._area
        edges = [area.edge] if area.sure is area.shape else [area.edge, area.sure_edge]
        return rastered([edge.line for edge in edges], cells, MARGIN_M, self._inner_codes)

    def judge(self, x: Array, y: Array, radius: Array | None = None) -> NDArray[np.int8]:
        """Return the code of each position.

        Parameters
        ----------
        x, y : numpy.ndarray of shape (n,)
            Metres in EPSG:6931.
        radius : numpy.ndarray of shape (n,), optional
            Radius of uncertainty of each, metres; NaN if unknown, so that no match is certain.
            Default 0.

        Returns
        -------
        numpy.ndarray of shape (n,)
            `NO`, `POSSIBLE` or `CERTAIN`, equal to `Area.judge` of each point or disc.
        """
        if self.empty:
            return np.zeros(len(x), np.int8)
        if radius is None:
            return self._point_codes(x, y)
        codes = np.empty(len(x), np.int8)
        wide = radius > BORDER_M
        codes[~wide] = self._point_codes(x[~wide], y[~wide])
        codes[np.isnan(radius) & (codes == CERTAIN)] = POSSIBLE
        codes[wide] = self._disc_codes(x[wide], y[wide], radius[wide])
        return codes

    def _point_codes(self, x: Array, y: Array) -> NDArray[np.int8]:
        if not self._uses_grid(len(x)):
            return self._exact_codes(x, y)
        codes = np.zeros(len(x), np.int8)
        inside, cells = cells_at(x, y, self.cells)
        codes[inside] = self.codes.ravel()[cells]
        cut = np.flatnonzero(codes == CUT)
        codes[cut] = self._exact_codes(x[cut], y[cut])
        return codes

    def _disc_codes(self, x: Array, y: Array, radius: Array) -> NDArray[np.int8]:
        if not self._uses_grid(len(x)):
            return self._exact_disc_codes(x, y, radius)
        reach, core = rough_circles(x, y, radius)
        cells, off = nearest_cells(x, y, self.cells)
        size = self.cells.size
        # Beyond the longest reach no more steps need be counted.
        most_steps = int(min(reach.max(initial=0.0) / size, SIDE)) + 2
        steps = self._steps(most_steps).ravel()[cells]
        # The edge is at least as far away as the cells between, and inside the nearest cut cell.
        # A position outside the grid is farther from the edge than the nearest one in it.
        least = np.maximum((steps - 1) * size, off)
        most = math.sqrt(2) * ((steps + 1) * size + MARGIN_M) + off
        codes = np.where(off > 0, NO, self.codes.ravel()[cells])
        codes[most < core] = POSSIBLE
        close = np.flatnonzero((least <= reach) & (most >= core))
        codes[close] = self._exact_disc_codes(x[close], y[close], radius[close])
        return codes

    def _exact_disc_codes(self, x: Array, y: Array, radius: Array) -> NDArray[np.int8]:
        relations = discs_in(self._area, Discs.at(x, y, radius))
        return np.select([relations == INSIDE, relations == OUTSIDE], [CERTAIN, NO], POSSIBLE)

    def _inner_codes(self, x: Array, y: Array) -> NDArray[np.int8]:
        """Return the codes of positions far from the edge."""
        codes = np.where(shapely.contains_xy(self._area.shape, x, y), POSSIBLE, NO)
        is_certain = codes > NO
        if self._area.sure is not self._area.shape:
            is_certain = shapely.contains_xy(self._area.sure, x, y)
        codes[is_certain] = CERTAIN
        return codes

    def _exact_codes(self, x: Array, y: Array) -> NDArray[np.int8]:
        codes = self._inner_codes(x, y)
        left = np.flatnonzero(codes != CERTAIN)
        points = np.asarray(shapely.points(x[left], y[left]))
        met = np.asarray(_dwithin(self._area.shape, points, BORDER_M), dtype=np.bool_)
        left, points = left[met], points[met]
        codes[left] = POSSIBLE
        if len(left) and not self._area.sure.is_empty:
            on_border = np.asarray(_dwithin(self._area.sure, points, BORDER_M), dtype=np.bool_)
            codes[left[on_border]] = CERTAIN
        return codes


def _copied(shape: BaseGeometry) -> BaseGeometry:
    """Return a deep copy of a shape."""
    copied: BaseGeometry = shapely.from_wkb(shapely.to_wkb(shape))
    return copied


def cells_at(x: Array, y: Array, cells: Cells) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which positions lie in the grid, and the indices of their cells, row by row."""
    column, row = (x - cells.west) / cells.size, (y - cells.south) / cells.size
    index = np.flatnonzero(
        (column >= 0) & (column < cells.columns) & (row >= 0) & (row < cells.rows)
    )
    return index, row[index].astype(np.intp) * cells.columns + column[index].astype(np.intp)


def nearest_cells(x: Array, y: Array, cells: Cells) -> tuple[NDArray[np.intp], Array]:
    """Return the index of the cell nearest to each position, and the distances.

    Returns
    -------
    cell : numpy.ndarray of shape (n,)
    off : numpy.ndarray of shape (n,)
        Metres; 0 for a position in a cell.
    """
    column, row = (x - cells.west) / cells.size, (y - cells.south) / cells.size
    inner_column, inner_row = np.clip(column, 0, cells.columns), np.clip(row, 0, cells.rows)
    off = np.hypot(column - inner_column, row - inner_row) * cells.size
    row_start = np.minimum(inner_row, cells.rows - 1).astype(np.intp) * cells.columns
    return row_start + np.minimum(inner_column, cells.columns - 1).astype(np.intp), off
