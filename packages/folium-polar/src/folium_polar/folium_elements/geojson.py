"""Checks of GeoJson layers: coordinate system, positions and edges."""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import folium
import numpy as np
from numpy.typing import NDArray

from folium_polar.errors import GeometryError, MapWarning, UsageError
from folium_polar.folium_elements.frames import FrameData
from folium_polar.folium_elements.plugins import has_class
from folium_polar.geometry.geojson.crs_member import other_crs
from folium_polar.geometry.geojson.positions import read_positions

__all__ = ["check_places", "geojson_of", "refuse_other_crs"]

_POLE = 90.0
_HALF_TURN = 180.0
_WHOLE_TURN = 360.0
# Degrees: files that avoid 180 write 179.999999.
_SNAP = 1e-6
# How deep lists of positions are nested in `coordinates`.
_DEPTH = {"MultiPoint": 0, "LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
_REPROJECT = "gdf.to_crs(4326) in GeoPandas"
# Names in a message at most.
_NAMED = 5


class _Part(NamedTuple):
    """A line, a ring or some points of a feature."""

    name: str
    positions: Any
    joined: bool


def refuse_other_crs(data: Any) -> None:
    """
    Refuse GeoJSON whose `crs` member names another system than WGS 84.

    Parameters
    ----------
    data : JSON value
        A GeoJSON object.

    Raises
    ------
    UsageError
        If the object, or a feature or a geometry in it, has such a member; its coordinates would be
        read as longitude and latitude.
    """
    for where, member in _objects(data):
        name = other_crs(member)
        if name is not None:
            raise UsageError(
                f"GeoJson{where} has coordinates in {name}, by its 'crs': give longitude and "
                f"latitude, {_REPROJECT}"
            )


def geojson_of(element: Any) -> tuple[Any, bool] | None:
    """
    Return the data of an element that draws GeoJSON, and whether its edges run as written.

    An edge that runs as written is drawn through all longitudes between its ends, over 180° too;
    otherwise it is drawn the short way. Tracks with a time at each vertex cannot be cut at 180°, so
    theirs run the short way. Edges of a projected frame are drawn in its plane
    (`folium_polar.folium_elements.frames`).
    """
    is_frame = isinstance(getattr(element, "data", None), FrameData)
    if isinstance(element, folium.GeoJson):
        is_written = element.options.get("edges", "written") == "written"
        return element.data, is_written and not is_frame
    if has_class(element, "TimeSliderChoropleth"):
        return element.data, not is_frame
    if has_class(element, "TimestampedGeoJson") and element.embed:
        return json.loads(element.data), False
    return None


def check_places(data: Any, *, is_written: bool) -> None:
    """
    Check each position and edge of a layer's data.

    Parameters
    ----------
    data : JSON value
        A GeoJSON object.
    is_written : bool
        Whether an edge runs as it is written, also the long way.

    Raises
    ------
    UsageError
        If a latitude is beyond the pole.

    Warns
    -----
    MapWarning
        If an edge spans more than 180° of longitude; once for each layer.
    """
    long: dict[str, str] = {}
    for part in _parts(data):
        positions = _read(part)
        edge = _long_edge(positions) if is_written and part.joined else None
        if edge:
            long[part.name] = edge
    if long:
        warnings.warn(_long_edges_message(long), MapWarning, stacklevel=2)


def _long_edges_message(long: Mapping[str, str]) -> str:
    (first, edge), *remaining = long.items()
    names = [name.strip(", ") or "its data" for name, _ in remaining]
    if len(names) > _NAMED:
        names[_NAMED:] = [f"{len(names) - _NAMED} more"]
    likewise = f" So is {'; '.join(names)}." if names else ""
    return (
        f"GeoJson{first}: {edge} and is drawn so, as RFC 7946 reads it.{likewise} If the short way "
        "over 180° is meant, cut the shape at 180° or give folium.GeoJson edges='lonlat'; if not, "
        "put a vertex on the edge"
    )


def _objects(data: Any, where: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield a GeoJSON object and all objects in it, each with the name of its feature."""
    if not isinstance(data, Mapping):
        return
    if data.get("type") == "Feature" and "id" in data:
        where = f" feature {data['id']!r}"
    yield where, data
    for index, feature in enumerate(data.get("features") or ()):
        yield from _objects(feature, f" feature {index}")
    for geometry in (data.get("geometry"), *(data.get("geometries") or ())):
        yield from _objects(geometry, where)


def _parts(data: Any) -> Iterator[_Part]:
    for where, geometry in _objects(data):
        kind, coordinates = geometry.get("type"), geometry.get("coordinates")
        if kind == "Point" and coordinates and not _is_sound(coordinates):
            yield _Part(where, [coordinates], joined=False)
        elif kind in _DEPTH:
            for path, positions in _lists(coordinates or (), _DEPTH[kind]):
                yield _Part(where + _place(kind, path), positions, joined=kind != "MultiPoint")


def _is_sound(position: Any) -> bool:
    """Whether a position is valid; numpy takes ten times as long to check one."""
    if [*map(type, position)] != [float, float]:
        return False
    lon, lat = position
    return math.isfinite(lon) and abs(lat) <= _POLE


def _lists(coordinates: Any, depth: int) -> Iterator[tuple[tuple[int, ...], Any]]:
    if not depth:
        yield (), coordinates
        return
    for index, part in enumerate(coordinates):
        for path, positions in _lists(part, depth - 1):
            yield (index, *path), positions


def _place(kind: str, path: tuple[int, ...]) -> str:
    """Name a part by its index: a polygon, a hole, a line."""
    if not path:
        return ""
    if kind == "MultiLineString":
        return f", line {path[0]}"
    polygon, ring = path if kind == "MultiPolygon" else (0, path[0])
    return f", polygon {polygon}" + (f", hole {ring - 1}" if ring else "")


def _read(part: _Part) -> NDArray[np.float64]:
    if not len(part.positions):
        return np.empty((0, 2))
    try:
        return read_positions(part.positions)
    except GeometryError as fault:
        if fault.rule == "latitude":
            places = np.array([position[:2] for position in part.positions], dtype=float)
            if (np.abs(places[:, 1]) <= _POLE + _SNAP).all():  # beyond the pole by a rounding error
                return places
        projected = f"; of projected coordinates, {_REPROJECT}" if fault.rule == "latitude" else ""
        raise UsageError(f"GeoJson{part.name}: {fault}: {fault.remedy}{projected}") from None


def _long_edge(positions: NDArray[np.float64]) -> str | None:
    """Describe the first edge longer than half a turn; None if there is none.

    Edges all round a parallel, and edges at a pole, do not count.
    """
    lon, lat = positions.T
    span = np.abs(np.diff(lon))
    at_pole = (np.abs(lat[1:]) == _POLE) & (lat[1:] == lat[:-1])
    is_full = np.abs(span - _WHOLE_TURN) <= 2 * _SNAP
    (long,) = np.nonzero((span > _HALF_TURN) & ~is_full & ~at_pole)
    if not len(long):
        return None
    first = long[0]
    return f"the edge from longitude {lon[first]:g} to {lon[first + 1]:g} spans {span[first]:g}°"
