"""Many points and lines of the plane as GeoJSON, each equal to the result of `to_geojson`.

Most lines are short, do not cross 180 degrees and need no more vertices: they are unprojected
together. The others are converted one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from folium_polar.geometry.geojson.densify import TOLERANCE_M, pieces
from folium_polar.geometry.geojson.output import ROUNDING_M, SLACK, distinct, rounded, to_geojson
from folium_polar.geometry.plane import unproject

__all__ = ["lines_to_geojson", "points_to_geojson"]

_HALF_TURN = 180.0
# Decimals of a degree: a metre.
_DECIMALS = 5

Vertices = NDArray[np.float64]


def points_to_geojson(x: Vertices, y: Vertices) -> list[dict[str, Any]]:
    """Return points as GeoJSON.

    Parameters
    ----------
    x, y : numpy.ndarray of shape (n,)
        Metres in EPSG:6931.
    """
    positions = rounded(np.column_stack(unproject(x, y)), _DECIMALS)
    return [{"type": "Point", "coordinates": position} for position in positions]


def lines_to_geojson(lines: Sequence[Vertices]) -> list[dict[str, Any]]:
    """Return lines as GeoJSON.

    Parameters
    ----------
    lines : sequence of numpy.ndarray of shape (k, 2)
        The vertices of each: x and y, metres in EPSG:6931.
    """
    if not lines:
        return []
    vertices = np.concatenate(lines)
    counts = np.array([len(line) for line in lines])
    stops = np.cumsum(counts)
    lon, lat = unproject(vertices[:, 0], vertices[:, 1])
    plain = np.logical_and.reduceat(_are_plain(vertices, lon, lat, stops), stops - counts)
    positions = rounded(np.column_stack([lon, lat]), _DECIMALS)
    geometries = []
    for line, is_plain, stop in zip(lines, plain.tolist(), stops.tolist(), strict=True):
        if is_plain:
            coordinates = distinct(positions[stop - len(line) : stop])
            geometries.append({"type": "LineString", "coordinates": coordinates})
        else:
            geometries.append(to_geojson(shapely.LineString(line), _DECIMALS))
    return geometries


def _are_plain(
    vertices: Vertices, lon: Vertices, lat: Vertices, stops: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Return for each vertex whether it and the edge to the next need no special treatment."""
    x, y = vertices.T
    beside = (np.abs(x) >= ROUNDING_M) | ((x == 0.0) & (y < 0))
    good = beside & (np.hypot(x, y) >= TOLERANCE_M) & (np.abs(lon) != _HALF_TURN)
    start, edge = vertices[:-1], np.diff(vertices, axis=0)
    length = np.maximum((edge**2).sum(axis=1), ROUNDING_M)
    part = np.clip(-(start * edge).sum(axis=1) / length, 0, 1)
    nearest = np.hypot(*(start + part[:, np.newaxis] * edge).T)
    step = (np.diff(lon) + _HALF_TURN) % (2 * _HALF_TURN) - _HALF_TURN
    is_plain = (
        (nearest >= TOLERANCE_M)
        # From east to west across Greenwich, or no change of side.
        & ((x[:-1] * x[1:] >= 0) | ((y[:-1] < 0) & (y[1:] < 0)))
        & (pieces(lat[:-1], lat[1:], step, SLACK * TOLERANCE_M) == 1)
    )
    # The last vertex of a line starts no edge.
    is_plain[stops[:-1] - 1] = True
    return np.asarray(good & np.append(is_plain, True))
