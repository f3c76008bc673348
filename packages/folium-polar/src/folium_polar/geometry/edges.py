"""Rhumb lines and geodesics as edges of areas and lines, with vertices where they curve in lon/lat.

A warning to shipping is plotted on a Mercator chart: its edges are rhumb lines. An edge of a NOTAM
is a geodesic, the default of AIXM. The difference is a few metres for a short edge, and kilometres
for a long one in the Arctic.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from folium_polar.messages import Message

__all__ = ["Edge", "geodesic_edge", "rhumb_edge", "trace"]

_POLE, _TURN, _HALF = 90.0, 360.0, 180.0
_TOLERANCE = 5e-4
"""Degrees of latitude: 55 m."""
_DEEPEST, _DECIMALS = 12, 9
_ECCENTRICITY = math.sqrt(0.00669437999014)
"""First eccentricity of WGS 84."""

LonLat = tuple[float, float]
"""Longitude and latitude, degrees; the longitude may be past 180."""
Edge = Callable[[LonLat, LonLat], Callable[[float], LonLat]]
"""Returns the places along an edge by parameters from 0 to 1."""


def trace(places: Sequence[LonLat], edge: Edge, tolerance: float = _TOLERANCE) -> list[LonLat]:
    """Return a line with vertices where its edges are curved.

    Parameters
    ----------
    places : sequence of (lon, lat)
        Degrees; the first again as the last for a ring.
    edge : Edge
        `rhumb_edge` or `geodesic_edge`.
    tolerance : float
        Largest distance of an edge from its chords in lon/lat, in degrees of latitude.

    Returns
    -------
    list of (lon, lat)
        Degrees; longitudes are continuous and may be past 180. The places given are among them.

    Raises
    ------
    ValueError
        An edge spans half a turn of longitude, so that its side is unknown.

    Examples
    --------
    >>> trace([(170, 70), (-170, 70)], rhumb_edge)
    [(170, 70), (190.0, 70)]
    >>> trace([(30, 85), (0, 90), (60, 85)], rhumb_edge)
    [(30, 85), (30, 90), (60, 90), (60, 85)]
    """
    closed = len(places) > 1 and places[0] == places[-1]
    if closed and abs(places[0][1]) == _POLE and abs(places[1][1]) != _POLE:
        places = [*places[1:], places[1]]  # the pole must not be the first
    line = list(_continuous(_with_pole(places)))
    traced = line[:1]
    for start, end in pairwise(line):
        straight = start[0] == end[0] or abs(start[1]) == abs(end[1]) == _POLE
        if not straight:
            traced += _inside(edge(start, end), (0.0, start), (1.0, end), tolerance)
        traced.append(end)
    if closed and traced[0][0] != traced[-1][0]:
        # A ring round the pole; its closing edge runs along 90 degrees.
        pole = math.copysign(_POLE, traced[0][1])
        traced += [(lon, pole) for lon in (traced[-1][0], sum(_ends(traced)) / 2, traced[0][0])]
        traced.append(traced[0])
    return traced


def _ends(line: Sequence[LonLat]) -> tuple[float, float]:
    return line[0][0], line[-1][0]


def rhumb_edge(start: LonLat, end: LonLat) -> Callable[[float], LonLat]:
    """Return the places of a rhumb line: straight on a Mercator chart of WGS 84.

    The parameter is linear in latitude. Source: Snyder (1987), equation 7-7.
    """
    (lon, lat), (lon_end, lat_end) = start, end
    first, last = _isometric(lat), _isometric(lat_end)

    def place(t: float) -> LonLat:
        lat_here = lat + t * (lat_end - lat)
        part = (_isometric(lat_here) - first) / (last - first) if lat != lat_end else t
        return lon + part * (lon_end - lon), lat_here

    return place


def _isometric(lat: float) -> float:
    phi = math.radians(lat)
    e = _ECCENTRICITY
    return math.asinh(math.tan(phi)) - e * math.atanh(e * math.sin(phi))


def geodesic_edge(start: LonLat, end: LonLat) -> Callable[[float], LonLat]:
    """Return the places of a geodesic of WGS 84; the parameter is linear in length."""
    from folium_polar.geometry.geodesy import ellipsoid

    azimuth, _, length = ellipsoid().inv(*start, *end)

    def place(t: float) -> LonLat:
        lon, lat, _ = ellipsoid().fwd(*start, azimuth, t * length)
        # Continuous along the shorter way from start to end.
        middle = (start[0] + end[0]) / 2
        return middle + math.remainder(lon - middle, _TURN), lat

    return place


def _inside(
    place: Callable[[float], LonLat],
    first: tuple[float, LonLat],
    last: tuple[float, LonLat],
    tolerance: float,
    depth: int = _DEEPEST,
) -> Iterator[LonLat]:
    """Yield the vertices between two places of an edge, each with its parameter."""
    t = (first[0] + last[0]) / 2
    middle = place(t)
    if depth == 0 or _off(first[1], last[1], middle) <= tolerance:
        return
    yield from _inside(place, first, (t, middle), tolerance, depth - 1)
    yield (round(middle[0], _DECIMALS), round(middle[1], _DECIMALS))
    yield from _inside(place, (t, middle), last, tolerance, depth - 1)


def _off(start: LonLat, end: LonLat, place: LonLat) -> float:
    """Return the distance of a place from a chord in lon/lat, in degrees of latitude."""
    scale = math.cos(math.radians(place[1]))
    x, y = (end[0] - start[0]) * scale, end[1] - start[1]
    across, along = (place[0] - start[0]) * scale, place[1] - start[1]
    length = math.hypot(x, y)
    return abs(x * along - y * across) / length if length else math.hypot(across, along)


def _continuous(places: Sequence[LonLat]) -> Iterator[LonLat]:
    lon = places[0][0]
    for place in places:
        step = math.remainder(place[0] - lon, _TURN)
        if abs(step) == _HALF and abs(place[1]) != _POLE:
            template = "an edge from {lon:g} to {next:g} degrees of longitude is half a turn"
            message = Message(template, lon, place[0])
            raise ValueError(message)
        lon = place[0] if abs(place[0] - lon) <= _HALF else lon + step
        yield lon, place[1]


def _with_pole(places: Sequence[LonLat]) -> list[LonLat]:
    """Return places in which the pole has the longitudes of its neighbours."""
    if not any(abs(lat) == _POLE for _, lat in places):
        return list(places)
    ring = len(places) > 1 and places[0] == places[-1]
    completed: list[LonLat] = []
    for n, (lon, lat) in enumerate(places):
        if abs(lat) != _POLE:
            completed.append((lon, lat))
            continue
        before = places[n - 1] if n else (places[-2] if ring else None)
        after = places[n + 1] if n + 1 < len(places) else (places[1] if ring else None)
        longitudes = [
            neighbour[0]
            for neighbour in (before, after)
            if neighbour and abs(neighbour[1]) != _POLE
        ]
        completed += [(longitude, lat) for longitude in dict.fromkeys(longitudes or [lon])]
    return completed
