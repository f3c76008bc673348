"""Tracks for maps: fixes in order, each with its link to the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.queries.resolve import areas_of
from geotrack_observations.arrow import pc
from geotrack_observations.grid.cells import CERTAIN, NO
from geotrack_observations.queries.conditions import flags
from geotrack_observations.queries.plan import are_certain
from geotrack_observations.queries.query import DatasetQuery
from geotrack_observations.storage.layout import DAY_END, PER_METRE
from geotrack_observations.times.moments import SECOND, count_of
from geotrack_observations.trajectories.crossing_places import CrossingPlace
from geotrack_observations.trajectories.fixes import Fixes, read_fixes, without_place_and_period
from geotrack_observations.trajectories.tracks import EQUATOR_M, Joint, TrackLimits, joints, legs_of

__all__ = ["Link", "MapTracks", "map_tracks"]

# Maximum length of a leg that is drawn straight, metres: in any polar projection it is off by
# some 12 m. Longer legs have vertices between their ends.
_STRAIGHT_M = 25_000.0


class Link(IntEnum):
    """Link of a vertex to the one before."""

    NONE = 0
    LEG = 1
    GAP = 2
    ON_LEG = 3
    """A leg to a vertex that is no fix but lies on the way to the next fix."""
    ON_GAP = 4
    """A gap to such a vertex."""


@dataclass(frozen=True, slots=True)
class MapTracks:
    """Vertices, one track after the other.

    Parameters
    ----------
    x, y : numpy.ndarray of shape (n,)
        Whole centimetres in EPSG:6931.
    time : numpy.ndarray of shape (n,)
        Seconds since 1970, UTC; interpolated between fixes.
    link : numpy.ndarray of shape (n,)
        `Link`.
    id_index : numpy.ndarray of shape (n,)
        Index of the id in `fixes.ids`.
    possible : numpy.ndarray of shape (n,)
        Whether it is a possible match, or linked to one.
    radius : numpy.ndarray of shape (n,), optional
        Radius of uncertainty of each fix, metres; NaN if not stated, 0 between fixes. None if the
        dataset has no radius.
    south_count : int
        Number of matches south of the equator, which are left out.
    trackless_count : int
        Number of matches without an id or a time, which are on no track.
    fixes : Fixes
        All fixes, including those outside the query.
    """

    x: NDArray[np.int64]
    y: NDArray[np.int64]
    time: NDArray[np.int64]
    link: NDArray[np.int8]
    id_index: NDArray[np.int32]
    possible: NDArray[np.bool_]
    radius: NDArray[np.float64] | None
    south_count: int
    trackless_count: int
    fixes: Fixes

    @property
    def are_fixes(self) -> NDArray[np.bool_]:
        """Which vertices are fixes."""
        return np.asarray(self.link < Link.ON_LEG)


def map_tracks(
    dataset_query: DatasetQuery, column: str, limits: TrackLimits, *, certain: bool = False
) -> MapTracks:
    """Return the matching fixes with the links between consecutive ones.

    Two are linked only if no other fix is between them, even one outside the query.

    Parameters
    ----------
    dataset_query : DatasetQuery
        The query.
    column : str
        Column of the ids.
    limits : TrackLimits
        Limits of legs.
    certain : bool
        Only certain matches.
    """
    fixes = read_fixes(without_place_and_period(dataset_query), column)
    areas = areas_of(dataset_query.query, dataset_query.workspace)
    place = CrossingPlace("", areas) if areas else None
    parts: list[Columns] = [_EMPTY]
    south_count = 0
    for part in fixes.parts():
        codes = _codes(part, place, dataset_query.span)
        matches = codes == CERTAIN if certain else codes != NO
        is_south = np.hypot(*part.metres) > EQUATOR_M
        south_count += int((matches & is_south).sum())
        between = joints(part, limits)
        # A gap too long to draw has no line, like a jump.
        is_drawn = limits.draws(np.diff(part.time) / SECOND)
        between[(between == Joint.GAP) & ~is_drawn] = Joint.JUMP
        parts.append(_vertices(part, matches & ~is_south, codes != CERTAIN, between))
    x, y, time, link, id_index, possible, radius = map(np.concatenate, zip(*parts, strict=True))
    trackless_count = 0
    if fixes.timeless or fixes.nameless or fixes.days:
        trackless_count = _trackless_count(dataset_query, column, certain=certain)
    return MapTracks(
        x=x,
        y=y,
        time=time,
        link=link,
        id_index=id_index,
        possible=possible,
        radius=None if fixes.radius is None else radius,
        south_count=south_count,
        trackless_count=trackless_count,
        fixes=fixes,
    )


def _trackless_count(dataset_query: DatasetQuery, column: str, *, certain: bool) -> int:
    """Count matching rows without an id or a time, which are on no track."""
    count = 0
    days = [DAY_END] if dataset_query.dataset.has_days else []
    for rows in dataset_query.matching_rows(["time", column, *days]):
        is_trackless = flags(pc.or_(pc.is_null(rows["time"]), pc.is_null(rows[column])))
        if days:
            is_trackless |= flags(pc.is_valid(rows[DAY_END]))
        count += int((is_trackless & are_certain(rows) if certain else is_trackless).sum())
    return count


Columns = tuple[NDArray[Any], ...]
"""x, y, time, link, id_index, possible and radius, as in `MapTracks`."""
_EMPTY: Columns = tuple(
    np.zeros(0, kind)
    for kind in (np.int64, np.int64, np.int64, np.int8, np.int32, np.bool_, np.float64)
)


def _codes(
    part: Fixes, place: CrossingPlace | None, span: tuple[datetime | None, datetime | None]
) -> NDArray[np.int8]:
    """Return for each fix whether it is a match: `CERTAIN`, `NO` or the code of a possible one."""
    if place is None:
        codes = np.full(len(part), CERTAIN)
    elif place.empty:
        codes = np.full(len(part), NO)
    else:
        codes = place.judge(*part.metres, part.radius)
    first, before = span
    if first is not None:
        codes[part.time < count_of(first)] = NO
    if before is not None:
        codes[part.time >= count_of(before)] = NO
    return codes


def _vertices(
    part: Fixes, matches: NDArray[np.bool_], possible: NDArray[np.bool_], between: NDArray[np.int8]
) -> Columns:
    """Return the vertices of a part.

    `between` has the joint of each two consecutive fixes.
    """
    rows = np.flatnonzero(matches)
    link = np.zeros(len(part), np.int8)
    linked = matches[1:] & matches[:-1]
    link[1:][linked & (between == Joint.LEG)] = Link.LEG
    link[1:][linked & (between == Joint.GAP)] = Link.GAP
    x, y = part.x.astype(np.int64), part.y.astype(np.int64)
    seconds = part.time // SECOND
    radius = np.zeros(len(part)) if part.radius is None else part.radius
    points, fix, share = _points_between(part, np.flatnonzero(link))
    link_of_fix = link[fix]
    columns: list[tuple[NDArray[Any], NDArray[Any]]] = [
        (x[rows], points[:, 0]),
        (y[rows], points[:, 1]),
        (seconds[rows], _interpolated(seconds, fix, share)),
        (link[rows], np.where(link_of_fix == Link.GAP, Link.ON_GAP, Link.ON_LEG).astype(np.int8)),
        (part.code[rows], part.code[fix]),
        (possible[rows], possible[fix] | possible[fix - 1]),
        (radius[rows], np.zeros(len(fix))),
    ]
    # Points on the leg to a fix precede it, in order: fix 4, then 4.25, 4.5, 4.75, then fix 5.
    place = np.concatenate([rows, fix - 1 + share])
    order = np.argsort(place, kind="stable")
    return tuple(np.concatenate(fixes_and_points)[order] for fixes_and_points in columns)


def _interpolated(seconds: NDArray[np.int64], fix: Any, share: Any) -> NDArray[np.int64]:
    """Return the times of points on the legs to fixes, at a share of the leg."""
    begin, end = seconds[fix - 1], seconds[fix]
    return np.asarray(begin + np.rint((end - begin) * share).astype(np.int64))


def _points_between(
    part: Fixes, rows: NDArray[np.intp]
) -> tuple[NDArray[np.int64], NDArray[np.intp], NDArray[np.float64]]:
    """Return points on long legs to fixes: positions, index of each one's fix, share of its leg.

    `rows` are the fixes to which a leg or a gap leads. Positions are whole centimetres, of shape
    (n, 2).
    """
    legs = legs_of(part).at(rows - 1)
    long_legs = np.flatnonzero(legs.chords() > _STRAIGHT_M)
    point_counts = np.ceil(legs.at(long_legs).lengths() / _STRAIGHT_M).astype(np.intp)
    # For each point its leg, and its number on the leg, from 1.
    leg = np.repeat(long_legs, point_counts)
    first_points = np.cumsum(point_counts) - point_counts
    number = np.arange(len(leg)) - np.repeat(first_points, point_counts) + 1
    share = number / np.repeat(point_counts + 1, point_counts)
    x, y = legs.at(leg).places(share)
    places = np.rint(np.column_stack([x, y]) * PER_METRE).astype(np.int64)
    return places, rows[leg], share
