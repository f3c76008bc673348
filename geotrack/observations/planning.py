"""What is done with each row group of a dataset to answer a question: all that it takes, no more.

A plan knows neither the workspace nor its records, so that it can be sent to another process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.observations.arrow import pa, pc
from geotrack.observations.cells import CERTAIN, NO, POSSIBLE, CellGrid
from geotrack.observations.conditions import Condition, flags
from geotrack.observations.judging import TIME
from geotrack.observations.layout import PER_METRE, RADIUS
from geotrack.observations.row_groups import RowGroups
from geotrack.questions.discs import circles

__all__ = ["MATCH", "Plan", "positions", "surely"]

MATCH = "match"
"""The column of an answer that says `certain` or `possible`."""


@dataclass(frozen=True)
class Plan:
    """How a question is answered from a file.

    Parameters
    ----------
    path : path
        The file.
    grids : tuple of CellGrid
        Of the areas, in each of which a row must lie.
    span : (datetime or None, datetime or None)
        The first moment that is asked about, and the first after all that are.
    conditions : tuple of Condition
        All of which must hold.
    columns : tuple of str
        Those that are wanted.
    common : CellGrid, optional
        Of what several areas have in common, where rows have a radius: one may reach into each of
        them, but not to where they are all.
    radius : bool
        Whether rows have one.
    undated : bool
        Whether rows without a time are wanted, and no others.
    """

    path: Path
    grids: tuple[CellGrid, ...]
    span: tuple[datetime | None, datetime | None]
    conditions: tuple[Condition, ...]
    columns: tuple[str, ...]
    common: CellGrid | None = None
    radius: bool = False
    undated: bool = False

    @cached_property
    def _file(self) -> RowGroups:
        return RowGroups(self.path)

    def groups(self) -> list[int]:
        """Return the row groups in which rows may meet the question, by their statistics."""
        told = self._file.metadata
        return [i for i in range(told.num_row_groups) if self._may(told.row_group(i))]

    def _may(self, group: Any) -> bool:
        spans, without_time = {}, False
        for i in range(group.num_columns):
            column = group.column(i)
            told = column.statistics
            if told is not None and told.has_min_max:
                spans[column.path_in_schema] = (told.min, told.max)
            if told is not None and column.path_in_schema == "time":
                without_time = told.null_count > 0
        reach = self._reach(spans)
        if not {"plane_x", "plane_y"} <= set(spans):
            return True  # by a damaged footer, which reading tells
        for grid in self.grids:
            west, south, east, north = grid.bounds
            (x_least, x_most), (y_least, y_most) = spans["plane_x"], spans["plane_y"]
            if (
                x_most < (west - reach) * PER_METRE
                or x_least > (east + reach) * PER_METRE
                or y_most < (south - reach) * PER_METRE
                or y_least > (north + reach) * PER_METRE
            ):
                return False
        if self.undated:
            return without_time
        first, before = self.span
        if first is None and before is None:
            return True
        if "time" not in spans:
            return False
        least, most = spans["time"]
        return (first is None or most >= first) and (before is None or least < before)

    def _reach(self, spans: dict[str, tuple[Any, Any]]) -> float:
        """Return how far in the plane a row of a group may be from its position, at the most."""
        if not self.radius or RADIUS not in spans:
            return 0.0
        # The farther from the pole, the more the plane stretches; the least of the boxes is below.
        reach, _ = circles(np.array([spans["bbox.ymin"][0]]), spans[RADIUS][1])
        return float(reach[0])

    def of_group(self, i: int) -> Any:
        """Return the rows of a row group that meet the question.

        Parameters
        ----------
        i : int
            Which, from 0.

        Returns
        -------
        pyarrow.Table
            With a column `match`; without rows, perhaps with that alone.
        """
        asked = ["plane_x", "plane_y", *(["time"] if self.undated or any(self.span) else [])]
        asked += [RADIUS] if self.radius and self.grids else []
        asked += [condition.column for condition in self.conditions]
        read = self._file.read(i, dict.fromkeys(asked))
        codes = self._judged(read)
        rows = np.flatnonzero(codes != NO)
        if not len(rows):
            return pa.table({MATCH: pa.array([], pa.string())})
        missing = [name for name in self.columns if name not in read.column_names]
        columns = {name: read[name] for name in self.columns if name in read.column_names}
        if missing:
            whole = self._file.read(i, missing)
            columns |= {name: whole[name] for name in missing}
        columns = {name: columns[name] for name in self.columns}
        words = pa.array(["possible", "certain"]).take(pa.array(codes[rows] - 1))
        return pa.table(columns).take(pa.array(rows)).append_column(MATCH, words)

    def _judged(self, read: Any) -> NDArray[np.int8]:
        codes = np.full(read.num_rows, CERTAIN)
        for fits in self._fitting(read):
            codes[~fits] = NO
        if not self.grids:
            return codes
        x, y, radius = positions(read)
        for grid in self.grids:
            rows = np.flatnonzero(codes != NO)
            judged = grid.judge(x[rows], y[rows], None if radius is None else radius[rows])
            codes[rows] = np.minimum(codes[rows], judged)
        if self.common is not None and radius is not None:
            rows = np.flatnonzero((codes == POSSIBLE) & (radius > 0))
            apart = self.common.judge(x[rows], y[rows], radius[rows]) == NO
            codes[rows[apart]] = NO
        return codes

    def _fitting(self, read: Any) -> Iterator[NDArray[np.bool_]]:
        if self.undated:
            yield flags(pc.is_null(read["time"]))
        first, before = self.span
        for bound, sign in ((first, pc.greater_equal), (before, pc.less)):
            if bound is not None:
                yield flags(sign(read["time"], pa.scalar(bound, TIME)))
        for condition in self.conditions:
            yield condition.fits(read[condition.column])


def surely(rows: Any) -> NDArray[np.bool_]:
    """Return which rows of an answer certainly meet the question.

    Parameters
    ----------
    rows : pyarrow.Table
        n of them, with `match`.

    Returns
    -------
    numpy.ndarray of shape (n,)
    """
    return flags(pc.equal(rows[MATCH], "certain"))


def positions(
    rows: Any,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64] | None]:
    """Return where rows are.

    Parameters
    ----------
    rows : pyarrow.Table
        With `plane_x` and `plane_y`, and perhaps `radius_m`.

    Returns
    -------
    x, y : numpy.ndarray of shape (n,)
        Metres in EPSG:6931.
    radius : numpy.ndarray of shape (n,), optional
        Metres, NaN where none is stated; None where no row has one.
    """
    x, y = (rows[axis].to_numpy() / PER_METRE for axis in ("plane_x", "plane_y"))
    if RADIUS not in rows.column_names:
        return x, y, None
    return x, y, rows[RADIUS].to_numpy().astype(np.float64)
