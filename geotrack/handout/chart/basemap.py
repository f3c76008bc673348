"""The packed basemap: water, land, lakes, ice and borders, styled as on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import shapely
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from folium_polar.basemap.files import LAP, SOUTH, basemap, far_coast
from folium_polar.basemap.files import depth as packed_depth
from folium_polar.basemap.style import BASEMAP_STYLES, DEPTH_TINT, PAPER, WATER
from folium_polar.geometry.packing import sphere_unproject, unpack_arrays
from geotrack.handout.boxes import Box
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.projection import Plane

__all__ = ["FADE", "coast", "compound", "paint"]

# Tolerance of lines, points: finer detail does not print.
_FINEST = 0.12
# Bands of the rim, each paler than the one inside it.
_STEPS = 20
FADE = (0.86, 0.985)
"""The rim fades between these parts of its radius; see web/src/leaflet/layers/basemap.js."""
# Layers of areas; others are lines.
_FILLED = ("land", "lakes", "glaciers")
# How near a vertex is to the parallel at which it was cut: metres, and points where it is thinned.
_CUT_M, _CUT = 600.0, 2 * _FINEST

Lines = list[NDArray[np.float64]]
Window = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Layer:
    """Vertices in degrees; the ring of each, the part of each ring, the first of each part."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    rings: NDArray[np.int64]
    parts: NDArray[np.int64]
    starts: NDArray[np.int64]


@cache
def _layers(read: Callable[[], str]) -> list[_Layer]:
    step, layers = unpack_arrays(read())
    return [_layer(parts, step) for parts in layers]


def _layer(parts: list[list[NDArray[np.int64]]], step: int) -> _Layer:
    rings = [ring for part in parts for ring in part]
    sizes = [len(ring) for ring in rings]
    ends = np.cumsum([sum(map(len, part)) for part in parts], dtype=np.int64)
    steps = np.concatenate([np.empty((0, 2)), *rings])
    return _Layer(
        *sphere_unproject(steps * step),
        np.repeat(np.arange(len(rings)), sizes),
        np.repeat(np.arange(len(parts)), [len(part) for part in parts]),
        np.concatenate([[0], ends])[:-1],
    )


def compound(lines: Lines, *, closed: bool) -> Path:
    """Return many rings or lines, arrays of shape (n, 2), as one path."""
    vertices, codes = [], []
    for line in lines:
        some = np.vstack([line, line[:1]]) if closed else line
        code = np.full(len(some), Path.LINETO, dtype=np.uint8)
        code[0] = Path.MOVETO
        if closed:
            code[-1] = Path.CLOSEPOLY
        vertices.append(some)
        codes.append(code)
    if not vertices:
        return Path(np.empty((0, 2)), np.empty(0, dtype=np.uint8))
    return Path(np.round(np.vstack(vertices), 2), np.concatenate(codes))


def paint(ground: Ground, *, depth: bool = False) -> None:
    """Paint the basemap, with or without the depths of the sea."""
    _water(ground)
    if depth:
        for path in _depths(ground.plane, ground.window()):
            _add(ground, path, 0.7, facecolor=DEPTH_TINT, edgecolor="none")
    paths = _paths(ground.plane, ground.window(), far=ground.south < SOUTH)
    for style, (fills, path) in zip(BASEMAP_STYLES.values(), paths, strict=True):
        if "halo" in style:
            line = {"edgecolor": style["halo"], "linewidth": 2 * style["haloWeight"] * ground.pixel}
            _add(ground, path, 1.0, facecolor="none", joinstyle="round", **line)
        for fill in fills:
            _add(ground, fill, 1.1, facecolor=style["fill"], edgecolor="none")
        facecolor = "none" if fills else style.get("fill", "none")
        options: dict[str, Any] = {"facecolor": facecolor, "edgecolor": "none"}
        if "stroke" in style:
            # Lines on paper are finer than on a screen.
            weight = style["weight"] * ground.pixel * 0.8
            dashes = tuple(d / style["weight"] for d in style.get("dash", ()))
            options.update(edgecolor=style["stroke"], linewidth=weight)
            options.update(linestyle=(0, dashes) if dashes else "solid")
        _add(ground, path, 1.1, joinstyle="round", **options)
    _rim(ground)


def coast(ground: Ground) -> NDArray[np.float64]:
    """Return points along the visible coasts, shape (n, 2), at most a point apart."""
    paths = _paths(ground.plane, ground.window(), far=ground.south < SOUTH)
    _, path = dict(zip(BASEMAP_STYLES, paths, strict=True))["land"]
    if not len(path.vertices):
        return np.empty((0, 2))
    rings = np.cumsum(path.codes == Path.MOVETO) - 1
    lines = shapely.segmentize(shapely.linestrings(path.vertices, indices=rings), 1.0)
    return shapely.get_coordinates(lines)


# Scenes and sheets of a map mostly have the same view.
@lru_cache(maxsize=4)
def _paths(plane: Plane, window: Window, *, far: bool) -> list[tuple[list[Path], Path]]:
    """Return the visible part of each layer: areas and lines, or both as one path.

    Where the basemap and the far coast are both drawn, the lines are without the edges at which
    they were cut.
    """
    paths: list[tuple[list[Path], Path]] = []
    for name, nearer, farther in zip(
        BASEMAP_STYLES, _layers(basemap), _layers(far_coast if far else basemap), strict=True
    ):
        filled = name in _FILLED
        rings = _clipped(nearer, plane, window, filled=filled)
        if not far:
            paths.append(([], compound(rings, closed=filled)))
            continue
        farther_rings = _clipped(farther, plane, window, filled=filled)
        if not filled:
            paths.append(([], compound([*rings, *farther_rings], closed=False)))
            continue
        lines = [*_coasts(rings, plane, SOUTH), *_coasts(farther_rings, plane, LAP, inside=True)]
        fills = [compound(ring_group, closed=True) for ring_group in (rings, farther_rings)]
        paths.append((fills, compound(lines, closed=False)))
    return paths


