"""Normal form of coordinates across 180 degrees and at the pole.

The same edge over 180 degrees is written in several ways, and an edge that ends at the pole has no
longitude there. Here every spelling is turned into one form: vertices, and for each edge the signed
longitude it runs through. No other module does arithmetic with longitudes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from folium_polar.errors import GeometryError
from folium_polar.geometry.geojson.positions import Path, is_point, leaves, read_positions
from folium_polar.geometry.plane import reduce_lon
from folium_polar.messages import Message

__all__ = ["Track", "are_plain", "jumps", "read_track", "track_of", "track_of_plain"]

_POLE = 90.0
_HALF_TURN = 180.0
_WHOLE_TURN = 360.0
# Degrees. Differences of longitudes that were written as decimals miss 180 or 360 by about 1e-13.
_ROUNDING = 1e-9
# Degrees, 0.11 m at most: files that avoid 180 write 179.999999.
_SNAP = 1e-6
# Degrees, a hundredth of a millimetre.
_MERGED = 1e-10
# Decimals of `_MERGED`.
_DECIMALS = 10
# Positions at least.
_MINIMUM = {"line": 2, "ring": 4}


@dataclass(frozen=True)
class Track:
    """A line or ring with resolved edges.

    Attributes
    ----------
    lon, lat : numpy.ndarray of shape (n,)
        Vertices in degrees, longitudes within -180 to 180; no vertex is repeated.
    step : numpy.ndarray of shape (n - 1,)
        Degrees of longitude that each edge runs through, positive eastwards, -360 to 360; 0 where
        an end is the North Pole.
    jumped : tuple of int
        Indices, into the positions as written, of the starts of edges that span more than 180
        degrees as written and take the short way.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    step: NDArray[np.float64]
    jumped: tuple[int, ...]


def read_track(coordinates: Any, kind: Literal["line", "ring"], path: Path = ()) -> Track:
    """Check a line or ring and resolve the direction of each edge.

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
        Its path, for the error.

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
    return track_of(read_positions(coordinates, path), kind, path)


def track_of(
    positions: NDArray[np.float64], kind: Literal["line", "ring"], path: Path = ()
) -> Track:
    """Resolve the direction of each edge of a line or ring, from checked positions (n, 2).

    See `read_track`.
    """
    if len(positions) < _MINIMUM[kind]:
        message: str = Message(
            "a {kind} of {positions} positions; it needs {least}",
            Message(kind),
            len(positions),
            _MINIMUM[kind],
        )
        remedy = "repeat the first position as the last" if kind == "ring" else "use a Point"
        raise GeometryError(message, path=path, rule=f"{kind}-short", remedy=remedy)
    if kind == "ring" and (positions[0] != positions[-1]).any():
        message = "the ring's last position is not its first"
        remedy = "repeat the first position as the last"
        raise GeometryError(message, path=path, rule="ring-unclosed", remedy=remedy)
    lon, lat = _snapped(positions[:, 0]), positions[:, 1]
    indices = np.flatnonzero(np.append(True, (np.diff(lon) != 0) | (np.diff(lat) != 0)))
    lon, lat = lon[indices], lat[indices]
    try:
        step, jumped = _steps(lon, lat, closed=kind == "ring")
    except GeometryError as fault:
        # The start of the edge as written; repetitions of it may follow.
        fault.path = (*path, int(indices[fault.path[0]]))
        raise
    return Track(_merged(reduce_lon(lon)), lat, step, tuple(indices[jumped].tolist()))


def _snapped(lon: NDArray[np.float64]) -> NDArray[np.float64]:
    if np.abs(lon).max() < _HALF_TURN - 2 * _SNAP:
        return lon
    seam = _HALF_TURN + _WHOLE_TURN * np.round((lon - _HALF_TURN) / _WHOLE_TURN)
    return np.where(np.abs(lon - seam) <= _SNAP, seam, lon)


def are_plain(positions: NDArray[np.float64], sizes: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which of many rings are valid with all edges in the direction as written.

    Parameters
    ----------
    positions : numpy.ndarray of shape (n, 2)
        Vertices of all rings, concatenated.
    sizes : numpy.ndarray of shape (m,)
        Number of vertices of each ring.
    """
    ends = np.cumsum(sizes)
    starts = ends - sizes
    lon, lat = _snapped(positions[:, 0]), positions[:, 1]
    run = np.append(np.diff(lon), 0.0)
    moves = (run != 0) | np.append(np.diff(lat) != 0, False)
    # No edge joins one ring to the next.
    run[ends - 1], moves[ends - 1] = 0.0, False
    longest = np.maximum.reduceat(np.abs(run), starts)
    closed = (positions[starts] == positions[ends - 1]).all(axis=1)
    edges = np.add.reduceat(moves, starts)
    north = np.logical_or.reduceat(lat == _POLE, starts)
    plain: NDArray[np.bool_] = closed & (edges >= _MINIMUM["ring"] - 1) & ~north
    return plain & (longest < _HALF_TURN - 2 * _ROUNDING)


