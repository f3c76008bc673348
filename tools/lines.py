"""Lines in lon/lat, split at 180 degrees as RFC 7946 asks."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from pyproj import Geod

from folium_polar.geometry import distance_m, geodesic
from tools.storing import DECIMALS, point

__all__ = ["Position", "geodesic_line", "rhumb", "split_line"]

_STEP_M = 25_000.0
_ELLIPSOID = Geod(ellps="WGS84")
Position = tuple[float, float]
Positions = Sequence[Position]


def geodesic_line(points: Positions, decimals: int = DECIMALS) -> dict[str, Any]:
    """Return the GeoJSON line of geodesics between points, a vertex each 25 km at least."""
    return split_line(geodesic(points, _STEP_M), decimals)


def rhumb(start: Position, end: Position, step_m: float = _STEP_M) -> list[Position]:
    """Run a line of constant course on the WGS 84 ellipsoid, a vertex each `step_m` at least.

    A course is constant where the line is straight in longitude and isometric latitude (Snyder
    1987, equation 7-9).
    """
    turn = (
        (end[0] - start[0] + 180) % 360 - 180 if abs(end[0] - start[0]) > 180 else end[0] - start[0]
    )
    count = max(2, math.ceil(distance_m(*start, *end) / step_m) + 1)
    share = np.linspace(0, 1, count)
    lon = start[0] + turn * share
    lon = np.where(lon > 180, lon - 360, np.where(lon < -180, lon + 360, lon))
    if start[1] == end[1] or turn == 0:
        lat = start[1] + (end[1] - start[1]) * share
    else:
        fine = np.linspace(start[1], end[1], 50 * count)
        heights = _isometric(fine)
        wanted = heights[0] + (heights[-1] - heights[0]) * share
        order = np.argsort(heights)
        lat = np.interp(wanted, heights[order], fine[order])
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


def _isometric(lat: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    sine = np.sin(np.radians(lat))
    eccentricity = math.sqrt(_ELLIPSOID.es)
    return np.asarray(np.arctanh(sine) - eccentricity * np.arctanh(eccentricity * sine))


def split_line(points: Positions, decimals: int = DECIMALS) -> dict[str, Any]:
    """Return a GeoJSON line whose edges are short, cut where it crosses 180 degrees."""
    parts: list[list[list[float]]] = [[]]
    turned = [(_reduced(lon), lat) for lon, lat in points]
    for (lon, lat), (next_lon, next_lat) in itertools.pairwise([*turned, turned[-1]]):
        parts[-1].append(point(lon, lat, decimals))
        # Through the pole the longitude turns by as much, but there is nothing to cut.
        if abs(next_lon - lon) > 180 and max(lat, next_lat) < 89:
            side = 180.0 if lon > 0 else -180.0
            ahead, behind = side - lon, next_lon + side
            share = ahead / (ahead + behind) if ahead + behind else 0.0
            crossing = lat + share * (next_lat - lat)
            if abs(lon) < 180:
                parts[-1].append(point(side, crossing, decimals))
            parts.append([point(-side, crossing, decimals)] if abs(next_lon) < 180 else [])
    kept = [_without_repeats(part) for part in parts]
    lines = [part for part in kept if len(part) > 1]
    if len(lines) == 1:
        return {"type": "LineString", "coordinates": lines[0]}
    return {"type": "MultiLineString", "coordinates": lines}


def _reduced(lon: float) -> float:
    return lon - 360 if lon > 180 else lon + 360 if lon < -180 else lon


def _without_repeats(points: list[list[float]]) -> list[list[float]]:
    return [at for index, at in enumerate(points) if index == 0 or at != points[index - 1]]
