"""The shore that the stored seas leave, in lon/lat, in which stored edges are straight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.coastline.coast import COAST_LAT
from tools.storing import geojson

__all__ = ["WEST_LON", "areas", "land_of", "short_edged", "turned", "turned_back"]

WEST_LON = -11.0
"""Longitudes run eastwards from this meridian, which meets no land north of 33 degrees."""
_EDGE_DEG = 0.25
_THIN_DEG = 2e-4


def land_of(seas: Sequence[Mapping[str, Any]]) -> BaseGeometry:
    """Return what a coverage leaves of the globe north of its southern edge.

    Parameters
    ----------
    seas : sequence of mapping
        GeoJSON areas as they are stored.

    Returns
    -------
    shapely geometry
        In lon/lat as `turned` gives it.
    """
    window = shapely.box(WEST_LON, COAST_LAT, WEST_LON + 360, 90)
    return areas(short_edged(window).difference(shapely.union_all([turned(sea) for sea in seas])))


def turned(geometry: Mapping[str, Any]) -> BaseGeometry:
    """Turn a stored area to longitudes from 11 W eastwards, where no land is cut.

    Parameters
    ----------
    geometry : mapping
        GeoJSON, longitudes within 180 degrees.

    Returns
    -------
    shapely geometry
        In lon/lat, longitudes -11 to 349.
    """
    area = shapely.geometry.shape(dict(geometry))
    east = area.intersection(shapely.box(WEST_LON, 0, 180, 90))
    west = area.intersection(shapely.box(-180, 0, WEST_LON, 90))
    west = shapely.transform(west, lambda points: points + np.array([360, 0]))
    return areas(east.union(west))


def turned_back(land: BaseGeometry) -> dict[str, Any]:
    """Return land as it is stored, with every vertex that it has.

    Parameters
    ----------
    land : shapely geometry
        In lon/lat as `turned` gives it.

    Returns
    -------
    dict
        A GeoJSON area, split at 180 degrees.
    """
    east = land.intersection(shapely.box(WEST_LON, 0, 180, 90))
    west = land.intersection(shapely.box(180, 0, WEST_LON + 360, 90))
    west = shapely.transform(west, lambda points: points - np.array([360, 0]))
    return geojson([*shapely.get_parts(areas(east)), *shapely.get_parts(areas(west))])


def areas(geometry: BaseGeometry) -> BaseGeometry:
    """Keep polygons, without the hairs that rounding leaves between neighbours."""
    return shapely.MultiPolygon(
        [
            part
            for part in shapely.get_parts(geometry)
            if part.geom_type == "Polygon" and part.area > _THIN_DEG * part.length
        ]
    )


def short_edged(frame: BaseGeometry) -> BaseGeometry:
    """Cut a frame's long edges: the reader counts on none being longer than a stored coast's."""
    return shapely.segmentize(frame, _EDGE_DEG)
