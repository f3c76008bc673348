"""The box of longitudes and latitudes that holds a map's content, also where it crosses 180°."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from numbers import Real
from typing import Any

import folium
from branca.element import Element
from folium.raster_layers import ImageOverlay

__all__ = ["extent"]

TURN = 360

Positions = Sequence[Sequence[float]]
Arc = tuple[float, float]
"""A western end and the degrees from there to the east."""


def extent(root: Element) -> list[list[float | None]]:
    """
    Give the smallest box that holds an element and its children.

    Parameters
    ----------
    root : Element
        A map, a group or a layer.

    Returns
    -------
    [[south, west], [north, east]]
        Degrees; west is greater than east where the box crosses 180°, and all are ``None`` where
        nothing has a place.
    """
    lats: list[float] = []
    arcs: list[Arc] = []
    for element in _tree(root):
        for lines_lats, arc in _parts(element):
            lats += lines_lats
            arcs.append(arc)
    if not arcs:
        return [[None, None], [None, None]]
    west, east = _narrowest(arcs)
    return [[min(lats), west], [max(lats), east]]


def _tree(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _tree(child)


def _parts(element: Any) -> Iterator[tuple[Sequence[float], Arc]]:
    """Yield latitudes and an arc of longitudes for each line, area or place of an element."""
    if isinstance(element, folium.GeoJson):
        for line in _lines(element.data):
            lons = [position[0] for position in line]
            yield [position[1] for position in line], (min(lons), max(lons) - min(lons))
    elif isinstance(element, (folium.PolyLine, folium.Polygon)):
        closed = isinstance(element, folium.Polygon)
        for line in _lines(element.locations):
            lons = _unwrapped([position[1] for position in line], closed=closed)
            yield [position[0] for position in line], (min(lons), max(lons) - min(lons))
    else:
        corners = element.locations if isinstance(element, folium.Rectangle) else None
        corners = element.bounds if isinstance(element, ImageOverlay) else corners
        (south, west), (north, east) = corners or element._get_self_bounds()
        if None not in (south, west, north, east):
            width = east - west if east >= west else east - west + TURN
            yield (south, north), (west, width)


def _lines(value: Any) -> Iterator[Positions]:
    """Yield the positions of each line, ring or point in nested lists or GeoJSON."""
    if isinstance(value, Mapping):
        for key in ("features", "geometry", "geometries", "coordinates"):
            for line in _lines(value.get(key) or ()):
                yield from ([place] for place in line) if "Point" in value["type"] else [line]
    elif value and isinstance(value[0], Real):
        yield [value]
    elif value and isinstance(value[0], Sequence) and isinstance(value[0][0], Real):
        yield value
    else:
        for part in value:
            yield from _lines(part)


def _unwrapped(lons: list[float], *, closed: bool) -> list[float]:
    """Go from each longitude to the next as an edge on the map does (`unwrap` of densify.js)."""
    found = lons[:1]
    for before, lon in pairwise([*lons, *lons[:1]] if closed else lons):
        step = lon - before
        found.append(found[-1] + step - (0 if abs(step) == TURN else TURN * round(step / TURN)))
    return found


def _narrowest(arcs: Iterable[Arc]) -> tuple[float, float]:
    """Give the western and the eastern end of all arcs, from the widest gap between them on."""
    ordered = sorted(((west + TURN / 2) % TURN - TURN / 2, width) for west, width in arcs)
    reach = max(west + width for west, width in ordered) - TURN
    gaps = []
    for west, width in ordered:
        gaps.append((west - reach, west))
        reach = max(reach, west + width)
    gap, west = max(gaps)
    if gap <= 0:
        return -180.0, 180.0
    # Nine decimals are a tenth of a millimetre, and leave out what the sums above have rounded.
    east = west + TURN - gap
    return round(west, 9), round(east if east <= TURN / 2 else east - TURN, 9)
