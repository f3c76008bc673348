"""Shapes of context layers as a map shows them: cut, simplified, in whole steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.basemap.files import SOUTH
from folium_polar.geometry.packing import Layer, parts_of, sphere_project
from folium_polar.geometry.plane import plane_radius, unproject

__all__ = [
    "FINEST_M",
    "CutShapes",
    "Feature",
    "Kind",
    "Shapes",
    "cut_features",
    "grouped",
    "simplified",
    "simplified_shapes",
    "step_of",
    "without_inner_edges",
]

Kind = Literal["area", "fill", "line", "point"]
"""`fill` is the inside of an area that the map's limit cuts; its edge is lines."""

# How each type of geometry is drawn.
_KINDS: dict[str, Kind] = {
    "Polygon": "area",
    "LineString": "line",
    "LinearRing": "line",
    "Point": "point",
}
# The geometry of several shapes of a kind.
_MANY: dict[Kind, Callable[[Any], BaseGeometry]] = {
    "area": shapely.MultiPolygon,
    "fill": shapely.MultiPolygon,
    "line": shapely.MultiLineString,
    "point": shapely.MultiPoint,
}
Objects = NDArray[np.object_]
Numbers = NDArray[np.int64]
FINEST_M = 25
"""A third of a pixel at the deepest zoom of a page, metres."""
# Parts of the accuracy: of simplification in the plane, which shrinks lengths by up to an eighth
# within the map's limit, and of a step, half of which is lost in x and in y.
_SIMPLIFIED, _STEP = 0.7, 0.2
# The limit of the map is this near a circle: its corners lie on it.
_LIMIT_QUARTER = 512
# Edges within this of the limit are cuts, metres.
_ON_LIMIT_M = 60.0


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature: its shape in the analysis plane (EPSG:6931, metres), and its label."""

    shape: BaseGeometry
    label: str


@dataclass(frozen=True, slots=True)
class CutShapes:
    """Simple parts of features within the map's limit.

    Parameters
    ----------
    parts : numpy.ndarray of shape (n,)
        Geometries in the analysis plane.
    kinds : sequence of Kind
        How each is drawn.
    owners : numpy.ndarray of shape (n,)
        Index of the feature of each.
    labels : sequence of str
        Labels of the features.
    """

    parts: Objects
    kinds: Sequence[Kind]
    owners: Numbers
    labels: Sequence[str]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes of one kind with one label.

    Parameters
    ----------
    kind : Kind
        How they are drawn.
    label : str
        Label of their features; empty for none.
    parts : Layer
        Parts of rings of whole steps in the plane of `folium_polar.geometry.packing`.
    """

    kind: Kind
    label: str
    parts: Layer


def step_of(accuracy_m: float) -> int:
    """Return the step of positions, metres, for an accuracy on the ground, metres."""
    return int(_STEP * accuracy_m)


def cut_features(features: Sequence[Feature], south: float = SOUTH) -> CutShapes:
    """Return the parts of features within the map's limit, a parallel.

    The edge of a cut area is lines of its own, without the cut.
    """
    limit = shapely.Point(0, 0).buffer(float(plane_radius(south)), quad_segs=_LIMIT_QUARTER)
    shapely.prepare(limit)
    shapes = np.array([feature.shape for feature in features], dtype=object)
    shapes, owners = _exploded(shapes, np.arange(len(features)))
    is_inside = shapely.contains_properly(limit, shapes)
    parts: list[tuple[BaseGeometry, Kind, int]] = [
        (shape, _KINDS[shape.geom_type], owner)
        for shape, owner in zip(shapes[is_inside], owners[is_inside].tolist(), strict=True)
    ]
    for shape, owner in zip(shapes[~is_inside], owners[~is_inside].tolist(), strict=True):
        parts += [(part, kind, owner) for kind, part in _cut(shape, limit)]
    geometries = np.array([part for part, _, _ in parts], dtype=object)
    geometries, index = _exploded(geometries, np.arange(len(parts)))
    return CutShapes(
        geometries,
        [parts[n][1] for n in index.tolist()],
        np.array([parts[n][2] for n in index.tolist()], dtype=np.int64),
        [feature.label for feature in features],
    )


def grouped(cut: CutShapes) -> Iterator[tuple[Kind, BaseGeometry]]:
    """Yield the shapes of each kind and label as one geometry of the plane."""
    groups: dict[tuple[str, Kind], list[int]] = {}
    for n, (owner, kind) in enumerate(zip(cut.owners.tolist(), cut.kinds, strict=True)):
        groups.setdefault((cut.labels[owner], kind), []).append(n)
    for (_, kind), rows in sorted(groups.items()):
        yield kind, _MANY[kind](list(cut.parts[rows]))


