"""Counts of positions by hexagon and month, at several sizes of hexagons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry.plane import plane_radius
from geotrack_observations.arrow import pa, pc
from geotrack_observations.grid.hexagons import Lattice
from geotrack_observations.queries.plan import are_certain, positions
from geotrack_observations.queries.query import DatasetQuery
from geotrack_observations.storage.layout import DAY_END, RADIUS, counted_times

__all__ = ["NO_MONTH", "Density", "Level", "count_hexagons"]

NO_MONTH = -(1 << 23)
"""The month of positions without a time; others are months since January 1970, UTC."""

# Row and place of a hexagon, month and match (1 if certain) are packed into one number of 64 bits,
# so that sorting brings equal ones together.
# Bits of the row of a hexagon, and of its place in the row.
_CELL_BITS = 16
# Bits of a month.
_MONTH_BITS = 24
# Added to rows and places, which may be negative.
_CELL_OFFSET = 1 << (_CELL_BITS - 1)
# Added to months, which may be negative.
_MONTH_OFFSET = 1 << (_MONTH_BITS - 1)
# Maximum number of counts of 16 bytes in memory that have not been added up.
_MOST_PENDING = 2_000_000


@dataclass(frozen=True, slots=True)
class Level:
    """Counts in hexagons of one size, by row, place in the row and month.

    Parameters
    ----------
    lattice : Lattice
        The hexagons.
    q, r : numpy.ndarray of shape (n,)
        The hexagon of each count.
    month : numpy.ndarray of shape (n,)
        Month of each count, since January 1970 in UTC, or `NO_MONTH`.
    certain, possible : numpy.ndarray of shape (n,)
        Numbers of certain and of possible matches; their sum is at least 1.
    wider_than_hexagon : int
        Number of positions whose radius is above half of a hexagon's width, so that they may lie
        in another hexagon.
    """

    lattice: Lattice
    q: NDArray[np.int64]
    r: NDArray[np.int64]
    month: NDArray[np.int64]
    certain: NDArray[np.int64]
    possible: NDArray[np.int64]
    wider_than_hexagon: int = 0

    @property
    def hexagons(self) -> int:
        """Number of hexagons with a count."""
        return int(self.first.sum())

    @property
    def first(self) -> NDArray[np.bool_]:
        """Which counts are the first ones of their hexagon."""
        repeats = (np.diff(self.q) == 0) & (np.diff(self.r) == 0)
        # Cut for a level without counts.
        return np.append(True, ~repeats)[: len(self.q)]

    def whole(self) -> Level:
        """Return the counts summed over months; their month is `NO_MONTH`."""
        starts = np.flatnonzero(self.first)
        if not len(starts):
            return self
        certain, possible = (np.add.reduceat(n, starts) for n in (self.certain, self.possible))
        month = np.full(len(starts), NO_MONTH)
        return replace(
            self,
            q=self.q[starts],
            r=self.r[starts],
            month=month,
            certain=certain,
            possible=possible,
        )


@dataclass(frozen=True, slots=True)
class Density:
    """Counts at several sizes.

    Parameters
    ----------
    levels : tuple of Level
        In the order of the request; each counts all positions.
    certain, possible : int
        Numbers of counted positions.
    undated_count : int
        Number of those without a time.
    first, last : datetime, optional
        The earliest and the latest time, UTC.
    south_count : int
        Number of matches south of the equator, which are not counted.
    """

    levels: tuple[Level, ...]
    certain: int
    possible: int
    undated_count: int
    first: datetime | None
    last: datetime | None
    south_count: int


def count_hexagons(
    dataset_query: DatasetQuery,
    areas_km2: Sequence[float],
    *,
    certain: bool = False,
    progress: Callable[[int], object] = lambda _: None,
) -> Density:
    """Count the positions that match a query, by hexagon and month.

    A position counts in the one hexagon of each size that contains it.

    Parameters
    ----------
    dataset_query : DatasetQuery
        The query.
    areas_km2 : sequence of float
        Areas of hexagons.
    certain : bool
        Count only certain matches.
    progress : callable
        Called with the number of rows read since the last call.
    """
    tallies = [_Tally(Lattice(area)) for area in areas_km2]
    equator_m = float(plane_radius(0.0))
    certain_count = possible_count = undated_count = south_count = 0
    spans: list[datetime] = []
    days = [DAY_END] if dataset_query.dataset.has_days else []
    for rows in dataset_query.matching_rows(["time", *days, RADIUS, "plane_x", "plane_y"]):
        progress(rows.num_rows)
        x, y, radius = positions(rows)
        is_north = np.hypot(x, y) <= equator_m
        south_count += len(x) - int(is_north.sum())
        is_certain = are_certain(rows)
        counts = is_north & is_certain if certain else is_north
        times = counted_times(rows)
        if not counts.all():
            x, y, is_certain = x[counts], y[counts], is_certain[counts]
            times = times.filter(pa.array(counts))
            radius = None if radius is None else radius[counts]
        if not len(x):
            continue
        certain_count += int(is_certain.sum())
        possible_count += int((~is_certain).sum())
        undated_count += times.null_count
        spans += [bound for bound in pc.min_max(times).as_py().values() if bound is not None]
        month = _months(times.to_numpy())
        for tally in tallies:
            tally.add(x, y, month, is_certain)
            tally.add_radii(radius)
    return Density(
        levels=tuple(tally.level() for tally in tallies),
        certain=certain_count,
        possible=possible_count,
        undated_count=undated_count,
        first=min(spans, default=None),
        last=max(spans, default=None),
        south_count=south_count,
    )


def _months(times: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Return months since January 1970; searching their starts is faster than a cast."""
    missing = np.isnat(times)
    present = times[~missing] if missing.any() else times
    months = np.full(len(times), NO_MONTH)
    if len(present):
        first, last = (
            int(bound.astype("M8[M]").astype(int)) for bound in (present.min(), present.max())
        )
        starts = np.arange(first, last + 1).astype("M8[M]").astype(times.dtype)
        started = np.searchsorted(starts.view(np.int64), present.view(np.int64), "right")
        months[~missing] = first - 1 + started
    return months


