"""Distances from the sea, from inland waters and from land, north of 60 degrees.

The sea begins at the packed coastline. Lakes over 1,000 km² are those of the basemap, and so are
islands that the coastline leaves out; great rivers are lines between towns on them
(`geotrack/coastline/rivers.toml`).
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.geodesy import ellipsoid
from folium_polar.geometry.geojson.shapes import to_plane
from folium_polar.geometry.nearness import Nearest, apart_m, nearest
from folium_polar.geometry.packing import sphere_unproject, unpack_arrays
from folium_polar.geometry.plane import project
from folium_polar.resources import packaged_text
from geotrack.coastline.coast import stored_land
from geotrack.files.resources import PACKAGE

__all__ = [
    "GROUND_LAT",
    "are_near_inland_water",
    "basemap_areas",
    "is_on_land",
    "nearest_land",
    "nearest_sea",
    "to_land",
    "to_sea",
]

GROUND_LAT = 60.0
"""Rivers are known north of this parallel."""

_MIN_STRETCH = 0.965
"""Least ratio of a distance in the plane to that on the ground, north of 60 degrees: cos 15 degrees
is 0.9659; the ellipsoid takes the rest."""
_MAX_STRETCH = 1.5
"""Greatest ratio of distances on the ground: of what is nearest in the plane to what is nearest on
the ground. At colatitude c the plane's factor is 1 / cos(c / 2); this is its square at 70 degrees.
"""
_BEYOND_SHORE_M = 2000.0
"""How far beyond the shore a position is put, metres: the accuracy of the coastline."""
_LAND, _LAKES = range(2)
"""Indices of layers of the packed basemap."""
# The stubs allow one distance only, not one for each shape.
_dwithin: Any = shapely.dwithin


def is_on_land(points: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return which points lie on land by the packed coastline.

    Parameters
    ----------
    points : numpy.ndarray of shape (n,)
        Points in EPSG:6931, metres.
    """
    areas, _ = _land_and_shores()
    is_on_area = np.zeros(len(points), dtype=bool)
    _, index = shapely.STRtree(points).query(areas, predicate="intersects")
    is_on_area[index] = True
    return is_on_area


