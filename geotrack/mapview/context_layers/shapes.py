"""Shapes of context layers as a map shows them: cut, simplified, in whole steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geotrack import polar
from geotrack.polar.packing import Layer, packing_plane, parts_of
from geotrack.polar.plane import plane_radius
from geotrack.polarmap.layers import SOUTH

__all__ = [
    "FINEST_M",
    "CutShape",
    "Feature",
    "Kind",
    "Shapes",
    "cut_features",
    "simplified_shapes",
    "step_of",
]

Kind = Literal["area", "fill", "line", "point"]
"""`fill` is the inside of an area that the map's limit cuts; its edge is lines."""

CutShape = tuple[Kind, str, BaseGeometry]
"""Kind, label, and shape in the analysis plane."""
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
class Shapes:
    """Shapes of one kind with one label.

    Parameters
    ----------
    kind : Kind
        How they are drawn.
    label : str
        Label of their features; empty for none.
    parts : Layer
        Parts of rings of whole steps in the plane of `geotrack.polar.packing`.
    """

    kind: Kind
    label: str
    parts: Layer


def step_of(accuracy_m: float) -> int:
    """Return the step of positions, metres, for an accuracy on the ground, metres."""
    return int(_STEP * accuracy_m)


def cut_features(features: Iterable[Feature]) -> list[CutShape]:
    """Return the parts of features within the map's limit, a parallel, by kind and label.

    The edge of a cut area is lines of its own, without the cut.
    """
    limit = shapely.Point(0, 0).buffer(float(plane_radius(SOUTH)), quad_segs=_LIMIT_QUARTER)
    shapely.prepare(limit)
    found = []
    for feature in features:
        for shape in _simple(feature.shape):
            found += [(kind, feature.label, part) for kind, part in _within(shape, limit)]
    return found


def _simple(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(shape):
        if part.geom_type.startswith(("Multi", "Geometry")):
            yield from _simple(part)
        elif not part.is_empty:
            yield part


def _within(shape: BaseGeometry, limit: shapely.Polygon) -> Iterator[tuple[Kind, BaseGeometry]]:
    kind: Kind = {"Polygon": "area", "LineString": "line"}.get(shape.geom_type, "point")  # type: ignore[assignment]
    if limit.contains_properly(shape):
        yield kind, shape
        return
    cut = shapely.intersection(shape, limit)
    if cut.is_empty:
        return
    yield "fill" if kind == "area" else kind, cut
    if kind == "area":
        edge = shapely.difference(cut.boundary, limit.exterior.buffer(_ON_LIMIT_M))
        if not edge.is_empty:
            yield "line", edge


def simplified_shapes(cut: Sequence[CutShape], accuracy_m: float) -> list[Shapes]:
    """Return shapes simplified to an accuracy, in an order independent of the file's.

    Parts smaller than it are left out, except the largest of each entry.

    Parameters
    ----------
    cut : sequence of CutShape
        As `cut_features` returns them.
    accuracy_m : float
        Metres on the ground, at most, from a shape's edge to where it is drawn.
    """
    step, tolerance_m = step_of(accuracy_m), _SIMPLIFIED * accuracy_m
    by_group: dict[tuple[str, Kind], Layer] = {}
    for kind, label, shape in cut:
        group = by_group.setdefault((label, kind), [])
        for part in _coarse(shape, tolerance_m):
            group += _steps(part, step)
    return [
        Shapes(kind, label, sorted(parts, key=lambda rings: (-sum(map(len, rings)), rings)))
        for (label, kind), parts in sorted(by_group.items())
        if parts
    ]


def _steps(part: BaseGeometry, step: int) -> Layer:
    """Return a part in whole steps; none where it is smaller than a step."""
    if part.geom_type == "Point":
        place = shapely.get_coordinates(packing_plane(polar.to_lonlat(part)))
        return [[[(int(x), int(y)) for x, y in np.rint(place / step)]]]
    fewest = 3 if part.geom_type == "Polygon" else 2
    [rings] = parts_of(packing_plane(polar.to_lonlat(part)), step)
    kept = [ring for ring in rings[1:] if len(ring) >= fewest]
    return [[rings[0], *kept]] if len(rings[0]) >= fewest else []


def _coarse(shape: BaseGeometry, tolerance_m: float) -> list[BaseGeometry]:
    parts = list(_simple(shape))
    if parts and parts[0].geom_type != "Point":
        size = [max(b[2] - b[0], b[3] - b[1]) for b in (part.bounds for part in parts)]
        most = max(size)
        parts = [p for p, s in zip(parts, size, strict=True) if s >= min(most, tolerance_m)]
    return [found for part in parts for found in _simple(_simplified(part, tolerance_m))]


def _simplified(part: BaseGeometry, tolerance_m: float) -> BaseGeometry:
    if part.geom_type == "Point":
        return part
    # Many times as fast as with the topology kept, and mostly valid.
    fast = part.simplify(tolerance_m, preserve_topology=False)
    whole = fast.geom_type == part.geom_type and not fast.is_empty and fast.is_valid
    return fast if whole else part.simplify(tolerance_m)
