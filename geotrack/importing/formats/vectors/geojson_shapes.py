"""Geometries of GeoJSON as shapely geometries; an invalid one is a fault of its Feature."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from geotrack.errors import shorten
from geotrack.importing.disk_lists import chunks_of
from geotrack.importing.geometry.shape_repair import Tree, build_shape
from geotrack.messages import Message
from geotrack.notation import number_of

__all__ = ["GEOMETRIES", "GeoJsonShape", "are_degrees", "read_shape"]

GEOMETRIES = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection", "LinearRing",
)  # fmt: skip
"""Types of geometries; `LinearRing` is none of GeoJSON, but some programs write it."""

# Numbers of a position, without and with its height.
_LONLAT, _WITH_HEIGHT = 2, 3
# Letters of JSON in a message at most.
_LONGEST = 40
# Limits of a position, degrees; longitudes may go once round the globe.
_FARTHEST_LON, _POLE = 360.0, 90.0
# The kind of each part of a geometry of several.
_PARTS_OF = {"MultiPoint": "Point", "MultiLineString": "LineString", "MultiPolygon": "Polygon"}


class _ShapeError(ValueError):
    """A geometry that cannot be read; its text says why."""


class GeoJsonShape(NamedTuple):
    """A geometry that was read.

    Parameters
    ----------
    geometry : shapely geometry or None
        None if there is none, or it cannot be read.
    positions : int
        The number of positions.
    is_read : bool
        Whether it could be read.
    """

    geometry: Any = None
    positions: int = 0
    is_read: bool = True


def read_shape(geometry: Any, faults: list[str]) -> GeoJsonShape:
    """Return the geometry of a Feature.

    Parameters
    ----------
    geometry : object
        The member `geometry` of a Feature; None for none.
    faults : list of str
        Faults are appended to it.
    """
    if geometry is None:
        return GeoJsonShape()
    reader = _Reader()
    try:
        shape, odd = build_shape(reader.tree(geometry))
    except _ShapeError as error:
        kept = Message("; it has no geometry, and 'unread_geometry' keeps it")
        faults.append(Message("{problem}{kept}", error.args[0], kept))
        return GeoJsonShape(None, reader.count, False)
    faults += odd
    if shape is None:
        faults.append(Message("a {kind} without coordinates has no position", geometry["type"]))
    faults += reader.notes
    return GeoJsonShape(shape, reader.count)


def are_degrees(shapes: Sequence[Any]) -> bool:
    """Return whether the coordinates of most geometries can be degrees."""
    import numpy as np
    import shapely

    most = np.array([_FARTHEST_LON, _POLE, _FARTHEST_LON, _POLE])
    count = good = 0
    for part in chunks_of(shapes):
        bounds = shapely.bounds([s for s in part if s is not None])
        count += len(bounds)
        good += int((np.abs(bounds) <= most).all(axis=1).sum()) if len(bounds) else 0
    return good >= count / 2


class _Reader:
    """Reads geometries; counts positions and collects notes."""

    def __init__(self) -> None:
        self.notes: dict[str, None] = {}
        self.count = 0

    def tree(self, geometry: Any) -> Tree:
        """Return a geometry as a tree of positions."""
        kind = geometry.get("type") if isinstance(geometry, Mapping) else None
        if not isinstance(geometry, Mapping) or kind not in GEOMETRIES:
            raise _ShapeError(Message("{value} is no geometry", _shown(kind or geometry)))
        if kind == "GeometryCollection":
            parts = geometry.get("geometries")
            if not isinstance(parts, list):
                raise _ShapeError(Message("a GeometryCollection without 'geometries'"))
            return kind, [self.tree(part) for part in parts if part is not None]
        inside = geometry.get("coordinates")
        if not isinstance(inside, list):
            raise _ShapeError(Message("a {kind} without 'coordinates'", kind))
        if kind == "LinearRing":
            self.notes[Message("a LinearRing became a line")] = None
        return self._of_kind(kind.replace("LinearRing", "LineString"), inside)

    def _of_kind(self, kind: str, inside: list[Any]) -> Tree:
        if kind in _PARTS_OF:
            return kind, [self._of_kind(_PARTS_OF[kind], _listed(kind, part)) for part in inside]
        if kind == "Point":
            return kind, [self._position(inside)] if inside else []
        if kind == "LineString":
            return kind, self._positions(inside)
        if inside and isinstance(inside[0], list) and _is_position(inside[0]):
            note = Message("a Polygon that is a bare ring became one of that ring")
            self.notes[note] = None
            inside = [inside]
        return kind, [self._positions(_listed(kind, ring)) for ring in inside]

    def _positions(self, values: list[Any]) -> list[Any]:
        positions = [self._position(value) for value in values]
        # The height of a position without one is NaN.
        wide = any(len(p) > _LONLAT for p in positions)
        return [(*p, math.nan) if wide and len(p) == _LONLAT else p for p in positions]

    def _position(self, value: Any) -> tuple[float, ...]:
        self.count += 1
        if not isinstance(value, list) or len(value) < _LONLAT:
            raise _ShapeError(Message("{value} is no position", _shown(value)))
        if len(value) > _WITH_HEIGHT:
            self.notes[Message("measures (M) are left out")] = None
        numbers = [self._number(v) for v in value[:_WITH_HEIGHT]]
        if None in numbers[:_LONLAT]:
            raise _ShapeError(Message("{value} is no position", _shown(value)))
        return tuple(n for n in numbers if n is not None)

    def _number(self, value: Any) -> float | None:
        if isinstance(value, str):
            self.notes[Message("its coordinates are text, and read as numbers")] = None
            return number_of(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        try:
            number = float(value)
        except OverflowError:
            return None
        return number if math.isfinite(number) else None


def _listed(kind: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _ShapeError(Message("{value} where a {kind} has a list", _shown(value), kind))
    return value


def _is_position(value: list[Any]) -> bool:
    return bool(value) and all(isinstance(v, (int, float, str)) for v in value)


def _shown(value: Any) -> str:
    return shorten(json.dumps(value, ensure_ascii=False), _LONGEST)
