"""How a shape is spelt in longitude and latitude, and which way each of its edges runs.

The same edge over 180 degrees is written in several ways, and an edge that ends at the pole has no
longitude there. Here every spelling is turned into one form: vertices, and for each edge the signed
longitude it runs through. No other module does arithmetic with longitudes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from geotrack.errors import GeometryError
from geotrack.polar.plane import reduce_lon

__all__ = [
    "Path",
    "Track",
    "filled",
    "is_south",
    "jumps",
    "leaves",
    "read_position",
    "read_positions",
    "read_track",
    "simple_geometries",
]

Path = tuple[int, ...]
Kind = Literal["position", "positions", "line", "ring"]

_POLE = 90.0
_HALF_TURN = 180.0
_WHOLE_TURN = 360.0
_PAIR = 2
_SHOWN = 40
# Degrees. Differences of longitudes that were written as decimals miss 180 or 360 by about 1e-13.
_ROUNDING = 1e-9
# Degrees, 0.11 m at most: files that avoid 180 write 179.999999.
_SNAP = 1e-6
_MINIMUM = {"line": 2, "ring": 4}
# Depth of the lists in `coordinates`, and what the innermost list of positions is.
_TYPES: dict[str, tuple[int, Kind]] = {
    "Point": (0, "position"),
    "MultiPoint": (0, "positions"),
    "LineString": (0, "line"),
    "MultiLineString": (1, "line"),
    "Polygon": (1, "ring"),
    "MultiPolygon": (2, "ring"),
}


@dataclass(frozen=True)
class Track:
    """A line or ring whose edges are known.

    Attributes
    ----------
    lon, lat : numpy.ndarray of shape (n,)
        Vertices in degrees, longitudes within -180 to 180; no vertex follows its own copy.
    step : numpy.ndarray of shape (n - 1,)
        Degrees of longitude that each edge runs through, positive eastwards, -360 to 360; 0 where
        an end is the North Pole.
    jumped : tuple of int
        Indices, into the positions as written, of the vertices at which an edge starts that spans
        more than 180 degrees as written and was taken the short way.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    step: NDArray[np.float64]
    jumped: tuple[int, ...]


def leaves(geometry: Mapping[str, Any]) -> Iterator[tuple[Path, Kind, Any]]:
    """Walk a GeoJSON geometry down to its lists of positions.

    Parameters
    ----------
    geometry : mapping
        A GeoJSON geometry of any type.

    Yields
    ------
    path : tuple of int
        Where it is, as in `GeometryError.path`.
    kind : {"position", "positions", "line", "ring"}
        What it is.
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


def simple_geometries(geometry: Mapping[str, Any]) -> Iterator[tuple[Path, str, Sequence[Any]]]:
    """Take a GeoJSON geometry apart: itself, or the members of a GeometryCollection.

    Parameters
    ----------
    geometry : mapping
        A GeoJSON geometry of any type.

    Yields
    ------
    path : tuple of int
        Empty, or the index into `geometries`.
    name : str
        Type, no GeometryCollection.
    coordinates : list
        Not empty, otherwise unchecked.

    Raises
    ------
    GeometryError
        Rules `geometry-type`, `position` and `empty`.
    """
    name = _type_of(geometry, ())
    if name != "GeometryCollection":
        yield (), name, filled(geometry.get("coordinates"), ())
        return
    for index, part in enumerate(filled(geometry.get("geometries"), ())):
        name = _type_of(part, (index,))
        if name == "GeometryCollection":
            message = "a GeometryCollection stands inside another"
            remedy = "list its geometries in the outer one"
            raise GeometryError(message, path=(index,), rule="geometry-type", remedy=remedy)
        yield (index,), name, filled(part.get("coordinates"), (index,))


def _type_of(geometry: object, path: Path) -> str:
    name = geometry.get("type") if isinstance(geometry, Mapping) else None
    if not isinstance(name, str) or name not in {*_TYPES, "GeometryCollection"}:
        message = f"{_shown(name if isinstance(geometry, Mapping) else geometry)} is no geometry"
        remedy = f"use one of {', '.join((*_TYPES, 'GeometryCollection'))}"
        raise GeometryError(message, path=path, rule="geometry-type", remedy=remedy)
    return name


def _descend(body: Any, path: Path, depth: int, kind: Kind) -> Iterator[tuple[Path, Kind, Any]]:
    if depth == 0:
        yield path, kind, body
        return
    for index, part in enumerate(filled(body, path)):
        yield from _descend(part, (*path, index), depth - 1, kind)


def filled(value: Any, path: Path) -> Sequence[Any]:
    """Check that something is a list and not empty (rules `position` and `empty`)."""
    if not isinstance(value, list | tuple):
        message = f"{_shown(value)} stands where a list belongs"
        remedy = "write positions as [longitude, latitude], in lists as the type needs"
        raise GeometryError(message, path=path, rule="position", remedy=remedy)
    if not value:
        remedy = 'write "geometry": null where there is no place'
        message = "an empty list of coordinates"
        raise GeometryError(message, path=path, rule="empty", remedy=remedy)
    return value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def read_positions(coordinates: Any, path: Path = ()) -> NDArray[np.float64]:
    """Check a list of GeoJSON positions; heights are ignored.

    Parameters
    ----------
    coordinates : list of positions
        Each `[lon, lat]` or `[lon, lat, height]`, degrees and metres, WGS 84.
    path : tuple of int
        Where the list stands, for the error.

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
        return read_positions([position])[0]
    except GeometryError as fault:
        fault.path = path
        raise


