"""Places and regions of a workspace's layers as named places."""

from __future__ import annotations

import math

import shapely

from folium_polar.geometry import distance_m, unproject
from geotrack.gazetteer.packed import NamedPlace
from geotrack.model import LayerFeature

__all__ = ["OWN_ISLAND_KM", "is_island", "own_place", "region_place", "unplaced_region"]

_OWN_KM, OWN_ISLAND_KM = 5.0, 40.0
"""How far a place or an island of a workspace reaches from its point, where no region has its
name."""
_CIRCLE = 1.005  # the plane's least circle is not quite the ground's


def is_island(place: LayerFeature, region: LayerFeature | None) -> bool:
    """Return whether a region of the same name says how far an island reaches."""
    return region is not None and "island" in (place.kind or "")


def unplaced_region(region: LayerFeature) -> NamedPlace:
    """Return a region as a place without a position, which takes no time."""
    nan = math.nan
    return NamedPlace(region.id, region.name, region.kind or "", "", nan, nan, nan, "")


def own_place(place: LayerFeature) -> NamedPlace:
    """Return a place of a workspace's layers, a Point, with how far it reaches."""
    lon, lat, *_ = place.geometry["coordinates"]
    reach = OWN_ISLAND_KM if "island" in (place.kind or "") else _OWN_KM
    country = "/".join(place.country)
    return NamedPlace(
        place.id, place.name, place.kind or "", country, lon, lat, reach, place.source or ""
    )


def region_place(region: LayerFeature) -> NamedPlace:
    """Return the least circle round a region."""
    middle = shapely.minimum_bounding_circle(region.plane).centroid
    lon, lat = (round(float(v), 4) for v in unproject(middle.x, middle.y))
    corners = shapely.get_coordinates(region.plane)
    distances = distance_m(lon, lat, *unproject(corners[:, 0], corners[:, 1]))
    reach = math.ceil(float(distances.max()) / 1000 * _CIRCLE)
    return NamedPlace(region.id, region.name, region.kind or "", "", lon, lat, reach, "")
