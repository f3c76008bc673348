"""Geometry for export: cut at 180°, of one type, or projected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import PLANE_CRS, flat, to_geojson, to_plane
from folium_polar.geometry.geojson.spelling import read_track
from folium_polar.geometry.plane import reduce_lon
from geotrack.errors import GeometryError
from geotrack.export.product import Product

__all__ = [
    "cut",
    "flat_shape",
    "height_notes",
    "lines_of",
    "loses_height",
    "members",
    "projected",
    "south_notes",
    "to_crs",
    "unfolded",
]

Geometry = Mapping[str, Any]
Vertices = np.ndarray[Any, np.dtype[np.float64]]

_HALF_TURN, _POLE = 180.0, 90.0
_ROUNDING = 1e-9
# Decimals of a degree: about 1 cm.
_DECIMALS = 7
# Count of numbers in a position without a height.
_LONLAT = 2
# In EPSG:3995 the equator is 12,400 km from the pole, and 60° S is 46,000 km from it.
_FARTHEST_M = 1e8


def cut(geometry: Geometry) -> dict[str, Any]:
    """Return a GeoJSON geometry cut at 180° (RFC 7946, section 3.1.9).

    A geometry that needs no cut is returned unchanged. A line or area that crosses 180° or
    encloses a pole is cut.

    Parameters
    ----------
    geometry : mapping
        A sound GeoJSON geometry.

    Examples
    --------
    >>> cut({"type": "LineString", "coordinates": [[179, 70], [181, 70]]})["type"]
    'MultiLineString'
    >>> cut({"type": "Point", "coordinates": [190, 70]})["coordinates"]
    [-170.0, 70]
    """
    kind = geometry["type"]
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [cut(part) for part in geometry["geometries"]]}
    if kind in {"Point", "MultiPoint"}:
        points = geometry["coordinates"]
        moved = _within(points) if kind == "Point" else [_within(p) for p in points]
        return {**geometry, "coordinates": moved}
    if all(_is_unambiguous(line, is_ring=ring) for line, ring in lines_of(geometry)):
        return dict(geometry)
    return unfolded(geometry, _DECIMALS)


def unfolded(geometry: Geometry, decimals: int) -> dict[str, Any]:
    """Return lines or areas cut at 180°, with vertices added where edges of the plane bend.

    A ring round the pole may enclose either of two areas: in the analysis plane it encloses the one
    with the North Pole. Southern parts are mirrored, so that such a ring encloses the South Pole.

    Parameters
    ----------
    geometry : mapping
        A valid GeoJSON line or polygon, single or multi; no points.
    decimals : int
        Decimals of a degree.
    """
    kind = geometry["type"]
    simple_type = kind.removeprefix("Multi")
    parts = [geometry["coordinates"]] if kind == simple_type else geometry["coordinates"]
    south = [part for part in parts if _is_south(part)]
    if not south:
        return to_geojson(to_plane(geometry), decimals)
    cut_south = _cut_parts(simple_type, [_mirrored(part) for part in south], decimals)
    # Rings of cut areas run anticlockwise, and mirrored back clockwise, so they are reversed.
    is_area = simple_type == "Polygon"
    result = [_mirrored(part, reverse_rings=is_area) for part in cut_south]
    north = [part for part in parts if not _is_south(part)]
    result += _cut_parts(simple_type, north, decimals)
    if len(result) == 1:
        return {"type": simple_type, "coordinates": result[0]}
    return {"type": f"Multi{simple_type}", "coordinates": result}


def _cut_parts(simple_type: str, parts: Sequence[Any], decimals: int) -> Sequence[Any]:
    """Return the coordinates of parts cut at 180°, an item for each part that results."""
    if not parts:
        return ()
    multi = {"type": f"Multi{simple_type}", "coordinates": parts}
    cut_up = to_geojson(to_plane(multi), decimals)
    coordinates: Sequence[Any] = cut_up["coordinates"]
    return [coordinates] if cut_up["type"] == simple_type else coordinates


def _is_south(coordinates: Any) -> bool:
    return all(position[1] < 0 for position in _positions(coordinates))


def _mirrored(coordinates: Any, *, reverse_rings: bool = False) -> Any:
    """Return positions mirrored at the equator, perhaps with each ring in reverse order."""
    if isinstance(coordinates[0], int | float):
        lon, lat, *rest = coordinates
        return [lon, 0 - lat, *rest]  # no negative zero
    if reverse_rings:
        return [_mirrored(ring)[::-1] for ring in coordinates]
    return [_mirrored(part) for part in coordinates]


def _is_round_south(geometry: Geometry) -> bool:
    """Return whether an area encloses the South Pole without an edge at it."""
    if geometry["type"] not in {"Polygon", "MultiPolygon"}:
        return False
    parts = geometry["coordinates"]
    rings = [parts[0]] if geometry["type"] == "Polygon" else [part[0] for part in parts]
    # The steps in longitude add up to a full turn only if the ring runs round the pole.
    return any(
        _is_south(ring) and abs(read_track(ring, "ring").step.sum()) > _HALF_TURN for ring in rings
    )


def south_notes(product: Product) -> Iterator[str]:
    """Yield a note about areas round the South Pole."""
    ids = [
        r.event.id
        for r in product.records
        if r.geometry and any(map(_is_round_south, members(r.geometry)))
    ]
    if ids:
        yield f"round the South Pole, read as the area that contains it: {', '.join(ids)}"


def _within(position: list[float]) -> list[float]:
    lon, *rest = position
    return position if abs(lon) <= _HALF_TURN else [float(reduce_lon(np.float64(lon))), *rest]


def lines_of(geometry: Geometry) -> Iterator[tuple[Any, bool]]:
    """Yield the lines and rings of a simple geometry, and whether each is a ring."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    match kind:
        case "Point" | "MultiPoint":
            return
        case "LineString":
            yield coordinates, False
        case "MultiLineString":
            yield from ((line, False) for line in coordinates)
        case "Polygon":
            yield from ((ring, True) for ring in coordinates)
        case _:
            yield from ((ring, True) for part in coordinates for ring in part)


