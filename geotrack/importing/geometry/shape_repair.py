"""Repair of invalid geometries: lines of one position, open rings, rings of too few positions.

The positions are kept, as the geometry that they can form.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from geotrack.importing.limits import MOST_DEPTH
from geotrack.messages import Message

__all__ = ["Tree", "build_shape", "read_wkb", "read_wkt", "repair"]

# Types of geometry by their codes in WKB.
_KINDS = {
    1: "Point", 2: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString",
    6: "MultiPolygon", 7: "GeometryCollection",
}  # fmt: skip
# shapely's number of the type GeometryCollection.
_COLLECTION = 7
# ISO 13249-3 adds 1000 for heights, 2000 for measures; PostGIS sets bits.
_THOUSAND, _HEIGHTS, _MEASURES = 1000, 0x80000000, 0x40000000
# Numbers of a position without height and measure.
_LONLAT = 2
_BRACKETS = re.compile(r"[()]")
# Positions of a ring at least: a triangle, closed.
_IN_A_RING = 4

Position = tuple[float, ...]
Tree = tuple[str, list[Any]]
"""Type of a geometry, and its positions, rings or parts."""


def read_wkb(blobs: Sequence[bytes | None]) -> tuple[list[Any], dict[int, list[str]]]:
    """Return geometries of WKB, and notes about repaired ones by index.

    Parameters
    ----------
    blobs : sequence of bytes or None
        ISO WKB, or that of PostGIS.

    Raises
    ------
    shapely.errors.ShapelyError
        A blob is not WKB.
    """
    import numpy as np
    import shapely

    # Infinite positions are reported later, with their row.
    with np.errstate(invalid="ignore", over="ignore"):
        shapes = list(shapely.from_wkb(blobs, on_invalid="ignore"))
    odd: dict[int, list[str]] = {}
    for n, (shape, blob) in enumerate(zip(shapes, blobs, strict=True)):
        if shape is None and blob is not None:
            try:
                tree = _Wkb(blob).tree()
            except (struct.error, IndexError, KeyError, RecursionError):
                raise shapely.errors.GEOSException("a shape is no WKB") from None
            shapes[n], odd[n] = build_shape(tree)
    return shapes, odd


def read_wkt(text: str) -> Any:
    """Return the geometry of a WKT.

    Parameters
    ----------
    text : str
        WKT. Deeply nested collections are refused: GEOS parses them recursively and would crash.

    Raises
    ------
    shapely.errors.ShapelyError
        The text is not WKT.
    """
    import numpy as np
    import shapely

    if text.count("(") > MOST_DEPTH:
        steps = (1 if c == "(" else -1 for c in _BRACKETS.findall(text))
        if max(accumulate(steps)) > MOST_DEPTH:
            raise shapely.errors.GEOSException(
                f"brackets stand more than {MOST_DEPTH} deep in one another"
            )
    # Infinite positions are reported later, with their row.
    with np.errstate(invalid="ignore", over="ignore"):
        return shapely.from_wkt(text)


def repair(shapes: Sequence[Any]) -> tuple[list[Any], dict[int, list[str]]]:
    """Return geometries without empty or invalid parts, and notes about repaired ones by index.

    Parameters
    ----------
    shapes : sequence of shapely geometry or None
        Valid geometries are returned unchanged.

    Returns
    -------
    list of shapely geometry or None
        None for an empty geometry.
    dict of int to list of str
        Notes by index.
    """
    import numpy as np
    import shapely

    parts, shape_index = shapely.get_parts(shapes, return_index=True)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    doubtful = shapely.is_empty(parts) | (shapely.get_type_id(parts) == _COLLECTION)
    doubtful[of_part[shapely.get_num_coordinates(rings) < _IN_A_RING]] = True
    repaired, odd = list(shapes), dict[int, list[str]]()
    for n in np.unique(shape_index[doubtful]).tolist():
        repaired[n], odd[n] = build_shape(_tree_of(shapes[n]))
    return [None if s is None or s.is_empty else s for s in repaired], {
        n: o for n, o in odd.items() if o
    }


def build_shape(tree: Tree) -> tuple[Any, list[str]]:
    """Return the geometry of a tree, None if it has no position, and notes."""
    odd: list[str] = []
    return _whole(tree, odd), odd


def _whole(tree: Tree, odd: list[str]) -> Any:
    """Return the geometry of a tree, without parts that have no position."""
    import shapely

    kind, inside = tree
    if kind == "Point":
        return shapely.Point(inside[0]) if inside else None
    if kind == "LineString":
        return _line(inside, odd)
    if kind == "Polygon":
        return _area(inside, odd)
    parts = [part for inner in inside if (part := _whole(inner, odd)) is not None]
    if not parts:
        return None
    types = {part.geom_type for part in parts}
    if kind == "GeometryCollection" or len(types) > 1:
        return shapely.GeometryCollection(parts)
    several = f"Multi{types.pop()}"
    return getattr(shapely, several)(parts) if len(parts) > 1 or several == kind else parts[0]


def _line(positions: list[Any], odd: list[str]) -> Any:
    import shapely

    if len(positions) == 1:
        odd.append(Message("a line of one position became a point"))
        return shapely.Point(positions[0])
    return shapely.LineString(positions) if positions else None


def _area(rings: list[list[Any]], odd: list[str]) -> Any:
    """Return a polygon of its rings; a line or point where they have too few positions."""
    import shapely

    closed = [_closed(ring, odd) for ring in rings]
    outer = closed[0] if closed else []
    if len(outer) < _IN_A_RING:
        several = list(dict.fromkeys(outer))
        if several:
            is_point = len(several) == 1
            template = (
                "an area of too few positions became a point"
                if is_point
                else "an area of too few positions became a line"
            )
            odd.append(Message(template))
        return _line(several, [])
    holes = [ring for ring in closed[1:] if len(ring) >= _IN_A_RING]
    if len(holes) < sum(map(bool, closed[1:])):
        odd.append(Message("a hole of too few positions was left out"))
    return shapely.Polygon(outer, holes)


def _closed(ring: list[Any], odd: list[str]) -> list[Any]:
    if not ring or ring[0] == ring[-1]:
        return ring
    if len(ring) >= _IN_A_RING - 1:
        odd.append(Message("a ring without an end was closed"))
    return [*ring, ring[0]]


def _tree_of(shape: Any) -> Tree:
    kind = shape.geom_type.replace("LinearRing", "LineString")
    if hasattr(shape, "geoms"):
        return kind, [_tree_of(part) for part in shape.geoms]
    if kind == "Polygon":
        return kind, [_positions(ring) for ring in (shape.exterior, *shape.interiors)]
    return kind, _positions(shape)


def _positions(shape: Any) -> list[Position]:
    import shapely

    has_height = bool(shapely.has_z(shape))
    return [tuple(p) for p in shapely.get_coordinates(shape, include_z=has_height).tolist()]


@dataclass
class _Wkb:
    """Reads WKB from an offset in bytes."""

    data: bytes
    at: int = 0

    def tree(self) -> Tree:
        """Return the content of the next geometry."""
        order = "<" if self.data[self.at] else ">"
        self.at += 1
        (code,) = self._next(order, "I")
        thousands, number = divmod(code & 0xFFFF, _THOUSAND)
        spatial = _LONLAT + (bool(code & _HEIGHTS) or thousands in {1, 3})
        width = spatial + (bool(code & _MEASURES) or thousands in {2, 3})
        kind = _KINDS[number]

        def positions(count: int) -> list[Position]:
            numbers = self._next(order, "d", count * width)
            return [numbers[n : n + spatial] for n in range(0, len(numbers), width)]

        if kind == "Point":
            return kind, [p for p in positions(1) if not math.isnan(p[0])]
        (count,) = self._next(order, "I")
        if kind == "LineString":
            return kind, positions(count)
        if kind == "Polygon":
            return kind, [positions(*self._next(order, "I")) for _ in range(count)]
        return kind, [self.tree() for _ in range(count)]

    def _next(self, order: str, kind: str, count: int = 1) -> tuple[Any, ...]:
        form = f"{order}{count}{kind}"
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values
