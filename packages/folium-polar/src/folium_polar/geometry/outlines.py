"""Trees of the edges of outlines, expanded on demand."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from folium_polar.geometry.geodesy import ellipsoid
from folium_polar.geometry.plane import PLANE_LIMIT_M, unproject

__all__ = ["Outline", "Pieces", "straight_pieces"]

# Pieces in a group.
_FAN = 4
# Square of the smallest scale used, that of 88 degrees south.
_LEAST = 3e-4
# The ellipsoid's scales and bends are within this of the sphere's of the same area.
_ELLIPSOID = 1.02
# What the flattening of the ellipsoid adds to `farthest / radius` in the bend of an edge.
_FLATNESS = 0.02


@dataclass(frozen=True, slots=True)
class Pieces:
    """Parts of outlines: straight in the plane, or groups of straight ones.

    Attributes
    ----------
    place : numpy.ndarray of shape (n, 2)
        A point of each, plane metres; the middle of a straight one.
    half : numpy.ndarray of shape (n, 2)
        From the middle of a straight piece to its end, plane metres.
    lon, lat : numpy.ndarray of shape (n,)
        Of `place`, degrees.
    east, north : numpy.ndarray of shape (n,)
        `half` on the ground at `place`, metres.
    reach : numpy.ndarray of shape (n,)
        Radius round `place` on the ground that contains the piece, metres.
    bend : numpy.ndarray of shape (n,)
        Maximum deviation of a straight piece from its tangent geodesic at the middle, metres;
        infinite for groups.
    """

    place: NDArray[np.float64]
    half: NDArray[np.float64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    east: NDArray[np.float64]
    north: NDArray[np.float64]
    reach: NDArray[np.float64]
    bend: NDArray[np.float64]

    def subset(self, index: NDArray[np.intp]) -> Pieces:
        """Return the pieces of an index of shape (m,)."""
        return Pieces(*(getattr(self, field.name)[index] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class _Level:
    """Groups of the level below: where each starts and how many it holds, and their bounds."""

    first: NDArray[np.intp]
    count: NDArray[np.intp]
    # West, south, east, north in the plane.
    bounds: NDArray[np.float64]
    # A segment in the middle of the group.
    middle: NDArray[np.intp]


class Outline:
    """The outlines of shapes, at first one piece for each shape, then ever finer.

    Parameters
    ----------
    shapes : numpy.ndarray of shape (n,)
        Geometries in EPSG:6931 of any type, none of them missing or empty.

    Attributes
    ----------
    pieces : Pieces
        In the order of the shapes at first.
    """

    def __init__(self, shapes: NDArray[np.object_]) -> None:
        self._start, self._end, counts = _segments(shapes)
        self._levels = _levels(self._start, self._end, counts)
        level = self._levels[-1] if self._levels else None
        size = len(counts) if level is None else len(level.first)
        self._ids: NDArray[np.intp] = np.arange(size)
        self.pieces = self._described()

    def refine(self, indices: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Split some pieces and drop the others.

        Parameters
        ----------
        indices : numpy.ndarray of shape (m,)
            Indices into `pieces`, with repetitions.

        Returns
        -------
        source : numpy.ndarray of shape (k,)
            Positions in `indices`.
        index : numpy.ndarray of shape (k,)
            Indices into the new `pieces`: the parts of those of `source`.
        """
        used, inverse = np.unique(indices, return_inverse=True)
        if self._levels:
            level = self._levels.pop()
            ids = self._ids[used]
            count = level.count[ids]
            self._ids = np.repeat(level.first[ids], count) + _within(count)
            self.pieces = self._described()
        else:
            count = self._halve(used)
        first = np.cumsum(count) - count
        source = np.repeat(np.arange(len(indices)), count[inverse])
        return source, np.repeat(first[inverse], count[inverse]) + _within(count[inverse])

    def _halve(self, used: NDArray[np.intp]) -> NDArray[np.intp]:
        """Halve straight pieces, except those much shorter than the longest."""
        pieces = self.pieces.subset(used)
        cut = pieces.reach > pieces.reach.max() / 2
        count = np.where(cut, 2, 1)
        side = np.where(np.repeat(cut, count), 2.0 * _within(count) - 1.0, 0.0)
        half_length = np.repeat(pieces.half / count[:, np.newaxis], count, axis=0)
        middle = np.repeat(pieces.place, count, axis=0) + side[:, np.newaxis] * half_length
        self.pieces = straight_pieces(middle, half_length)
        return count

    def _described(self) -> Pieces:
        ids = self._ids
        if not self._levels:
            start, end = self._start[ids], self._end[ids]
            return straight_pieces((start + end) / 2, (end - start) / 2)
        level = self._levels[-1]
        middle, bounds = level.middle[ids], level.bounds[ids]
        place = (self._start[middle] + self._end[middle]) / 2
        farthest = np.maximum(np.abs(bounds[:, :2]), np.abs(bounds[:, 2:]))
        corner = np.maximum(place - bounds[:, :2], bounds[:, 2:] - place)
        reach = np.hypot(*corner.T) / np.sqrt(_least_scale(np.hypot(*farthest.T)))
        lon, lat = unproject(*place.T)
        zeros = np.zeros(len(ids))
        no_half = np.zeros_like(place)
        bend = np.full(len(ids), np.inf)
        return Pieces(place, no_half, lon, lat, zeros, zeros, reach * _ELLIPSOID, bend)


