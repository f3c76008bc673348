"""Lines in lon/lat, split at 180 degrees as RFC 7946 asks."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from geotrack.polar import geodesic
from tools.storing import point

__all__ = ["geodesic_line", "split_line"]

_STEP_M = 25_000.0
Positions = Sequence[tuple[float, float]]


def geodesic_line(points: Positions) -> dict[str, Any]:
    """Return the GeoJSON line of geodesics between points, a vertex each 25 km at least."""
    return split_line(geodesic(points, _STEP_M))


def split_line(points: Positions) -> dict[str, Any]:
    """Return a GeoJSON line whose edges are short, cut where it crosses 180 degrees."""
    parts: list[list[list[float]]] = [[]]
    turned = [(_reduced(lon), lat) for lon, lat in points]
    for (lon, lat), (next_lon, next_lat) in itertools.pairwise([*turned, turned[-1]]):
        parts[-1].append(point(lon, lat))
        # Through the pole the longitude turns by as much, but there is nothing to cut.
        if abs(next_lon - lon) > 180 and max(lat, next_lat) < 89:
            side = 180.0 if lon > 0 else -180.0
            ahead, behind = side - lon, next_lon + side
            share = ahead / (ahead + behind) if ahead + behind else 0.0
            crossing = lat + share * (next_lat - lat)
            if abs(lon) < 180:
                parts[-1].append(point(side, crossing))
            parts.append([point(-side, crossing)] if abs(next_lon) < 180 else [])
    kept = [_without_repeats(part) for part in parts]
    lines = [part for part in kept if len(part) > 1]
    if len(lines) == 1:
        return {"type": "LineString", "coordinates": lines[0]}
    return {"type": "MultiLineString", "coordinates": lines}


def _reduced(lon: float) -> float:
    return lon - 360 if lon > 180 else lon + 360 if lon < -180 else lon


def _without_repeats(points: list[list[float]]) -> list[list[float]]:
    return [at for index, at in enumerate(points) if index == 0 or at != points[index - 1]]
