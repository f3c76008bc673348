"""Geometry that is correct at the pole and across 180 degrees.

Shapes are stored in longitude and latitude and processed in one plane, EPSG:6931, which has no seam
at 180 degrees and the pole as an interior point. Names are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from folium_polar.lazy import attach

if TYPE_CHECKING:
    from folium_polar.geometry.buffers import around
    from folium_polar.geometry.corridors import corridor
    from folium_polar.geometry.disc_polygons import check_disc, disc, discs
    from folium_polar.geometry.geodesy import distance_m, geodesic
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

__getattr__, __dir__ = attach(
    __name__,
    {
        "around": "buffers",
        "corridor": "corridors",
        "check_disc": "disc_polygons",
        "disc": "disc_polygons",
        "discs": "disc_polygons",
        "distance_m": "geodesy",
        "geodesic": "geodesy",
        "self_crossing": "geojson.crossing",
        "to_geojson": "geojson.output",
        "to_lonlat": "geojson.output",
        "flat": "geojson.positions",
        "is_south": "geojson.positions",
        "to_plane": "geojson.shapes",
        "jumps": "geojson.spelling",
        "Nearest": "nearness",
        "apart_m": "nearness",
        "distances_m": "nearness",
        "nearest": "nearness",
        "PLANE_CRS": "plane",
        "area_km2": "plane",
        "project": "plane",
        "unproject": "plane",
    },
)
