"""Limits that a definition gives by positions: stored finer than a coast, as they are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Any

import numpy as np
import shapely

from tools.lines import Position
from tools.storing import point

__all__ = ["LIMIT_DECIMALS", "Limits"]

LIMIT_DECIMALS = 6
"""A tenth of a metre: what is within a metre of a border is inside."""

_STRAIGHT_DEG = 5e-6
"""A vertex is needed where a limit is off the straight line in lon/lat by more: 0.6 m."""
_BESIDE_DEG = 2e-4
"""A cut at a meridian leaves a vertex by a limit, rounded as a coast is."""
Ring = list[list[float]]


class Limits:
    """Lines that a region's limits are defined by.

    Parameters
    ----------
    lines : sequence of sequence of (lon, lat)
        Vertices of the limits, those that a definition names and those between them.
    as_cut : sequence of sequence of (lon, lat), optional
        The vertices by which the region was cut, where they are not the same.
    meridians, parallels : sequence of float
        Limits along which one ordinate stays the same.
    """

    def __init__(
        self,
        lines: Sequence[Sequence[Position]] = (),
        as_cut: Sequence[Sequence[Position]] | None = None,
        meridians: Sequence[float] = (),
        parallels: Sequence[float] = (),
    ) -> None:
        cuts = chain.from_iterable(lines if as_cut is None else as_cut)
        pairs = zip(cuts, chain.from_iterable(lines), strict=True)
        self._positions = {tuple(point(*cut)): point(*at, LIMIT_DECIMALS) for cut, at in pairs}
        self._lons = {point(lon, 0.0)[0]: round(lon, LIMIT_DECIMALS) for lon in meridians}
        self._lats = {point(0.0, lat)[1]: round(lat, LIMIT_DECIMALS) for lat in parallels}

    def put_back(self, geometry: Mapping[str, Any]) -> dict[str, Any]:
        """Return a stored area with its limits as they are defined, in place of rounded ones.

        Parameters
        ----------
        geometry : mapping
            A GeoJSON area as `stored` gives it.

        Returns
        -------
        dict
            A GeoJSON area; every vertex that is not of a limit is as it was.
        """
        rings = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            return {**geometry, "coordinates": [self._ring(ring) for ring in rings]}
        polygons = [[self._ring(ring) for ring in polygon] for polygon in rings]
        return {**geometry, "coordinates": polygons}

    def _ring(self, ring: Ring) -> Ring:
        is_limit = [tuple(at) in self._positions for at in ring]
        put = [self._put(at) for at in ring]
        kept: Ring = []
        for limit, run in groupby(_without_cuts(put, is_limit), key=lambda pair: pair[1]):
            line = [at for at, _ in run]
            kept += _straightened(line) if limit else line
        return kept

    def _put(self, at: list[float]) -> list[float]:
        lon, lat = at
        return self._positions.get((lon, lat)) or [
            self._lons.get(lon, lon),
            self._lats.get(lat, lat),
        ]


def _without_cuts(ring: Ring, is_limit: Sequence[bool]) -> Iterator[tuple[list[float], bool]]:
    """Leave out single vertices that stand beside a limit, between two of its own."""
    last = len(ring) - 1
    for n, (at, limit) in enumerate(zip(ring, is_limit, strict=True)):
        if not limit and 0 < n < last and is_limit[n - 1] and is_limit[n + 1]:
            chord = shapely.LineString([ring[n - 1], ring[n + 1]])
            if chord.distance(shapely.Point(at)) < _BESIDE_DEG:
                continue
        yield at, limit


def _straightened(line: Ring) -> Ring:
    if len(line) < 3:
        return line
    # A degree of longitude is shorter than one of latitude.
    flat = np.array([np.cos(np.radians(line[0][1])), 1.0])
    simple = shapely.simplify(shapely.LineString(np.array(line) * flat), _STRAIGHT_DEG)
    kept = {tuple(at) for at in (shapely.get_coordinates(simple) / flat).round(LIMIT_DECIMALS)}
    return [at for at in line if tuple(at) in kept]