def straight_pieces(place: NDArray[np.float64], half: NDArray[np.float64]) -> Pieces:
    """Return straight pieces with their bounds.

    The plane stretches a parallel by k and shrinks a meridian by as much. Its straight lines leave
    the geodesics: with R the radius of the sphere of the same area, rho the distance from the pole
    in the plane and w = 1 - (rho / 2R)^2, the metric is drho^2 / w + w rho^2 dlon^2, and the
    acceleration on the ground of a line run at unit speed in the plane comes out as at most
    rho / R^2 (3 + 1 / w) / (4 sqrt(w)).

    Parameters
    ----------
    place, half : numpy.ndarray of shape (n, 2)
        As in `Pieces`.

    Returns
    -------
    Pieces
    """
    radius = PLANE_LIMIT_M / 2
    lon, lat = unproject(*place.T)
    sin, cos = np.sin(np.radians(lon)), np.cos(np.radians(lon))
    stretch = _stretch(np.hypot(*place.T), lat)
    east = (half[:, 0] * cos + half[:, 1] * sin) / stretch
    north = (half[:, 1] * cos - half[:, 0] * sin) * stretch
    length = np.hypot(*half.T)
    farthest = np.maximum(np.hypot(*(place - half).T), np.hypot(*(place + half).T))
    least = _least_scale(farthest)
    reach = length / np.sqrt(least) * _ELLIPSOID
    bend = (farthest / radius + _FLATNESS) / radius * (3 + 1 / least) / (4 * np.sqrt(least))
    return Pieces(place, half, lon, lat, east, north, reach, bend * _ELLIPSOID * length**2 / 2)


def _least_scale(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the square of the smallest scale within a distance of the pole in the plane."""
    return np.maximum(1.0 - (distance / PLANE_LIMIT_M) ** 2, _LEAST)


def _stretch(rho: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale along the parallel: Snyder (1987), equation 21-16."""
    geod = ellipsoid()
    across = geod.a * np.cos(np.radians(lat)) / np.sqrt(1 - geod.es * np.sin(np.radians(lat)) ** 2)
    at_pole = across < 1.0
    return np.where(at_pole, 1.0, rho / np.where(at_pole, 1.0, across))


def _within(count: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the numbers of members within groups, from 0: 2, 3 gives 0, 1, 0, 1, 2."""
    return np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)


def _segments(
    shapes: NDArray[np.object_],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Return the ends of all edges of shapes, and the number of edges of each.

    A point is an edge of length 0.
    """
    parts, owner = shapes, np.arange(len(shapes))
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts, source = shapely.get_parts(parts, return_index=True)
        owner = owner[source]
    parts, owner = _with_rings(parts, owner)
    places, source = shapely.get_coordinates(parts, return_index=True)
    is_single = shapely.get_num_coordinates(parts)[source] == 1
    joined = np.append(source[1:] == source[:-1], False) | is_single
    start = np.flatnonzero(joined)
    end = np.where(is_single[start], start, start + 1)
    counts = np.bincount(owner[source[start]], minlength=len(shapes))
    return places[start], places[end], counts


def _with_rings(
    parts: NDArray[np.object_], owner: NDArray[np.intp]
) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """Replace areas by their rings, in order."""
    areas = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    if not areas.any():
        return parts, owner
    rings: Any
    rings, source = shapely.get_rings(parts[areas], return_index=True)
    mixed = np.append(parts[~areas], rings)
    owners = np.append(owner[~areas], owner[areas][source])
    order = np.argsort(owners, kind="stable")
    return mixed[order], owners[order]


def _levels(
    start: NDArray[np.float64], end: NDArray[np.float64], counts: NDArray[np.intp]
) -> list[_Level]:
    """Group the edges of each shape, then the groups, until one remains."""
    levels: list[_Level] = []
    bounds = np.hstack([np.minimum(start, end), np.maximum(start, end)])
    middle = np.arange(len(start))
    while counts.max() > 1:
        groups = -(-counts // _FAN)
        place = _within(groups) * _FAN
        first = np.repeat(np.cumsum(counts) - counts, groups) + place
        count = np.minimum(_FAN, np.repeat(counts, groups) - place)
        least = np.minimum.reduceat(bounds[:, :2], first)
        greatest = np.maximum.reduceat(bounds[:, 2:], first)
        bounds = np.hstack([least, greatest])
        middle = middle[first + count // 2]
        levels.append(_Level(first, count, bounds, middle))
        counts = groups
    return levels
