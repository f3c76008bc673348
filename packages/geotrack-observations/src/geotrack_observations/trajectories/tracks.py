"""Tracks: the fixes of an id by time, split at gaps and jumps.

A *leg* is the geodesic between two consecutive fixes. It is a *gap* if it takes longer than a
limit, since nothing is known of the time between; it is a *jump* if no such craft is that fast, so
that one fix is wrong or two craft send one id. A *track* is a sequence of fixes joined by legs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from folium_polar.geometry.legs import Legs
from folium_polar.geometry.plane import plane_radius
from geotrack.errors import FieldError
from geotrack.model.quantities import KNOT, in_metres_a_second, in_seconds
from geotrack_observations.times.moments import SECOND
from geotrack_observations.trajectories.fixes import Fixes

__all__ = [
    "AFTER",
    "BEFORE",
    "EQUATOR_M",
    "Cuts",
    "Joint",
    "Track",
    "TrackLimits",
    "cut",
    "joints",
    "legs_of",
    "line_of",
    "lines_between",
    "lines_of",
    "tracks",
]

# Seconds.
_HOUR = 3_600.0
# Units of durations, with their lengths in seconds.
_UNITS = (("h", _HOUR), ("min", 60.0), ("s", 1.0))
# Columns of ids of aircraft, in lower case.
_AIRCRAFT = ("icao24", "flight_id")
# Maximum ratio of length on the ground to a chord of the plane, from the pole to the equator, where
# it is the square root of 2.
_STRETCH = 1.4143
EQUATOR_M = float(plane_radius(0.0))
"""From the pole to the equator in the plane, metres."""


class Joint(IntEnum):
    """The link between a fix and the next."""

    LEG = 0
    GAP = 1
    JUMP = 2
    END = 3
    """The next is of another id."""


BEFORE = {Joint.LEG: "border", Joint.GAP: "gap", Joint.JUMP: "jump", Joint.END: "first fix"}
"""Words in results for what precedes a run of fixes; a leg only ends a run at a border."""

AFTER = {**BEFORE, Joint.END: "last fix"}
"""Words in results for what follows a run of fixes."""


@dataclass(frozen=True, slots=True)
class TrackLimits:
    """Limits of legs.

    Parameters
    ----------
    gap_s : float
        Maximum seconds between two fixes.
    speed_m_s : float
        Maximum metres per second between two fixes. The resolution of times is added to the time
        between them: times in whole minutes may be a minute further apart.
    longest_gap_s : float, optional
        Seconds of the longest gap to draw; None draws all.

    Raises
    ------
    FieldError
        The longest gap is not longer than the limit of a leg.
    """

    gap_s: float
    speed_m_s: float
    longest_gap_s: float | None = None

    def __post_init__(self) -> None:
        if self.longest_gap_s is not None and self.longest_gap_s <= self.gap_s:
            message = "{longest_gap} {longest} must be longer than {gap} ({limit})"
            values = {"longest": self.longest_gap, "limit": self.gap}
            raise FieldError(message, values)

    @classmethod
    def of(
        cls,
        column: str,
        gap_s: float | None = None,
        speed_m_s: float | None = None,
        longest_gap_s: float | None = None,
    ) -> TrackLimits:
        """Return limits, with defaults for the craft.

        For aircraft (`icao24`, `flight_id`) half an hour and 700 kn, an airliner in a strong tail
        wind; else 6 h, in which satellites receive most ships at sea, and 60 kn, above the fastest
        ferries.
        """
        is_aircraft = column.casefold() in _AIRCRAFT
        gap = _HOUR / 2 if is_aircraft else 6 * _HOUR
        speed = (700 if is_aircraft else 60) * KNOT
        return cls(
            gap if gap_s is None else gap_s,
            speed if speed_m_s is None else speed_m_s,
            longest_gap_s,
        )

    @classmethod
    def parse(
        cls,
        column: str,
        gap: str | None = None,
        max_speed: str | None = None,
        longest_gap: str | None = None,
    ) -> TrackLimits:
        """Parse limits such as `6h` and `60kn`.

        Raises
        ------
        UsageError
            An invalid limit.
        """
        return cls.of(
            column,
            None if gap is None else in_seconds(gap),
            None if max_speed is None else in_metres_a_second(max_speed),
            None if longest_gap is None else in_seconds(longest_gap),
        )

    @property
    def gap(self) -> str:
        """The limit of a gap as text: `6 h`."""
        return _duration(self.gap_s)

    @property
    def longest_gap(self) -> str:
        """The longest gap to draw, as text; empty if all are drawn."""
        return "" if self.longest_gap_s is None else _duration(self.longest_gap_s)

    def draws(self, seconds: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which gaps are drawn, by their lengths."""
        if self.longest_gap_s is None:
            return np.ones(len(seconds), np.bool_)
        return np.asarray(seconds <= self.longest_gap_s)

    @property
    def speed(self) -> str:
        """The limit of speed as text: `60 kn`."""
        return f"{self.speed_m_s / KNOT:.4g} kn"


