"""The packed basemap: water, land, lakes, ice and borders, styled as on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
import shapely
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import TransformedPatchPath
from numpy.typing import NDArray

from folium_polar.basemap.files import LAP, SOUTH, basemap, far_coast
from folium_polar.basemap.files import depth as packed_depth
from folium_polar.basemap.relief import DEPTH_STEPS, SEA_TINTS
from folium_polar.basemap.style import BASEMAP_STYLES, DEPTH_TINT, PAPER, WATER
from folium_polar.geometry.packing import sphere_unproject, unpack_arrays
from geotrack.handout.boxes import Box, RoundBox
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.map_labels import Spot
from geotrack.handout.chart.projection import Plane
from geotrack.handout.chart.relief import paint_land, paint_sea
from geotrack.model.maps.contrast import channels

__all__ = ["FADE", "coast", "compound", "end_at_texts", "paint", "paint_coast", "without_discs"]

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
    """A layer of n vertices in m rings, which belong to k parts (areas or lines).

    `lon`, `lat`, `rings`: position in degrees, and index of the ring, of each vertex. `parts`:
    index of the part of each ring. `starts`: index of the first vertex of each part.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    rings: NDArray[np.int64]
    parts: NDArray[np.int64]
    starts: NDArray[np.int64]


@cache
def _layers(read: Callable[[], str]) -> list[_Layer]:
    """Return the layers of a packed file."""
    step, layers = unpack_arrays(read())
    return [_layer(parts, step) for parts in layers]


def _layer(parts: list[list[NDArray[np.int64]]], step: int) -> _Layer:
    rings = [ring for part in parts for ring in part]
    sizes = [len(ring) for ring in rings]
    ends = np.cumsum([sum(map(len, part)) for part in parts], dtype=np.int64)
    # With an empty array, since a layer may have no rings.
    packed = np.concatenate([np.empty((0, 2)), *rings])
    return _Layer(
        *sphere_unproject(packed * step),
        np.repeat(np.arange(len(rings)), sizes),
        np.repeat(np.arange(len(parts)), [len(part) for part in parts]),
        np.concatenate([[0], ends])[:-1],
    )


def compound(lines: Lines, *, closed: bool) -> Path:
    """Return many rings or lines, arrays of shape (n, 2), as one path."""
    vertices, codes = [], []
    for line in lines:
        points = np.vstack([line, line[:1]]) if closed else line
        code = np.full(len(points), Path.LINETO, dtype=np.uint8)
        code[0] = Path.MOVETO
        if closed:
            code[-1] = Path.CLOSEPOLY
        vertices.append(points)
        codes.append(code)
    if not vertices:
        return Path(np.empty((0, 2)), np.empty(0, dtype=np.uint8))
    return Path(np.round(np.vstack(vertices), 2), np.concatenate(codes))


def paint(ground: Ground, *, depth: bool = False, relief: bool = False) -> list[Any]:
    """Paint the basemap, with or without the depths of the sea and the relief.

    Returns
    -------
    list of matplotlib.artist.Artist
        Waterlines and borders, which end at names: see `end_at_texts`.
    """
    ending: list[Any] = []
    tints: Sequence[Any] = [SEA_TINTS[step] for step in DEPTH_STEPS]
    if relief:
        sea = SEA_TINTS[0] if depth else SEA_TINTS[-2]  # most of the sea is deep
        ground.add(_rectangle(ground.box, facecolor=sea, edgecolor="none", zorder=0.5))
    else:
        _water(ground)
        tints = [DEPTH_TINT] * len(tints)
    if depth:
        for path, tint in zip(_depths(ground.plane, ground.window()), tints, strict=True):
            _add(ground, path, 0.7, facecolor=tint, edgecolor="none")
    paths = list(_paths(ground.plane, ground.window(), far=ground.south < SOUTH))
    styles = dict(BASEMAP_STYLES)
    if relief:
        fills, path = paths[0]
        ending += paint_sea(ground, path)
        for land in fills or [path]:
            paint_land(ground, land)
        paths[0] = [], path
        styles["land"] = {name: styles["land"][name] for name in ("stroke", "weight")}
    for (name, style), (fills, path) in zip(styles.items(), paths, strict=True):
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
        patches = _add(ground, path, 1.1, joinstyle="round", **options)
        ending += patches if name not in _FILLED else []
    _rim(ground)
    return ending


def end_at_texts(ground: Ground, lines: Sequence[Any], spots: Sequence[Spot]) -> None:
    """Let lines of the basemap end at the discs that cover the texts on it."""
    around = without_discs(ground, [RoundBox.around(x, y, radius + 0.6) for x, y, radius in spots])
    for line in lines if spots else ():
        line.set_clip_path(around.clip)


def without_discs(ground: Ground, discs: Sequence[RoundBox]) -> Ground:
    """Return a map on which nothing is added to some discs."""
    if not discs:
        return ground
    around = shapely.difference(ground.box.outline, shapely.union_all([d.outline for d in discs]))
    polygons = shapely.get_parts(shapely.orient_polygons(around))
    rings = [ring for p in polygons for ring in (p.exterior, *p.interiors)]
    path = compound([shapely.get_coordinates(ring)[:-1] for ring in rings], closed=True)
    clip = TransformedPatchPath(PathPatch(path, transform=ground.axes.transData))
    return replace(ground, clip=clip)


