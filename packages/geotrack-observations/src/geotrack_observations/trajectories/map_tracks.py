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
from geotrack_observations.queries.plan import surely
from geotrack_observations.queries.query import DatasetQuery
from geotrack_observations.storage.layout import DAY_END, PER_METRE
from geotrack_observations.times.moments import SECOND, count_of
from geotrack_observations.trajectories.crossing_places import CrossingPlace
from geotrack_observations.trajectories.fixes import Fixes, read_fixes, whole_of
from geotrack_observations.trajectories.tracks import EQUATOR_M, Joint, TrackLimits, joints, legs_of

__all__ = ["Link", "MapTracks", "map_tracks"]

_LONG_M = 25_000.0
"""Maximum length of a leg drawn straight in any polar projection, off by some 12 m."""


class Link(IntEnum):
    """Link of a vertex to the one before."""

    NONE = 0
    LEG = 1
    GAP = 2
    ON_LEG = 3
    """By a leg, and the vertex itself is no fix, but on the way to the next."""
    ON_GAP = 4


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
    whose : numpy.ndarray of shape (n,)
        Index of the id in `fixes.ids`.
    possible : numpy.ndarray of shape (n,)
        Whether it is a possible match, or linked to one.
    radius : numpy.ndarray of shape (n,), optional
        Radius of uncertainty of each fix, metres; NaN if not stated, 0 between fixes. None if the
        dataset has no radius.
    south : int
        Number of matches south of the equator, which are left out.
    adrift : int
        Number of matches without an id or a time, which are on no track.
    fixes : Fixes
        All fixes, including those outside the query.
    """

    x: NDArray[np.int64]
    y: NDArray[np.int64]
    time: NDArray[np.int64]
    link: NDArray[np.int8]
    whose: NDArray[np.int32]
    possible: NDArray[np.bool_]
    radius: NDArray[np.float64] | None
    south: int
    adrift: int
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
    fixes = read_fixes(whole_of(dataset_query), column)
    areas = areas_of(dataset_query.query, dataset_query.workspace)
    place = CrossingPlace("", areas) if areas else None
    pieces: list[Columns] = [_NOTHING]
    south = 0
    for part in fixes.parts():
        codes = _judged(part, place, dataset_query.span)
        meets = codes == CERTAIN if certain else codes != NO
        beyond = np.hypot(*part.metres) > EQUATOR_M
        south += int((meets & beyond).sum())
        between = joints(part, limits)
        drawn = limits.draws(np.diff(part.time) / SECOND)
        between[(between == Joint.GAP) & ~drawn] = Joint.JUMP
        pieces.append(_vertices(part, meets & ~beyond, codes != CERTAIN, between))
    x, y, time, link, whose, possible, radius = map(np.concatenate, zip(*pieces, strict=True))
    told = None if fixes.radius is None else radius
    adrift = 0
    if fixes.timeless or fixes.nameless or fixes.days:
        adrift = _adrift(dataset_query, column, certain=certain)
    return MapTracks(x, y, time, link, whose, possible, told, south, adrift, fixes)


def _adrift(dataset_query: DatasetQuery, column: str, *, certain: bool) -> int:
    """Return the number of matching rows without an id or a time, which are on no track."""
    many = 0
    days = [DAY_END] if dataset_query.dataset.has_days else []
    for rows in dataset_query.answers(["time", column, *days]):
        lacks = flags(pc.or_(pc.is_null(rows["time"]), pc.is_null(rows[column])))
        if days:
            lacks |= flags(pc.is_valid(rows[DAY_END]))
        many += int((lacks & surely(rows) if certain else lacks).sum())
    return many


Columns = tuple[NDArray[Any], ...]
_NOTHING: Columns = tuple(
    np.zeros(0, kind)
    for kind in (np.int64, np.int64, np.int64, np.int8, np.int32, np.bool_, np.float64)
)


def _judged(
    part: Fixes, place: CrossingPlace | None, span: tuple[datetime | None, datetime | None]
) -> NDArray[np.int8]:
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
    part: Fixes, meets: NDArray[np.bool_], unsure: NDArray[np.bool_], between: NDArray[np.int8]
) -> Columns:
    rows = np.flatnonzero(meets)
    link = np.zeros(len(part), np.int8)
    both = meets[1:] & meets[:-1]
    link[1:][both & (between == Joint.LEG)] = Link.LEG
    link[1:][both & (between == Joint.GAP)] = Link.GAP
    x, y = part.x.astype(np.int64), part.y.astype(np.int64)
    seconds = part.time // SECOND
    radius = np.zeros(len(part)) if part.radius is None else part.radius
    ways, of, share = _points_between(part, np.flatnonzero(link))
    after = link[of]
    columns: list[tuple[NDArray[Any], NDArray[Any]]] = [
        (x[rows], ways[:, 0]),
        (y[rows], ways[:, 1]),
        (seconds[rows], _between(seconds, of, share)),
        (link[rows], np.where(after == Link.GAP, Link.ON_GAP, Link.ON_LEG).astype(np.int8)),
        (part.code[rows], part.code[of]),
        (unsure[rows], unsure[of] | unsure[of - 1]),
        (radius[rows], np.zeros(len(of))),
    ]
    # Vertices on the leg to a fix precede it, in order.
    at = np.concatenate([rows, of - 1 + share])
    order = np.argsort(at, kind="stable")
    return tuple(np.concatenate(both)[order] for both in columns)


def _between(seconds: NDArray[np.int64], of: Any, share: Any) -> NDArray[np.int64]:
    begin, end = seconds[of - 1], seconds[of]
    return np.asarray(begin + np.rint((end - begin) * share).astype(np.int64))


def _points_between(
    part: Fixes, rows: NDArray[np.intp]
) -> tuple[NDArray[np.int64], NDArray[np.intp], NDArray[np.float64]]:
    """Return points on long legs to fixes: position, index of the fix, and part of the length."""
    legs = legs_of(part).at(rows - 1)
    long = np.flatnonzero(legs.chords() > _LONG_M)
    between = np.ceil(legs.at(long).lengths() / _LONG_M).astype(np.intp)
    of = np.repeat(long, between)
    number = np.arange(len(of)) - np.repeat(np.cumsum(between) - between, between) + 1
    share = number / np.repeat(between + 1, between)
    x, y = legs.at(of).places(share)
    places = np.rint(np.column_stack([x, y]) * PER_METRE).astype(np.int64)
    return places, rows[of], share
