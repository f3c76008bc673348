"""The coordinate systems of answers and of boxes (OGC 18-058r1, Part 2).

Part 2 requires coordinates in the axis order of the authority. All polar systems here have easting
first, so the order is x, y.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import PLANE_CRS, to_geojson
from folium_polar.geometry.projections import POLAR_CRS
from geotrack.errors import GeometryError
from geotrack.export.geometry import cut, members, projected, to_crs

__all__ = ["CODES", "CRS84", "box_in_crs", "in_crs", "plane_in_crs"]

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
"""Longitude and latitude in degrees, WGS 84; the CRS of the store and the default."""

CODES = {
    f"http://www.opengis.net/def/crs/EPSG/0/{code.removeprefix('EPSG:')}": code
    for code in (*POLAR_CRS, PLANE_CRS)
}
"""EPSG codes of the polar systems by URI."""

CENTIMETRES = 2
_LONLAT_DECIMALS = 7
# Edges that are straight in one polar system bend in another, over this by less than 1 m.
_STEP_M = 5_000.0
# Beyond the equator in every system.
_FAR_M = 1e8

_to_crs = lru_cache(to_crs)


def in_crs(geometry: Mapping[str, Any] | None, uri: str) -> dict[str, Any] | None:
    """Return a stored geometry in a CRS, as GeoJSON.

    Parameters
    ----------
    geometry : mapping or None
        GeoJSON in lon/lat, WGS 84.
    uri : str
        `CRS84` or a key of `CODES`.

    Returns
    -------
    dict or None
        In `CRS84` cut at 180°. In a polar system in metres, x before y, with vertices where edges
        bend, without heights; None for a geometry that reaches where it has no coordinates.
    """
    if geometry is None:
        return None
    if uri == CRS84:
        return cut(geometry)
    move = _to_crs(CODES[uri])
    try:
        parts = [_mapping(projected(part, move)) for part in members(geometry)]
    except GeometryError:
        return None
    if geometry["type"] == "GeometryCollection":
        return {"type": "GeometryCollection", "geometries": parts}
    return parts[0]


def plane_in_crs(shape: BaseGeometry, uri: str) -> dict[str, Any]:
    """Return an area of the analysis plane in a CRS, as `in_crs`."""
    if uri == CRS84:
        return to_geojson(shape, _LONLAT_DECIMALS)
    return _mapping(shapely.orient_polygons(_to_crs(CODES[uri])(shape)))


def _mapping(shape: BaseGeometry) -> dict[str, Any]:
    def rounded(vertices: np.ndarray[Any, np.dtype[np.float64]]) -> Any:
        return np.round(vertices, CENTIMETRES)

    return dict(shapely.geometry.mapping(shapely.transform(shape, rounded)))


def box_in_crs(bounds: tuple[float, float, float, float], uri: str) -> dict[str, Any] | None:
    """Return the area of a box whose edges are straight in a polar system.

    Parameters
    ----------
    bounds : (x_min, y_min, x_max, y_max)
        Metres.
    uri : str
        A key of `CODES`.

    Returns
    -------
    dict or None
        GeoJSON in lon/lat, as far as the box lies north of the equator; None if it does not.
    """
    box = shapely.box(*np.clip(bounds, -_FAR_M, _FAR_M))
    inside = shapely.intersection(box, _hemisphere(CODES[uri]))
    if inside.area == 0:
        return None
    back = Transformer.from_crs(CODES[uri], PLANE_CRS, always_xy=True)
    dense = shapely.segmentize(inside, _STEP_M)
    return to_geojson(
        shapely.transform(dense, lambda xy: np.column_stack(back.transform(*xy.T))),
        _LONLAT_DECIMALS,
    )


@lru_cache
def _hemisphere(code: str) -> shapely.Polygon:
    """Return the northern hemisphere: a disc in each polar system, up to just above the equator."""
    lon = np.arange(-179.9, 180.0, 0.25)  # no vertex at 180°, where shapes are cut
    transform = Transformer.from_crs("EPSG:4326", code, always_xy=True).transform
    return shapely.Polygon(np.column_stack(transform(lon, np.full_like(lon, 0.001))))
