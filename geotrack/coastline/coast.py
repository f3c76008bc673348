"""The coastline for footprints: the shore of the packaged regions, vertex for vertex.

The land is everything outside Natural Earth's seas, with the vertices of `layers/regions.geojson`:
so a disc without land ends exactly at the border of its sea. Some regions have a finer coast of
their own (the Bering Strait, Fram Strait, the gap between Greenland, Iceland and Scotland). There,
what is land by either coast is land.

It is a coarse coast: off by up to 1.5 km along 99 % of Natural Earth's 10m shore, by up to 2 km
along 99.9 %. Islands below 50 km² are water (in those three regions, below 1 km²), and lakes are
land, the Caspian Sea excepted. South of 33.01 degrees north there is no coast: nothing is cut off.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.geojson.densify import densify_all
from folium_polar.geometry.geojson.shapes import polygonal
from folium_polar.geometry.geojson.spelling import Track
from folium_polar.geometry.packing import unpack_arrays
from folium_polar.geometry.plane import plane_radius, project, reduce_lon, unproject
from geotrack.files.resources import PACKAGE

__all__ = [
    "COAST_LAT",
    "COAST_M",
    "certainly_in",
    "land_near",
    "less_land",
    "less_water",
    "stored_land",
]

COAST_M = 2_000.0
"""Accuracy of the coastline, metres."""

COAST_LAT = 33.01
"""The coastline ends at this parallel."""

# Distance from a coast within which a point may be on either side, metres: stored and densified
# edges differ by up to 50 m, and twice that is safe.
_UNCERTAIN_M = 100.0
# Width of the margin round a box, metres: longer than any stored edge, so that both ends of an
# edge that meets the box lie within the margin.
_MARGIN_M = 50_000.0
# Distance between the vertices of the parallel where the coastline ends, degrees of longitude.
_PARALLEL_STEP = 0.1

Bounds = tuple[float, float, float, float]


def land_near(bounds: Bounds) -> BaseGeometry:
    """Return the land that meets a box of the plane.

    Parameters
    ----------
    bounds : tuple of float
        Least x, least y, greatest x, greatest y; metres, EPSG:6931.

    Returns
    -------
    shapely geometry
        Polygons in EPSG:6931, clipped to the box with 50 km round it; within the box their edges
        are those of the regions as `to_plane` builds them. Empty where there is no land.

    Examples
    --------
    >>> land_near((-50_000, -50_000, 50_000, 50_000)).is_empty
    True
    """
    west, south, east, north = bounds
    window = (west - _MARGIN_M, south - _MARGIN_M, east + _MARGIN_M, north + _MARGIN_M)
    areas, boxes, is_regional = _coast()
    meets = (boxes[:, :2] <= window[2:]) & (boxes[:, 2:] >= window[:2])
    near = np.flatnonzero(meets.all(axis=1))
    # Clipped first, so that only the rest is densified.
    clipped = shapely.clip_by_rect(areas[near], *window)
    parts, source = shapely.get_parts(clipped, return_index=True)
    if not len(parts):
        return shapely.MultiPolygon()
    dense = _densified(parts, window)
    # Regional coasts overlap the common one.
    needs_union = bool(is_regional[near[source]].any()) or not shapely.is_valid(dense).all()
    if needs_union:
        return polygonal(shapely.union_all(shapely.make_valid(dense)))
    return shapely.MultiPolygon(list(dense))


def stored_land() -> NDArray[np.object_]:
    """Return the polygons of the common coast, without densifying: up to 50 m off `land_near`."""
    areas, _, is_regional = _coast()
    return areas[~is_regional]


def certainly_in(medium: str, points: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return which points certainly are in the sea, or on the land.

    The sea is what `less_land` leaves, and the land what `less_water` leaves. Points within 100 m
    of a coast certainly are in neither.

    Parameters
    ----------
    medium : {"sea", "land"}
        Where the points are to be.
    points : numpy.ndarray of shape (n,)
        Points in EPSG:6931, metres.

    Returns
    -------
    numpy.ndarray of bool, shape (n,)
        True for points that certainly are there.
    """
    at_sea = np.ones(len(points), dtype=np.bool_)
    on_land = np.zeros(len(points), dtype=np.bool_)
    for land, shore in _whole_land():
        is_near_shore = shapely.dwithin(shore, points, _UNCERTAIN_M)
        is_within = shapely.intersects(land, points)
        at_sea &= ~is_within & ~is_near_shore
        on_land |= is_within & ~is_near_shore
    return at_sea if medium == "sea" else on_land