def _wrong_position(position: Any, numbers: NDArray[np.float64], path: Path) -> GeometryError:
    lon, lat = numbers.tolist()
    if not np.isfinite(numbers).all():
        return _not_a_position(position, path)
    message = f"latitude {lat:g} is beyond the pole"
    swapped = abs(lon) <= _POLE
    remedy = "write longitude before latitude" if swapped else "latitudes run from -90 to 90"
    return GeometryError(message, path=path, rule="latitude", remedy=remedy)


def _check_position(position: Any, path: Path) -> None:
    if not isinstance(position, list | tuple) or len(position) < _PAIR:
        raise _not_a_position(position, path)
    for number in position[:_PAIR]:
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise _not_a_position(position, path)


def _not_a_position(position: object, path: Path) -> GeometryError:
    message = f"{_shown(position)} is not a position"
    remedy = "write [longitude, latitude] in degrees"
    return GeometryError(message, path=path, rule="position", remedy=remedy)


def read_track(coordinates: Any, kind: Literal["line", "ring"], path: Path = ()) -> Track:
    """Check a line or ring and settle which way each edge runs.

    An edge runs as it is written, with these exceptions. One that spans between 180 and 360 degrees
    runs the short way. One that spans 360 degrees runs the whole parallel; but it is nothing, a
    step from one spelling of a meridian to another, where the edges beside it run the other way
    (the edge that closes a ring right round the pole; or 180 and -180 both written at a crossing),
    and where its latitudes differ it runs along the meridian. At the North Pole the longitude means
    nothing: edges that meet it run along the meridian of their other end. A longitude within a
    millionth of a degree of 180 is taken as 180.

    Parameters
    ----------
    coordinates : list of positions
        As in `read_positions`.
    kind : {"line", "ring"}
        A ring has at least four positions, its last the same as its first.
    path : tuple of int
        Where it stands, for the error.

    Returns
    -------
    Track

    Raises
    ------
    GeometryError
        Rules of `read_positions`, and `line-short`, `ring-short`, `ring-unclosed`, `half-turn`.

    Examples
    --------
    >>> read_track([[170, 70], [-170, 70], [-50, 70]], "line").step.tolist()
    [20.0, 120.0]
    """
    positions = read_positions(coordinates, path)
    if len(positions) < _MINIMUM[kind]:
        message = f"a {kind} of {len(positions)} positions; it needs {_MINIMUM[kind]}"
        remedy = "repeat the first position as the last" if kind == "ring" else "use a Point"
        raise GeometryError(message, path=path, rule=f"{kind}-short", remedy=remedy)
    if kind == "ring" and (positions[0] != positions[-1]).any():
        message = "the ring's last position is not its first"
        remedy = "repeat the first position as the last"
        raise GeometryError(message, path=path, rule="ring-unclosed", remedy=remedy)
    lon, lat = _snapped(positions[:, 0]), positions[:, 1]
    kept = np.flatnonzero(np.append(True, (np.diff(lon) != 0) | (np.diff(lat) != 0)))
    lon, lat = lon[kept], lat[kept]
    try:
        step, jumped = _steps(lon, lat, closed=kind == "ring")
    except GeometryError as fault:
        # The position the edge starts from, as written: copies of it may follow.
        fault.path = (*path, int(kept[fault.path[0]]))
        raise
    return Track(reduce_lon(lon), lat, step, tuple(kept[jumped].tolist()))


