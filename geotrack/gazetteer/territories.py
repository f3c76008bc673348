"""Places in a state, county or region: `Utqiaġvik, Alaska`, `Longyearbyen, Svalbard`."""

from __future__ import annotations

from collections.abc import Callable

import shapely

from geotrack import polar
from geotrack.footprint.regions import Regions
from geotrack.gazetteer.packed import NamedPlace
from geotrack.i18n.folding import folded

__all__ = ["territory"]

_NORTH_OF = {"alaska": ("US", 50.0), "ak": ("US", 50.0)}
"""Country and southern limit, degrees north, of a territory that no layer has; the other states of
the United States end at 49.4° N."""
_ROUND = 1.01  # distances in the plane are not quite the ground's


def territory(word: str, regions: Regions) -> Callable[[NamedPlace], bool] | None:
    """Return whether a place lies in a territory, None if the word names none.

    Parameters
    ----------
    word : str
        A region of the layers by id, name or alias, or a state.
    regions : Regions
        The regions of the workspace. A place lies in one if it reaches it.
    """
    if limit := _NORTH_OF.get(folded(word)):
        country, south = limit
        return lambda place: country in place.country.split("/") and place.lat > south
    region = regions.find_with_shape(word)
    if region is None:
        return None
    plane = region.plane

    def reaches(place: NamedPlace) -> bool:
        if not place.is_placed:
            return False
        at = polar.to_plane({"type": "Point", "coordinates": [place.lon, place.lat]})
        return bool(shapely.distance(plane, at) <= 1000 * _ROUND * place.radius_km)

    return reaches