def paint_coast(ground: Ground) -> None:
    """Paint the land alone, on paper."""
    fills, path = _paths(ground.plane, ground.window(), far=ground.south < SOUTH)[0]
    look = BASEMAP_STYLES["land"]
    for fill in fills or [path]:
        _add(ground, fill, 1.0, facecolor=look["fill"], edgecolor="none")
    line = {"edgecolor": look["stroke"], "linewidth": 0.5 * ground.pixel}
    _add(ground, path, 1.1, facecolor="none", joinstyle="round", **line)


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
    """Yield rings as lines, without edges that lie on a parallel or beyond it.

    Beyond is towards the pole if `inside`, else away from it.
    """
    limit, side = float(plane.radius(lat)), -1 if inside else 1
    nearness = _CUT + _CUT_M / plane.metres_per_point
    for ring in rings:
        line = np.vstack([ring, ring[:1]])
        is_beyond = side * (np.hypot(*(line - plane.pole).T) - limit) > -nearness
        dropped = np.flatnonzero(is_beyond[:-1] & is_beyond[1:])
        yield from (coast_part for coast_part in np.split(line, dropped + 1) if len(coast_part) > 1)


def _add(ground: Ground, path: Path, zorder: float, **look: Any) -> list[PathPatch]:
    """Draw a path unless it is empty; return what is drawn."""
    patches = [PathPatch(path, zorder=zorder, **look)] if len(path.vertices) else []
    for patch in patches:
        ground.add(patch)
    return patches


def _clipped(layer: _Layer, plane: Plane, window: Window, *, filled: bool) -> Lines:
    """Return the rings or lines of a layer, clipped to a window, in points of the sheet."""
    points = np.column_stack(plane.points(layer.lon, layer.lat))
    low, high = (edge.reduceat(points, layer.starts) for edge in (np.minimum, np.maximum))
    is_near = np.all((high >= window[:2]) & (low <= window[2:]), axis=1)
    is_inside = np.all((low >= window[:2]) & (high <= window[2:]), axis=1)
    # Parts wholly inside need no clipping.
    clipped: Lines = []
    crossing: dict[int, Lines] = {}
    for part, ring in _thinned(layer, points, is_near, least=3 if filled else 1):
        if is_inside[part]:
            clipped.append(ring)
        else:
            crossing.setdefault(part, []).append(ring)
    shapes = [
        shapely.Polygon(outer, holes) if filled else shapely.LineString(outer)
        for outer, *holes in crossing.values()
    ]
    for shape in shapely.get_parts(shapely.clip_by_rect(np.array(shapes, dtype=object), *window)):
        if shape.is_empty or shape.geom_type == "Point":
            continue
        rings = [shape.exterior, *shape.interiors] if filled else [shape]
        # Rings without their repeated last vertex.
        clipped.extend(shapely.get_coordinates(ring)[: -1 if filled else None] for ring in rings)
    return clipped


def _thinned(
    layer: _Layer, points: NDArray[np.float64], is_near: NDArray[np.bool_], *, least: int
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield the rings of the parts near the window, simplified, each with the index of its part.

    Rings that then have no more than `least` vertices are too small to show.
    """
    is_near_ring = is_near[layer.parts]
    is_near_vertex = is_near_ring[layer.rings]
    # Index of each ring among the near ones.
    near_index = np.cumsum(is_near_ring) - 1
    lines: Any = shapely.linestrings(
        points[is_near_vertex], indices=near_index[layer.rings[is_near_vertex]]
    )
    simplified = shapely.simplify(lines, _FINEST, preserve_topology=False)
    for part, line in zip(layer.parts[is_near_ring], simplified, strict=True):
        ring = shapely.get_coordinates(line)
        if len(ring) > least:
            yield int(part), ring


def _rectangle(box: Box, **look: Any) -> Rectangle:
    return Rectangle((box.left, box.top), box.width, box.height, **look)


def _water(ground: Ground) -> None:
    """Paint the sea with a gradient from the pole to the rim, in invisible steps."""
    pole, edge = ground.plane.pole, float(ground.plane.radius(ground.south))
    ground.add(_rectangle(ground.box, facecolor=WATER[1], edgecolor="none", zorder=0.5))
    inner, outer = (np.array(channels(tint)) for tint in WATER)
    for step in range(_STEPS):  # discs from the largest to the smallest
        share = 1 - (step + 0.5) / _STEPS
        colour = tuple((inner + (outer - inner) * share) / 255)
        ground.add(Circle(pole, edge * share, facecolor=colour, edgecolor="none", zorder=0.6))


def _rim(ground: Ground) -> None:
    """Fade the map into the paper before its data end."""
    box, pole = ground.box, ground.plane.pole
    edge = float(ground.plane.radius(ground.south))
    corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    farthest = max(np.hypot(x - pole[0], y - pole[1]) for x, y in corners)
    start, end = (edge * share for share in FADE)
    if farthest <= start:
        return
    outer = _circle(pole, 1.5 * max(farthest, end))
    visible_share = 1.0
    for step in range(_STEPS):
        radius = start + (end - start) * (step + 0.5) / _STEPS
        # Rings of paper lie over each other: each covers that part of what is still visible which
        # makes the fade even.
        next_share = 1 - (step + 1) / _STEPS
        opacity, visible_share = 1 - next_share / visible_share, next_share
        path = Path.make_compound_path(outer, _circle(pole, radius, is_hole=True))
        _add(ground, path, 2.0, facecolor=(PAPER, opacity), edgecolor="none")


def _circle(centre: tuple[float, float], radius: float, *, is_hole: bool = False) -> Path:
    """Return a circle; as a hole it has the opposite orientation."""
    circle = Path.circle(centre, radius)
    if not is_hole:
        return circle
    reversed_vertices = circle.vertices[:-1][::-1]
    return Path(np.vstack([reversed_vertices, reversed_vertices[:1]]), circle.codes)