def to_sea(shapes: NDArray[np.object_], least_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distances of shapes from the sea.

    Parameters
    ----------
    shapes : numpy.ndarray of shape (n,)
        In EPSG:6931, north of 60 degrees.
    least_m : numpy.ndarray of shape (n,)
        Shorter distances are not measured, metres.

    Returns
    -------
    numpy.ndarray of shape (n,)
        Geodesic distances, metres; 0 if not all of a shape is on land, or below `least_m`.
    """
    metres = np.zeros(len(shapes))
    areas, shores = _land_and_shores()
    # Pairs of a shape and the area of land that covers it.
    covered, covering = shapely.STRtree(areas).query(shapes, predicate="covered_by")
    for area in sorted(set(covering.tolist())):
        inland = covered[covering == area]
        is_near = _dwithin(shores[area], shapes[inland], least_m[inland] * _MIN_STRETCH)
        far = inland[~is_near]
        metres[far] = apart_m(shores[area], shapes[far])
    return metres


def are_near_inland_water(
    shapes: NDArray[np.object_], metres: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Return which shapes are within a distance of large lakes and great rivers.

    Parameters
    ----------
    shapes : numpy.ndarray of shape (n,)
        In EPSG:6931, north of 60 degrees.
    metres : numpy.ndarray of shape (n,)
        Geodesic distances, metres.
    """
    if not len(shapes):
        return np.zeros(0, dtype=bool)  # the waters take 60 ms to read
    waters = _inland_waters()
    # The distance in the plane shows of most shapes that they certainly are near, or are not; only
    # the others are measured on the ground.
    is_near: NDArray[np.bool_] = _dwithin(waters, shapes, metres / _MAX_STRETCH)
    undecided = np.flatnonzero(~is_near & _dwithin(waters, shapes, metres * _MAX_STRETCH))
    is_near[undecided] = apart_m(waters, shapes[undecided]) <= metres[undecided]
    return is_near


def to_land(shapes: NDArray[np.object_], least_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distances of shapes from land or islands from 2 km².

    Parameters
    ----------
    shapes, least_m
        See `to_sea`.

    Returns
    -------
    numpy.ndarray of shape (n,)
        Geodesic distances, metres; 0 if any of a shape is on land, or below `least_m`.
    """
    metres = np.zeros(len(shapes))
    land, edges = _land()
    is_at_sea = np.ones(len(shapes), dtype=bool)
    on_land, _ = land.query(shapes, predicate="intersects")
    is_at_sea[on_land] = False
    at_sea = np.flatnonzero(is_at_sea)
    _, plane_m = edges.query_nearest(shapes[at_sea], return_distance=True, all_matches=False)
    is_far = plane_m >= least_m[at_sea] * _MIN_STRETCH
    at_sea, plane_m = at_sea[is_far], plane_m[is_far]
    # The edges that may be nearest on the ground.
    _, near_edges = edges.query(shapes[at_sea], "dwithin", _MAX_STRETCH * plane_m)
    shore = shapely.MultiLineString(list(edges.geometries[sorted(set(near_edges.tolist()))]))
    metres[at_sea] = apart_m(shore, shapes[at_sea])
    return metres


@cache
def _land() -> tuple[shapely.STRtree, shapely.STRtree]:
    """Return trees of the areas of land, and of their edges, each a line of two vertices."""
    areas = np.append(stored_land(), _areas(_LAND))
    vertices, ring = shapely.get_coordinates(shapely.get_rings(areas), return_index=True)
    # Pairs of consecutive vertices of one ring.
    pairs = np.stack([vertices[:-1], vertices[1:]], axis=1)[ring[:-1] == ring[1:]]
    return shapely.STRtree(areas), shapely.STRtree(np.asarray(shapely.linestrings(pairs)))


@cache
def _inland_waters() -> BaseGeometry:
    """Return the large lakes and great rivers; prepared for fast predicates."""
    waters = shapely.GeometryCollection([basemap_areas(_LAKES), _rivers()])
    shapely.prepare(waters)
    return waters


def nearest_sea(lon: float, lat: float) -> tuple[float, float] | None:
    """Return the nearest position at sea, 2 km beyond the shore or less where it is narrow.

    Parameters
    ----------
    lon, lat : float
        A position on land, degrees.

    Returns
    -------
    tuple (lon, lat) or None
        Degrees; None if the position is not on land, or no sea is found.
    """
    areas, shores = _land_and_shores()
    point = _point(lon, lat)
    covering = np.flatnonzero(shapely.covers(areas, point))
    if not len(covering):
        return None
    return _across_shore(nearest(point, shores[covering[0]]), on_land=False)


def nearest_land(lon: float, lat: float) -> tuple[float, float] | None:
    """Return the nearest position on land, 2 km beyond the shore or less where it is narrow.

    Parameters and result are those of `nearest_sea`, for a position at sea.
    """
    point = _point(lon, lat)
    if is_on_land(np.array([point])).any():
        return None
    # Without the islands of the basemap: `is_on_land` knows the coastline only.
    return _across_shore(nearest(point, shapely.GeometryCollection([*stored_land()])), on_land=True)


def _point(lon: float, lat: float) -> shapely.Point:
    x, y = project(lon, lat)
    return shapely.Point(float(x), float(y))


def _across_shore(way: Nearest, *, on_land: bool) -> tuple[float, float] | None:
    """Return a position on the other side of the shore to which a way leads; None if none is found.

    It is straight ahead, or else to the side: from the innermost place of a narrow bay the sea is
    not straight ahead. Where 2 km beyond the shore nothing fits, half of it is tried, and so on.
    """
    turns = np.array(sorted(range(-165, 181, 15), key=abs), dtype=float)
    from_lon, from_lat = (np.full(len(turns), degrees) for degrees in way.end)
    azimuths = way.back + 180.0 + turns
    for distance_m in (_BEYOND_SHORE_M / 2**n for n in range(8)):
        distances = np.full(len(turns), distance_m)
        lon, lat, _ = ellipsoid().fwd(from_lon, from_lat, azimuths, distances)
        lon, lat = np.round(lon, 4), np.round(lat, 4)
        is_beyond = is_on_land(np.asarray(shapely.points(*project(lon, lat)))) == on_land
        if is_beyond.any():
            first = int(np.argmax(is_beyond))
            return float(lon[first]), float(lat[first])
    return None


@cache
def _land_and_shores() -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Return the areas of land of the coastline, and their shores; prepared for fast predicates."""
    areas = stored_land()
    shores = np.asarray(shapely.boundary(areas))
    shapely.prepare(areas)
    shapely.prepare(shores)
    return areas, shores


@cache
def basemap_areas(layer: int, name: str = "natural-earth") -> BaseGeometry:
    """Return a layer of areas of a packed basemap in EPSG:6931, by its index in the file."""
    return shapely.union_all(_areas(layer, name))


def _areas(layer: int, name: str = "natural-earth") -> NDArray[np.object_]:
    """Return the polygons of a layer as packed: neighbours may share edges."""
    step, layers = unpack_arrays(packaged_text(f"basemap/{name}.b91"))
    polygons = [
        shapely.Polygon(shell, holes)
        for shell, *holes in ([_plane(ring * step) for ring in part] for part in layers[layer])
    ]
    valid: NDArray[np.object_] = shapely.get_parts(shapely.make_valid(polygons))
    return valid


def _plane(points: NDArray[np.int64]) -> NDArray[np.float64]:
    """Convert from the packing's plane (sphere) to that of the ellipsoid."""
    return np.column_stack(project(*sphere_unproject(points.astype(np.float64))))


@cache
def _rivers() -> BaseGeometry:
    """Return the great rivers as lines between towns on them."""
    text = (PACKAGE / "coastline" / "rivers.toml").read_text(encoding="utf-8")
    lines = tomllib.loads(text)["rivers"].values()
    # A river at one town is a point.
    parts = [
        {"type": "LineString", "coordinates": line}
        if len(line) > 1
        else {"type": "Point", "coordinates": line[0]}
        for line in lines
    ]
    return shapely.GeometryCollection([to_plane(part) for part in parts])
