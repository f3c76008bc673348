"""The packed basemap and far coast in the analysis plane: land, lakes and ice."""

from __future__ import annotations

from functools import cache

from shapely.geometry.base import BaseGeometry

from geotrack.coastline.ground import basemap_areas

__all__ = ["basemap_ice", "basemap_lakes", "basemap_land", "far_land"]


# The packed basemap's layers by place.
_LAND, _LAKES, _ICE = range(3)


@cache
def basemap_land() -> BaseGeometry:
    """Return the land as one geometry in EPSG:6931."""
    return basemap_areas(_LAND)


@cache
def far_land() -> BaseGeometry:
    """Return the land of the far coast as one geometry in EPSG:6931."""
    return basemap_areas(_LAND, "far-coast")


@cache
def basemap_lakes() -> BaseGeometry:
    """Return the large lakes as one geometry in EPSG:6931."""
    return basemap_areas(_LAKES)


@cache
def basemap_ice() -> BaseGeometry:
    """Return the glaciers and ice caps as one geometry in EPSG:6931."""
    return basemap_areas(_ICE)
