"""Geodesic corridors: buffers of lines.

The edge of a corridor is computed exactly, by geodesics at right angles to the line. In local
azimuthal-equidistant planes the error would grow with the width.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.direct import ECCENTRICITY_SQUARED, direct
from folium_polar.geometry.disc_polygons import check_radii, disc, discs, side_counts
from folium_polar.geometry.geodesy import ellipsoid
from folium_polar.geometry.geojson.densify import pieces
from folium_polar.geometry.geojson.shapes import polygonal
from folium_polar.geometry.geojson.spelling import Track, read_track
from folium_polar.geometry.plane import project

__all__ = ["corridor"]

_POLE = 90.0
# Sides this short stay within 1 m of the edge where the line is straight.
_STEP_M = 5_000.0
# Samples in a strip: few, so that a strip overlaps itself only in a bend.
_STRIP = 64
# To the left and to the right of the line, degrees.
_RIGHT_ANGLES = (-90.0, 90.0)
# Degrees by which the wedge at a vertex overlaps the strips on either side of it.
_OVERLAP = 5.0


class _Samples(NamedTuple):
    """Points along one edge, degrees, with the azimuth of the line."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    azimuth: NDArray[np.float64]


def corridor(
    coordinates: Sequence[Sequence[float]], radius_m: float, *, geodesic_edges: bool = False
) -> BaseGeometry:
    """Draw the geodesic corridor round a line in the plane.

    Parameters
    ----------
    coordinates : sequence of (lon, lat)
        GeoJSON coordinates of a LineString, degrees, WGS 84, spelt in any way over 180 degrees.
    radius_m : float
        Greatest geodesic distance from the line, metres.
    geodesic_edges : bool
        Whether the line's edges are geodesics; else straight in longitude and latitude, as in
        GeoJSON.

    Returns
    -------
    shapely geometry
        Polygon in EPSG:6931, with round ends. Its edge is off by no more than 1 m, or 1e-5 of the
        radius where that is more.

    Raises
    ------
    GeometryError
        Rules of a line in `to_plane`, and `radius`.

    Examples
    --------
    >>> along_80_north = [(170, 80), (-170, 80)]
    >>> round(corridor(along_80_north, 10_000).area / 1e6)
    8072
    """
    track = read_track(list(coordinates), "line")
    check_radii(track.lat, np.full(len(track.lat), float(radius_m)))
    if len(track.lon) == 1:
        return disc(track.lon[0], track.lat[0], radius_m)
    sample = _along_geodesics if geodesic_edges else _along_degrees
    edges = list(sample(track, radius_m))
    first, last = edges[0], edges[-1]
    ends = discs([first.lon[0], last.lon[-1]], [first.lat[0], last.lat[-1]], radius_m)
    parts: list[BaseGeometry] = list(ends)
    parts.extend(_strips(edges, radius_m))
    parts.extend(_wedges(edges, radius_m))
    return polygonal(shapely.union_all(parts))


def _along_degrees(track: Track, radius_m: float) -> Iterator[_Samples]:
    """Sample edges that are straight in longitude and latitude."""
    rises = np.diff(track.lat)
    # The corridor's edge turns like the line on a radius greater by its width, and turns further
    # where latitude changes.
    bends = pieces(track.lat[:-1], track.lat[1:], track.step, margin_m=2 * radius_m)
    for index, (step, rise) in enumerate(zip(track.step.tolist(), rises.tolist(), strict=True)):
        at_pole = track.lat[index] == _POLE
        lon, lat = track.lon[index + at_pole], track.lat[index]
        widest = 1.0 if step == 0 else math.cos(math.radians(min(abs(lat), abs(lat + rise))))
        length = 111_700.0 * math.hypot(rise, step * widest)
        count = max(int(bends[index]), math.ceil(length / _STEP_M))
        part = np.linspace(0.0, 1.0, count + 1)
        lats = lat + part * rise
        sin = np.sin(np.radians(lats))
        # Ratio of the radii of curvature along the parallel and along the meridian.
        ratio = (1 - ECCENTRICITY_SQUARED * sin**2) / (1 - ECCENTRICITY_SQUARED)
        east = step * np.cos(np.radians(lats)) * ratio
        azimuth = np.degrees(np.arctan2(east, rise))
        yield _Samples(lon + part * step, lats, azimuth)


def _along_geodesics(track: Track, radius_m: float) -> Iterator[_Samples]:
    """Sample edges that are geodesics."""
    # The edge of a corridor spreads with its width.
    step_m = _STEP_M / (1 + radius_m / 1e6)
    ends = zip(track.lon[:-1], track.lat[:-1], track.lon[1:], track.lat[1:], strict=True)
    for lon, lat, end_lon, end_lat in ends:
        azimuth, _, length = ellipsoid().inv(lon, lat, end_lon, end_lat)
        count = max(1, math.ceil(length / step_m))
        along = np.linspace(0.0, length, count + 1)
        ones = np.ones(count + 1)
        lons, lats, back = ellipsoid().fwd(lon * ones, lat * ones, azimuth * ones, along)
        yield _Samples(lons, lats, np.asarray(back) + 180.0)