@lru_cache(maxsize=4)
def _depths(plane: Plane, window: Window) -> list[Path]:
    """Return the visible areas of each depth, the shallowest first."""
    areas = (_clipped(layer, plane, window, filled=True) for layer in _layers(packed_depth))
    return [compound(rings, closed=True) for rings in areas]


def _coasts(rings: Lines, plane: Plane, lat: float, *, inside: bool = False) -> Iterator[Any]:
    """Yield rings as lines, without edges that lie on a parallel or on its one side."""
    limit, side = float(plane.radius(lat)), -1 if inside else 1
    nearness = _CUT + _CUT_M / plane.metres_per_point
    for ring in rings:
        line = np.vstack([ring, ring[:1]])
        cut = side * (np.hypot(*(line - plane.pole).T) - limit) > -nearness
        dropped = np.flatnonzero(cut[:-1] & cut[1:])
        yield from (coast_part for coast_part in np.split(line, dropped + 1) if len(coast_part) > 1)


def _add(ground: Ground, path: Path, zorder: float, **look: Any) -> None:
    if len(path.vertices):
        ground.add(PathPatch(path, zorder=zorder, **look))


def _clipped(layer: _Layer, plane: Plane, window: Window, *, filled: bool) -> Lines:
    """Return the parts that lie in a box or slightly outside."""
    points = np.column_stack(plane.points(layer.lon, layer.lat))
    low, high = (edge.reduceat(points, layer.starts) for edge in (np.minimum, np.maximum))
    is_near = np.all((high >= window[:2]) & (low <= window[2:]), axis=1)
    is_inside = np.all((low >= window[:2]) & (high <= window[2:]), axis=1)
    inside: Lines = []
    crossing: dict[int, Lines] = {}
    for part, ring in _thinned(layer, points, is_near, least=3 if filled else 1):
        if is_inside[part]:
            inside.append(ring)
        else:
            crossing.setdefault(part, []).append(ring)
    shapes = [
        shapely.Polygon(rings[0], rings[1:]) if filled else shapely.LineString(rings[0])
        for rings in crossing.values()
    ]
    cut = shapely.clip_by_rect(np.array(shapes, dtype=object), *window)
    for shape in shapely.get_parts(cut):
        if shape.is_empty or shape.geom_type == "Point":
            continue
        rings = [shape.exterior, *shape.interiors] if filled else [shape]
        inside.extend(shapely.get_coordinates(ring)[: -1 if filled else None] for ring in rings)
    return inside


def _thinned(
    layer: _Layer, points: NDArray[np.float64], near: NDArray[np.bool_], *, least: int
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield the rings of some parts without vertices that would not show; not the smallest."""
    indices = near[layer.parts]
    of_kept = indices[layer.rings]
    order = np.cumsum(indices) - 1
    lines: Any = shapely.linestrings(points[of_kept], indices=order[layer.rings[of_kept]])
    fewer = shapely.simplify(lines, _FINEST, preserve_topology=False)
    for part, line in zip(layer.parts[indices], fewer, strict=True):
        ring = shapely.get_coordinates(line)
        if len(ring) > least:
            yield int(part), ring


def _rectangle(box: Box) -> Rectangle:
    return Rectangle((box.left, box.top), box.width, box.height)


def _water(ground: Ground) -> None:
    """Paint the sea with a gradient from the pole to the rim, in invisible steps."""
    pole, edge = ground.plane.pole, float(ground.plane.radius(ground.south))
    sea = _rectangle(ground.box)
    sea.set(facecolor=WATER[1], edgecolor="none", zorder=0.5)
    ground.add(sea)
    inner, outer = (np.array([int(c[n : n + 2], 16) for n in (1, 3, 5)]) for c in WATER)
    for step in range(_STEPS):
        part = 1 - (step + 0.5) / _STEPS
        colour = tuple((inner + (outer - inner) * part) / 255)
        ground.add(Circle(pole, edge * part, facecolor=colour, edgecolor="none", zorder=0.6))


def _rim(ground: Ground) -> None:
    """Fade the map into the paper before its data end."""
    box, pole = ground.box, ground.plane.pole
    edge = float(ground.plane.radius(ground.south))
    corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    furthest = max(np.hypot(x - pole[0], y - pole[1]) for x, y in corners)
    start, end = (edge * part for part in FADE)
    if furthest <= start:
        return
    outer = _ring(pole, 1.5 * max(furthest, end))
    left = 1.0
    for step in range(_STEPS):
        radius = start + (end - start) * (step + 0.5) / _STEPS
        # Each step covers so much of the rest that the fade is even.
        fraction = 1 - (step + 1) / _STEPS
        cover, left = 1 - fraction / left, fraction
        path = Path.make_compound_path(outer, _ring(pole, radius, backwards=True))
        _add(ground, path, 2.0, facecolor=(PAPER, cover), edgecolor="none")


def _ring(centre: tuple[float, float], radius: float, *, backwards: bool = False) -> Path:
    unit = Path.circle(centre, radius)
    if not backwards:
        return unit
    # A hole has the opposite orientation.
    turned = unit.vertices[:-1][::-1]
    return Path(np.vstack([turned, turned[:1]]), unit.codes)
