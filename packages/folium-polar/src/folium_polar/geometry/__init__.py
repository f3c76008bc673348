"""Geometry that is correct at the pole and across 180 degrees.

Shapes are stored in longitude and latitude and processed in one plane, EPSG:6931, which has no seam
at 180 degrees and the pole as an interior point.
"""

from __future__ import annotations

from folium_polar.geometry.buffers import around
from folium_polar.geometry.corridors import corridor
from folium_polar.geometry.discs import check_disc, disc, discs
from folium_polar.geometry.geodesic import distance_m, geodesic
from folium_polar.geometry.geojson.crossing import self_crossing
from folium_polar.geometry.geojson.output import to_geojson, to_lonlat
from folium_polar.geometry.geojson.positions import flat, is_south
from folium_polar.geometry.geojson.shapes import to_plane
from folium_polar.geometry.geojson.spelling import jumps
from folium_polar.geometry.nearness import Nearest, apart_m, distances_m, nearest
from folium_polar.geometry.plane import PLANE_CRS, area_km2, project, unproject

__all__ = [
    "PLANE_CRS",
    "Nearest",
    "apart_m",
    "area_km2",
    "around",
    "check_disc",
    "corridor",
    "disc",
    "discs",
    "distance_m",
    "distances_m",
    "flat",
    "geodesic",
    "is_south",
    "jumps",
    "nearest",
    "project",
    "self_crossing",
    "to_geojson",
    "to_lonlat",
    "to_plane",
    "unproject",
]
