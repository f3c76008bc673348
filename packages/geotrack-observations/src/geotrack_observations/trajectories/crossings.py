"""Entries and exits of craft in regions, as far as fixes show them.

A craft entered at some moment between its last fix outside and its first inside: no more is known,
and both are stated. A stay that starts with the first fix, or after a gap or a jump, has no known
start.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry.legs import Legs
from geotrack_observations.grid.cells import CERTAIN, NO
from geotrack_observations.times.moments import SECOND, count_of, moment_of
from geotrack_observations.trajectories.crossing_places import Boxes, CrossingPlace, reach_of
from geotrack_observations.trajectories.fixes import Fixes
from geotrack_observations.trajectories.tracks import (
    AFTER,
    BEFORE,
    Joint,
    TrackLimits,
    joints,
    legs_of,
)

__all__ = ["Stay", "crossings"]

# Bisection steps for a moment on a leg: a sixth of a second in six hours.
_HALVINGS = 17

Rows = NDArray[np.intp]
Span = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay of a craft in a region; a passage if no fix lies inside.

    Parameters
    ----------
    place : str
        The region.
    certain : bool
        Whether it certainly was there in the period: a fix in the period is certainly inside. False
        for a passage, where only the geodesic between two fixes leads through.
    begins, ends : {"border", "first fix", "last fix", "gap", "jump"}
        Events before and after it.
    entered_after, entered_by : datetime, optional
        Bounds of the entry, UTC: last fix outside, and first fix certainly inside (else possibly
        inside). Without a border at its start there is no first bound; a passage has no second.
    left_after, left_by : datetime, optional
        Bounds of the exit, likewise.
    entered_about, left_about : datetime, optional
        Interpolated time at the border, at constant speed along the geodesic between fixes.
    fixes : Fixes
        Fixes inside, in order; for a passage, the two ends of its leg.
    kind : {"stay", "passage"}
        Stay or passage.
    """

    place: str
    certain: bool
    begins: str
    ends: str
    entered_after: datetime | None
    entered_by: datetime | None
    entered_about: datetime | None
    left_after: datetime | None
    left_by: datetime | None
    left_about: datetime | None
    fixes: Fixes
    kind: str

    @property
    def id(self) -> Any:
        """Id of the craft."""
        return self.fixes.ids[self.fixes.code[0]]

    @property
    def inside(self) -> int:
        """Number of fixes inside."""
        return len(self.fixes) if self.kind == "stay" else 0


@dataclass(frozen=True, slots=True)
class _Scene:
    """Fixes of complete ids, with values shared by all regions.

    `reach` is the radius of each fix in the plane, `between` the `Joint` of each fix and the next,
    and `period` is half-open, in microseconds since 1970.
    """

    fixes: Fixes
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    reach: NDArray[np.float64] | None
    between: NDArray[np.int8]
    legs: Legs
    boxes: Boxes
    period: tuple[int, int]

    def during(self, rows: Rows) -> NDArray[np.bool_]:
        """Return which fixes are in the period of the query."""
        times = self.fixes.time[rows]
        return np.asarray((times >= self.period[0]) & (times < self.period[1]))


def crossings(
    fixes: Fixes,
    places: Sequence[CrossingPlace],
    limits: TrackLimits,
    within: Span = (None, None),
    *,
    progress: Callable[[int], object] = lambda _: None,
) -> Iterator[Stay]:
    """Yield the stays of each craft in each region, and its possible passages.

    Parameters
    ----------
    fixes : Fixes
        Fixes of all times, since those before a period show when a stay began.
    places : sequence of CrossingPlace
        The regions.
    limits : TrackLimits
        Limits of legs; beyond them the time between fixes is unknown.
    within : (datetime or None, datetime or None)
        Period, half-open; stays that may overlap it are returned.
    progress : callable
        Called with the number of fixes processed since the last call.

    Yields
    ------
    Stay
        In batches of ids, by region, stays before passages.
    """
    first, before = within
    period = (
        np.iinfo(np.int64).min if first is None else count_of(first),
        np.iinfo(np.int64).max if before is None else count_of(before),
    )
    for part in fixes.parts():
        legs = legs_of(part)
        reach = reach_of(part)
        boxes = Boxes(legs, reach)
        scene = _Scene(part, *part.metres, reach, joints(part, limits), legs, boxes, period)
        for place in places:
            if not place.empty:
                yield from _stays_and_passages(scene, place)
            progress(len(part))


