"""Shapes of the plane with the vertices that a map shows."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.cache import recall

__all__ = ["simplified", "tolerance_m"]

# Least tolerance, metres.
_LEAST_M = 400.0
# Tolerance of areas, as a part of their width.
_STEPS = 500.0
# Shapes that are kept.
_CACHE_SIZE = 64
# By the id of a shape: the shape, so that the id stays its own, and its simplified one.
_SIMPLIFIED: dict[int, tuple[BaseGeometry, BaseGeometry]] = {}


def tolerance_m(shape: BaseGeometry) -> float:
    """Return by how much `simplified` moves the edge of a shape at most, metres.

    A large region is seen at a small scale, so it is coarser than a strait.
    """
    return _step(shape) * 9 / 8


def simplified(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape with the vertices that are visible on a map; cached for regions.

    Parameters
    ----------
    shape : shapely geometry
        Lines or polygons in EPSG:6931, metres.
    """
    # The cache holds the shape too, so that no other object gets its id.
    return recall(_SIMPLIFIED, id(shape), lambda: (shape, _simplified(shape)), most=_CACHE_SIZE)[1]


def _step(shape: BaseGeometry) -> float:
    return float(max(shape.area**0.5 / _STEPS, _LEAST_M))


def _simplified(shape: BaseGeometry) -> BaseGeometry:
    step = _step(shape)
    # Simplifying a long coast is many times as fast without preserving topology.
    few = shape.simplify(step / 8, preserve_topology=False)
    is_whole = shapely.get_num_geometries(few) == shapely.get_num_geometries(shape)
    return (few if few.is_valid and is_whole else shape).simplify(step)
