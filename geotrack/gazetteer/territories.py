"""Places in a state, county or region: `Utqiaġvik, Alaska`, `Longyearbyen, Svalbard`."""

from __future__ import annotations

from collections.abc import Callable

import shapely

from folium_polar.geometry import to_plane
from geotrack.footprint.regions import Regions
from geotrack.gazetteer.packed import NamedPlace

__all__ = ["territory"]

_ROUND = 1.01  # distances in the plane are not quite the ground's


def territory(word: str, regions: Regions) -> Callable[[NamedPlace], bool] | None:
    """Return whether a place lies in a territory, None if the word names none.

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
        return bool(shapely.distance(plane, point) <= 1000 * _ROUND * place.radius_km)

    return reaches
