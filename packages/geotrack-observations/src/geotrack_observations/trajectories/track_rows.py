"""Tracks as features for GIS: lines cut at 180 degrees, with gaps as separate features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from folium_polar.geometry.geojson.bulk_output import lines_to_geojson, points_to_geojson
from folium_polar.geometry.legs import STEP_M
from geotrack_observations.queries.feature_writers import Features, Row
from geotrack_observations.times.moments import SECOND, moment_of
from geotrack_observations.trajectories.fixes import Fixes
from geotrack_observations.trajectories.tracks import (
    AFTER,
    BEFORE,
    Cuts,
    Joint,
    TrackLimits,
    cut,
    legs_of,
    lines_between,
    lines_of,
)

__all__ = ["track_features"]

_TYPES = ("LineString", "MultiLineString", "Point")
# Seconds.
_MINUTE = 60
# About how many fixes are converted to rows, and vertices of lines computed, at once.
_PART = 100_000
_VERTICES = 200_000


def track_features(
    fixes: Fixes, limits: TrackLimits, simplify_m: float | None, counts: Counter[str]
) -> Features:
    """Yield tracks as features.

    Parameters
    ----------
    fixes : Fixes
        The fixes.
    limits : TrackLimits
        Limits of legs.
    simplify_m : float, optional
        Tolerance for simplifying lines, metres in the plane (Douglas and Peucker). Default: keep
        all fixes.
    counts : Counter
        Receives the numbers of tracks, single fixes (`fix`), gaps, jumps, and gaps too long to draw
        (`undrawn`).

    Returns
    -------
    Features
        A line for each track, a point for each single fix, and a line for each gap: the geodesic,
        since the actual path is unknown. Jumps have no line.
    """
    key = "id" if fixes.column in _KINDS else fixes.column
    about = {"id": fixes.column, "gap": limits.gap, "max_speed": limits.speed}
    if limits.longest_gap:
        about["longest_gap"] = limits.longest_gap
    if simplify_m:
        about["simplified"] = f"{simplify_m:g} m"
    rows = _rows(fixes, limits, simplify_m, key, counts)
    return Features(rows, {key: fixes.kind, **_KINDS}, _TYPES, about)


# Columns beside the id, and their types.
_KINDS: dict[str, type] = {
    "kind": str, "start": datetime, "end": datetime, "begins": str, "ends": str, "fixes": int,
    "length_km": float, "longest_interval_min": float,
}  # fmt: skip


def _rows(
    fixes: Fixes, limits: TrackLimits, simplify_m: float | None, key: str, counts: Counter[str]
) -> Iterator[Row]:
    for tracks in cut(fixes, limits, _PART):
        for row in _part_rows(tracks, limits, simplify_m, key, counts):
            if row is not None:
                yield row


def _part_rows(
    tracks: Cuts, limits: TrackLimits, simplify_m: float | None, key: str, counts: Counter[str]
) -> Iterator[Row | None]:
    """Yield the rows of a part, computed for all its tracks at once; None for an undrawn gap."""
    part, counts_of_fixes = tracks.fixes, tracks.stops - tracks.starts
    lengths = _lengths(tracks)
    columns = zip(
        part.code[tracks.starts].tolist(),
        tracks.begins.tolist(),
        tracks.ends.tolist(),
        part.time[tracks.starts].tolist(),
        part.time[tracks.stops - 1].tolist(),
        counts_of_fixes.tolist(),
        _reduce_by_track(tracks, lengths, np.add),
        _reduce_by_track(tracks, np.diff(part.time), np.maximum),
        _geometries(tracks, simplify_m),
        strict=True,
    )
    gaps = _gaps(tracks, limits, lengths)
    for code, begins, ends, first, last, count, metres, longest, geometry in columns:
        id_ = part.ids[code]
        if begins == Joint.GAP:
            gap = next(gaps)
            if gap is None:
                counts["undrawn"] += 1
            yield None if gap is None else {key: id_, **gap}
        counts["track" if count > 1 else "fix"] += 1
        if ends != Joint.END:
            counts[_AFTER[ends]] += 1
        yield {
            key: id_,
            "kind": "track" if count > 1 else "fix",
            "start": moment_of(first),
            "end": moment_of(last),
            "begins": _BEFORE[begins],
            "ends": _AFTER[ends],
            "fixes": count,
            "length_km": round(metres / 1_000, 3),
            "longest_interval_min": _minutes(longest),
            "geometry": geometry,
        }


_BEFORE, _AFTER = ({int(joint): word for joint, word in words.items()} for words in (BEFORE, AFTER))


def _lengths(tracks: Cuts) -> NDArray[np.float64]:
    """Return the lengths of legs and gaps, metres; 0 for other links."""
    lengths = np.zeros(len(tracks.between))
    rows = np.flatnonzero((tracks.between == Joint.LEG) | (tracks.between == Joint.GAP))
    lengths[rows] = legs_of(tracks.fixes).at(rows).lengths()
    return lengths


def _reduce_by_track(tracks: Cuts, values: NDArray[Any], join: np.ufunc) -> list[Any]:
    """Reduce a value of each leg over the legs of each track; 0 for a track without legs."""
    leg_values = np.append(np.where(tracks.between == Joint.LEG, values, 0), values.dtype.type(0))
    joined: list[Any] = join.reduceat(leg_values, tracks.starts).tolist()
    return joined


def _geometries(tracks: Cuts, simplify_m: float | None) -> Iterator[dict[str, Any]]:
    """Yield the geometry of each track: a point for one fix, else a line."""
    x, y = tracks.fixes.metres
    is_single = tracks.stops - tracks.starts == 1
    starts = tracks.starts[is_single]
    points = iter(points_to_geojson(x[starts], y[starts]))
    rows = np.flatnonzero(~is_single)
    vertex_counts = np.array(_reduce_by_track(tracks, _vertex_counts(tracks), np.add))[rows]
    lines = (
        geometry
        for chunk in _chunks(vertex_counts)
        for geometry in _line_geometries(lines_of(tracks, rows[chunk]), simplify_m)
    )
    for is_alone in is_single.tolist():
        yield next(points if is_alone else lines)


def _line_geometries(
    lines: list[NDArray[np.float64]], simplify_m: float | None
) -> list[dict[str, Any]]:
    if simplify_m:
        shapes = [shapely.LineString(line) for line in lines]
        shapes = [shapely.simplify(shape, simplify_m, preserve_topology=False) for shape in shapes]
        lines = [shapely.get_coordinates(shape) for shape in shapes]
    return lines_to_geojson(lines)


def _vertex_counts(tracks: Cuts) -> NDArray[np.float64]:
    """Return the approximate number of vertices of the line from each fix to the next."""
    return legs_of(tracks.fixes).chords() / STEP_M + 2


def _chunks(vertex_counts: NDArray[np.float64]) -> Iterator[slice]:
    """Yield batches of lines to compute at once, since some may span half the globe."""
    batch = np.cumsum(vertex_counts) // _VERTICES
    for chunk in np.split(np.arange(len(vertex_counts)), np.flatnonzero(np.diff(batch)) + 1):
        if len(chunk):
            yield slice(int(chunk[0]), int(chunk[-1]) + 1)


def _gaps(tracks: Cuts, limits: TrackLimits, lengths: NDArray[np.float64]) -> Iterator[Row | None]:
    """Yield the row of each gap, without its id; None for one too long to draw."""
    time = tracks.fixes.time
    is_gap = tracks.between == Joint.GAP
    is_drawn_gap = is_gap & limits.draws(np.diff(time) / SECOND)
    rows = _gap_rows(tracks, np.flatnonzero(is_drawn_gap), lengths)
    for is_drawn in is_drawn_gap[is_gap].tolist():
        yield next(rows) if is_drawn else None


def _gap_rows(
    tracks: Cuts, starts: NDArray[np.intp], lengths: NDArray[np.float64]
) -> Iterator[Row]:
    """Yield the rows of gaps, by the fixes at which they start."""
    time = tracks.fixes.time
    lines = (
        geometry
        for chunk in _chunks(_vertex_counts(tracks)[starts])
        for geometry in lines_to_geojson(lines_between(tracks.fixes, starts[chunk]))
    )
    columns = (time[starts].tolist(), time[starts + 1].tolist(), lengths[starts].tolist())
    for start, end, metres, geometry in zip(*columns, lines, strict=True):
        yield {
            "kind": "gap",
            "start": moment_of(start),
            "end": moment_of(end),
            "begins": None,
            "ends": None,
            "fixes": 0,
            "length_km": round(metres / 1_000, 3),
            "longest_interval_min": _minutes(end - start),
            "geometry": geometry,
        }


def _minutes(count: Any) -> float:
    """Return microseconds as minutes."""
    return round(int(count) / SECOND / _MINUTE, 3)
