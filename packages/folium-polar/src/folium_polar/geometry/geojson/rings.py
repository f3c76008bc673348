"""Linear rings of GeoJSON in the plane, one or many at once.

A coast has hundreds of rings of a few vertices each; converting them together is five times as
fast.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from folium_polar.errors import GeometryError
from folium_polar.geometry.cache import by_content
from folium_polar.geometry.geojson.densify import densify, densify_all
from folium_polar.geometry.geojson.positions import Path, filled, read_positions
from folium_polar.geometry.geojson.spelling import are_plain, track_of, track_of_plain
from folium_polar.geometry.plane import project

__all__ = ["RING", "plane_ring", "plane_rings"]

RING = 4
"""Minimum number of positions of a linear ring, RFC 7946 section 3.1.6."""


def plane_ring(coordinates: Any, path: Path = ()) -> NDArray[np.float64]:
    """Return a GeoJSON linear ring in the plane.

    Parameters
    ----------
    coordinates : list of positions
        The ring, closed.
    path : tuple of int
        Its path, for the error.

    Returns
    -------
    numpy.ndarray of shape (n, 2)
        x and y in metres, EPSG:6931, closed; at least four vertices.

    Raises
    ------
    GeometryError
        As `to_plane`.
    """
    positions = read_positions(coordinates, path)
    try:
        return _vertices(positions)
    except GeometryError as fault:
        fault.path = (*path, *fault.path)
        raise


@by_content
def _vertices(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    vertices = np.column_stack(project(*densify(track_of(positions, "ring"))))
    vertices[-1] = vertices[0]
    return vertices if len(vertices) >= RING else vertices[[0, -1, -1, 0]]


def plane_rings(rings: Sequence[Any]) -> list[NDArray[np.float64]]:
    """Return many GeoJSON linear rings in the plane; see `plane_ring`.

    Parameters
    ----------
    rings : sequence of lists of positions
        At least one.

    Returns
    -------
    list of numpy.ndarray
        Identical to `plane_ring` of each to the last bit.

    Raises
    ------
    GeometryError
        As for `to_plane`, for any invalid ring, without its path.
    """
    positions = read_positions(list(chain.from_iterable(rings)))
    sizes = np.array([len(filled(ring, ())) for ring in rings])
    ring = np.repeat(np.arange(len(rings)), sizes)
    plain = are_plain(positions, sizes)
    vertices = _all_vertices(positions[plain[ring]], ring[plain[ring]])
    starts = np.cumsum(sizes) - sizes
    return [
        next(vertices) if plain[n] else _vertices(positions[starts[n] : starts[n] + sizes[n]])
        for n in range(len(rings))
    ]


def _all_vertices(
    positions: NDArray[np.float64], ring: NDArray[np.intp]
) -> Iterator[NDArray[np.float64]]:
    if not len(positions):
        return
    lon, lat, ring = densify_all(*track_of_plain(positions, ring))
    vertices = np.column_stack(project(lon, lat))
    firsts = np.flatnonzero(np.append(True, ring[1:] != ring[:-1]))
    vertices[np.append(firsts[1:], len(ring)) - 1] = vertices[firsts]
    yield from np.split(vertices, firsts[1:])
