"""Places and regions of a workspace's layers as named places, and places in one of its regions."""

from __future__ import annotations

import math
from collections.abc import Callable

import shapely

from folium_polar.geometry import distance_m, to_plane, unproject
from geotrack.footprint.regions import Regions
from geotrack.gazetteer.packed import NamedPlace
from geotrack.model import LayerFeature

__all__ = [
    "OWN_ISLAND_KM",
    "is_island",
    "own_place",
    "region_place",
    "territory",
    "unplaced_region",
]

# Extent of a workspace's place, kilometres from its point, if no region has its name.
_OWN_KM = 5.0
OWN_ISLAND_KM = 40.0
"""Extent of a workspace's island, kilometres from its point, if no region has its name."""
# Factor: distances to the middle of a circle in the plane are not exactly those on the ground.
_CIRCLE_MARGIN = 1.005
# Factor: distances in the plane are at most 1 % shorter than those on the ground.
_PLANE_MARGIN = 1.01


def is_island(place: LayerFeature, region: LayerFeature | None) -> bool:
    """Return whether a place is an island of which a region of its name has the outline."""
    return region is not None and "island" in (place.kind or "")


def unplaced_region(region: LayerFeature) -> NamedPlace:
    """Return a region as a place without a position, whose computation would take time."""
    nan = math.nan
    return NamedPlace(region.id, region.name, region.kind or "", "", nan, nan, nan, "")


def own_place(place: LayerFeature) -> NamedPlace:
    """Return a place of a workspace's layers, a Point, with its extent."""
    lon, lat, *_ = place.geometry["coordinates"]
    reach = OWN_ISLAND_KM if "island" in (place.kind or "") else _OWN_KM
    country = "/".join(place.country)
    return NamedPlace(
        place.id, place.name, place.kind or "", country, lon, lat, reach, place.source or ""
    )


def region_place(region: LayerFeature) -> NamedPlace:
    """Return a region as the smallest circle round it."""
    middle = shapely.minimum_bounding_circle(region.plane).centroid
    lon, lat = (round(float(v), 4) for v in unproject(middle.x, middle.y))
    corners = shapely.get_coordinates(region.plane)
    distances = distance_m(lon, lat, *unproject(corners[:, 0], corners[:, 1]))
    reach = math.ceil(float(distances.max()) / 1000 * _CIRCLE_MARGIN)
    return NamedPlace(region.id, region.name, region.kind or "", "", lon, lat, reach, "")


def territory(word: str, regions: Regions) -> Callable[[NamedPlace], bool] | None:
    """Return the test of whether a place lies in a region; None if the word names no region.

    Parameters
    ----------
    word : str
        A region by id, name or alias.
    regions : Regions
        The regions of the workspace. A place lies in one if it reaches it.
    """
    region = regions.find_with_shape(word)
    if region is None:
        return None
    plane = region.plane

    def reaches(place: NamedPlace) -> bool:
        if not place.is_placed:
            return False
        point = to_plane({"type": "Point", "coordinates": [place.lon, place.lat]})
        return bool(shapely.distance(plane, point) <= 1000 * _PLANE_MARGIN * place.radius_km)

    return reaches