def without_inner_edges(cut: CutShapes) -> CutShapes:
    """Return shapes of which only those of the first feature have an edge."""
    indices = [n for n, kind in enumerate(cut.kinds) if kind != "line" or cut.owners[n] == 0]
    kinds: list[Kind] = ["fill" if cut.owners[n] else cut.kinds[n] for n in indices]
    return CutShapes(cut.parts[indices], kinds, cut.owners[indices], cut.labels)


def _exploded(shapes: Objects, owners: Numbers) -> tuple[Objects, Numbers]:
    """Return the simple parts of shapes, none of them empty, each with the owner of its shape."""
    while (shapely.get_type_id(shapes) > shapely.GeometryType.POLYGON).any():
        shapes, index = shapely.get_parts(shapes, return_index=True)
        owners = owners[index]
    is_present = ~shapely.is_empty(shapes)
    return shapes[is_present], owners[is_present]


def _cut(shape: BaseGeometry, limit: shapely.Polygon) -> Iterator[tuple[Kind, BaseGeometry]]:
    kind = _KINDS[shape.geom_type]
    cut = shapely.intersection(shape, limit)
    if cut.is_empty:
        return
    yield "fill" if kind == "area" else kind, cut
    if kind == "area":
        edge = shapely.difference(cut.boundary, limit.exterior.buffer(_ON_LIMIT_M))
        if not edge.is_empty:
            yield "line", edge


def simplified(cut: CutShapes, accuracy_m: float) -> CutShapes:
    """Return shapes simplified to an accuracy.

    Parts smaller than it are left out, except the largest of each feature.

    Parameters
    ----------
    cut : CutShapes
        The shapes.
    accuracy_m : float
        Metres on the ground, at most, from a shape's edge to where it is drawn.
    """
    tolerance_m = _SIMPLIFIED * accuracy_m
    visible = np.flatnonzero(_is_visible(cut, tolerance_m))
    parts, index = _exploded(_simplified(cut.parts[visible], tolerance_m), visible)
    return CutShapes(parts, [cut.kinds[n] for n in index], cut.owners[index], cut.labels)


def simplified_shapes(cut: CutShapes, accuracy_m: float) -> list[Shapes]:
    """Return shapes as `simplified` does, in whole steps and an order independent of the file's."""
    step, simple = step_of(accuracy_m), simplified(cut, accuracy_m)
    plane = shapely.transform(
        simple.parts, lambda xy: sphere_project(*unproject(xy[:, 0], xy[:, 1]))
    )
    by_group: dict[tuple[str, Kind], Layer] = {}
    for part, owner, kind in zip(plane, simple.owners.tolist(), simple.kinds, strict=True):
        by_group.setdefault((cut.labels[owner], kind), []).extend(_steps(part, step))
    return [
        Shapes(kind, label, sorted(layer, key=lambda rings: (-sum(map(len, rings)), rings)))
        for (label, kind), layer in sorted(by_group.items())
        if layer
    ]


def _is_visible(cut: CutShapes, tolerance_m: float) -> NDArray[np.bool_]:
    bounds = shapely.bounds(cut.parts)
    size = (bounds[:, 2:] - bounds[:, :2]).max(axis=1)
    largest = np.zeros(len(cut.labels))
    np.maximum.at(largest, cut.owners, size)
    return np.asarray(size >= np.minimum(tolerance_m, largest[cut.owners]))


def _simplified(parts: Objects, tolerance_m: float) -> Objects:
    # Of long edges many times as fast as with the topology kept, and mostly valid.
    simplified: Objects = shapely.simplify(parts, tolerance_m, preserve_topology=False)
    is_same_type = shapely.get_type_id(simplified) == shapely.get_type_id(parts)
    for n in np.flatnonzero(
        ~shapely.is_valid(simplified) | shapely.is_empty(simplified) | ~is_same_type
    ):
        mended = shapely.make_valid(simplified[n], method="structure", keep_collapsed=False)
        is_whole = mended.geom_type.endswith(parts[n].geom_type) and not mended.is_empty
        simplified[n] = mended if is_whole else parts[n].simplify(tolerance_m)
    return simplified


def _steps(part: BaseGeometry, step: int) -> Layer:
    """Return a part in whole steps; none where it is smaller than a step."""
    if isinstance(part, shapely.Point):
        return [[[(round(part.x / step), round(part.y / step))]]]
    fewest = 3 if part.geom_type == "Polygon" else 2
    [[outer, *holes]] = parts_of(part, step)
    holes = [ring for ring in holes if len(ring) >= fewest]
    return [[outer, *holes]] if len(outer) >= fewest else []