def _duration(length_s: float) -> str:
    """Return a duration in its longest unit of at least 1; in seconds if it is shorter."""
    fitting = [(unit, seconds) for unit, seconds in _UNITS if length_s >= seconds]
    unit, seconds = fitting[0] if fitting else _UNITS[-1]
    return f"{length_s / seconds:.4g} {unit}"


@dataclass(frozen=True, slots=True)
class Track:
    """A sequence of fixes joined by legs; may be a single fix.

    Parameters
    ----------
    fixes : Fixes
        Fixes of one id.
    begins, ends : Joint
        Links before and after it; `END` without a neighbour.
    across : Fixes, optional
        The two ends of a gap or jump before it: the fix before and its first fix.
    """

    fixes: Fixes
    begins: Joint
    ends: Joint
    across: Fixes | None

    @property
    def id(self) -> Any:
        """Id of the craft."""
        return self.fixes.ids[self.fixes.code[0]]


def legs_of(fixes: Fixes) -> Legs:
    """Return the legs from each fix to the next, also between different ids."""
    x, y = fixes.metres
    return Legs(x[:-1], y[:-1], x[1:], y[1:])


def line_of(fixes: Fixes) -> Any:
    """Return fixes of one id as a line accurate to a metre; a point for one fix.

    A shapely geometry in EPSG:6931.
    """
    if len(fixes) == 1:
        return shapely.Point(*(float(axis[0]) for axis in fixes.metres))
    vertices, leg = legs_of(fixes).vertices()
    # The end of a leg is dropped: it is the start of the next one.
    is_kept = np.append(leg[1:] == leg[:-1], True)
    return shapely.LineString(vertices[is_kept])


def lines_between(fixes: Fixes, starts: NDArray[np.intp]) -> list[NDArray[np.float64]]:
    """Return the vertices of the legs that start at some fixes, as in `line_of`."""
    vertices, leg = legs_of(fixes).at(starts).vertices()
    return np.split(vertices, np.flatnonzero(np.diff(leg)) + 1) if len(starts) else []


def lines_of(cuts: Cuts, rows: NDArray[np.intp]) -> list[NDArray[np.float64]]:
    """Return the vertices of tracks of more than one fix, as in `line_of`.

    Parameters
    ----------
    cuts : Cuts
        Fixes and their tracks.
    rows : numpy.ndarray
        Indices of tracks, ascending.
    """
    if not len(rows):
        return []
    leg_counts = cuts.stops[rows] - cuts.starts[rows] - 1
    # For each leg its track, as an index into `rows`, and the fix at its start.
    track = np.repeat(np.arange(len(rows)), leg_counts)
    first_legs = np.cumsum(leg_counts) - leg_counts
    starts = np.arange(len(track)) - first_legs[track] + cuts.starts[rows][track]
    vertices, leg = legs_of(cuts.fixes).at(starts).vertices()
    # The end of a leg is dropped, since it is the start of the next one, except at the end of a
    # track.
    is_leg_end = np.append(leg[1:] != leg[:-1], True)
    is_last_leg = np.append(track[1:] != track[:-1], True)
    is_kept = ~is_leg_end | is_last_leg[leg]
    return np.split(vertices[is_kept], np.flatnonzero(np.diff(track[leg[is_kept]])) + 1)


