"""Rasterised areas: which cells lie inside, outside, or on an edge.

A cell is cut if an edge comes within a margin of it. Between two cut cells of a row there is no
edge, so one test decides for all cells between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

__all__ = ["CUT", "FEW_STEPS", "Cells", "rastered", "steps_to"]

CUT = np.int8(-1)
"""Code of a cell that an edge crosses."""

FEW_STEPS = 16
"""Up to this number of steps, growing the marked cells step by step is faster."""

Judged = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.int8]]


@dataclass(frozen=True, slots=True)
class Cells:
    """Square cells of the plane, row by row.

    Parameters
    ----------
    west, south : float
        West and south edge of the grid, metres in EPSG:6931.
    size : float
        Side of a cell, metres.
    rows, columns : int
        Numbers of rows and columns, counted from the south and from the west.
    """

    west: float
    south: float
    size: float
    rows: int
    columns: int

    def column(self, x: NDArray[np.float64]) -> NDArray[np.intp]:
        """Return the columns of positions, clamped to the grid."""
        offset = (x - self.west) / self.size
        return np.clip(offset, 0, self.columns - 1).astype(np.intp)

    def row(self, y: NDArray[np.float64]) -> NDArray[np.intp]:
        """Return the rows of positions, clamped to the grid."""
        return np.clip((y - self.south) / self.size, 0, self.rows - 1).astype(np.intp)


def rastered(
    lines: Sequence[BaseGeometry], cells: Cells, margin: float, judged: Judged
) -> NDArray[np.int8]:
    """Return the code of each cell.

    Parameters
    ----------
    lines : sequence of shapely geometry
        Edges in the plane.
    cells : Cells
        A grid of n rows and m columns.
    margin : float
        Metres along the axes within which an edge counts as crossing a cell.
    judged : callable
        Returns codes from 0 for positions x and y, metres.

    Returns
    -------
    numpy.ndarray of shape (n, m)
        `CUT`, or the code of one position in the cell, which holds for all of them.
    """
    starts, stops = _merged(*_cut_runs(lines, cells, margin))
    # Cells between runs are tested row by row: the end of a row is not next to the next start.
    ends = np.arange(cells.rows + 1) * cells.columns
    begins = np.unique(np.concatenate([starts, stops, ends]))
    lengths = np.diff(begins)
    begins = begins[:-1]
    run = np.searchsorted(starts, begins, side="right") - 1
    values = np.full(len(begins), CUT)
    open_ = run < 0
    open_[~open_] = stops[run[~open_]] <= begins[~open_]
    row, column = np.divmod(begins[open_] + lengths[open_] // 2, cells.columns)
    values[open_] = judged(
        cells.west + (column + 0.5) * cells.size, cells.south + (row + 0.5) * cells.size
    )
    return np.repeat(values, lengths).reshape(cells.rows, cells.columns)


def _cut_runs(
    lines: Sequence[BaseGeometry], cells: Cells, margin: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return runs of cut cells as first and past-the-end indices, row by row.

    Of each row they go from the least to the greatest x that a segment has within it and its
    margin: the cells, grown by the margin, that it meets.
    """
    begins, ends = (
        (points - (cells.west, cells.south)) / cells.size for points in _segments(lines)
    )
    down = begins[:, 1] > ends[:, 1]
    (u0, v0), (u1, v1) = np.where(down, ends.T, begins.T), np.where(down, begins.T, ends.T)
    reach = margin / cells.size
    first = np.maximum(np.floor(v0 - reach), 0).astype(np.intp)
    last = np.minimum(np.floor(v1 + reach), cells.rows - 1).astype(np.intp)
    # Repeat each segment for each row within its reach.
    counts = np.maximum(last - first + 1, 0)
    segment = np.repeat(np.arange(len(counts)), counts)
    row = np.arange(len(segment)) - np.repeat(np.cumsum(counts) - counts, counts) + first[segment]
    u0, u1, v0, v1 = u0[segment], u1[segment], v0[segment], v1[segment]
    level = v1 == v0
    slope = (u1 - u0) / np.where(level, 1.0, v1 - v0)
    enters = np.where(level, u0, u0 + (np.maximum(v0, row - reach) - v0) * slope)
    leaves = np.where(level, u1, u0 + (np.minimum(v1, row + 1 + reach) - v0) * slope)
    west = np.maximum(np.floor(np.minimum(enters, leaves) - reach), 0).astype(np.intp)
    east = np.minimum(np.floor(np.maximum(enters, leaves) + reach), cells.columns - 1)
    past = row * cells.columns + east.astype(np.intp) + 1
    start = row * cells.columns + west
    met = start < past
    return start[met], past[met]


def _segments(lines: Sequence[BaseGeometry]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the start and end points of the segments of lines."""
    places, line = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    joined = line[1:] == line[:-1]
    return places[:-1][joined], places[1:][joined]


def _merged(
    starts: NDArray[np.intp], stops: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return sorted runs, overlapping ones merged."""
    if not len(starts):
        return starts, stops
    order = np.argsort(starts)
    starts, stops = starts[order], np.maximum.accumulate(stops[order])
    new = np.concatenate([[True], starts[1:] > stops[:-1]])
    return starts[new], stops[np.append(np.flatnonzero(new)[1:] - 1, len(stops) - 1)]


def steps_to(marked: NDArray[np.bool_], most: int) -> NDArray[np.int16]:
    """Return the Chebyshev distance of each cell to the nearest marked cell.

    Parameters
    ----------
    marked : numpy.ndarray of shape (n, m)
        At least one is marked.
    most : int
        Maximum distance to compute; cells farther away have this value.

    Returns
    -------
    numpy.ndarray of shape (n, m)

    Examples
    --------
    >>> steps_to(np.array([[False, False, False, True], [False] * 4]), 9).tolist()
    [[3, 2, 1, 0], [3, 2, 1, 1]]
    >>> steps_to(np.array([[False, False, False, True], [False] * 4]), 2).tolist()
    [[2, 2, 1, 0], [2, 2, 1, 1]]
    """
    if most > FEW_STEPS:
        return np.minimum(_all_steps(marked), np.int16(min(most, np.iinfo(np.int16).max)))
    steps = np.zeros(marked.shape, np.int16)
    for _ in range(most):
        steps += ~marked
        marked = _with_neighbours(_with_neighbours(marked).T).T
    return steps


def _with_neighbours(marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    dilated = marked.copy()
    dilated[1:] |= marked[:-1]
    dilated[:-1] |= marked[1:]
    return dilated


def _all_steps(marked: NDArray[np.bool_]) -> NDArray[np.int16]:
    rows, columns = marked.shape
    farthest = np.int16(rows + columns)
    column = np.arange(columns, dtype=np.int16)
    before = np.maximum.accumulate(np.where(marked, column, -farthest), axis=1)
    after = np.minimum.accumulate(np.where(marked, column, 2 * farthest)[:, ::-1], axis=1)[:, ::-1]
    steps = np.minimum(np.minimum(column - before, after - column), farthest)
    # First along the row, then up and down; a diagonal step counts as one.
    for direction in (steps, steps[::-1]):
        for last, current in pairwise(direction):
            step = last.copy()
            np.minimum(step[1:], last[:-1], out=step[1:])
            np.minimum(step[:-1], last[1:], out=step[:-1])
            np.minimum(current, step + np.int16(1), out=current)
    return np.asarray(steps, dtype=np.int16)
