"""The judge of a query: which records meet it certainly, which possibly.

It works in three steps, each for fewer records: predicates, time, place. Points with a radius are
mostly decided by two circles; the others need a closer test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import apart_m
from geotrack.dates import Certainty, Date, Period, When
from geotrack.dates.date import OPEN_LOWER, OPEN_UPPER
from geotrack.footprint.outline import Footprint
from geotrack.index.record_rows import event_ids
from geotrack.model import Event
from geotrack.model.query import Query
from geotrack.queries.areas import Area, Match, in_common
from geotrack.queries.discs import CUT, OUTSIDE, UNSURE, discs_in, sampled_discs_in
from geotrack.queries.families import Families
from geotrack.queries.overlays import REACH_M
from geotrack.queries.predicates import Condition, conditions
from geotrack.queries.record_arrays import Columns, columns_of
from geotrack.queries.resolve import Reference, areas_of, reference_of, stated_shapes
from geotrack.queries.verdict import BY_CERTAINTY, BY_MATCH, Verdict
from geotrack.workspace import Workspace

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Judge", "Verdict"]


_TOGETHER = 2_000
"""Rows whose places are judged together, by one area after the other."""


class Judge:
    """Judges the records of a workspace by one query.

    Parameters
    ----------
    workspace : Workspace
        The records and regions.
    query : Query
        The query to judge by.
    among : iterable of Event, optional
        The records to judge. Default: all of the workspace.

    Raises
    ------
    UsageError
        As `areas_of` and `conditions`.
    """

    def __init__(
        self, workspace: Workspace, query: Query, among: Iterable[Event] | None = None
    ) -> None:
        self.workspace, self.query = workspace, query
        self.period = query.joint_period
        self.known_until = query.known_until
        self.areas = areas_of(query, workspace)
        self.reference: Reference | None = reference_of(query, workspace)
        self.columns: Columns = columns_of(workspace)
        count = len(self.columns.events)
        self.plain = len(self.areas) == 1 and len(query.parts) == 1
        self.scope = np.ones(count, dtype=bool)
        if among is not None:
            self.scope[:] = False
            self.scope[[self.columns.rows[id_] for id_ in event_ids(among)]] = True
        self._conditions = conditions(query, workspace)
        self._verdicts_by_twin: dict[tuple[int, tuple[bool, bool], bool], int] = {}

    @cached_property
    def _may_meet_predicates(self) -> NDArray[np.bool_]:
        """Which rows meet the predicates on attributes."""
        return self._fitting(self.scope, [c for c in self._conditions if c.attribute])

    def _fitting(
        self, rows: NDArray[np.bool_], conditions: Iterable[Condition]
    ) -> NDArray[np.bool_]:
        for condition in conditions:
            rows = condition.rows(self.columns, rows)
        return rows

    @cached_property
    def _own_verdicts(self) -> NDArray[np.int8]:
        """The verdict of each row by its own time and place, without its parts."""
        when = self._verdicts_by_time(self._families.members(self._may_meet_predicates))
        if not self.areas:
            return when
        verdicts = np.zeros(len(when), dtype=np.int8)
        rows = np.flatnonzero(when != Verdict.NO)
        verdicts[rows] = self._verdicts_by_place(rows, when)
        return verdicts

    def own_verdicts(self, known: NDArray[np.int8]) -> NDArray[np.int8]:
        """Return the verdict of each row without its parts; then `verdicts` follow from these.

        Parameters
        ----------
        known : numpy.ndarray of int8, shape (n,)
            Verdicts that this method has returned for the same Features and the same query, which
            has no period and names no record; -1 for others.
        """
        when = self._verdicts_by_time(self._may_meet_predicates)
        own, rows = known.copy(), np.flatnonzero((known < 0) & (when != Verdict.NO))
        own[rows] = self._verdicts_by_place(rows, when)
        vars(self)["_own_verdicts"] = own = np.where(when == Verdict.NO, np.int8(0), own)
        return own

    def _verdicts_by_place(
        self, rows: NDArray[np.intp], when: NDArray[np.int8]
    ) -> NDArray[np.int8]:
        """Return the verdicts of some rows by their place, given those of all rows by time."""
        place = self._judge_discs(rows)
        others = np.flatnonzero((place == UNSURE) & ~self.columns.disc[rows])
        place[others[self._are_outside(rows[others])]] = OUTSIDE
        discs = np.flatnonzero((place == UNSURE) & self.columns.disc[rows])
        place[discs] = self._judge_discs_by_samples(rows[discs])
        undated = when[rows] == Verdict.UNDATED
        for n in np.flatnonzero(place == UNSURE).tolist():
            place[n] = self._judge_place(int(rows[n]), undated=bool(undated[n]))
        # A possible place or time makes a possible hit; a place outside makes none.
        return np.minimum(when[rows], place)

    @cached_property
    def verdicts(self) -> NDArray[np.int8]:
        """The verdict of each row; a record meets the query if a part of it certainly does."""
        best = np.min([values for values, _ in self._best_by_area], axis=0)
        verdicts = np.where(
            best >= Verdict.POSSIBLE, np.maximum(self._own_verdicts, best), self._own_verdicts
        )
        # Predicates on the whole record come last: only for these few rows is it read.
        judged = self._may_meet_predicates & (verdicts != Verdict.NO)
        meets = self._fitting(judged, [c for c in self._conditions if not c.attribute])
        return np.where(meets, verdicts, np.int8(Verdict.NO))

    @cached_property
    def _families(self) -> Families:
        """The records with their parts."""
        return Families(self.columns.parts, self.columns.happened, self.scope)

    @cached_property
    def _best_of_family(self) -> tuple[NDArray[np.int8], NDArray[np.intp]]:
        """The best verdict of each row and its parts, and the row that has it."""
        return self._best_of_parts(
            self._own_verdicts, self._vague_parts(self._own_verdicts, self.areas)
        )

    @cached_property
    def _best_by_area(self) -> list[tuple[NDArray[np.int8], NDArray[np.intp]]]:
        """For each area the best verdict of each row and its parts, and the row that has it.

        With several areas, one part may meet the one and another part the other.
        """
        if len(self.areas) <= 1:
            return [self._best_of_family]
        wholes = np.zeros(len(self.scope), dtype=bool)
        wholes[list(self.columns.parts)] = True
        members = self._families.members(wholes & self._may_meet_predicates)
        when = self._verdicts_by_time(members)
        verdicts = []
        for area in self.areas:
            codes = np.zeros(len(when), dtype=np.int8)
            for row in np.flatnonzero(members).tolist():
                codes[row] = min(int(when[row]), self._judge_by_area(row, area))
            verdicts.append(self._best_of_parts(codes, self._vague_parts(codes, (area,))))
        return verdicts

    def _vague_parts(self, verdicts: NDArray[np.int8], areas: Sequence[Area]) -> NDArray[np.bool_]:
        """Return the parts that are possible by regions alone, and not certainly in the areas."""
        vague = np.zeros(len(verdicts), dtype=bool)
        for row in self._parts_by_region(verdicts == Verdict.POSSIBLE):
            where = self.columns.footprint(row, self.workspace)
            vague[row] = where is None or any(a.judge(where) is not Match.CERTAIN for a in areas)
        return vague

    def _parts_by_region(self, rows: NDArray[np.bool_]) -> list[int]:
        """Return the rows that are parts and whose place is known only by regions."""
        parts = [row for row in self._families.parts if rows[row]]
        return [row for row in sorted(parts) if self.columns.by_region(row, self.workspace)]

    def _best_of_parts(
        self, values: NDArray[Any], vague: NDArray[np.bool_]
    ) -> tuple[NDArray[Any], NDArray[np.intp]]:
        """Return the highest value among each row and its parts, and the row that has it."""
        columns, workspace = self.columns, self.workspace
        return self._families.best_of_places(
            values, vague, lambda part, whole: columns.restates(part, whole, workspace)
        )

    @cached_property
    def _best_without_region_parts(self) -> NDArray[np.int8]:
        """The best verdict of each row and its parts, parts known only by regions left out."""
        verdicts = self._own_verdicts.copy()
        verdicts[self._parts_by_region(verdicts == Verdict.POSSIBLE)] = Verdict.NO
        return self._families.best(verdicts)[0]

    def is_vague(self, row: int) -> bool:
        """Return whether a record is a hit only by parts that are known by a region alone."""
        if not self.areas or self.verdicts[row] != Verdict.POSSIBLE:
            return False
        by_a_part = self._own_verdicts[row] != Verdict.POSSIBLE == self._best_of_family[0][row]
        return bool(by_a_part and self._best_without_region_parts[row] != Verdict.POSSIBLE)

    def deciding(self, row: int) -> tuple[int, ...]:
        """Return the records, itself or its parts, by which a record meets the query.

        One row, or one for each area if no part meets all.
        """
        verdict = self.verdicts[row]
        if self._own_verdicts[row] == verdict:
            return (row,)
        best, member = (int(array[row]) for array in self._best_of_family)
        return (
            (member,)
            if best == verdict
            else tuple(int(rows[row]) for _, rows in self._best_by_area)
        )

    def also_in(
        self,
        areas: Sequence[Area],
        rows: Iterable[int],
        watched: Callable[[Sequence[Any]], Iterable[Any]] = iter,
    ) -> Iterator[NDArray[np.int8]]:
        """Yield for each area the verdicts of some rows with it added to the query.

        A few thousand records at a time are judged by all areas, so that few shapes are in memory;
        `watched` iterates over these steps. All other rows are `NO`.
        """
        fits = self._mask(rows)
        when = self._verdicts_by_time(self._families.members(fits))
        members = np.flatnonzero(when != Verdict.NO)
        narrowed = [self._narrowed(area, fits) for area in areas]
        parts = [members[n : n + _TOGETHER] for n in range(0, len(members), _TOGETHER)]
        for part, judge in watched([(part, judge) for part in parts for judge in narrowed]):
            judge._own_verdicts[part] = judge._verdicts_by_place(part, when)
            if judge is narrowed[-1] and len(parts) > 1:
                self.columns.drop_shapes()
        self.save()
        for area in areas:
            area.save_verdicts()
        for judge in narrowed:
            yield judge.verdicts

    def save(self) -> None:
        """Store what has been computed of places, for later commands."""
        self.columns.save_footprints()
        for area in self.areas:
            area.save_verdicts()

    def _narrowed(self, area: Area, fits: NDArray[np.bool_]) -> Judge:
        """Return a judge of some rows with one more area, which has judged none of them yet."""
        narrowed = copy(self)
        narrowed.areas = (*self.areas, area)
        for name in ("verdicts", "_best_of_family", "_best_by_area", "_best_without_region_parts"):
            vars(narrowed).pop(name, None)
        vars(narrowed).update(
            _conditions=(),
            _verdicts_by_twin={},
            _may_meet_predicates=fits,
            _own_verdicts=np.zeros(len(fits), dtype=np.int8),
        )
        return narrowed

    def _mask(self, rows: Iterable[int]) -> NDArray[np.bool_]:
        """Return which of all rows are given."""
        mask = np.zeros(len(self.scope), dtype=bool)
        mask[list(rows)] = True
        return mask

    def _verdicts_by_time(self, possible: NDArray[np.bool_]) -> NDArray[np.int8]:
        """Return the verdicts of some rows by their time; all other rows are `NO`."""
        codes = np.zeros(len(possible), dtype=np.int8)
        if self.period is None:
            codes[possible] = Verdict.CERTAIN
            return codes
        columns, period = self.columns, self.period
        is_complex = possible.copy()
        if not any(isinstance(bound, datetime) for bound in (period.lower, period.upper)):
            first, before, end, last = columns.limits
            lower = OPEN_LOWER if period.lower is None else period.lower.toordinal()
            upper = OPEN_UPPER if period.upper is None else period.upper.toordinal()
            met = (first < upper) & (last > lower)
            certain = (before <= upper) & (end >= lower) & ~columns.uncertain
            simple = possible & columns.plain & ~columns.undated
            codes[simple & met] = Verdict.POSSIBLE
            codes[simple & met & certain] = Verdict.CERTAIN
            is_complex &= ~simple
        for row in np.flatnonzero(is_complex).tolist():
            when = columns.events[row].when
            codes[row] = BY_CERTAINTY[when.within(period, as_of=self.known_until)]
        return codes

    def _judge_discs(self, rows: NDArray[np.intp]) -> NDArray[np.int8]:
        """Judge the places of discs without shapes; `UNSURE` if that is not enough."""
        codes = np.full(len(rows), UNSURE, dtype=np.int8)
        index = np.flatnonzero(self.columns.disc[rows])
        if not len(index):
            return codes
        discs = self.columns.discs.of(rows[index])
        sides = np.stack([discs_in(area, discs) for area in self.areas])
        least = sides.min(axis=0)
        # A disc that two areas cut may not meet their intersection, and the land mask may remove
        # the part of a disc that is inside, or outside.
        owned = np.isin(rows[index], [self.columns.rows[a.owner.id] for a in self.areas if a.owner])
        needs_test = ((sides == CUT).sum(axis=0) > 1) | (
            (least == CUT) & self.columns.cut[rows[index]]
        )
        needs_test |= owned | self.columns.excludes[rows[index]]
        least[needs_test] = UNSURE
        least[(sides == OUTSIDE).any(axis=0) & ~owned] = OUTSIDE
        codes[index] = least
        return codes

    def _judge_discs_by_samples(self, rows: NDArray[np.intp]) -> NDArray[np.int8]:
        """Judge discs without land or water by sample points; `UNSURE` if these do not decide."""
        codes = np.full(len(rows), UNSURE, dtype=np.int8)
        solid = np.flatnonzero(~self.columns.excludes[rows] & (self.columns.discs.core[rows] > 0))
        if self._is_single and len(solid):
            codes[solid] = sampled_discs_in(self.areas[0], self.columns.spots(rows[solid]))
        return codes

    def _are_outside(self, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Return which outlines certainly lie outside of an area, by their bounds."""
        west, south, east, north = self.columns.boxes(rows, self.workspace).T
        are_outside = np.zeros(len(rows), dtype=bool)
        for area in self.areas if not any(area.owner for area in self.areas) else ():
            w, s, e, n = area.shape.bounds
            are_outside |= (west > e + REACH_M) | (east < w - REACH_M)
            are_outside |= (south > n + REACH_M) | (north < s - REACH_M)
        return are_outside

    @property
    def _is_single(self) -> bool:
        """Whether there is one area, round no record."""
        return len(self.areas) == 1 and self.areas[0].owner is None

    def _judge_place(self, row: int, *, undated: bool) -> int:
        """Judge the place of one record; cached for one area, also at any time."""
        if not self._is_single:
            return self._judge_place_anew(row, undated=undated)
        twin = int(self.columns.twin[row])
        # All else that the verdict depends on is the same for records with the same regions.
        lasts = self.period is not None and self.columns.table.numbers("lasts")[row]
        covers = self.period_covers(self.columns.events[row].when) if lasts else (True, True)
        key = twin, covers, undated
        if key not in self._verdicts_by_twin:
            is_always = not undated and all(covers)
            judged = self._judge_at_any_time if is_always else self._judge_place_anew
            self._verdicts_by_twin[key] = judged(row, undated=undated)
        return self._verdicts_by_twin[key]

    def _judge_at_any_time(self, row: int, *, undated: bool) -> int:
        """Judge the place of one record whose time does not matter; cached with the area."""
        area, twin = self.areas[0], int(self.columns.twin[row])

        def make() -> int:
            return area.verdicts.recall(
                self.columns.events[twin],
                self.workspace.regions,
                lambda: self._judge_place_anew(row, undated=undated),
            )

        return area.stored_verdicts.recall(self.columns.events, twin, make)

    def _judge_place_anew(self, row: int, *, undated: bool) -> Verdict:
        """Judge the place of one record, without the cache."""
        where = self.columns.outline(row, self.workspace)
        if where is None:
            return Verdict.UNDATED if undated else Verdict.UNPLACED
        excludes = self.columns.excludes[row]
        # `discs_in` has found that the edge of the area cuts the disc.
        is_cut = self._is_single and self.columns.disc[row] and not excludes
        verdict = Verdict.POSSIBLE if is_cut else self.placed(row, where)
        # A masked footprint lies within its outline, so the verdict of the outline mostly holds;
        # but a path may be cut off, and a record may exclude its whole outline.
        contradicted = bool(where.courses) or excludes
        if verdict is Verdict.POSSIBLE or (verdict is Verdict.CERTAIN and contradicted):
            masked = self.columns.footprint(row, self.workspace) or where
            if masked is not where:
                verdict, where = self.placed(row, masked), masked
        return Verdict.UNPLACED if verdict is Verdict.NO and where.gaps else verdict

    def match(self, event: Event, where: Footprint, area: Area) -> Match | None:
        """Judge a footprint by one area, for the period of the query."""
        if event is area.owner:
            return Match.CERTAIN if area.rest is None else self.match(event, where, area.rest)
        throughout, at_an_end = self.period_covers(event.when)
        return area.judge(where, throughout=throughout, at_an_end=at_an_end)

    def _judge_by_area(self, row: int, area: Area) -> int:
        """Judge the place of one record by one area alone."""
        where = self.columns.footprint(row, self.workspace)
        if where is None:
            return Verdict.UNPLACED
        return BY_MATCH[self.match(self.columns.events[row], where, area)]

    def placed(self, row: int, where: Footprint) -> Verdict:
        """Judge a footprint by all areas."""
        event = self.columns.events[row]
        least = min(BY_MATCH[self.match(event, where, area)] for area in self.areas)
        has_one_place = event.when.end is None and not where.each and not where.courses
        if least is Verdict.POSSIBLE and has_one_place and len(self.areas) > 1:
            return least if any(map(self._meets_all_areas, where.shapes)) else Verdict.NO
        return least

    def _meets_all_areas(self, shape: BaseGeometry) -> bool:
        """Return whether a shape meets what all areas have in common."""
        common = in_common(self.areas)
        return not common.shape.is_empty and common.meets(shape)

    def period_covers(self, when: When) -> tuple[bool, bool]:
        """Return whether the period covers all of a record's time, and whether its start or end."""
        period = self.period
        if period is None or when.end is None:
            return True, True
        begins = _is_certainly_in(when.start, when.time_zone, period)
        if when.ongoing:
            # Its places are known only up to that day.
            last = When.parse(self.known_until.isoformat(), None, when.time_zone)
            is_past = when.day_limits.start_upper <= self.known_until.toordinal() + 1
            is_past = is_past and last.within(Period(None, period.upper)) is Certainty.CERTAIN
            return begins and (is_past or period.upper is None), begins
        ends = _is_certainly_in(when.end, when.time_zone, period)
        return begins and ends, begins or ends

    def distances_km(self, rows: NDArray[np.intp]) -> list[float | None]:
        """Return the shortest distances of records from the reference of the query.

        Measured from their shape, or the regions that they name in place of one, or those of their
        parts; None without any.
        """
        if self.reference is None:
            return [None] * len(rows)
        members = np.flatnonzero(self._families.members(self._mask(rows.tolist())))
        nearness = np.full(len(self.scope), -np.inf)
        distances = self._distances_m(members.tolist(), self.reference.shape)
        nearness[members] = np.nan_to_num(-distances, nan=-np.inf)
        vague = self._mask(self._parts_by_region(np.isfinite(nearness)))
        nearest, _ = self._best_of_parts(nearness, vague)
        return [None if np.isinf(value) else float(-value) / 1000.0 for value in nearest[rows]]

    def _distances_m(self, rows: list[int], target: BaseGeometry) -> NDArray[np.float64]:
        """Return the distances of records from a shape, metres; NaN for one without a place."""
        shapes = np.array([self._stated_shape(row) for row in rows], dtype=object)
        return apart_m(target, shapes)

    def _stated_shape(self, row: int) -> BaseGeometry | None:
        """Return the place of a record as it states it; None if it has none."""
        if self.columns.outline(row, self.workspace) is None:
            return None
        shapes = stated_shapes(self.columns.events[row], self.workspace)
        return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def _is_certainly_in(day: Date, time_zone: str | None, period: Period) -> bool:
    """Return whether a date certainly lies in a period."""
    return When(day, None, time_zone).within(period) is Certainty.CERTAIN