def less_land(shape: BaseGeometry) -> BaseGeometry:
    """Return a geometry without land.

    Parameters
    ----------
    shape : shapely geometry
        In EPSG:6931, metres.

    Returns
    -------
    shapely geometry
        Perhaps empty; the shape itself where no land is near.

    Examples
    --------
    Half of what is within 100 km of Tromsø is sea.

    >>> from folium_polar.geometry import area_km2, disc
    >>> around = disc(18.96, 69.65, 100_000)
    >>> round(area_km2(less_land(around)) / area_km2(around), 1)
    0.5
    """
    if shape.is_empty:
        return shape
    land = land_near(_bounds(shape))
    return shape if land.is_empty else _same_type(shape.difference(land), shape)


def less_water(shape: BaseGeometry) -> BaseGeometry:
    """Return the part of a geometry that is on land.

    Parameters
    ----------
    shape : shapely geometry
        In EPSG:6931, metres.

    Returns
    -------
    shapely geometry
        Perhaps empty. What is south of 33.01 degrees north is kept.

    Examples
    --------
    >>> from folium_polar.geometry import disc
    >>> less_water(disc(40, 74, 50_000)).is_empty
    True
    """
    if shape.is_empty:
        return shape
    west, south, east, north = bounds = _bounds(shape)
    on_land = shape.intersection(land_near(bounds))
    if np.hypot(max(-west, east), max(-south, north)) > plane_radius(COAST_LAT):
        on_land = on_land.union(shape.difference(_coverage()))
    return _same_type(on_land, shape)


def _bounds(shape: BaseGeometry) -> Bounds:
    """Return the bounds of a geometry as a tuple of four."""
    west, south, east, north = shape.bounds
    return west, south, east, north


def _same_type(part: BaseGeometry, shape: BaseGeometry) -> BaseGeometry:
    """Return the part of a shape; of an area without the points and lines that cutting leaves.

    They remain where an area only touches the shore.
    """
    return polygonal(part) if shape.geom_type in {"Polygon", "MultiPolygon"} else part


@cache
def _coast() -> tuple[NDArray[np.object_], NDArray[np.float64], NDArray[np.bool_]]:
    """Return the land's polygons with stored vertices, their bounds, and which are regional.

    The polygons of the common coast come first, then those of regions with a coast of their own,
    which overlap them.
    """
    text = (PACKAGE / "coastline" / "natural-earth.b91").read_text(encoding="ascii")
    steps_per_degree, layers = unpack_arrays(text)
    parts = [part for layer in layers for part in layer]
    lon, lat = np.concatenate([ring for part in parts for ring in part]).T / steps_per_degree
    vertices = np.column_stack(project(lon, lat))
    sizes = [len(ring) for part in parts for ring in part]
    rings = shapely.linearrings(vertices, indices=np.repeat(np.arange(len(sizes)), sizes))
    owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    areas = np.asarray(shapely.polygons(np.asarray(rings), indices=owners))
    is_regional = np.arange(len(parts)) >= len(layers[0])
    return areas, shapely.bounds(areas), is_regional


@cache
def _whole_land() -> tuple[tuple[BaseGeometry, BaseGeometry], ...]:
    """Return pairs of land and its shore: of the common coast, then of the regional ones.

    All are prepared for fast predicates.
    """
    areas, _, is_regional = _coast()
    lands = [shapely.MultiPolygon([*areas[which]]) for which in (~is_regional, is_regional)]
    pairs = tuple((land, shapely.boundary(land)) for land in lands)
    shapely.prepare([shape for pair in pairs for shape in pair])
    return pairs


def _densified(parts: NDArray[np.object_], window: Bounds) -> NDArray[np.object_]:
    """Return polygons with their edges densified as `to_plane` does, except those from clipping."""
    rings, part = shapely.get_rings(parts, return_index=True)
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    lon, lat = unproject(*vertices.T)
    step = reduce_lon(np.diff(lon))
    # x, y, x, y of each vertex against west, south, east, north.
    on_side = vertices[:, [0, 1, 0, 1]] == window
    # An edge along a side of the window comes from clipping.
    is_clipped = (on_side[:-1] & on_side[1:]).any(axis=1)
    is_between_rings = ring[:-1] != ring[1:]
    # A longitude step of 0 keeps an edge straight.
    step[is_clipped | is_between_rings] = 0.0
    lon, lat, ring = densify_all(Track(lon, lat, step, ()), ring)
    dense = shapely.linearrings(np.column_stack(project(lon, lat)), indices=ring)
    return np.asarray(shapely.polygons(np.asarray(dense), indices=part))


@cache
def _coverage() -> shapely.Polygon:
    """Return the area north of the parallel where the coastline ends."""
    lon = np.arange(-180.0, 180.0, _PARALLEL_STEP)
    return shapely.Polygon(np.column_stack(project(lon, np.full_like(lon, COAST_LAT))))
