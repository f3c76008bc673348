"""GeoJSON geometries as shapes of the plane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.errors import GeometryError
from folium_polar.geometry.cache import by_content
from folium_polar.geometry.geojson.densify import densify
from folium_polar.geometry.geojson.positions import (
    Path,
    filled,
    read_position,
    read_positions,
    simple_geometries,
)
from folium_polar.geometry.geojson.rings import RING, plane_ring, plane_rings
from folium_polar.geometry.geojson.spelling import read_track
from folium_polar.geometry.plane import project

__all__ = ["polygonal", "to_plane"]

# Mean width of a ring below which its area is a rounding error.
_SLIVER_M = 1e-3

# From this number of rings on, converting them together is faster.
_MANY = 4


def to_plane(geometry: Mapping[str, Any]) -> BaseGeometry:
    """Build a GeoJSON geometry in the analysis plane.

    Edges are straight in longitude and latitude (RFC 7946, 3.1.1) and get vertices between their
    ends so that no edge is off by more than 1 m. A ring means the side of it that holds the pole,
    or, where it does not go round the pole, the side that is not the rest of the world: winding
    says nothing. Parts that were split at 180 degrees are one; the cut that joins the two rings of
    an annulus and an edge to the pole and back are gone. `read_track` tells which way an edge runs.

    Parameters
    ----------
    geometry : mapping
        A GeoJSON geometry of any type, degrees, WGS 84; heights are ignored.

    Returns
    -------
    shapely geometry
        In EPSG:6931, metres. Areas are valid; a self-crossing ring follows the even-odd rule.

    Raises
    ------
    GeometryError
        With `path`, `rule` and `remedy`. Rules: `geometry-type`, `empty`, `position`, `latitude`,
        `line-short`, `ring-short`, `ring-unclosed`, `half-turn`, `ring-flat`.

    Examples
    --------
    The two halves of Wrangel Island's bounding box are one square.

    >>> halves = {
    ...     "type": "MultiPolygon",
    ...     "coordinates": [
    ...         [[[178, 70.7], [180, 70.7], [180, 71.7], [178, 71.7], [178, 70.7]]],
    ...         [[[-180, 70.7], [-177, 70.7], [-177, 71.7], [-180, 71.7], [-180, 70.7]]],
    ...     ],
    ... }
    >>> to_plane(halves).geom_type
    'Polygon'
    """
    parts = [_simple(*part) for part in simple_geometries(geometry)]
    if geometry["type"] == "GeometryCollection":
        return shapely.GeometryCollection(parts)
    return parts[0]


def _simple(path: Path, name: str, coordinates: Sequence[Any]) -> BaseGeometry:
    match name:
        case "Point":
            return shapely.Point(_projected(read_position(coordinates, path)[np.newaxis])[0])
        case "MultiPoint":
            return shapely.MultiPoint(_projected(read_positions(coordinates, path)))
        case "LineString":
            return _line(coordinates, path)
        case "MultiLineString":
            lines = [_line(part, (*path, i)) for i, part in enumerate(coordinates)]
            return shapely.MultiLineString(lines)
        case "Polygon":
            return _polygon(coordinates, path, *_rings([coordinates]))
        case _:
            parts = enumerate(zip(coordinates, _rings(coordinates), strict=True))
            return _joined([_polygon(part, (*path, i), rings) for i, (part, rings) in parts])


def _projected(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(project(positions[:, 0], positions[:, 1]))


def _line(coordinates: Any, path: Path) -> shapely.LineString:
    track = read_track(coordinates, "line", path)
    vertices = np.column_stack(project(*densify(track)))
    # A line with one position twice remains a line.
    return shapely.LineString(np.repeat(vertices, 2, axis=0) if len(vertices) == 1 else vertices)


def _rings(bodies: Sequence[Any]) -> Sequence[list[NDArray[np.float64]] | None]:
    """Convert all rings of some Polygons to the plane together, if they are many.

    None if they are few, or one is invalid: converting each by itself then shows which.
    """
    try:
        rings = [ring for body in bodies for ring in filled(body, ())]
        vertices = iter(plane_rings(rings) if len(rings) >= _MANY else ())
        return [list(islice(vertices, len(body))) or None for body in bodies]
    except (GeometryError, TypeError):
        return [None] * len(bodies)


def _without_spikes(vertices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Remove spikes: edges that run out and straight back, as to the pole."""
    while len(vertices) > RING:
        ring = vertices[:-1]
        back = (np.roll(ring, 1, axis=0) == np.roll(ring, -1, axis=0)).all(axis=1)
        if not back.any():
            break
        tip = int(back.argmax())
        # The tip is removed, and the next vertex, which repeats the one before.
        ring = np.delete(ring, [tip, (tip + 1) % len(ring)], axis=0)
        vertices = np.vstack([ring, ring[:1]])
    return vertices


