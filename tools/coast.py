"""The packed basemap in the analysis plane: land, lakes and ice."""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.polar import project
from geotrack.polar.packing import RADIUS_M, unpack
from tools.pack_basemap import BASEMAP

__all__ = ["basemap_ice", "basemap_lakes", "basemap_land"]


# The packed basemap's layers by place.
_LAND, _LAKES, _ICE = range(3)


@cache
def basemap_land() -> BaseGeometry:
    """Return the land as one geometry in EPSG:6931."""
    return _areas(_LAND)


@cache
def basemap_lakes() -> BaseGeometry:
    """Return the large lakes as one geometry in EPSG:6931."""
    return _areas(_LAKES)


@cache
def basemap_ice() -> BaseGeometry:
    """Return the glaciers and ice caps as one geometry in EPSG:6931."""
    return _areas(_ICE)


def _areas(layer: int) -> BaseGeometry:
    step, layers = unpack(BASEMAP.read_text(encoding="ascii"))
    polygons = [
        shapely.Polygon(shell, holes)
        for shell, *holes in (
            [_plane(np.array(ring, dtype=np.float64) * step) for ring in part]
            for part in layers[layer]
        )
    ]
    return shapely.union_all([shapely.make_valid(polygon) for polygon in polygons])


def _plane(
    points: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Move from the sphere's plane to that of the ellipsoid."""
    lon = np.degrees(np.arctan2(points[:, 0], -points[:, 1]))
    rho = np.hypot(points[:, 0], points[:, 1])
    lat = 90 - 2 * np.degrees(np.arcsin(rho / (2 * RADIUS_M)))
    return np.column_stack(project(lon, lat))
