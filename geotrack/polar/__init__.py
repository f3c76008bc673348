"""Geometry that is correct at the pole and across 180 degrees.

Shapes are stored in longitude and latitude and processed in one plane, EPSG:6931, which has no seam
at 180 degrees and the pole as an interior point.
"""

from __future__ import annotations

from geotrack.polar.buffers import around
from geotrack.polar.corridors import corridor
from geotrack.polar.discs import check_disc, disc, discs
from geotrack.polar.geodesic import distance_m, geodesic
from geotrack.polar.geojson.crossing import self_crossing
from geotrack.polar.geojson.output import to_geojson, to_lonlat
from geotrack.polar.geojson.positions import flat, is_south
from geotrack.polar.geojson.shapes import to_plane
from geotrack.polar.geojson.spelling import jumps
from geotrack.polar.land.coast import COAST_M, less_land, less_water
from geotrack.polar.nearness import Nearest, apart_m, distances_m, nearest
from geotrack.polar.plane import PLANE_CRS, area_km2, project, unproject

__all__ = [
    "COAST_M",
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
    "less_land",
    "less_water",
    "nearest",
    "project",
    "self_crossing",
    "to_geojson",
    "to_lonlat",
    "to_plane",
    "unproject",
]