def _polygon(
    coordinates: Sequence[Any], path: Path, rings: list[NDArray[np.float64]] | None
) -> BaseGeometry:
    if rings is None:
        rings = [plane_ring(ring, (*path, i)) for i, ring in enumerate(filled(coordinates, path))]
    polygon = _built(rings)
    if not polygon.is_valid:
        polygon = _mended(rings) if rings[1:] else _mended_alone(rings[0])
    if polygon.is_empty:
        message = "the ring goes round no area"
        remedy = "use a LineString, or give the area its width"
        raise GeometryError(message, path=(*path, 0), rule="ring-flat", remedy=remedy)
    return polygon


def _built(rings: list[NDArray[np.float64]]) -> BaseGeometry:
    if len(rings) == 1:
        return shapely.Polygon(rings[0])
    numbers = np.repeat(np.arange(len(rings)), list(map(len, rings)))
    lines = np.asarray(shapely.linearrings(np.concatenate(rings), indices=numbers))
    polygon: BaseGeometry = shapely.polygons(lines[0], holes=lines[1:])
    return polygon


@by_content
def _mended_alone(ring: NDArray[np.float64]) -> BaseGeometry:
    return _mended([ring])


def _mended(rings: list[NDArray[np.float64]]) -> BaseGeometry:
    shell = polygonal(_valid(_without_spikes(rings[0])))
    # Often only the shell is invalid, by a spike to the pole; its holes can be kept.
    if isinstance(shell, shapely.Polygon):
        # The shell of an annulus written as one ring contains a hole itself.
        polygon = shapely.Polygon(shell.exterior, [*shell.interiors, *rings[1:]])
        if polygon.is_valid:
            return polygon
    holes = [polygonal(_valid(ring)) for ring in rings[1:]]
    return polygonal(shapely.difference(shell, shapely.union_all(holes)))


def _valid(ring: NDArray[np.float64]) -> BaseGeometry:
    # By structure it takes a twentieth of the time that noding all linework takes; but where the
    # two sides of a cut have vertices at different places, it may take a hole for a part. Only of
    # a ring that goes round everything once, and rightly mended, do the areas agree.
    polygon = shapely.Polygon(ring)
    mended = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    x, y = (ring - ring[0]).T
    signed = abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2
    once = abs(float(mended.area) - signed) <= _SLIVER_M * float(polygon.length)
    return mended if once and mended.is_valid else shapely.make_valid(polygon)


def polygonal(geometry: BaseGeometry, least_width: float = _SLIVER_M) -> BaseGeometry:
    """Return the areas of a geometry, without parts thinner than a millimetre.

    Collinear cuts that have vertices at different places leave slivers a nanometre wide, as parts
    and as holes.

    Parameters
    ----------
    geometry : shapely geometry
        Any, in the plane.
    least_width : float
        Mean width that is no rounding error; metres, or the unit of the geometry.

    Returns
    -------
    shapely geometry
        A Polygon or MultiPolygon; empty without an area.
    """
    areas = []
    for part in shapely.get_parts(shapely.get_parts(geometry)):
        if isinstance(part, shapely.Polygon) and _has_width(part.exterior, least_width):
            holes = [hole for hole in part.interiors if _has_width(hole, least_width)]
            kept_all = len(holes) == len(part.interiors)
            areas.append(part if kept_all else shapely.Polygon(part.exterior, holes))
    return areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)


def _has_width(ring: shapely.LinearRing, least: float) -> bool:
    return float(shapely.Polygon(ring).area) > least * float(ring.length)


def _joined(areas: list[BaseGeometry]) -> BaseGeometry:
    """Unite the parts of a MultiPolygon that meet along 180 degrees or that overlap."""
    if len(areas) == 1:
        return areas[0]
    parts = shapely.get_parts(areas)
    # The 180 degree meridian is x = 0, y > 0, to the last bit: the parts meet without a sliver.
    bounds = shapely.bounds(parts)
    seam = ((bounds[:, 0] == 0.0) | (bounds[:, 2] == 0.0)) & (bounds[:, 3] > 0.0)
    if seam.any():
        parts = np.append(
            parts[~seam], shapely.get_parts(polygonal(shapely.union_all(parts[seam])))
        )
    joined: BaseGeometry = parts[0] if len(parts) == 1 else shapely.MultiPolygon(list(parts))
    return joined if joined.is_valid else polygonal(shapely.union_all(parts))
