"""The relief: land and sea floor with colours and shades, as pictures between lines."""

from __future__ import annotations

import io
import math
from functools import cache, lru_cache
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.image import AxesImage
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, TransformedPatchPath
from numpy.typing import NDArray
from PIL import Image

from folium_polar.basemap.files import relief as packed_relief
from folium_polar.basemap.relief import (
    LAND_TINTS,
    LEVEL_STEPS,
    REACH_M,
    SEA_TINTS,
    SHADE,
    SHADOW,
    SLOPE_STEPS,
    ZERO,
)
from folium_polar.geometry.base91 import from_letters
from folium_polar.geometry.packing import RADIUS_M
from geotrack.handout.boxes import Box, RoundBox
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.projection import Plane
from geotrack.model.maps.contrast import channels

__all__ = ["paint_land", "paint_sea"]

_PIXEL = 0.45
"""Points of a pixel; up to twice as many where it is less than a quarter of a packed cell."""
_SOFT = 0.06
"""Half width of the change from one colour to the next, of a level."""
_FADE = 0.935, 0.985
"""The relief fades between these shares of its reach; web/src/relief/raster.js has the same."""
_WATERLINES = ((6.3, 0.12), (4.2, 0.18), (2.5, 0.25), (1.1, 0.33))
"""Distances from the coast, pixels of the page, and opacities: closer, paler than on screen."""
_WATERLINE, _WATERLINE_WIDTH = "#5b8ba3", 0.42

_POINTS_PER_INCH, _LINE_PIXEL = 72.0, 0.4
"""Points of an inch, and of a pixel of waterlines."""

Grid = NDArray[np.floating]


def paint_sea(ground: Ground, coast: Path) -> list[AxesImage]:
    """Paint the sea floor to be seen beside some land, and the waterlines along it.

    Returns
    -------
    list of matplotlib.image.AxesImage
        The waterlines, if there is a coast.
    """
    ground.add(_picture(ground, SEA_TINTS, side=-1, zorder=0.8))
    waterlines = []
    if len(coast.vertices):
        # Open lines: the inner edge of a wide stroke round a small island would cut holes.
        codes = np.where(coast.codes == Path.MOVETO, Path.MOVETO, Path.LINETO)
        lines = Path(coast.vertices, codes)
        opacity = sum(share * _line(ground, lines, at) for at, share in _WATERLINES)
        colour = np.broadcast_to(channels(_WATERLINE), (*opacity.shape, 3))
        waterlines = [_placed(ground, np.dstack([colour, 255.0 * opacity]), 0.9)]
        ground.add(*waterlines)
    return waterlines


def _line(ground: Ground, coast: Path, distance: float) -> Any:
    """Return the opacity of a line at a distance from a coast, pixels of the page.

    It is what a wide stroke of the coast covers and a little less wide one does not.
    """
    outer, inner = (
        _stroke(ground, coast, 2 * (distance + half) * ground.pixel)
        for half in (_WATERLINE_WIDTH / 2, -_WATERLINE_WIDTH / 2)
    )
    return outer - inner


def _stroke(ground: Ground, path: Path, width: float) -> Any:
    """Return how much of each small pixel of a map's box a stroke covers, from 0 to 1."""
    box = ground.box
    columns, rows = (math.ceil(length / _LINE_PIXEL) for length in (box.width, box.height))
    renderer = RendererAgg(columns, rows, _POINTS_PER_INCH / _LINE_PIXEL)
    pen = renderer.new_gc()
    pen.set_linewidth(width / _LINE_PIXEL)
    pen.set_joinstyle("round")
    pen.set_capstyle("round")
    # Agg counts rows from below.
    place = Affine2D().translate(-box.left, -box.top).scale(1 / _LINE_PIXEL, -1 / _LINE_PIXEL)
    renderer.draw_path(pen, path, place.translate(0, rows))
    return np.asarray(renderer.buffer_rgba())[..., 3] / 255.0


def paint_land(ground: Ground, land: Path) -> None:
    """Paint the relief of some land, which has the lowest colour where there is none."""
    if not len(land.vertices):
        return
    ground.add(PathPatch(land, zorder=1.1, facecolor=LAND_TINTS[0], edgecolor="none"))
    picture = _picture(ground, LAND_TINTS, side=1, zorder=1.1)
    ground.add(picture)
    picture.set_clip_path(TransformedPatchPath(PathPatch(land, transform=ground.axes.transData)))


def _picture(ground: Ground, tints: tuple[str, ...], *, side: int, zorder: float) -> AxesImage:
    """Return the relief of the land (side 1) or the sea floor (-1) in the box of a map."""
    slopes, levels, opacity = _sampled(ground.plane, ground.box)
    shade = SHADE["land" if side > 0 else "sea"] * side_of_light(ground.plane.down) * slopes
    colours = _coloured(tints, side * levels)
    towards = np.where(shade[..., None] < 0, channels(SHADOW), 255.0)
    colours += (towards - colours) * np.abs(shade)[..., None]
    if isinstance(ground.box, RoundBox):
        opacity = opacity * _disc(*opacity.shape)
    return _placed(ground, np.dstack([colours, opacity]), zorder)