def _snapped(lon: NDArray[np.float64]) -> NDArray[np.float64]:
    seam = _HALF_TURN + _WHOLE_TURN * np.round((lon - _HALF_TURN) / _WHOLE_TURN)
    return np.where(np.abs(lon - seam) <= _SNAP, seam, lon)


def _steps(
    lon: NDArray[np.float64], lat: NDArray[np.float64], *, closed: bool
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    raw = np.diff(lon)
    span = np.abs(raw)
    north = lat == _POLE
    meridional = north[:-1] | north[1:]
    whole = (np.abs(span - _WHOLE_TURN) <= _ROUNDING) & ~meridional
    long = (span > _HALF_TURN + _ROUNDING) & ~whole & ~meridional
    short = np.remainder(raw + _HALF_TURN, _WHOLE_TURN) - _HALF_TURN
    step = np.where(meridional | whole, 0.0, np.where(long, short, raw))
    south = (lat[:-1] == -_POLE) & (lat[1:] == -_POLE)
    half = (np.abs(np.abs(step) - _HALF_TURN) <= _ROUNDING) & ~south
    if half.any():
        index = int(np.flatnonzero(half)[0])
        message = (
            f"the edge from longitude {lon[index]:g} to {lon[index + 1]:g} spans exactly half a "
            "turn: east or west?"
        )
        remedy = "put a vertex between the two"
        raise GeometryError(message, path=(index,), rule="half-turn", remedy=remedy)
    sloping = whole & (np.diff(lat) != 0)
    before = np.append(step[-1] if closed else 0.0, step[:-1])
    after = np.append(step[1:], step[0] if closed else 0.0)
    sign = np.sign(raw)
    against = (np.minimum(before * sign, after * sign) < 0) & (
        np.maximum(before * sign, after * sign) <= 0
    )
    step = np.where(whole & ~sloping & ~against, _WHOLE_TURN * sign, step)
    return step, np.flatnonzero(long | sloping)


def jumps(geometry: Mapping[str, Any]) -> list[Path]:
    """Find the edges that span more than 180 degrees as written and are taken the short way.

    Parameters
    ----------
    geometry : mapping
        A GeoJSON geometry.

    Returns
    -------
    list of tuple of int
        For each such edge the path of the position it starts from.

    Raises
    ------
    GeometryError
        As `to_plane`.

    Examples
    --------
    >>> jumps({"type": "LineString", "coordinates": [[170, 70], [175, 70], [-175, 71]]})
    [(1,)]
    """
    return [
        (*path, index)
        for path, kind, coordinates in leaves(geometry)
        if kind in {"line", "ring"}
        for index in read_track(coordinates, "ring" if kind == "ring" else "line", path).jumped
    ]


def is_south(geometry: Mapping[str, Any]) -> bool:
    """Whether any position lies south of the equator, where the analysis plane is no longer fit.

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
    for path, kind, body in leaves(geometry):
        read = read_position if kind == "position" else read_positions
        if (read(body, path)[..., 1] < 0).any():
            return True
    return False
