"""Tracks as features for GIS: lines cut at 180 degrees, and the gaps between them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
import shapely

from geotrack.observations.feature_files import Features, Row
from geotrack.observations.fixes import Fixes
from geotrack.observations.moments import SECOND, moment_of
from geotrack.observations.tracks import (
    AFTER,
    BEFORE,
    Joint,
    Limits,
    Track,
    legs_of,
    line_of,
    tracks,
)
from geotrack.polar.output import to_geojson

__all__ = ["track_features"]

_TYPES = ("LineString", "MultiLineString", "Point")
_MINUTE = 60


def track_features(
    fixes: Fixes, limits: Limits, simplify_m: float | None, many: Counter[str]
) -> Features:
    """Return tracks as features, made one after the other.

    Parameters
    ----------
    fixes : Fixes
        Of which they are made.
    limits : Limits
        Beyond which they are cut.
    simplify_m : float, optional
        A fix may be left out of a line that is no further than this from it, metres in the plane
        (Douglas and Peucker). Default none is left out.
    many : Counter
        How many tracks, single fixes (`fix`), gaps and jumps there are: counted as they are made.

    Returns
    -------
    Features
        A line each track, a point each fix that nothing joins to another, and a line each gap: the
        shortest way, of which nothing is known. Nothing is drawn at a jump.
    """
    key = "id" if fixes.column in _KINDS else fixes.column
    about = {"id": fixes.column, "gap": limits.gap, "max_speed": limits.speed}
    if simplify_m:
        about["simplified"] = f"{simplify_m:g} m"
    rows = _rows(fixes, limits, simplify_m, key, many)
    return Features(rows, {key: fixes.kind, **_KINDS}, _TYPES, about)


_KINDS: dict[str, type] = {
    "kind": str, "start": datetime, "end": datetime, "begins": str, "ends": str, "fixes": int,
    "length_km": float, "longest_interval_min": float,
}  # fmt: skip


def _rows(
    fixes: Fixes, limits: Limits, simplify_m: float | None, key: str, many: Counter[str]
) -> Iterator[Row]:
    for track in tracks(fixes, limits):
        if track.begins is Joint.GAP and track.across is not None:
            yield {key: track.id, **_gap(track.across)}
        kind = "track" if len(track.fixes) > 1 else "fix"
        many.update([kind, *([AFTER[track.ends]] if track.ends is not Joint.END else [])])
        yield {key: track.id, "kind": kind, **_track(track, simplify_m)}


def _track(track: Track, simplify_m: float | None) -> Row:
    line = line_of(track.fixes)
    if simplify_m:
        line = shapely.simplify(line, simplify_m, preserve_topology=False)
    times = track.fixes.time
    return {
        "start": moment_of(int(times[0])),
        "end": moment_of(int(times[-1])),
        "begins": BEFORE[track.begins],
        "ends": AFTER[track.ends],
        "fixes": len(times),
        "length_km": round(float(legs_of(track.fixes).lengths().sum()) / 1_000, 3),
        "longest_interval_min": _minutes(np.diff(times).max(initial=0)),
        "geometry": to_geojson(line),
    }


def _gap(across: Fixes) -> Row:
    return {
        "kind": "gap",
        "start": moment_of(int(across.time[0])),
        "end": moment_of(int(across.time[1])),
        "begins": None,
        "ends": None,
        "fixes": 0,
        "length_km": round(float(legs_of(across).lengths()[0]) / 1_000, 3),
        "longest_interval_min": _minutes(across.time[1] - across.time[0]),
        "geometry": to_geojson(line_of(across)),
    }


def _minutes(count: Any) -> float:
    return round(int(count) / SECOND / _MINUTE, 3)
