"""The extent of a map's content in longitude and latitude, also across 180°."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from numbers import Real
from typing import Any

import folium
from branca.element import Element
from folium.raster_layers import ImageOverlay

from folium_polar.folium_elements.geojson import geojson_of
from folium_polar.folium_elements.plugins import has_class

__all__ = ["Arc", "extent", "parts", "tree"]

# Degrees.
TURN = 360
# Degrees within which a longitude counts as 180: files that avoid it write 179.999999.
SNAP = 1e-6
# Degrees by which sums of longitudes miss the decimal that is meant.
SUM_ERROR = 1e-12

Positions = Sequence[Sequence[float]]
Arc = tuple[float, float]
"""The western end and the width to the east, degrees."""


def extent(root: Element) -> list[list[float | None]]:
    """Return the smallest box of an element and its children.

    Parameters
    ----------
    root : Element
        A map, a group or a layer.

    Returns
    -------
    [[south, west], [north, east]]
        Degrees; west is greater than east if the box crosses 180°; all ``None`` without any
        position.
    """
    lats: list[float] = []
    arcs: list[Arc] = []
    for element in tree(root):
        for lines_lats, arc in parts(element):
            lats += lines_lats
            arcs.append(arc)
    if not arcs:
        return [[None, None], [None, None]]
    west, east = _narrowest(arcs)
    return [[min(lats), west], [max(lats), east]]


def tree(element: Element) -> Iterator[Element]:
    """Yield an element and all that it contains."""
    yield element
    for child in element._children.values():
        yield from tree(child)


def parts(element: Any) -> Iterator[tuple[Sequence[float], Arc]]:
    """Yield latitudes and an arc of longitudes for each line, area or place of an element."""
    if has_class(element, "HeatMap") or has_class(element, "FastMarkerCluster"):
        yield from (([lat], (lon, 0)) for lat, lon, *_ in element.data)
    elif has_class(element, "HeatMapWithTime"):
        yield from (([lat], (lon, 0)) for frame in element.data for lat, lon, *_ in frame)
    elif (geojson := geojson_of(element)) is not None:
        data, is_written = geojson
        for line in _lines(data):
            lons, lats = zip(*(position[:2] for position in line), strict=True)
            yield lats, _arc(lons, lats, is_written=is_written)
    elif isinstance(element, folium.vector_layers.BaseMultiLocation):
        closed = isinstance(element, folium.Polygon)
        for line in _lines(element.locations):
            lats, lons = zip(*line, *(line[:1] if closed else ()), strict=True)
            yield lats, _arc(lons, lats, is_written=False)
    elif getattr(element, "location", ()) is not None:  # as of the marker of a GeoJson layer
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


def _arc(lons: Sequence[float], lats: Sequence[float], *, is_written: bool) -> Arc:
    """Return the arc of longitudes of a line, with edges as by `unwrap` of densify.js."""
    lons = [_snapped(lon) for lon in lons]
    steps = [lon - before for before, lon in pairwise(lons)]
    runs = [
        0 if abs(step) == TURN else step - (0 if is_written else TURN * round(step / TURN))
        for step in steps
    ]
    place, reached = lons[0], {lons[0]}
    for i, step in enumerate(steps):
        # A whole turn along a parallel; otherwise 180 and -180 are one meridian.
        beside = [run * step for run in (*runs[max(i - 1, 0) : i], *runs[i + 1 : i + 2])]
        against = min(beside, default=0) < 0 and max(beside, default=0) <= 0
        is_full = abs(step) == TURN and lats[i] == lats[i + 1] and not against
        place += step if is_full else runs[i]
        reached.add(place)
    return min(reached), max(reached) - min(reached)


def _snapped(lon: float) -> float:
    """Round 179.999999 to 180, as files write that avoid 180."""
    rounded = round(lon)
    return rounded if rounded % TURN == TURN / 2 and abs(lon - rounded) <= SNAP else lon


def _narrowest(arcs: Iterable[Arc]) -> tuple[float, float]:
    """Return the western and the eastern end of all arcs, outside the widest gap between them."""
    ordered = sorted(((west + TURN / 2) % TURN - TURN / 2, width) for west, width in arcs)
    reach = max(west + width for west, width in ordered) - TURN
    gaps = []
    for west, width in ordered:
        gaps.append((west - reach, west))
        reach = max(reach, west + width)
    gap, west = max(gaps)
    if gap <= 0:
        return -180.0, 180.0
    east = west + TURN - gap
    return -_at_least(-west), _at_least(east if east <= TURN / 2 else east - TURN)


def _at_least(lon: float) -> float:
    """Round up to nine decimals, a tenth of a millimetre, without the errors of sums."""
    rounded = round(lon, 9)
    return rounded if rounded >= lon - SUM_ERROR else round(rounded + 1e-9, 9)
