"""Which geometries a box meets, and the extent of many, without building each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.geojson.spelling import read_track
from folium_polar.geometry.plane import reduce_lon
from geotrack.errors import GeometryError
from geotrack.export.geometry import cut, flat_shape, lines_of, members
from geotrack.reading.geometry import positions_of
from geotrack.server.ogc.crs import CENTIMETRES, CODES, CRS84, in_crs

__all__ = ["BoxInCrs", "Geometries"]

Geometry = Mapping[str, Any]

_HALF_TURN, _WHOLE_TURN, _POLE = 180.0, 360.0, 90.0
# Degrees by which rounding may move an end of a box.
_ROUNDING = 1e-9
_EVERYWHERE = (-_HALF_TURN, -_POLE, _HALF_TURN, _POLE)


@dataclass(frozen=True)
class BoxInCrs:
    """A box of a coordinate system.

    Parameters
    ----------
    bounds : (x_min, y_min, x_max, y_max)
        Degrees, or metres of a polar system; in degrees a greater west crosses 180°.
    crs : str
        URI of the system.
    """

    bounds: tuple[float, float, float, float]
    crs: str = CRS84

    @cached_property
    def spans(self) -> tuple[tuple[float, float], ...]:
        """From west to east within -180 to 180, with the other spelling of 180° where it ends."""
        west, _, east, _ = self.bounds
        if east - west >= _WHOLE_TURN:
            return ((-_HALF_TURN, _HALF_TURN),)
        if not -_HALF_TURN <= west <= east <= _HALF_TURN:
            west, east = (float(reduce_lon(np.float64(lon))) for lon in (west, east))
        spans = [(west, _HALF_TURN), (-_HALF_TURN, east)] if west > east else [(west, east)]
        ends = {end for span in spans for end in span}
        return (*spans, *((-end, -end) for end in sorted(ends) if abs(end) == _HALF_TURN))

    @cached_property
    def shape(self) -> BaseGeometry:
        """The box in its system; in degrees a pole is all of its parallel."""
        west, south, east, north = self.bounds
        if self.crs != CRS84:
            return shapely.box(west, south, east, north)
        parts = [
            shapely.box(w, south, e, north)
            if w < e
            else shapely.LineString([(w, south), (e, north)])
            for w, e in self.spans
        ]
        poles = (lat for lat in (south, north) if abs(lat) == _POLE)
        parts += [shapely.LineString([(-_HALF_TURN, lat), (_HALF_TURN, lat)]) for lat in poles]
        return shapely.GeometryCollection(parts)

    def meets(self, geometry: Geometry) -> bool:
        """Return whether a geometry in lon/lat, WGS 84, meets the box, as it is served."""
        served = in_crs(geometry, self.crs)
        if served is None:  # the geometry reaches beyond the coordinates of the system
            return False
        shape = flat_shape(served) if self.crs == CRS84 else shapely.geometry.shape(served)
        return bool(shapely.intersects(self.shape, shape))


class Geometries:
    """Many GeoJSON geometries in lon/lat, WGS 84.

    Parameters
    ----------
    geometries : sequence of mapping
        n sound geometries.

    Attributes
    ----------
    bounds : numpy.ndarray of shape (n, 4)
        West, south, east and north of each, degrees: -180 and 180 for one that crosses 180° or
        encloses a pole.
    """

    def __init__(self, geometries: Sequence[Geometry]) -> None:
        self._geometries = geometries
        positions = [np.array([p[:2] for p in positions_of(geometry)]) for geometry in geometries]
        sizes = [len(points) for points in positions]
        self._owner = np.repeat(np.arange(len(positions)), sizes)
        self._lon_lat = np.concatenate([np.empty((0, 2)), *positions])
        is_wrapped = np.abs(self._lon_lat[:, 0]) > _HALF_TURN
        self._lon_lat[is_wrapped, 0] = reduce_lon(self._lon_lat[is_wrapped, 0])
        bounds_list = [_bounds(*geometry) for geometry in zip(geometries, positions, strict=True)]
        self.bounds = np.array(bounds_list, dtype=np.float64).reshape(-1, 4)

    def meet(self, box: BoxInCrs) -> NDArray[np.bool_]:
        """Return which of them meet a box.

        Most do because one of their positions does, or do not because their bounds do not; only the
        others are built.
        """
        do_meet = np.zeros(len(self._geometries), dtype=bool)
        x, y = _moved(self._lon_lat, box.crs)
        shape = box.shape
        shapely.prepare(shape)
        do_meet[self._owner[np.asarray(shapely.intersects_xy(shape, x, y), dtype=bool)]] = True
        for n in np.flatnonzero(~do_meet & self._may_meet(box)).tolist():
            if self._geometries[n]["type"] not in {"Point", "MultiPoint"}:
                do_meet[n] = box.meets(self._geometries[n])
        return do_meet

    def _may_meet(self, box: BoxInCrs) -> NDArray[np.bool_]:
        west, south, east, north = box.bounds
        if box.crs == CRS84:
            w, s, e, n = self.bounds.T
            beside = [(w <= last) & (e >= first) for first, last in box.spans]
            at_a_pole = (n == _POLE) & (north == _POLE) | (s == -_POLE) & (south == -_POLE)
            may: NDArray[np.bool_] = (
                np.any(beside, axis=0) & (s <= north) & (n >= south) | at_a_pole
            )
            return may
        back = Transformer.from_crs(CODES[box.crs], "EPSG:4326", always_xy=True)
        _, lat = back.transform([west, west, east, east], [south, north, south, north])
        # The corners are what is farthest from the pole.
        farthest: NDArray[np.bool_] = self.bounds[:, 3] >= np.nan_to_num(np.min(lat), nan=-_POLE)
        return farthest


def _bounds(geometry: Geometry, positions: NDArray[np.float64]) -> tuple[float, ...]:
    """Return west, south, east and north of a geometry as it is served."""
    if not len(positions):
        return _EVERYWHERE
    lon, lat = positions.T
    south, north = float(lat.min()), float(lat.max())
    # The bounds of most shapes, also of several parts, are those of their vertices.
    steps = np.abs(np.diff(lon))
    if np.abs(lon).max() > _HALF_TURN or steps.max(initial=0.0) >= _HALF_TURN or north == _POLE:
        try:
            spans = [_span(*line) for part in members(geometry) for line in lines_of(part)]
        except GeometryError:
            return _EVERYWHERE
        if any(encloses for _, _, encloses in spans):
            south, north = (-_POLE, north) if north < 0 else (south, _POLE)
        spans += [(x, x, False) for x in _points(geometry)]
        return min(span[0] for span in spans), south, max(span[1] for span in spans), north
    return float(lon.min()), south, float(lon.max()), north


def _span(line: Any, is_ring: bool) -> tuple[float, float, bool]:
    """Return west and east of a line or ring, and whether a ring encloses a pole."""
    track = read_track(line, "ring" if is_ring else "line")
    at_pole = np.abs(track.lat) == _POLE
    # At a pole an edge has the longitude of its other end.
    start = np.where(at_pole[:-1], track.lon[1:], track.lon[:-1])
    step = np.where(at_pole[:-1] | at_pole[1:], 0.0, track.step)
    start = np.where(
        (np.abs(start) == _HALF_TURN) & (step != 0), -np.sign(step) * _HALF_TURN, start
    )
    # An edge along 180° is spelt as the vertex that it joins, 180 or -180.
    runs = (step != 0) | (np.abs(start) != _HALF_TURN)
    if not is_ring and not runs.all():  # as it is served
        west, _, east, _ = flat_shape(cut({"type": "LineString", "coordinates": line})).bounds
        return west, east, False
    ends = np.concatenate([start[runs], (start + step)[runs]]) if runs.any() else start
    if np.abs(ends).max() <= _HALF_TURN + _ROUNDING:
        return float(ends.min()), float(ends.max()), False
    return -_HALF_TURN, _HALF_TURN, is_ring and abs(step.sum()) > _HALF_TURN


def _points(geometry: Geometry) -> list[float]:
    longitudes = [p[0] for part in members(geometry) if "Point" in part["type"]
             for p in positions_of(part)]  # fmt: skip
    return [x if abs(x) <= _HALF_TURN else float(reduce_lon(np.float64(x))) for x in longitudes]


def _moved(lon_lat: NDArray[np.float64], crs: str) -> tuple[Any, Any]:
    if crs == CRS84:
        return lon_lat[:, 0], lon_lat[:, 1]
    x, y = _transformer(crs).transform(lon_lat[:, 0], lon_lat[:, 1])
    return np.round(x, CENTIMETRES), np.round(y, CENTIMETRES)  # as they are served


@lru_cache
def _transformer(crs: str) -> Transformer:
    return Transformer.from_crs("EPSG:4326", CODES[crs], always_xy=True)