def _stays_and_passages(scene: _Scene, place: CrossingPlace) -> Iterator[Stay]:
    fixes = scene.fixes
    near_legs = scene.boxes.near(place.bounds)
    # Only fixes at the ends of these legs may lie inside; a single fix has no leg.
    is_candidate = np.full(len(fixes), len(fixes) == 1)
    is_candidate[near_legs] = is_candidate[near_legs + 1] = True
    rows = np.flatnonzero(is_candidate)
    codes = np.zeros(len(fixes), np.int8)  # NO
    radius = None if fixes.radius is None else fixes.radius[rows]
    codes[rows] = place.judge(scene.x[rows], scene.y[rows], radius)
    yield from _stays(scene, place, codes)
    yield from _passages(scene, place, codes, near_legs)


def _stays(scene: _Scene, place: CrossingPlace, codes: NDArray[np.int8]) -> Iterator[Stay]:
    fixes, time = scene.fixes, scene.fixes.time
    firsts, lasts = _runs(codes != NO, scene.between == Joint.LEG)
    if not len(firsts):
        return
    # The joint after each fix; before the first fix (index -1) is an end, too.
    joint_after = np.append(scene.between, Joint.END)
    begins, ends = joint_after[firsts - 1], joint_after[lasts]
    has_entry, has_exit = begins == Joint.LEG, ends == Joint.LEG
    certain_rows = np.flatnonzero(codes == CERTAIN)
    first_certain, last_certain = _selected_ends(certain_rows, firsts, lasts)
    in_period, _ = _selected_ends(certain_rows[scene.during(certain_rows)], firsts, lasts)
    is_certain = in_period >= 0
    has_certain = first_certain >= 0
    # Fixes that bound entry and exit; -1 for none.
    last_outside = np.where(has_entry, firsts - 1, -1)
    first_inside = np.where(has_certain, first_certain, firsts)
    last_inside = np.where(has_certain, last_certain, lasts)
    first_outside = np.where(has_exit, np.minimum(lasts + 1, len(time) - 1), -1)
    earliest = np.where(has_entry, time[firsts - 1], time[firsts])
    latest = np.where(has_exit, time[first_outside] - 1, time[lasts])
    # Only stays that may overlap the period.
    rows = np.flatnonzero((earliest < scene.period[1]) & (latest >= scene.period[0]))
    entered_after, entered_by, left_after, left_by = (
        _moments(time, bound[rows])
        for bound in (last_outside, first_inside, last_inside, first_outside)
    )
    entered_about = _border_moments(scene, place, last_outside[rows], entering=True)
    exits = np.where(has_exit, lasts, -1)
    left_about = _border_moments(scene, place, exits[rows], entering=False)
    for n, row in enumerate(rows.tolist()):
        first, last = int(firsts[row]), int(lasts[row])
        yield Stay(
            place=place.name,
            certain=bool(is_certain[row]),
            begins=BEFORE[Joint(int(begins[row]))],
            ends=AFTER[Joint(int(ends[row]))],
            entered_after=entered_after[n],
            entered_by=entered_by[n],
            entered_about=entered_about[n],
            left_after=left_after[n],
            left_by=left_by[n],
            left_about=left_about[n],
            fixes=fixes.of(first, last + 1),
            kind="stay",
        )