def _offset(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    azimuth: NDArray[np.float64],
    radius_m: float,
) -> NDArray[np.float64]:
    """Return the points at the radius from each sample, plane vertices of shape (n, 2)."""
    return np.column_stack(project(*direct(lon, lat, azimuth, np.full(len(lon), radius_m))))


def _strips(edges: list[_Samples], radius_m: float) -> Iterator[BaseGeometry]:
    """Cover the strips at right angles to edges."""
    lon, lat, azimuth = (np.concatenate(values) for values in zip(*edges, strict=True))
    starts = np.cumsum([len(edge.lon) for edge in edges])[:-1]
    middles = np.split(np.column_stack(project(lon, lat)), starts)
    lefts, rights = (
        np.split(_offset(lon, lat, azimuth + right_angle, radius_m), starts)
        for right_angle in _RIGHT_ANGLES
    )
    for edge, middle, left, right in zip(edges, middles, lefts, rights, strict=True):
        for start in range(0, len(middle) - 1, _STRIP):
            part = slice(start, start + _STRIP + 1)
            ends = middle[part][[0, -1]]
            outline = np.concatenate([ends[:1], left[part], ends[1:], right[part][::-1]])
            strip = shapely.Polygon(outline)
            if strip.is_valid:
                yield strip
            else:
                bent = _Samples(*(values[part] for values in edge))
                yield from _curved_strip(bent, left[part], right[part])
                yield from _discs_along(bent, radius_m)


def _curved_strip(
    edge: _Samples, left: NDArray[np.float64], right: NDArray[np.float64]
) -> Iterator[BaseGeometry]:
    """Cover a strip that bends more sharply than its width, in pieces.

    Each piece is swept by lines that start on the edge, so none leaves the corridor.
    """
    middle = np.column_stack(project(edge.lon, edge.lat))
    for side in (left, right):
        outlines = np.stack([middle[:-1], side[:-1], side[1:], middle[1:]], axis=1)
        for strip in np.asarray(shapely.make_valid(shapely.polygons(outlines))):
            yield polygonal(strip)


def _discs_along(edge: _Samples, radius_m: float) -> Iterator[BaseGeometry]:
    """Put discs along a strip, so close that the edge deviates by under 1 m."""
    middle = np.column_stack(project(edge.lon, edge.lat))
    run = np.append(0.0, np.cumsum(np.hypot(*np.diff(middle, axis=0).T)))
    places = np.arange(0.0, run[-1], math.sqrt(8 * radius_m))
    samples = np.unique(np.append(np.searchsorted(run, places), len(run) - 1))
    yield from discs(edge.lon[samples], edge.lat[samples], radius_m)


def _wedges(edges: list[_Samples], radius_m: float) -> Iterator[BaseGeometry]:
    """Cover the outer sides of turns, and the gaps between the ends of strips on both sides."""
    corners = [(float(edge.lon[0]), float(edge.lat[0])) for edge in edges[1:]]
    swept = [
        _turn_azimuths(float(before.azimuth[-1]), float(after.azimuth[0]), lat, radius_m)
        for (before, after), (_, lat) in zip(itertools.pairwise(edges), corners, strict=True)
    ]
    sizes = list(map(len, swept))
    lon, lat = np.repeat(np.array(corners).reshape(-1, 2), sizes, axis=0).T
    arcs = np.split(_offset(lon, lat, np.concatenate([*swept, []]), radius_m), np.cumsum(sizes))
    for (lon_at, lat_at), arcs_at_corner in zip(corners, arcs, strict=False):
        if not len(arcs_at_corner):
            yield disc(lon_at, lat_at, radius_m)
            continue
        centre = np.column_stack(project([lon_at], [lat_at]))
        for arc in np.split(arcs_at_corner, 2):
            yield shapely.Polygon(np.concatenate([centre, arc]))


def _turn_azimuths(start: float, end: float, lat: float, radius_m: float) -> NDArray[np.float64]:
    """Return the azimuths that a turn sweeps on its left, then those on its right.

    None at the pole: azimuths there count from another meridian on either side of the turn.
    """
    if lat == _POLE:
        return np.empty(0)
    turn = (end - start + 180.0) % 360.0 - 180.0
    low, high = min(0.0, turn) - _OVERLAP, max(0.0, turn) + _OVERLAP
    sides = 1.5 * int(side_counts(np.array([lat]), np.array([radius_m]))[0])
    count = max(2, math.ceil((high - low) / 360.0 * sides) + 1)
    across = np.linspace(low, high, count)
    return np.concatenate([start + right_angle + across for right_angle in _RIGHT_ANGLES])