def joints(fixes: Fixes, limits: TrackLimits) -> NDArray[np.int8]:
    """Return the link between each fix and the next.

    Parameters
    ----------
    fixes : Fixes
        n fixes.
    limits : TrackLimits
        Limits of legs; distances are those on the ellipsoid, less the radii of both fixes.

    Returns
    -------
    numpy.ndarray of shape (n - 1,)
        `Joint`; a link that is both gap and jump is a jump.
    """
    seconds = np.diff(fixes.time) / SECOND
    radii = fixes.radius_or_zero
    codes = np.where(seconds > limits.gap_s, Joint.GAP, Joint.LEG).astype(np.int8)
    max_length = limits.speed_m_s * (seconds + fixes.resolution_s) + radii[:-1] + radii[1:]
    legs = legs_of(fixes)
    is_end = fixes.code[1:] != fixes.code[:-1]
    is_south = np.maximum(np.hypot(legs.x0, legs.y0), np.hypot(legs.x1, legs.y1)) > EQUATOR_M
    # The exact length takes long: it is computed only if the chord does not show that it is short.
    is_doubtful = is_south | (legs.chords() * _STRETCH > max_length)
    doubtful = np.flatnonzero(~is_end & is_doubtful)
    codes[doubtful[legs.at(doubtful).lengths() > max_length[doubtful]]] = Joint.JUMP
    codes[is_end] = Joint.END
    return codes


@dataclass(frozen=True, slots=True)
class Cuts:
    """Fixes, and where they are split into m tracks.

    Parameters
    ----------
    fixes : Fixes
        n fixes, with all of each id.
    between : numpy.ndarray of shape (n - 1,)
        `Joint` between each fix and the next.
    starts, stops : numpy.ndarray of shape (m,)
        Index of the first fix of each track, and past its last.
    """

    fixes: Fixes
    between: NDArray[np.int8]
    starts: NDArray[np.intp]
    stops: NDArray[np.intp]

    @property
    def begins(self) -> NDArray[np.int8]:
        """The `Joint` before each track."""
        return np.concatenate([[np.int8(Joint.END)], self.between[self.starts[1:] - 1]])

    @property
    def ends(self) -> NDArray[np.int8]:
        """The `Joint` after each track."""
        return np.concatenate([self.between[self.starts[1:] - 1], [np.int8(Joint.END)]])


def cut(fixes: Fixes, limits: TrackLimits, rows: int | None = None) -> Iterator[Cuts]:
    """Yield parts of fixes, with all of an id in one, split into tracks.

    Parameters
    ----------
    fixes, limits
        As for `tracks`.
    rows : int, optional
        How many fixes are in a part, about.
    """
    for part in fixes.parts() if rows is None else fixes.parts(rows):
        between = joints(part, limits)
        later_starts = np.flatnonzero(between != Joint.LEG) + 1
        yield Cuts(part, between, np.append(0, later_starts), np.append(later_starts, len(part)))


def tracks(fixes: Fixes, limits: TrackLimits) -> Iterator[Track]:
    """Yield the tracks of fixes, sorted by id and time; each fix is in exactly one."""
    for group in cut(fixes, limits):
        sides = zip(
            group.starts.tolist(), group.stops.tolist(), group.begins, group.ends, strict=True
        )
        for start, stop, before, after in sides:
            is_split = before in {Joint.GAP, Joint.JUMP}
            across = group.fixes.of(start - 1, start + 1) if is_split else None
            yield Track(group.fixes.of(start, stop), Joint(before), Joint(after), across)
