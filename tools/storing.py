"""Write plane geometry as RFC 7946 features: split at 180 degrees, readable, the same each time."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.plane import PLANE_LIMIT_M, unproject

__all__ = ["DECIMALS", "LAYERS", "geojson", "point", "stored", "write"]

LAYERS = Path(__file__).parents[1] / "layers"
DECIMALS = 4
_EDGE_M = 40_000.0
"""An edge is straight in lon/lat as read: no stored one is longer than this."""

_SPAN_DEG = 30.0
_FAR = 2 * PLANE_LIMIT_M
# Both have the pole as a vertex, so that what is cut along them has one too.
_EAST = shapely.Polygon([(0, 0), (0, -_FAR), (_FAR, -_FAR), (_FAR, _FAR), (0, _FAR)])
_WEST = shapely.Polygon([(0, 0), (0, _FAR), (-_FAR, _FAR), (-_FAR, -_FAR), (0, -_FAR)])


def stored(plane: BaseGeometry) -> dict[str, Any]:
    """Return polygons of the plane as a GeoJSON geometry in lon/lat.

    The halves east and west of Greenwich are turned to lon/lat apart, so that 180 degrees is a cut
    and the pole an edge along 90 N, and joined again along Greenwich.
    """
    dense = shapely.segmentize(plane, _EDGE_M)
    halves = []
    for half, seam in ((_EAST, 180.0), (_WEST, -180.0)):
        for polygon in shapely.get_parts(dense.intersection(half)):
            if polygon.geom_type == "Polygon" and not polygon.is_empty:
                shell, *holes = (
                    _lonlat_ring(ring, seam) for ring in (polygon.exterior, *polygon.interiors)
                )
                halves.append(shapely.make_valid(shapely.Polygon(shell, holes)))
    whole = shapely.union_all(halves, grid_size=10.0**-DECIMALS)
    return geojson([part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"])


def geojson(parts: Iterable[shapely.Polygon]) -> dict[str, Any]:
    """Return polygons in lon/lat, none of them over 180 degrees, as a GeoJSON geometry."""
    largest_first = sorted(parts, key=lambda part: (-part.area, part.bounds))
    polygons = [_wound(part) for part in largest_first]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def point(lon: float, lat: float, decimals: int = DECIMALS) -> list[float]:
    """Round a position as it is stored."""
    # 0.0 is added to turn -0.0 into 0.0.
    return [round(lon, decimals) + 0.0, round(lat, decimals) + 0.0]


def write(name: str, title: str, features: Iterable[Mapping[str, Any]]) -> Path:
    """Write `layers/NAME.geojson`: a block a feature, a ring or line on one line."""
    blocks = ",\n".join(_feature(feature) for feature in features)
    path = LAYERS / f"{name}.geojson"
    head = json.dumps(title, ensure_ascii=False)
    path.write_text(
        f'{{"type": "FeatureCollection", "title": {head}, "features": [\n{blocks}\n]}}\n',
        encoding="utf-8",
    )
    return path


def _feature(feature: Mapping[str, Any]) -> str:
    properties = json.dumps(feature["properties"], ensure_ascii=False, indent=2)
    lines = [
        '{"type": "Feature",',
        f'"id": {json.dumps(feature["id"])},',
        f'"properties": {properties},',
        f'"geometry": {_geometry(feature["geometry"])}}}',
    ]
    return "\n".join(lines)


def _geometry(geometry: Mapping[str, Any]) -> str:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    depth = {"Point": 0, "LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
    return f'{{"type": "{kind}", "coordinates": {_rows(coordinates, depth[kind])}}}'


def _rows(coordinates: Any, depth: int) -> str:
    if depth == 0:
        return json.dumps(coordinates, separators=(",", ":"))
    rows = ",\n".join(_rows(row, depth - 1) for row in coordinates)
    return f"[\n{rows}\n]"


def _lonlat_ring(ring: shapely.LinearRing, seam: float) -> npt.NDArray[np.float64]:
    """Unproject a ring of one half; on the seam longitude is `seam`, at the pole both ends."""
    x, y = shapely.get_coordinates(ring).T
    lon, lat = unproject(x, y)
    lon = np.where((np.abs(x) < 1e-6) & (y > 0), seam, lon)
    lon = np.where((np.abs(x) < 1e-6) & (y < 0), 0.0, lon)
    points: list[tuple[float, float]] = []
    at_pole = np.hypot(x, y) < 1e-6
    for index in range(len(lon) - 1):
        if at_pole[index]:
            # The pole is an edge along 90 N between the meridians by which the ring comes and goes.
            points += [(lon[index - 1], 90.0), (lon[index + 1], 90.0)]
        else:
            points.append((lon[index], lat[index]))
    return np.round(np.array([*points, points[0]]), DECIMALS) + 0.0


def _wound(polygon: shapely.Polygon) -> list[list[list[float]]]:
    """Counter-clockwise outside, clockwise inside, from a fixed first vertex."""
    normal = shapely.orient_polygons(shapely.normalize(polygon))
    return [
        _plain([point(lon, lat) for lon, lat in shapely.get_coordinates(ring).tolist()])
        for ring in (normal.exterior, *normal.interiors)
    ]


def _plain(ring: list[list[float]]) -> list[list[float]]:
    """Leave out what lies on a parallel or meridian between its neighbours, 30 degrees apart."""
    kept = [ring[0]]
    for at, after in itertools.pairwise(ring[1:]):
        before = kept[-1]
        near = max(abs(after[0] - before[0]), abs(after[1] - before[1])) <= _SPAN_DEG
        if not (near and (before[0] == at[0] == after[0] or before[1] == at[1] == after[1])):
            kept.append(at)
    return [*kept, ring[-1]]
