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
    """Fixes of complete ids, with values shared by all regions."""

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
    close = scene.boxes.near(place.bounds)
    # Every fix is an end of a leg, except a single one.
    is_candidate = np.full(len(fixes), len(fixes) == 1)
    is_candidate[close] = is_candidate[close + 1] = True
    ends = np.flatnonzero(is_candidate)
    codes = np.zeros(len(fixes), np.int8)
    radius = None if fixes.radius is None else fixes.radius[ends]
    codes[ends] = place.judge(scene.x[ends], scene.y[ends], radius)
    yield from _stays(scene, place, codes)
    yield from _passages(scene, place, codes, close)


def _stays(scene: _Scene, place: CrossingPlace, codes: NDArray[np.int8]) -> Iterator[Stay]:
    fixes, time = scene.fixes, scene.fixes.time
    firsts, lasts = _runs(codes != NO, scene.between == Joint.LEG)
    if not len(firsts):
        return
    ends = np.append(scene.between, Joint.END)
    begins, ends = ends[firsts - 1], ends[lasts]
    came, left = begins == Joint.LEG, ends == Joint.LEG
    certain_rows = np.flatnonzero(codes == CERTAIN)
    first_certain, last_certain = _selected_ends(certain_rows, firsts, lasts)
    during, _ = _selected_ends(certain_rows[scene.during(certain_rows)], firsts, lasts)
    certain = during >= 0
    has_certain = first_certain >= 0
    bounds = (
        np.where(came, firsts - 1, -1),
        np.where(has_certain, first_certain, firsts),
        np.where(has_certain, last_certain, lasts),
        np.where(left, np.minimum(lasts + 1, len(time) - 1), -1),
    )
    outer = np.where(came, time[firsts - 1], time[firsts])
    inner = np.where(left, time[bounds[3]] - 1, time[lasts])
    period = np.flatnonzero((outer < scene.period[1]) & (inner >= scene.period[0]))
    moments = [_moments(time, bound[period]) for bound in bounds]
    about = (
        _border_moments(scene, place, np.where(came, firsts - 1, -1)[period], entering=True),
        _border_moments(scene, place, np.where(left, lasts, -1)[period], entering=False),
    )
    for n, row in enumerate(period.tolist()):
        first, last = int(firsts[row]), int(lasts[row])
        yield Stay(
            place=place.name,
            certain=bool(certain[row]),
            begins=BEFORE[Joint(int(begins[row]))],
            ends=AFTER[Joint(int(ends[row]))],
            entered_after=moments[0][n],
            entered_by=moments[1][n],
            entered_about=about[0][n],
            left_after=moments[2][n],
            left_by=moments[3][n],
            left_about=about[1][n],
            fixes=fixes.of(first, last + 1),
            kind="stay",
        )


def _passages(
    scene: _Scene, place: CrossingPlace, codes: NDArray[np.int8], close: Rows
) -> Iterator[Stay]:
    """Yield the legs that lead through a region with both ends outside."""
    fixes, time = scene.fixes, scene.fixes.time
    outside = (scene.between[close] == Joint.LEG) & (codes[close] == NO) & (codes[close + 1] == NO)
    rows = place.touched(scene.boxes, close[outside])
    rows = rows[(time[rows] < scene.period[1]) & (time[rows + 1] > scene.period[0])]
    reach = scene.reach
    ends = None if reach is None else np.stack([reach[rows], reach[rows + 1]])
    through, parts = place.through(scene.legs.at(rows), ends)
    rows = rows[through]
    for row, part in zip(rows.tolist(), parts.tolist(), strict=True):
        after, before = (int(moment) for moment in time[row : row + 2])
        came, left = (_moment_between(after, before, share) for share in part)
        yield Stay(
            place=place.name,
            certain=False,
            begins="border",
            ends="border",
            entered_after=moment_of(after),
            entered_by=None,
            entered_about=came,
            left_after=None,
            left_by=moment_of(before),
            left_about=left,
            fixes=fixes.of(row, row + 2),
            kind="passage",
        )


def _runs(inside: NDArray[np.bool_], joined: NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """Return the first and the last fix of each connected run inside."""
    on = inside[:-1] & inside[1:] & joined
    first, last = inside.copy(), inside.copy()
    first[1:] &= ~on
    last[:-1] &= ~on
    return np.flatnonzero(first), np.flatnonzero(last)


def _selected_ends(selected: Rows, firsts: Rows, lasts: Rows) -> tuple[Rows, Rows]:
    """Return the first and the last selected fix in each run; -1 without one."""
    ahead = np.searchsorted(selected, firsts)
    behind = np.searchsorted(selected, lasts, side="right") - 1
    missing = ahead > behind
    padded = np.append(selected, -1)
    return np.where(missing, -1, padded[ahead]), np.where(missing, -1, padded[behind])


def _border_moments(
    scene: _Scene, place: CrossingPlace, rows: Rows, *, entering: bool
) -> list[datetime | None]:
    """Return the moments at which legs cross the border, at constant speed; None for a row of -1.

    There is no such moment if only the radius of a fix reaches into the region. For a leg that
    meets the border several times, it is the one that bisection finds.
    """
    indices = np.flatnonzero(rows >= 0)
    inner = rows[indices] + (1 if entering else 0)
    indices = indices[place.judge(scene.x[inner], scene.y[inner]) != NO]
    legs = scene.legs.at(rows[indices])
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
    """Return an interpolated moment rounded to the second, its precision."""
    if math.isnan(share):
        return None
    return moment_of(round((begin + (end - begin) * share) / SECOND) * SECOND)


def _moments(time: NDArray[np.int64], rows: Rows) -> list[datetime | None]:
    return [None if row < 0 else moment_of(int(time[row])) for row in rows.tolist()]