@dataclass(slots=True)
class _Tally:
    """Running counts of one size."""

    lattice: Lattice
    _pending: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = field(default_factory=list)
    _pending_rows: int = 0
    _wider_than_hexagon: int = 0

    def add_radii(self, radius: NDArray[np.float64] | None) -> None:
        """Count positions whose radius, metres, reaches beyond a hexagon of this size."""
        if radius is not None:
            self._wider_than_hexagon += int((radius > self.lattice.across_m / 2).sum())

    def add(
        self,
        x: NDArray[np.float64],
        y: NDArray[np.float64],
        month: NDArray[np.int64],
        is_certain: NDArray[np.bool_],
    ) -> None:
        """Count positions, metres in EPSG:6931."""
        q, r = self.lattice.cells(x, y)
        keys = ((r + _CELL_OFFSET) << _CELL_BITS | (q + _CELL_OFFSET)) << _MONTH_BITS | (
            month + _MONTH_OFFSET
        )
        distinct_keys, counts = np.unique(keys << 1 | is_certain, return_counts=True)
        self._pending.append((distinct_keys, counts))
        self._pending_rows += len(distinct_keys)
        if self._pending_rows > _MOST_PENDING:
            self._add_up()

    def _add_up(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Add up the pending counts; return their keys, sorted, and the numbers."""
        keys, counts = (np.concatenate(parts) for parts in zip(*self._pending, strict=True))
        order = np.argsort(keys, kind="stable")
        keys, counts = keys[order], counts[order]
        starts = np.flatnonzero(np.append(True, np.diff(keys) != 0))
        sums = keys[starts], np.add.reduceat(counts, starts)
        self._pending, self._pending_rows = [sums], len(starts)
        return sums

    def level(self) -> Level:
        """Return all counts so far."""
        empty = np.empty(0, np.int64)
        if not self._pending:
            return Level(self.lattice, empty, empty, empty, empty, empty)
        keys, counts = self._add_up()
        # The lowest bit is the match, 1 if certain.
        cell_months, index = np.unique(keys >> 1, return_inverse=True)
        possible, certain = by_match = np.zeros((2, len(cell_months)), np.int64)
        by_match[keys & 1, index] = counts
        cell = cell_months >> _MONTH_BITS
        month = (cell_months & ((1 << _MONTH_BITS) - 1)) - _MONTH_OFFSET
        q = (cell & ((1 << _CELL_BITS) - 1)) - _CELL_OFFSET
        r = (cell >> _CELL_BITS) - _CELL_OFFSET
        return Level(self.lattice, q, r, month, certain, possible, self._wider_than_hexagon)
