"""Islands as regions: the shore that the seas beside them have, and the islands too small for it.

An island over 50 km² is what the stored seas leave, vertex for vertex, so that it and the seas
share their border. Smaller ones, which the seas do not have, are Natural Earth's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import to_plane, unproject
from tools.shore import turned, turned_back
from tools.storing import stored

__all__ = ["Bounds", "Lands", "islands"]

Bounds = tuple[float, float, float, float]
"""West, south, east, north; degrees. West is greater than east across 180 degrees."""

_LEAST_M2, _COUNTS_M2 = 2e6, 5e7
_SMALL_COAST_M = 500.0


@dataclass(frozen=True)
class Lands:
    """What islands are taken from.

    Attributes
    ----------
    shore : shapely geometry
        What the stored seas leave, in lon/lat as `tools.shore.turned` gives it.
    fine : shapely geometry
        Natural Earth's land as it is, in plane metres.
    """

    shore: BaseGeometry
    fine: BaseGeometry


def islands(lands: Lands, boxes: Sequence[Bounds], coast_m: float = 0.0) -> dict[str, Any]:
    """Return the islands that have a point inside them in one of some boxes.

    Parameters
    ----------
    lands : Lands
        What they are taken from.
    boxes : sequence of Bounds
        Where they are; what merely reaches into one of them is not meant.
    coast_m : float
        By how much the shore is simplified further, in metres; 0 leaves it that of the seas.

    Returns
    -------
    dict
        A GeoJSON area as it is stored.
    """
    parts = shapely.get_parts(lands.shore)
    points = shapely.get_coordinates(shapely.point_on_surface(parts))
    large = turned_back(shapely.MultiPolygon(list(parts[_is_in(points, boxes)])))
    plane = to_plane(large)
    small = _small(lands.fine, boxes)
    apart = list(small[~shapely.dwithin(small, plane, _SMALL_COAST_M)])
    if coast_m:
        rough = shapely.union_all([plane.simplify(coast_m), *apart])
        return stored(rough)
    whole = turned(large).union(turned(stored(shapely.MultiPolygon(apart)))) if apart else None
    return large if whole is None else turned_back(whole)


def _small(fine: BaseGeometry, boxes: Sequence[Bounds]) -> NDArray[np.object_]:
    parts = shapely.get_parts(fine)
    size = shapely.area(parts)
    parts = parts[(size >= _LEAST_M2) & (size < _COUNTS_M2)]
    points = shapely.get_coordinates(shapely.point_on_surface(parts))
    chosen = parts[_is_in(np.column_stack(unproject(*points.T)), boxes)]
    return np.asarray(shapely.simplify(chosen, _SMALL_COAST_M), dtype=object)


def _is_in(points: NDArray[np.float64], boxes: Sequence[Bounds]) -> NDArray[np.bool_]:
    lon, lat = points.T
    found = np.zeros(len(points), dtype=bool)
    for west, south, east, north in boxes:
        between = (lon - west) % 360 <= (east - west) % 360
        found |= between & (lat >= south) & (lat <= north)
    return found
