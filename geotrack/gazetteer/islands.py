"""Islands as outlines: they precede places of their name on them; distances are to the shore."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import disc, distance_m, to_plane
from geotrack.coastline.coast import COAST_M, land_near
from geotrack.footprint.regions import ISLANDS
from geotrack.gazetteer.own_places import OWN_ISLAND_KM
from geotrack.gazetteer.packed import NamedPlace, bearers

__all__ = ["as_packed", "extent", "is_built", "without_those_on_islands"]

# Parts of the words for kinds of places that were built.
_BUILT = ("air", "base", "station", "radar")


def is_built(kind: str) -> bool:
    """Return whether a kind of place is an airfield, a base or a station."""
    return any(word in kind for word in _BUILT)


def without_those_on_islands(places: Sequence[NamedPlace]) -> list[NamedPlace]:
    """Return places of one name without those that lie on an island among them.

    Examples
    --------
    >>> from geotrack.gazetteer.packed import packed_named
    >>> main, other = packed_named("Bornholm")
    >>> [place.kind for place in without_those_on_islands([*main, *other])]
    ['island']
    """
    islands = [place for place in places if place.kind in ISLANDS]
    return [
        place
        for place in places
        if place in islands or not any(_contains(island, place) for island in islands)
    ]


def _contains(island: NamedPlace, place: NamedPlace) -> bool:
    """Return whether a place lies within the extent of an island."""
    metres = float(distance_m(island.lon, island.lat, place.lon, place.lat))
    return metres <= island.radius_km * 1000


def as_packed(place: NamedPlace) -> NamedPlace:
    """Return a workspace's island as the packed island of its name, if it lies on one.

    Id and name stay those of the workspace.
    """
    matches = (
        packed
        for packed in bearers(place.name).current
        if packed.kind in ISLANDS and _contains(packed, place)
    )
    packed = next(matches, None)
    return place if packed is None else replace(packed, id=place.id, name=place.name)


def extent(place: NamedPlace) -> BaseGeometry:
    """Return an island's land, of the packed coastline, in EPSG:6931; of other places the point.

    The point is also returned for an island that the coastline does not have, and for one of a
    workspace whose point is not on land.
    """
    point = to_plane({"type": "Point", "coordinates": [place.lon, place.lat]})
    if place.kind not in ISLANDS:
        return point
    area = disc(place.lon, place.lat, place.radius_km * 1000)
    around = area.buffer(COAST_M)
    land = shapely.get_parts(land_near(around.bounds))
    islands = land[shapely.covered_by(land, around)]
    # The extent of a workspace's island is an assumed one: other islands may lie in it.
    if place.radius_km == OWN_ISLAND_KM:
        islands = islands[shapely.dwithin(islands, point, COAST_M)]
    if not len(islands):
        return point
    # The kind `islands` is a group.
    return max(islands, key=shapely.area) if place.kind == "island" else shapely.union_all(islands)