def _passages(
    scene: _Scene, place: CrossingPlace, codes: NDArray[np.int8], near_legs: Rows
) -> Iterator[Stay]:
    """Yield the legs that lead through a region with both ends outside."""
    fixes, time = scene.fixes, scene.fixes.time
    is_leg = scene.between[near_legs] == Joint.LEG
    are_ends_outside = (codes[near_legs] == NO) & (codes[near_legs + 1] == NO)
    rows = place.touched(scene.boxes, near_legs[is_leg & are_ends_outside])
    rows = rows[(time[rows] < scene.period[1]) & (time[rows + 1] > scene.period[0])]
    reach = scene.reach
    end_reach = None if reach is None else np.stack([reach[rows], reach[rows + 1]])
    through, parts = place.through(scene.legs.at(rows), end_reach)
    rows = rows[through]
    for row, part in zip(rows.tolist(), parts.tolist(), strict=True):
        start, end = (int(moment) for moment in time[row : row + 2])
        entered, left = (_moment_between(start, end, share) for share in part)
        yield Stay(
            place=place.name,
            certain=False,
            begins="border",
            ends="border",
            entered_after=moment_of(start),
            entered_by=None,
            entered_about=entered,
            left_after=None,
            left_by=moment_of(end),
            left_about=left,
            fixes=fixes.of(row, row + 2),
            kind="passage",
        )


def _runs(inside: NDArray[np.bool_], joined: NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """Return the first and the last fix of each connected run inside.

    `joined` says whether each fix is joined to the next one.
    """
    continues = inside[:-1] & inside[1:] & joined
    is_first, is_last = inside.copy(), inside.copy()
    is_first[1:] &= ~continues
    is_last[:-1] &= ~continues
    return np.flatnonzero(is_first), np.flatnonzero(is_last)


def _selected_ends(selected: Rows, firsts: Rows, lasts: Rows) -> tuple[Rows, Rows]:
    """Return the first and the last selected fix in each run; -1 without one."""
    first_index = np.searchsorted(selected, firsts)
    last_index = np.searchsorted(selected, lasts, side="right") - 1
    is_missing = first_index > last_index
    padded = np.append(selected, -1)  # so that both can be looked up
    return (
        np.where(is_missing, -1, padded[first_index]),
        np.where(is_missing, -1, padded[last_index]),
    )


def _border_moments(
    scene: _Scene, place: CrossingPlace, rows: Rows, *, entering: bool
) -> list[datetime | None]:
    """Return the moments at which legs cross the border, at constant speed; None for a row of -1.

    There is no such moment if only the radius of a fix reaches into the region. For a leg that
    meets the border several times, it is the one that bisection finds.
    """
    indices = np.flatnonzero(rows >= 0)
    inner_ends = rows[indices] + (1 if entering else 0)
    indices = indices[place.judge(scene.x[inner_ends], scene.y[inner_ends]) != NO]
    legs = scene.legs.at(rows[indices])
    # Fractions of the leg: one outside and one inside, which approach each other.
    outside = np.full(len(indices), 0.0 if entering else 1.0)
    inside = 1.0 - outside
    for _ in range(_HALVINGS):
        middle = (outside + inside) / 2
        is_inside = place.judge(*legs.places(middle)) != NO
        inside, outside = np.where(is_inside, middle, inside), np.where(is_inside, outside, middle)
    moments: list[datetime | None] = [None] * len(rows)
    time = scene.fixes.time
    for n, share in zip(indices.tolist(), inside.tolist(), strict=True):
        moments[n] = _moment_between(int(time[rows[n]]), int(time[rows[n] + 1]), share)
    return moments


def _moment_between(begin: int, end: int, share: float) -> datetime | None:
    """Return an interpolated moment rounded to the second; None for a share of NaN."""
    if math.isnan(share):
        return None
    return moment_of(round((begin + (end - begin) * share) / SECOND) * SECOND)


def _moments(time: NDArray[np.int64], rows: Rows) -> list[datetime | None]:
    """Return the times of fixes; None for a row of -1."""
    return [None if row < 0 else moment_of(int(time[row])) for row in rows.tolist()]
