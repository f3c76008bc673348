"""Regions of a page: their names with positions, and their outlines, simplified and packed."""

from __future__ import annotations

from collections.abc import Iterable

from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import to_lonlat
from folium_polar.geometry.packing import pack, packing_plane, parts_of
from folium_polar.geometry.simplify import simplified, tolerance_m
from geotrack.mapview.record.geometry import name_positions
from geotrack.model import LayerFeature
from geotrack.page.payload import RegionData
from geotrack.page.records import rounded_place

__all__ = ["packed_regions", "region_data", "region_tolerance_m"]

_STEP_M = 500


def region_data(region: LayerFeature) -> RegionData:
    """Return the name of a region and its positions."""
    label, *further = map(rounded_place, name_positions(region))
    return {"id": region.id, "name": region.name, "label": label, "further": further}


def packed_regions(regions: Iterable[LayerFeature]) -> str:
    """Return regions as one packed text, one layer for each, in order."""
    shapes = (to_lonlat(simplified(region.plane)) for region in regions)
    return pack([parts_of(packing_plane(shape), _STEP_M) for shape in shapes], _STEP_M)


def region_tolerance_m(shape: BaseGeometry) -> float:
    """Return by how much the packed outline of a region may be off, metres."""
    return round(tolerance_m(shape) + _STEP_M)
