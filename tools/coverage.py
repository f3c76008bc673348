"""Make the seas one coverage: no gap, no overlap, every limit shared by its two neighbours.

All of it happens in the analysis plane (EPSG:6931), in metres, where 180 degrees is no seam.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.plane import project

__all__ = ["Border", "fill_gaps", "join", "simplify_coasts", "to_plane"]

_SEAM_LON = 179.999
"""The sources were cut at 180 degrees; some cut vertices lie at 179.9999."""
_EDGE_DEG = 0.5
_GRID_M = 1.0
_REACH_M = 2_000.0
_WHOLE_M2 = 1e8
"""A smaller gap goes whole to the neighbour with the longest common border."""


@dataclass(frozen=True)
class Border:
    """A limit between two seas, in plane metres.

    Attributes
    ----------
    between : pair of str
        The seas.
    line : shapely geometry
        The limit.
    side : shapely geometry
        Encloses the second sea as far as `reach_m` from the line.
    reach_m : float
        What lies farther from the line stays where it is.
    """

    between: tuple[str, str]
    line: BaseGeometry
    side: BaseGeometry
    reach_m: float

    def owner(self, sea: str, at: BaseGeometry) -> str:
        """Return the sea that a position of a sea belongs to."""
        if sea not in self.between or not shapely.dwithin(self.line, at, self.reach_m):
            return sea
        return self.between[int(shapely.contains(self.side, at))]


def to_plane(geometry: BaseGeometry, edge_deg: float = _EDGE_DEG) -> BaseGeometry:
    """Project lon/lat, edges straight in lon/lat, what was cut at 180 degrees brought to it."""
    dense = shapely.segmentize(geometry, edge_deg)
    plane = shapely.transform(dense, _project)
    if plane.geom_type.endswith("Polygon"):
        plane = shapely.make_valid(plane)
    return shapely.set_precision(plane, _GRID_M)


def join(polygons: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the union of lon/lat polygons in the plane, without the cut at 180 degrees."""
    return shapely.union_all([to_plane(polygon) for polygon in polygons], grid_size=_GRID_M)


def fill_gaps(
    seas: Mapping[str, BaseGeometry],
    land: BaseGeometry,
    window: BaseGeometry,
    borders: Sequence[Border] = (),
) -> dict[str, BaseGeometry]:
    """Give every piece of water in the window to one sea.

    Where two seas overlap, the one named first keeps the water; then each border gives both of its
    seas what lies on their side.

    Parameters
    ----------
    seas : mapping of str to shapely geometry
        Rough seas: they may overlap, cross the coast or stop short of it.
    land : shapely geometry
        The coast to keep to.
    window : shapely geometry
        Where the seas are asked for.
    borders : sequence of Border
        Limits in place of those of the seas, applied one after the other.
    """
    names = list(seas)
    water = window.difference(land)
    outlines = [area.boundary for area in (*seas.values(), water)]
    # Round the side: a limit may end in the water, off its cape, or go on over a sound.
    outlines += [border.side.boundary for border in borders]
    faces = shapely.get_parts(shapely.polygonize([*_edges(outlines)]))
    points = shapely.point_on_surface(faces)
    shapely.prepare(water)
    is_water = shapely.contains(water, points)
    first = np.full(len(faces), len(names))
    face, sea = shapely.STRtree(list(seas.values())).query(points, predicate="intersects")
    np.minimum.at(first, face, sea)
    owned: dict[str, list[BaseGeometry]] = {name: [] for name in names}
    gaps: list[BaseGeometry] = []
    for polygon, at, index in zip(faces[is_water], points[is_water], first[is_water], strict=True):
        if index == len(names):
            gaps.append(polygon)
        else:
            owned[_owner(names[index], at, borders)].append(polygon)
    filled = {name: shapely.coverage_union_all(parts) for name, parts in owned.items()}
    pieces = list(shapely.get_parts(shapely.union_all(gaps)))
    grown: dict[str, list[BaseGeometry]] = {name: [sea] for name, sea in filled.items()}
    lines = shapely.union_all([border.side.boundary for border in borders], grid_size=_GRID_M)
    for name, piece in _claims(filled, pieces):
        for part in _cut(piece, lines):
            grown[_owner(name, part.point_on_surface(), borders)].append(part)
    return {name: shapely.union_all(parts, grid_size=_GRID_M) for name, parts in grown.items()}