def _disc(rows: int, columns: int) -> Any:
    """Return 1 within the largest disc of a picture, else 0."""
    down, right = np.ogrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    return np.hypot(right, down) <= 1


# Land and sea, and both parts of the land where a map reaches far, are in one box.
@lru_cache(maxsize=1)
def _sampled(plane: Plane, box: Box) -> tuple[Grid, Grid, Grid]:
    """Return slopes, levels and opacities, 0 to 255, in each pixel of a box."""
    pixel = min(max(_PIXEL, REACH_M / len(_grids()[0]) / 2 / plane.metres_per_point), 2 * _PIXEL)
    columns, rows = (math.ceil(length / pixel) for length in (box.width, box.height))
    x = box.left + (np.arange(columns) + 0.5) * box.width / columns
    y = box.top + (np.arange(rows) + 0.5) * box.height / rows
    right, down = np.meshgrid(x - plane.pole[0], y - plane.pole[1])
    u, v, share = _cells(plane, right, down)
    slopes, levels = _grids()
    return (
        _between(slopes, u, v),
        _between(levels, u / 2 - 0.25, v / 2 - 0.25),
        255.0 * np.interp(share, _FADE, (1.0, 0.0)),
    )


def _placed(ground: Ground, pixels: Any, zorder: float) -> AxesImage:
    """Return a picture that fills the box of a map, from red, green, blue and opacity."""
    box = ground.box
    extent = (box.left, box.right, box.top + box.height, box.top)
    picture = AxesImage(ground.axes, extent=extent, interpolation="bilinear", zorder=zorder)
    picture.set_data(pixels.round().astype(np.uint8))
    return picture


def side_of_light(meridian: float) -> int:
    """Return 1 where the packed light comes from above on a sheet, -1 where it is turned back.

    Parameters
    ----------
    meridian : float
        The meridian that points down, degrees; the light is from the upper left for that of
        Greenwich.
    """
    return 1 if round(math.cos(math.radians(315 + meridian)), 6) >= 0 else -1


def _cells(plane: Plane, right: Any, down: Any) -> tuple[Any, Any, Any]:
    """Return columns and rows of the grid of slopes, and shares of the reach, by places."""
    lat = np.linspace(90.0, 30.0, 601)
    packed_m = 2 * RADIUS_M * np.sin(np.radians(90.0 - lat) / 2)
    distance = np.hypot(right, down)
    share = np.interp(distance, plane.radius(lat), packed_m / REACH_M)
    # Of a point to the pole; at the pole itself any direction will do.
    factor = share / np.maximum(distance, 1e-9)
    turn = math.radians(plane.down)
    half = len(_grids()[0]) / 2
    u = half * (1 + factor * (right * math.cos(turn) + down * math.sin(turn))) - 0.5
    v = half * (1 + factor * (down * math.cos(turn) - right * math.sin(turn))) - 0.5
    return u, v, share


@cache
def _grids() -> tuple[Grid, Grid]:
    """Return slopes towards the light and levels, as tools/pack_relief.py packs them."""
    picture = Image.open(io.BytesIO(from_letters(packed_relief()))).convert("L")
    greys = np.asarray(picture, dtype=np.float32) - ZERO
    size = picture.width
    levels = greys[size:, : size // 2] / LEVEL_STEPS
    for _ in range(2):  # smooth: the picture is packed in blocks
        padded = np.pad(levels, 1, mode="edge")
        across = padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]
        levels = (across[:-2] + 2 * across[1:-1] + across[2:]) / 16
    return greys[:size] / SLOPE_STEPS, levels


def _between(grid: Grid, u: Any, v: Any) -> Any:
    """Return values of a grid between its cells, by columns and rows."""
    last = len(grid) - 2
    column, row = (np.clip(np.floor(at), 0, last).astype(np.intp) for at in (u, v))
    right, down = np.clip(u - column, 0.0, 1.0), np.clip(v - row, 0.0, 1.0)
    upper = grid[row, column] * (1 - right) + grid[row, column + 1] * right
    lower = grid[row + 1, column] * (1 - right) + grid[row + 1, column + 1] * right
    return upper * (1 - down) + lower * down


def _coloured(tints: tuple[str, ...], levels: Any) -> Any:
    """Return red, green and blue of levels, 0 to 255."""
    at = [n + edge for n in range(1, len(tints)) for edge in (-_SOFT, _SOFT)]
    colours = np.array([channels(tint) for tint in tints], dtype=float)
    repeated = np.repeat(colours, 2, axis=0)[1:-1]
    return np.dstack([np.interp(levels, at, repeated[:, n]) for n in range(3)])