def _is_unambiguous(line: Any, *, is_ring: bool) -> bool:
    """Return whether a reader without knowledge of the globe draws each edge correctly."""
    positions = np.array([position[:_LONLAT] for position in line], dtype=np.float64)
    if np.abs(positions[:, 0]).max() > _HALF_TURN:
        return False
    # Repeated vertices make no edge.
    distinct = np.append(True, (np.diff(positions, axis=0) != 0).any(axis=1))
    lon, lat = positions[distinct].T
    track = read_track(line, "ring" if is_ring else "line")
    lon_steps = np.diff(lon)
    # `read_track` reads 179.9999999 beside 180 as one position, without an edge between them.
    if len(track.step) != len(lon_steps):
        return False
    along_the_pole = (lat[:-1] == _POLE) & (lat[1:] == _POLE)
    return bool(np.all((np.abs(track.step - lon_steps) < _ROUNDING) | along_the_pole))


def flat_shape(geometry: Geometry) -> BaseGeometry:
    """Return a cut GeoJSON geometry as a planar lon/lat shape, outer rings anticlockwise."""
    if geometry["type"] == "GeometryCollection":
        return shapely.GeometryCollection([flat_shape(part) for part in geometry["geometries"]])
    return shapely.orient_polygons(shapely.geometry.shape(flat(geometry)))


def _has_height(geometry: Geometry) -> bool:
    """Return whether positions of a geometry have a height."""
    return any(
        len(position) > _LONLAT
        for part in members(geometry)
        for position in _positions(part["coordinates"])
    )


def _positions(coordinates: Any) -> Iterator[Any]:
    if coordinates and isinstance(coordinates[0], int | float):
        yield coordinates
        return
    for part in coordinates:
        yield from _positions(part)


def members(geometry: Geometry) -> Iterator[Geometry]:
    """Yield the simple geometries of a geometry."""
    if geometry["type"] != "GeometryCollection":
        yield geometry
        return
    for part in geometry["geometries"]:
        yield from members(part)


def loses_height(geometry: Geometry) -> bool:
    """Return whether cutting a geometry at 180° drops heights."""
    return any(_has_height(part) and not _has_height(cut(part)) for part in members(geometry))


def height_notes(product: Product) -> Iterator[str]:
    """Yield a note about heights, for formats without them."""
    if count := sum(r.geometry is not None and _has_height(r.geometry) for r in product.records):
        subject = "1 record has" if count == 1 else f"{count} records have"
        yield f"{subject} heights, which only the format geojson keeps"


def to_crs(crs: str) -> Callable[[BaseGeometry], BaseGeometry]:
    """Return a function that transforms shapes of the analysis plane to a CRS, vertex by vertex.

    Parameters
    ----------
    crs : str
        `EPSG:3995` and the like.
    """
    from pyproj import Transformer

    transform = Transformer.from_crs(PLANE_CRS, crs, always_xy=True).transform

    def move(vertices: Vertices) -> Vertices:
        return np.column_stack(transform(vertices[:, 0], vertices[:, 1]))

    return lambda shape: shapely.transform(shape, move)


def projected(geometry: Geometry, move: Callable[[BaseGeometry], BaseGeometry]) -> BaseGeometry:
    """Return a GeoJSON geometry in a CRS of `to_crs`, with vertices added along curved edges.

    Raises
    ------
    GeometryError
        The geometry reaches outside the CRS.
    """
    shape = move(to_plane(geometry))
    # Written with `not`, so that NaN is too far as well.
    is_far = not (np.abs(shapely.get_coordinates(shape)) < _FARTHEST_M).all()
    if is_far or _is_round_south(geometry):
        raise GeometryError("it reaches where the projection has no coordinates")
    return shapely.orient_polygons(shape)
