"""The plan of a query: how to evaluate each row group of a dataset.

A plan refers to neither workspace nor records, so that it can be sent to another process.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry.plane import unproject
from geotrack.queries.discs import circles
from geotrack_observations.arrow import pa, pc
from geotrack_observations.engines import Engine
from geotrack_observations.grid.cells import CERTAIN, NO, POSSIBLE, CellGrid
from geotrack_observations.queries.conditions import Condition, flags
from geotrack_observations.storage.cell_checks import check_positions
from geotrack_observations.storage.layout import DAY_END, PER_METRE, PLANE, RADIUS
from geotrack_observations.storage.row_groups import RowGroups
from geotrack_observations.storage.statistics import Span, cached_span_of, cell_span, stated_spans
from geotrack_observations.times.moments import SECOND, count_of
from geotrack_observations.times.parse import TIME

__all__ = ["MATCH", "QueryPlan", "are_certain", "positions"]

_Spans = Callable[[str], Span | None]
"""Returns the range of a column; None if not stated."""
_May = Callable[[_Spans], bool]

_LONGEST_DAY = 26 * 3600 * SECOND  # a day can have 25 hours

MATCH = "match"
"""Column of a result: `certain` or `possible`."""


@dataclass(frozen=True)
class QueryPlan:
    """The plan of a query to a file.

    Parameters
    ----------
    path : path
        The file.
    grids : tuple of CellGrid
        Grids of the areas; a row must lie in each.
    span : (datetime or None, datetime or None)
        The period, half-open.
    conditions : tuple of Condition
        Conditions, all of which must hold.
    columns : tuple of str
        Columns to return.
    common : CellGrid, optional
        Grid of the intersection of several areas, if rows have a radius: a disc may reach each area
        but not their intersection.
    radius : bool
        Whether rows have a radius.
    undated : bool
        Whether to return only rows without a time.
    days : bool
        Whether rows may state only a day.
    """

    path: Path
    grids: tuple[CellGrid, ...]
    span: tuple[datetime | None, datetime | None]
    conditions: tuple[Condition, ...]
    columns: tuple[str, ...]
    common: CellGrid | None = None
    radius: bool = False
    undated: bool = False
    days: bool = False

    @cached_property
    def _file(self) -> RowGroups:
        return RowGroups(self.path)

    def candidates(self, engine: Engine) -> list[int]:
        """Return the row groups that may contain matching rows.

        Columns by which statistics exclude a row group are read, since statistics may be wrong.

        Parameters
        ----------
        engine : Engine
            Reads those columns.
        """
        likely = self.groups()
        rest = sorted({*range(self._file.metadata.num_row_groups)} - {*likely})
        checked = zip(rest, engine.each(self.may_match, rest), strict=True)
        return sorted([*likely, *(i for i, may in checked if may)])

    def groups(self) -> list[int]:
        """Return the row groups that may contain matching rows by their statistics."""
        return [i for i in range(self._file.metadata.num_row_groups) if not self._failed_tests(i)]

    def may_match(self, i: int) -> bool:
        """Return whether the cells of a row group that statistics exclude allow matching rows.

        Parameters
        ----------
        i : int
            Index of the row group, from 0.
        """
        return all(
            may(lambda column: cell_span(self._file, i, column)) for may in self._failed_tests(i)
        )

    def _failed_tests(self, i: int) -> list[_May]:
        """Return the tests by which the statistics of a row group exclude it."""
        spans = stated_spans(self._file.metadata.row_group(i))
        return [may for may in self._range_tests if not may(spans.get)]

    @cached_property
    def _range_tests(self) -> list[_May]:
        """Return the tests that ranges of columns must pass for any row to match."""
        bounds: list[_May] = [
            partial(self._meets_bounds, grid, axis) for grid in self.grids for axis in (0, 1)
        ]
        if self.undated:
            return [*bounds, _has_timeless]
        return [*bounds, self._meets_period] if any(self.span) else bounds

    def _meets_bounds(self, grid: CellGrid, axis: int, span: _Spans) -> bool:
        """Return whether rows may reach the bounds of a grid along an axis of the plane."""
        extent, reach = span(PLANE[axis]), self._reach(span)
        if extent is None or extent.least is None:
            return True
        low, high = ((grid.bounds[axis] - reach), (grid.bounds[axis + 2] + reach))
        return not (extent.most < low * PER_METRE or extent.least > high * PER_METRE)

    def _reach(self, span: _Spans) -> float:
        """Return the maximum distance in the plane of a row from its stated position."""
        radius = span(RADIUS) if self.radius else Span(None, None, 0)
        x, y = (span(axis) if self.radius else None for axis in PLANE)
        if radius is not None and radius.most is None:
            return 0.0
        if radius is None or x is None or y is None or x.least is None or y.least is None:
            return math.inf
        # The plane stretches more with distance from the pole.
        corner = math.hypot(
            *(max(abs(axis_span.least), abs(axis_span.most)) / PER_METRE for axis_span in (x, y))
        )
        _, lat = unproject(corner, 0.0)
        with np.errstate(invalid="ignore"):
            reach, _ = circles(np.array([float(lat)]), radius.most)
        return float(reach[0])

    def _meets_period(self, span: _Spans) -> bool:
        """Return whether times may lie in the period."""
        times = span("time")
        if times is None:
            return True
        first, before = (None if bound is None else count_of(bound) for bound in self.span)
        if first is not None and self.days:
            first -= _LONGEST_DAY
        return (
            times.least is not None
            and (first is None or times.most >= first)
            and (before is None or times.least < before)
        )

    def matching_rows(self, i: int) -> Any:
        """Return the matching rows of a row group.

        Parameters
        ----------
        i : int
            Index of the row group, from 0.

        Returns
        -------
        pyarrow.Table
            Rows with a column `match`; an empty table may have no other column.
        """
        names = ["plane_x", "plane_y", *(["time"] if self.undated or any(self.span) else [])]
        names += [DAY_END] if self.days and any(self.span) else []
        names += [RADIUS] if self.radius and self.grids else []
        names += [condition.column for condition in self.conditions]
        tested = self._file.read(i, dict.fromkeys(names))
        if "time" in names:
            cached_span_of(self._file, i, tested["time"], "time")
        codes = self._match_codes(tested)
        rows = np.flatnonzero(codes != NO)
        if not len(rows):
            return pa.table({MATCH: pa.array([], pa.string())})
        missing = [name for name in self.columns if name not in tested.column_names]
        columns = {name: tested[name] for name in self.columns if name in tested.column_names}
        if missing:
            others_read = self._file.read(i, missing)
            columns |= {name: others_read[name] for name in missing}
        columns = {name: columns[name] for name in self.columns}
        words = pa.array(["possible", "certain"]).take(pa.array(codes[rows] - 1))
        result = pa.table(columns).take(pa.array(rows))
        if "geometry" in columns:
            check_positions(result, tested.select(PLANE).take(pa.array(rows)), self.path, i)
        return result.append_column(MATCH, words)

    def _match_codes(self, table: Any) -> NDArray[np.int8]:
        codes = self._period_codes(table)
        for fits in self._condition_masks(table):
            codes[~fits] = NO
        if not self.grids:
            return codes
        x, y, radius = positions(table)
        for grid in self.grids:
            rows = np.flatnonzero(codes != NO)
            judged = grid.judge(x[rows], y[rows], None if radius is None else radius[rows])
            codes[rows] = np.minimum(codes[rows], judged)
        if self.common is not None and radius is not None:
            rows = np.flatnonzero((codes == POSSIBLE) & (radius > 0))
            disjoint = self.common.judge(x[rows], y[rows], radius[rows]) == NO
            codes[rows[disjoint]] = NO
        return codes

    def _period_codes(self, table: Any) -> NDArray[np.int8]:
        """Return the match of times; a day partly in the period is possible."""
        codes: NDArray[np.int8] = np.full(table.num_rows, CERTAIN)
        first, before = (bound and pa.scalar(bound, TIME) for bound in self.span)
        end = table[DAY_END] if DAY_END in table.column_names else None
        if first is not None:
            begun = flags(pc.greater_equal(table["time"], first))
            codes[~begun] = NO
            if end is not None:
                codes[~begun & flags(pc.greater(end, first))] = POSSIBLE
        if before is not None:
            codes[~flags(pc.less(table["time"], before))] = NO
            if end is not None:
                lasts = flags(pc.greater(end, before))
                codes[lasts] = np.minimum(codes[lasts], POSSIBLE)
        return codes

    def _condition_masks(self, table: Any) -> Iterator[NDArray[np.bool_]]:
        if self.undated:
            yield flags(pc.is_null(table["time"]))
        for condition in self.conditions:
            yield condition.fits(table[condition.column])


def _has_timeless(span: _Spans) -> bool:
    """Return whether rows may lack a time."""
    times = span("time")
    return times is None or times.empty > 0


def are_certain(rows: Any) -> NDArray[np.bool_]:
    """Return which rows of a result are certain matches.

    Parameters
    ----------
    rows : pyarrow.Table
        n rows with `match`.

    Returns
    -------
    numpy.ndarray of shape (n,)
    """
    return flags(pc.equal(rows[MATCH], "certain"))


def positions(
    rows: Any,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64] | None]:
    """Return the positions of rows.

    Parameters
    ----------
    rows : pyarrow.Table
        Rows with `plane_x` and `plane_y`, and perhaps `radius_m`.

    Returns
    -------
    x, y : numpy.ndarray of shape (n,)
        Metres in EPSG:6931.
    radius : numpy.ndarray of shape (n,), optional
        Radius of uncertainty, metres, NaN if not stated; None without radii.
    """
    x, y = (rows[axis].to_numpy() / PER_METRE for axis in ("plane_x", "plane_y"))
    if RADIUS not in rows.column_names:
        return x, y, None
    return x, y, rows[RADIUS].to_numpy().astype(np.float64)
