"""Positions of GeoJSON coordinates, parsed and checked, and as folium draws them."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from folium_polar.errors import GeometryError
from folium_polar.messages import Message

__all__ = [
    "Kind",
    "Path",
    "filled",
    "flat",
    "is_point",
    "is_south",
    "leaves",
    "read_position",
    "read_positions",
    "rings",
    "simple_geometries",
]

Path = tuple[int, ...]
Kind = Literal["position", "positions", "line", "ring"]

_POLE = 90.0
# Numbers of a position, and dimensions of an array of positions.
_PAIR = 2
# Letters of a value in a message at most.
_LONGEST_QUOTE = 40
# Depth of the lists in `coordinates`, and the kind of the innermost list.
_TYPES: dict[str, tuple[int, Kind]] = {
    "Point": (0, "position"),
    "MultiPoint": (0, "positions"),
    "LineString": (0, "line"),
    "MultiLineString": (1, "line"),
    "Polygon": (1, "ring"),
    "MultiPolygon": (2, "ring"),
}


def leaves(geometry: Mapping[str, Any]) -> Iterator[tuple[Path, Kind, Any]]:
    """Yield the lists of positions of a GeoJSON geometry.

    Parameters
    ----------
    geometry : mapping
        A GeoJSON geometry of any type.

    Yields
    ------
    path : tuple of int
        Path of the list, as in `GeometryError.path`.
    kind : {"position", "positions", "line", "ring"}
        Kind of the list.
    coordinates : list
        One position, or a list of them, unchecked.

    Raises
    ------
    GeometryError
        Rules `geometry-type` and `empty`.
    """
    for start, name, body in simple_geometries(geometry):
        depth, kind = _TYPES[name]
        yield from _descend(body, start, depth, kind)


def simple_geometries(
    geometry: Mapping[str, Any], path: Path = ()
) -> Iterator[tuple[Path, str, Sequence[Any]]]:
    """Yield a GeoJSON geometry, or the members of a GeometryCollection, at any depth.

    Parameters
    ----------
    geometry : mapping
        A GeoJSON geometry of any type.
    path : tuple of int
        Its path.

    Yields
    ------
    path : tuple of int
        `path`, with the index into `geometries` of each enclosing collection.
    name : str
        Type, no GeometryCollection.
    coordinates : list
        Not empty, otherwise unchecked.

    Raises
    ------
    GeometryError
        Rules `geometry-type`, `position` and `empty`.
    """
    name = _type_of(geometry, path)
    if name != "GeometryCollection":
        yield path, name, filled(geometry.get("coordinates"), path)
        return
    for index, part in enumerate(filled(geometry.get("geometries"), path)):
        yield from simple_geometries(part, (*path, index))


def is_point(geometry: object) -> bool:
    """Return whether a value is a Point with coordinates."""
    if type(geometry) is not dict or geometry.get("type") != "Point":
        return False
    return type(geometry.get("coordinates")) is list and bool(geometry["coordinates"])


def _type_of(geometry: object, path: Path) -> str:
    name = geometry.get("type") if isinstance(geometry, Mapping) else None
    if not isinstance(name, str) or name not in {*_TYPES, "GeometryCollection"}:
        message = Message(
            "{text} is no geometry", _quoted(name if isinstance(geometry, Mapping) else geometry)
        )
        remedy = Message("use one of {text}", ", ".join((*_TYPES, "GeometryCollection")))
        raise GeometryError(message, path=path, rule="geometry-type", remedy=remedy)
    return name


def _descend(body: Any, path: Path, depth: int, kind: Kind) -> Iterator[tuple[Path, Kind, Any]]:
    if depth == 0:
        yield path, kind, body
        return
    for index, part in enumerate(filled(body, path)):
        yield from _descend(part, (*path, index), depth - 1, kind)


def filled(value: Any, path: Path) -> Sequence[Any]:
    """Check that a value is a non-empty list (rules `position` and `empty`)."""
    if not isinstance(value, list | tuple):
        message = Message("{value} stands where a list belongs", _quoted(value))
        remedy = "write positions as [longitude, latitude], in lists as the type needs"
        raise GeometryError(message, path=path, rule="position", remedy=remedy)
    if not value:
        remedy = 'write "geometry": null where there is no place'
        raise GeometryError("an empty list of coordinates", path=path, rule="empty", remedy=remedy)
    return value


def _quoted(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 3]}..."


def flat(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """Return a valid GeoJSON geometry without heights, measures and foreign members.

    shapely refuses measures, and lines with heights at only some positions.

    Examples
    --------
    >>> flat({"type": "LineString", "coordinates": [[1, 80, 12.5], [2, 80]]})["coordinates"]
    [[1, 80], [2, 80]]
    """
    kind = geometry["type"]
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [flat(part) for part in geometry["geometries"]]}
    return {"type": kind, "coordinates": _pairs(geometry["coordinates"])}


def _pairs(coordinates: Any) -> Any:
    if coordinates and not isinstance(coordinates[0], (list, tuple)):
        return list(coordinates[:_PAIR])
    return [_pairs(part) for part in coordinates]


def read_positions(coordinates: Any, path: Path = ()) -> NDArray[np.float64]:
    """Check a list of GeoJSON positions; heights and measures are ignored.

    Parameters
    ----------
    coordinates : list of positions
        Each `[lon, lat]` or `[lon, lat, height]`, degrees and metres, WGS 84.
    path : tuple of int
        Path of the list, for the error.

    Returns
    -------
    numpy.ndarray of shape (n, 2)
        Longitude as written, latitude.

    Raises
    ------
    GeometryError
        Rules `empty`, `position` (not two finite numbers) and `latitude`.
    """
    filled(coordinates, path)
    try:
        array = np.array(coordinates)
    except ValueError:  # positions of different lengths
        array = np.empty(0, dtype=object)
    if array.dtype.kind not in "iuf" or array.ndim != _PAIR or array.shape[1] < _PAIR:
        for index, position in enumerate(coordinates):
            _check_position(position, (*path, index))
        array = np.array([position[:_PAIR] for position in coordinates])
    array = array[:, :_PAIR].astype(np.float64)
    wrong = ~np.isfinite(array).all(axis=1) | (np.abs(array[:, 1]) > _POLE)
    if wrong.any():
        index = int(np.flatnonzero(wrong)[0])
        raise _wrong_position(coordinates[index], array[index], (*path, index))
    return array


def read_position(position: Any, path: Path = ()) -> NDArray[np.float64]:
    """Check one GeoJSON position, as `read_positions`; the result has shape (2,)."""
    _check_position(position, path)
    try:
        lon_lat: NDArray[np.float64] = read_positions([position])[0]
    except GeometryError as fault:
        fault.path = path
        raise
    return lon_lat


def _wrong_position(position: Any, numbers: NDArray[np.float64], path: Path) -> GeometryError:
    lon, lat = numbers.tolist()
    if not np.isfinite(numbers).all():
        return _not_a_position(position, path)
    message = Message("latitude {lat:.10g} is beyond the pole", lat)
    swapped = abs(lon) <= _POLE
    remedy = "write longitude before latitude" if swapped else "latitudes run from -90 to 90"
    return GeometryError(message, path=path, rule="latitude", remedy=remedy)


def _check_position(position: Any, path: Path) -> None:
    if not isinstance(position, list | tuple) or len(position) < _PAIR:
        raise _not_a_position(position, path)
    for number in position[:_PAIR]:
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise _not_a_position(position, path)
        # An integer of hundreds of digits is no double.
        if abs(number) > sys.float_info.max:
            raise _not_a_position(position, path)


def _not_a_position(position: object, path: Path) -> GeometryError:
    message = Message("{position} is not a position", _quoted(position))
    remedy = "write [longitude, latitude] in degrees"
    return GeometryError(message, path=path, rule="position", remedy=remedy)


def is_south(geometry: Mapping[str, Any]) -> bool:
    """Return whether any position is south of the equator, where the analysis plane is unsuitable.

    Parameters
    ----------
    geometry : mapping
        A GeoJSON geometry.

    Returns
    -------
    bool

    Raises
    ------
    GeometryError
        As `read_positions`.

    Examples
    --------
    >>> is_south({"type": "Point", "coordinates": [166.7, -77.8]})
    True
    """
    if is_point(geometry) and list(map(type, geometry["coordinates"])) == [float, float]:
        # The most common case; NumPy takes ten times as long for one position.
        lon, lat = geometry["coordinates"]
        if math.isfinite(lon) and abs(lat) <= _POLE:
            return bool(lat < 0)
    for path, kind, body in leaves(geometry):
        parse = read_position if kind == "position" else read_positions
        if (parse(body, path)[..., 1] < 0).any():
            return True
    return False


def rings(geometry: Mapping[str, Any], precision: int = 4) -> list[list[list[float]]]:
    """Return the rings or lines of a geometry in the form of folium's polygons and lines.

    Parameters
    ----------
    geometry : mapping
        A GeoJSON geometry with lines or areas, or shapely's ``__geo_interface__`` of one: positions
        are (lon, lat) in degrees.
    precision : int
        Decimals to keep; 4 are 11 m.

    Returns
    -------
    list of list of [lat, lon]
        One flat list with a list for each ring or line: polygons use the even-odd rule, so holes
        and parts need no distinction. A repeated last position is omitted, and positions that are
        equal after rounding are merged.

    Raises
    ------
    GeometryError
        If the geometry has neither lines nor areas.

    Examples
    --------
    >>> rings({"type": "LineString", "coordinates": [[-168.97504, 65.5], [-168.97504, 68.0]]})
    [[[65.5, -168.975], [68.0, -168.975]]]
    """
    kind = geometry["type"]
    if kind == "GeometryCollection":
        return [ring for part in geometry["geometries"] for ring in rings(part, precision)]
    depth = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}.get(kind)
    if depth is None:
        raise GeometryError(f"a {kind} has no line or area to draw")
    lines: list[Any] = [geometry["coordinates"]]
    for _ in range(depth):
        lines = [line for part in lines for line in part]
    closed = kind.endswith("Polygon")
    return [_places(line, precision, closed=closed) for line in lines]


def _places(line: Iterable[Sequence[float]], precision: int, *, closed: bool) -> list[list[float]]:
    places: list[list[float]] = []
    for lon, lat, *_ in line:
        place = [round(lat, precision), round(lon, precision)]
        if not places or place != places[-1]:
            places.append(place)
    if closed and len(places) > 1 and places[0] == places[-1]:
        places.pop()
    return places