def _owner(sea: str, at: BaseGeometry, borders: Sequence[Border]) -> str:
    for border in borders:
        sea = border.owner(sea, at)
    return sea


def _cut(piece: BaseGeometry, lines: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield the parts of a piece on either side of lines that cross it."""
    if not piece.intersects(lines):
        yield piece
        return
    edges = shapely.union_all([piece.boundary, piece.intersection(lines)], grid_size=_GRID_M)
    for face in shapely.get_parts(shapely.polygonize(shapely.get_parts(edges))):
        if piece.contains(face.point_on_surface()):
            yield face


def _claims(
    seas: Mapping[str, BaseGeometry], pieces: Sequence[BaseGeometry]
) -> Iterator[tuple[str, BaseGeometry]]:
    """Yield each piece of a gap with the sea that it goes to."""
    names = list(seas)
    tree = shapely.STRtree(list(seas.values()))
    for piece in pieces:
        near = sorted(tree.query(piece, predicate="dwithin", distance=_REACH_M).tolist())
        rest = piece
        if piece.area > _WHOLE_M2:
            # A long gap lies along several seas: each takes what is near it.
            for index in near:
                around = shapely.box(*shapely.buffer(piece, 2 * _REACH_M).bounds)
                reach = seas[names[index]].intersection(around).buffer(_REACH_M)
                yield names[index], _areas(rest.intersection(reach))
                rest = _areas(rest.difference(reach))
        common = [seas[names[index]].intersection(piece.boundary).length for index in near]
        if common and not rest.is_empty:
            yield names[near[int(np.argmax(common))]], rest


def simplify_coasts(
    seas: Mapping[str, BaseGeometry], land: BaseGeometry, tolerance: float
) -> dict[str, BaseGeometry]:
    """Simplify where sea meets land, and leave every limit in the water as it is.

    Coasts and limits are simplified as one set of lines, which keeps them from crossing; then the
    limits are put back vertex for vertex, so that a parallel stays one.

    Parameters
    ----------
    seas : mapping of str to shapely geometry
        A coverage, without land.
    land : shapely geometry
        What tells coasts from limits.
    tolerance : float
        Metres.
    """
    names = list(seas)
    areas = [seas[name] for name in names]
    noded = shapely.union_all([area.boundary for area in areas], grid_size=_GRID_M)
    arcs = shapely.get_parts(shapely.line_merge(noded))
    shore = land.boundary
    shapely.prepare(shore)
    middles = shapely.line_interpolate_point(arcs, 0.5, normalized=True)
    is_limit = ~shapely.dwithin(middles, shore, 2 * _GRID_M)
    simple = shapely.get_parts(shapely.simplify(shapely.MultiLineString(list(arcs)), tolerance))
    if len(simple) != len(arcs):
        # GEOS leaves out a line that collapses: those after it would stand for one another.
        raise ValueError(f"{len(arcs) - len(simple)} of {len(arcs)} coasts and limits collapse")
    # A limit put back may cross the simplified coast beside it: without a node there, its sea is
    # no face and is lost (Hudson Strait was).
    lines = shapely.union_all(np.where(is_limit, arcs, simple))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    found: dict[str, list[BaseGeometry]] = {name: [] for name in names}
    face, sea = shapely.STRtree(areas).query(faces, predicate="intersects")
    # The larger part decides: a point inside an island may lie in a fjord that the simplified
    # coast leaves out (Kvaløya was lost to the sea by that).
    common = shapely.area(shapely.intersection(faces[face], np.asarray(areas)[sea]))
    for index in np.flatnonzero(common > shapely.area(faces)[face] / 2):
        found[names[sea[index]]].append(faces[face[index]])
    return {name: shapely.coverage_union_all(parts) for name, parts in found.items()}


def _edges(outlines: Sequence[BaseGeometry]) -> Iterator[BaseGeometry]:
    """Node outlines with one another."""
    yield from shapely.get_parts(shapely.union_all(outlines, grid_size=_GRID_M))


def _areas(geometry: BaseGeometry) -> BaseGeometry:
    """Keep polygons only, on the grid."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return shapely.set_precision(shapely.MultiPolygon(parts), _GRID_M)


def _project(
    points: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    lon = np.where(np.abs(points[:, 0]) > _SEAM_LON, 180.0, points[:, 0])
    return np.column_stack(project(lon, points[:, 1]))