def track_of_plain(
    positions: NDArray[np.float64], ring: NDArray[np.intp]
) -> tuple[Track, NDArray[np.intp]]:
    """Resolve the edges of rings that `are_plain`, all at once.

    Parameters
    ----------
    positions : numpy.ndarray of shape (n, 2)
        Vertices of all rings, concatenated.
    ring : numpy.ndarray of shape (n,)
        Index of the ring of each vertex.

    Returns
    -------
    track : Track
        As from `track_of` for each ring; there is no step from one ring to the next.
    ring : numpy.ndarray
        Index of the ring of each vertex of the track.
    """
    lon, lat = _snapped(positions[:, 0]), positions[:, 1]
    new = (np.diff(lon) != 0) | (np.diff(lat) != 0) | (np.diff(ring) != 0)
    indices = np.flatnonzero(np.append(True, new))
    lon, lat, ring = lon[indices], lat[indices], ring[indices]
    step = np.where(np.diff(ring) == 0, np.diff(lon), 0.0)
    return Track(_merged(reduce_lon(lon), ring), lat, step, ()), ring


def _merged(lon: NDArray[np.float64], ring: NDArray[np.intp] | None = None) -> NDArray[np.float64]:
    """Merge longitudes that differ by rounding, such as 37.1 and 397.1 reduced.

    Otherwise the two sides of an annulus's cut, or two parts that meet along a meridian, would be a
    nanometre apart, and the cut would stay open.
    """
    order = np.argsort(lon, kind="stable") if ring is None else np.lexsort((lon, ring))
    ordered = lon[order]
    new = np.append(True, np.diff(ordered) > _MERGED)
    if ring is not None:
        new[1:] |= np.diff(ring[order]) != 0
    merged = np.empty_like(lon)
    merged[order] = ordered[new][np.cumsum(new) - 1]
    # Another ring may spell the same meridian differently.
    return np.round(merged, _DECIMALS)


def _steps(
    lon: NDArray[np.float64], lat: NDArray[np.float64], *, closed: bool
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    raw = np.diff(lon)
    span = np.abs(raw)
    north = lat == _POLE
    if not len(raw) or (span.max() < _HALF_TURN - 2 * _ROUNDING and not north.any()):
        return raw, np.empty(0, np.intp)  # most rings: all edges run as written
    meridional = north[:-1] | north[1:]
    full_turn = (np.abs(span - _WHOLE_TURN) <= _ROUNDING) & ~meridional
    long = (span > _HALF_TURN + _ROUNDING) & ~full_turn & ~meridional
    short = np.remainder(raw + _HALF_TURN, _WHOLE_TURN) - _HALF_TURN
    step = np.where(meridional | full_turn, 0.0, np.where(long, short, raw))
    south = (lat[:-1] == -_POLE) & (lat[1:] == -_POLE)
    half_turn = (np.abs(np.abs(step) - _HALF_TURN) <= _ROUNDING) & ~south
    if half_turn.any():
        index = int(np.flatnonzero(half_turn)[0])
        message = Message(
            "the edge from longitude {lon:g} to {next:g} spans exactly half a turn: east or west?",
            lon[index],
            lon[index + 1],
        )
        remedy = "put a vertex between the two"
        raise GeometryError(message, path=(index,), rule="half-turn", remedy=remedy)
    sloping = full_turn & (np.diff(lat) != 0)
    before = np.append(step[-1] if closed else 0.0, step[:-1])
    after = np.append(step[1:], step[0] if closed else 0.0)
    sign = np.sign(raw)
    against = (np.minimum(before * sign, after * sign) < 0) & (
        np.maximum(before * sign, after * sign) <= 0
    )
    step = np.where(full_turn & ~sloping & ~against, _WHOLE_TURN * sign, step)
    return step, np.flatnonzero(long | sloping)


def jumps(geometry: Mapping[str, Any]) -> list[tuple[Path, int]]:
    """Return the edges that span more than 180 degrees as written and take the short way.

    Parameters
    ----------
    geometry : mapping
        A GeoJSON geometry.

    Returns
    -------
    list of (path, int)
        For each such edge the path of its line or ring, as in `GeometryError.path`, and the index
        of the position it starts from.

    Raises
    ------
    GeometryError
        As `to_plane`.

    Examples
    --------
    >>> jumps({"type": "LineString", "coordinates": [[170, 70], [175, 70], [-175, 71]]})
    [((), 1)]
    """
    if is_point(geometry):
        return []
    return [
        (path, index)
        for path, kind, coordinates in leaves(geometry)
        if kind in {"line", "ring"}
        for index in read_track(coordinates, "ring" if kind == "ring" else "line", path).jumped
    ]
