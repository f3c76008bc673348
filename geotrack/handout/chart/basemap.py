"""The packed basemap: water, land, lakes, ice and borders, styled as on the page."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from geotrack.handout.chart.canvas import Ground
from geotrack.handout.sheet.boxes import Box
from geotrack.polar.packing import sphere_unproject, unpack_arrays
from geotrack.polarmap.assets import basemap
from geotrack.polarmap.layers import BASEMAP_STYLES, PAPER, SOUTH, WATER

__all__ = ["compound", "paint"]

# Tolerance of lines, points: finer detail does not print.
_FINEST = 0.12
_STEPS = 20
# The rim fades between these parts of its radius; see web/src/leaflet/layers/basemap.js.
_FADE = (0.86, 0.985)
_FILLED = ("land", "lakes", "glaciers")

Lines = list[NDArray[np.float64]]


@cache
def _layers() -> list[list[list[tuple[NDArray[np.float64], NDArray[np.float64]]]]]:
    """Return longitudes and latitudes of the rings of each layer's parts."""
    step, layers = unpack_arrays(basemap())
    return [
        [[sphere_unproject(ring.astype(np.float64) * step) for ring in part] for part in layer]
        for layer in layers
    ]


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


def paint(ground: Ground) -> None:
    """Paint the basemap."""
    _water(ground)
    for (name, style), parts in zip(BASEMAP_STYLES.items(), _layers(), strict=True):
        filled = name in _FILLED
        path = compound(_clipped(parts, ground, filled=filled), closed=filled)
        if "halo" in style:
            line = {"edgecolor": style["halo"], "linewidth": 2 * style["haloWeight"] * ground.pixel}
            _add(ground, path, 1.0, facecolor="none", joinstyle="round", **line)
        options: dict[str, Any] = {"facecolor": style.get("fill", "none"), "edgecolor": "none"}
        if "stroke" in style:
            # Lines on paper are finer than on a screen.
            weight = style["weight"] * ground.pixel * 0.8
            dashes = tuple(d / style["weight"] for d in style.get("dash", ()))
            options.update(edgecolor=style["stroke"], linewidth=weight)
            options.update(linestyle=(0, dashes) if dashes else "solid")
        _add(ground, path, 1.1, joinstyle="round", **options)
    _rim(ground)


def _add(ground: Ground, path: Path, zorder: float, **look: Any) -> None:
    if len(path.vertices):
        ground.add(PathPatch(path, zorder=zorder, **look))


def _clipped(
    parts: list[list[tuple[NDArray[np.float64], NDArray[np.float64]]]],
    ground: Ground,
    *,
    filled: bool,
) -> Lines:
    """Return the parts that lie in a box or slightly outside."""
    window = ground.window()
    inside: Lines = []
    crossing: list[shapely.Polygon | shapely.LineString] = []
    for part in parts:
        rings = [np.column_stack(ground.plane.points(lon, lat)) for lon, lat in part]
        low, high = rings[0].min(axis=0), rings[0].max(axis=0)
        if (high < window[:2]).any() or (low > window[2:]).any():
            continue
        fine = [_thinned(ring) for ring in rings]
        least = 3 if filled else 1
        fine = [ring for ring in fine if len(ring) > least]
        if not fine:
            continue
        if (low >= window[:2]).all() and (high <= window[2:]).all():
            inside.extend(fine)
        elif filled:
            crossing.append(shapely.Polygon(fine[0], fine[1:]))
        else:
            crossing.append(shapely.LineString(fine[0]))
    cut = shapely.clip_by_rect(np.array(crossing, dtype=object), *window)
    for shape in shapely.get_parts(cut):
        if shape.is_empty or shape.geom_type == "Point":
            continue
        rings = [shape.exterior, *shape.interiors] if filled else [shape]
        inside.extend(shapely.get_coordinates(ring)[: -1 if filled else None] for ring in rings)
    return inside


def _thinned(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a line without vertices that would not show."""
    simple = shapely.LineString(ring).simplify(_FINEST) if len(ring) > 2 else None  # noqa: PLR2004 (a bend)
    return ring if simple is None else shapely.get_coordinates(simple)


def _rectangle(box: Box) -> Rectangle:
    return Rectangle((box.left, box.top), box.width, box.height)


def _water(ground: Ground) -> None:
    """Paint the sea with a gradient from the pole to the rim, in invisible steps."""
    pole, edge = ground.plane.pole, float(ground.plane.radius(SOUTH))
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
    edge = float(ground.plane.radius(SOUTH))
    corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    furthest = max(np.hypot(x - pole[0], y - pole[1]) for x, y in corners)
    start, end = (edge * part for part in _FADE)
    if furthest <= start:
        return
    outer = _ring(pole, 1.5 * max(furthest, end))
    left = 1.0
    for step in range(_STEPS):
        radius = start + (end - start) * (step + 0.5) / _STEPS
        # Each step covers so much of the rest that the fade is even.
        now = 1 - (step + 1) / _STEPS
        cover, left = 1 - now / left, now
        path = Path.make_compound_path(outer, _ring(pole, radius, backwards=True))
        _add(ground, path, 2.0, facecolor=(PAPER, cover), edgecolor="none")


def _ring(centre: tuple[float, float], radius: float, *, backwards: bool = False) -> Path:
    unit = Path.circle(centre, radius)
    if not backwards:
        return unit
    # A hole has the opposite orientation.
    turned = unit.vertices[:-1][::-1]
    return Path(np.vstack([turned, turned[:1]]), unit.codes)
