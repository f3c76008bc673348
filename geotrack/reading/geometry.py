"""Validation of GeoJSON geometries (RFC 7946, section 3.1)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any

from folium_polar.geometry import is_south, jumps, self_crossing, to_plane
from geotrack.errors import GeometryError
from geotrack.findings import Severity, shown
from geotrack.i18n.spelling import nearest
from geotrack.messages import Message, did_you_mean, one_of
from geotrack.model.place_text import degrees
from geotrack.reading.model_faults import Fault

__all__ = ["geometry_faults", "positions_of", "structure_faults"]

Path = tuple[str | int, ...]

_LEAST_OF_LINE = 2
_LEAST_OF_RING = 4  # the first is repeated
# Nesting depth of positions, and their minimum number in the innermost list; 0: any number. The
# minimum also tells lines from rings.
_DEPTHS = {
    "Point": (0, 1),
    "MultiPoint": (1, 0),
    "LineString": (1, _LEAST_OF_LINE),
    "MultiLineString": (2, _LEAST_OF_LINE),
    "Polygon": (2, _LEAST_OF_RING),
    "MultiPolygon": (3, _LEAST_OF_RING),
}
_LISTED = ("positions", "lines or rings", "polygons")
_MEASURED = 4  # longitude, latitude, height and a measure, as QGIS writes M geometries
_SIZES = (2, 3, _MEASURED)
_LEAST_CORNERS = 3
_POLE = 90.0
_HALF_TURN = 180.0
# A turn beyond 180.
_FURTHEST_LON = 540.0
# North of this latitude no position is suspected of being swapped.
_NOT_DOUBTED = 45.0
_ARCTIC = 60.0
# Degrees round 0, 0, where positions lie that are none.
_NULL_ISLAND = 0.01
_NO_PLACE = 'write the place, or "geometry": null where it is not known'
_METRES = 1000.0
_IN_METRES = "write degrees; if these are metres, reproject them to WGS 84 (EPSG:4326)"
_HOLE_OUTSIDE = "move it inside, or make it a Polygon of its own in a MultiPolygon"


def geometry_faults(geometry: Any) -> list[Fault]:
    """Return the faults of a GeoJSON geometry object.

    Parameters
    ----------
    geometry : Any
        The parsed value of a Feature's `geometry`, not null.

    Returns
    -------
    list of Fault
        Paths start inside the geometry (`coordinates`, 0, …); empty if it is valid.
    """
    faults = structure_faults(geometry)
    if any(f.severity is Severity.ERROR for f in faults):
        return faults
    return faults + list(_meaning(geometry, ()))


def structure_faults(geometry: Any) -> list[Fault]:
    """Return the faults of a geometry's structure: nesting, numbers, closed rings.

    Crossing rings are not checked; see `geometry_faults`.
    """
    return list(_structure(geometry, ()))


def _structure(geometry: Any, path: Path) -> Iterator[Fault]:
    """Yield faults of the type and the nesting of a geometry."""
    if not isinstance(geometry, dict):
        message: str = Message("{geometry} is not a geometry", shown(geometry))
        remedy = "write an object with 'type' and 'coordinates', or null"
        yield Fault(path, message, remedy, "geometry", geometry)
        return
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        if path:
            message = "a GeometryCollection stands inside another"
            remedy = "many programs refuse it; list its geometries in the outer one"
            type_path = (*path, "type")
            yield Fault(type_path, message, remedy, "collection-nested", kind, Severity.WARNING)
        parts = geometry.get("geometries")
        if not isinstance(parts, list) or not parts:
            yield _no_parts(geometry, path)
            return
        for n, part in enumerate(parts):
            yield from _structure(part, (*path, "geometries", n))
        return
    if not isinstance(kind, str) or kind not in _DEPTHS:
        guess = nearest(kind, _DEPTHS) if isinstance(kind, str) else None
        remedy = did_you_mean(guess, one_of(tuple(_DEPTHS)))
        type_path = (*path, "type") if "type" in geometry else path
        message = (
            Message("{kind} is not a geometry type", shown(kind))
            if kind
            else "a geometry without 'type'"
        )
        yield Fault(type_path, message, remedy, "geometry-type", kind)
        return
    if "coordinates" not in geometry:
        yield Fault(
            path, Message("a {kind} without coordinates", kind), "add 'coordinates'", "geometry"
        )
        return
    depth, least = _DEPTHS[kind]
    yield from _lists(geometry["coordinates"], (*path, "coordinates"), depth, least)


def _no_parts(geometry: dict[str, Any], path: Path) -> Fault:
    if "geometries" not in geometry:
        message = "a GeometryCollection without geometries"
        return Fault(path, message, "add 'geometries'", "geometry")
    parts = geometry["geometries"]
    message = Message("{parts} where a list of geometries is meant", shown(parts))
    remedy = _NO_PLACE if parts == [] else "write a list of geometries"
    return Fault((*path, "geometries"), message, remedy, "geometry", parts)


def _lists(value: Any, path: Path, depth: int, least: int) -> Iterator[Fault]:
    """Yield faults of nested lists of positions, `depth` levels deep."""
    if depth == 0:
        yield from _position(value, path)
        return
    if not isinstance(value, list) or not value:
        message = Message("{value} where a list of coordinates is meant", shown(value))
        remedy = _NO_PLACE if value == [] else "check the nesting of the brackets"
        yield Fault(path, message, remedy, "coordinates", value)
        return
    if _is_position(value):
        message = Message(
            "a position where a list of {listed} is meant", Message(_LISTED[depth - 1])
        )
        yield Fault(path, message, "check the nesting of the brackets", "coordinates", value)
        return
    if depth == 1 and _are_sound_positions(value):
        yield from _line_or_ring(value, path, least)
        return
    for n, item in enumerate(value):
        yield from _lists(item, (*path, n), depth - 1, least)


def _is_position(value: Any) -> bool:
    if not isinstance(value, list) or len(value) not in _SIZES:
        return False
    return all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in value)


def _are_sound_positions(value: list[Any]) -> bool:
    """Return whether all positions of a list are valid; fast path of `_position`."""
    if set(map(type, value)) != {list}:
        return False
    sizes = set(map(len, value))
    if not sizes <= set(_SIZES):
        return False
    numbers = list(chain.from_iterable(value))
    if not set(map(type, numbers)) <= {int, float}:
        return False
    # Slices take a fifth of the time of loops.
    size = sizes.pop()
    is_mixed = bool(sizes)
    lon = [p[0] for p in value] if is_mixed else numbers[::size]
    lat = [p[1] for p in value] if is_mixed else numbers[1::size]
    if max(map(abs, lat)) > _POLE or max(map(abs, lon)) > _FURTHEST_LON:
        return False
    # NaN passes the comparisons above.
    return not math.isnan(sum(lon) + sum(lat))


def _line_or_ring(positions: list[Any], path: Path, least: int) -> Iterator[Fault]:
    """Yield the fault of a line or ring of sound positions."""
    ring = least == _LEAST_OF_RING
    if ring and positions[0] != positions[-1]:
        first, last = positions[0], positions[-1]
        message: str = Message(
            "the ring is not closed: it starts at {first} and ends at {last}", first, last
        )
        remedy = "repeat the first position as the last"
        yield Fault(path, message, remedy, "ring-unclosed", last)
    elif len(positions) < least:
        noun = Message("ring" if ring else "line")
        message = Message(
            "a {what} of {positions}", noun, _counted(len(positions), "position", "positions")
        )
        rule = "ring-short" if ring else "line-short"
        yield Fault(path, message, Message("it needs at least {least}", least), rule)
    elif least == _LEAST_OF_LINE and _corners(positions) == 1:
        message = "a line that stays at one position"
        remedy = "it is taken as a Point; write one if it is one"
        yield Fault(path, message, remedy, "line-still", severity=Severity.WARNING)
    elif ring and _corners(positions) < _LEAST_CORNERS:
        message = Message(
            "a ring with {positions} encloses nothing",
            _counted(_corners(positions), "corner", "corners"),
        )
        yield Fault(path, message, "it needs at least 3", "ring-short")


def _counted(n: int, one: str, many: str) -> Message:
    return Message("{n} {what}", n, Message(one if n == 1 else many))


def _corners(positions: list[Any]) -> int:
    """Return the number of distinct positions, at most three."""
    corners: set[tuple[float, float]] = set()
    for position in positions:
        corners.add((position[0], position[1]))
        if len(corners) == _LEAST_CORNERS:
            break
    return len(corners)


def _position(value: Any, path: Path) -> Iterator[Fault]:
    """Yield faults of one position."""
    if not _is_position(value):
        yield _no_position(value, path)
        return
    lon, lat = value[0], value[1]
    if not -_POLE <= lat <= _POLE:
        swapped = abs(lon) <= _POLE and abs(lat) <= _HALF_TURN
        hint = (
            Message("; if the two are swapped, write [{lat}, {lon}]", shown(lat), shown(lon))
            if swapped
            else ""
        )
        remedy: str = Message("latitude goes from -90 to 90{hint}", hint)
        yield Fault(
            (*path, 1),
            Message("latitude {lat} is off the globe", shown(lat)),
            remedy,
            "latitude",
            lat,
        )
    if not abs(lon) <= _FURTHEST_LON:  # so that NaN is caught too
        message = Message("longitude {lon} is more than a turn past 180", shown(lon))
        remedy = _IN_METRES if abs(lon) > _METRES else "write it between -180 and 180"
        yield Fault((*path, 0), message, remedy, "longitude", lon)


def _no_position(value: Any, path: Path) -> Fault:
    if value == []:
        return Fault(path, "an empty list is not a position", _NO_PLACE, "position", value)
    if isinstance(value, list) and len(value) in _SIZES:
        odd = next(v for v in value if not isinstance(v, (int, float)) or isinstance(v, bool))
        message = Message("{odd} in a position is not a number", shown(odd))
        return Fault(path, message, "write longitude and latitude as numbers", "position", value)
    message = Message("{value} is not a position", shown(value))
    return Fault(path, message, "write [longitude, latitude]", "position", value)


def _meaning(geometry: dict[str, Any], path: Path) -> Iterator[Fault]:
    """Yield faults of a geometry of sound structure: crossing rings, long edges, the south."""
    if geometry["type"] == "GeometryCollection":
        for n, part in enumerate(geometry["geometries"]):
            yield from _meaning(part, (*path, "geometries", n))
        return
    where = (*path, "coordinates")
    yield from _places(geometry, where)
    try:
        if is_south(geometry):
            remedy = "it is kept and listed, but region questions do not judge it"
            message = "it reaches south of the equator"
            yield Fault(path, message, remedy, "south", severity=Severity.WARNING)
            return
        crossing, places = self_crossing(geometry), jumps(geometry)
        if crossing is None and geometry["type"].endswith("Polygon"):
            to_plane(geometry)  # raises for a ring that encloses nothing
    except GeometryError as error:
        yield Fault((*where, *error.path), error.problem, error.remedy, error.rule)
        return
    if crossing:
        yield from _misplaced_holes(geometry, where) or [_crossing(where, crossing)]
    for part, n in places:
        message = "an edge spans more than 180 degrees; it is taken the short way"
        remedy = "split the shape at 180, or add a vertex between"
        yield Fault((*where, *part, n), message, remedy, "jump", severity=Severity.WARNING)


def _crossing(where: Path, place: tuple[float, float]) -> Fault:
    message = Message(
        "its rings cross themselves or each other at {place}", partial(degrees, *place)
    )
    return Fault(where, message, "move a vertex so that they do not", "ring-crossing")


def _misplaced_holes(geometry: dict[str, Any], where: Path) -> list[Fault]:
    """Return faults of holes that lie outside their ring or inside another hole."""
    faults: list[Fault] = []
    several = geometry["type"] == "MultiPolygon"
    for n, rings in enumerate(geometry["coordinates"] if several else [geometry["coordinates"]]):
        part_path = (*where, n) if several else where
        single_rings = [{"type": "Polygon", "coordinates": [ring]} for ring in rings]
        # A ring that crosses itself is a fault of its own.
        if any(self_crossing(ring) for ring in single_rings):
            return []
        shapes = []
        for k, ring in enumerate(single_rings):
            try:
                shapes.append(to_plane(ring))
            except GeometryError as error:  # a ring that encloses nothing
                return [Fault((*part_path, k), error.problem, error.remedy, error.rule)]
        shell, *holes = shapes
        for k, hole in enumerate(holes, start=1):
            siblings = [sibling for sibling in holes if sibling is not hole]
            if not hole.intersects(shell):
                message = "the hole lies outside its ring"
                faults.append(Fault((*part_path, k), message, _HOLE_OUTSIDE, "hole-outside"))
            elif hole.contains(shell):
                message, remedy = "the hole goes round its ring", "write the outer ring first"
                faults.append(Fault((*part_path, k), message, remedy, "hole-outside"))
            elif any(sibling.contains(hole) for sibling in siblings):
                message, remedy = "the hole lies inside another one", "leave the inner one out"
                faults.append(Fault((*part_path, k), message, remedy, "hole-nested"))
    return faults


def _places(geometry: dict[str, Any], where: Path) -> Iterator[Fault]:
    """Warn of measures, of positions at 0, 0, and of swapped longitude and latitude.

    Positions count as swapped if all lie south of 45°, and north of 60° after swapping.
    """
    positions = list(positions_of(geometry))
    if max(map(len, positions)) == _MEASURED:
        message = "positions of 4 numbers: nothing here reads the last, a measure (M)"
        remedy = "it is kept as it is; to be rid of it, drop the M values as you export it"
        yield Fault(where, message, remedy, "measure", severity=Severity.WARNING)
    if min(p[1] for p in positions) >= _NOT_DOUBTED:
        return
    first = positions[0]
    nowhere = [p for p in positions if max(abs(p[0]), abs(p[1])) <= _NULL_ISLAND]
    if nowhere:
        numbers = ", ".join(map(shown, nowhere[0][:2]))
        message = Message("a position at {at}, which programs write for an unknown place", numbers)
        yield Fault(where, message, _NO_PLACE, "null-island", nowhere[0], Severity.WARNING)
    elif all(p[1] < _NOT_DOUBTED and _ARCTIC <= p[0] <= _POLE for p in positions):
        lon, lat = first[0], first[1]
        message = Message(
            "it lies at {place}, far from the Arctic; with longitude and latitude "
            "swapped it would lie in it",
            partial(degrees, lon, lat),
        )
        suffix = "" if len(positions) == 1 else Message(", and so on")
        remedy = Message(
            "if they are swapped, write [{lat}, {lon}]{more}", shown(lat), shown(lon), suffix
        )
        yield Fault(where, message, remedy, "swapped", first, Severity.WARNING)


def positions_of(geometry: Mapping[str, Any]) -> Iterator[list[float]]:
    """Yield the positions of a valid geometry, collections included.

    Examples
    --------
    >>> list(positions_of({"type": "LineString", "coordinates": [[0, 80], [5, 81]]}))
    [[0, 80], [5, 81]]
    """
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from positions_of(part)
        return
    lists = [geometry["coordinates"]]
    for _ in range(_DEPTHS[geometry["type"]][0]):
        lists = list(chain.from_iterable(lists))
    yield from lists
