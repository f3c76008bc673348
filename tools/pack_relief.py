"""Pack the shaded ground into `folium_polar/basemap/`: `python -m tools.pack_relief`."""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter, map_coordinates

from folium_polar.basemap.relief import HEIGHTS_M, LEVEL_STEPS, REACH_M, SLOPE_STEPS, ZERO
from folium_polar.geometry.base91 import to_letters
from folium_polar.geometry.packing import sphere_unproject
from folium_polar.resources import PACKAGE
from tools import sources

__all__ = ["ANTARCTIC_RELIEF", "RELIEF", "build"]

_FOLDER = PACKAGE / "basemap"
RELIEF = _FOLDER / "relief.b91"
ANTARCTIC_RELIEF = _FOLDER / "antarctica-relief.b91"

_CELLS = 1000
"""Cells of a side of the grid of slopes; that of levels has half as many."""
_EXAGGERATION = 24.0
_SMOOTH = (0.8, 1.6, 3.0)
"""How far the ground is smoothed, cells: at 55° and north of it, at 47°, and from 39° on."""
_FINE_LAT, _SMOOTH_LAT = 55.0, 8.0
_LEVEL_SMOOTH = 1.3
_FADE = 35.3, 39.3
"""Latitudes between which slopes fade: a map shows none of them further out."""
_QUALITY = 60


def build(hemisphere: int = 1) -> str:
    """Return the packed relief around a pole, 1 north, -1 south with latitudes negated.

    A grey WebP picture as letters: slopes towards the light in a square, below them on the left
    the levels in a square of half its side.
    """
    cell = 2 * REACH_M / _CELLS
    axis = (np.arange(_CELLS) + 0.5) * cell - REACH_M
    x, y = np.meshgrid(axis, -axis)
    lon, lat = (each.reshape(x.shape) for each in _degrees(x, y))
    height = _smoothed(_heights(lon, hemisphere * lat), lat)
    picture = np.full((_CELLS + _CELLS // 2, _CELLS), ZERO, dtype=np.float64)
    picture[:_CELLS] += SLOPE_STEPS * _slopes(height, cell, hemisphere) * _fade(lat)
    levels = np.interp(gaussian_filter(height, _LEVEL_SMOOTH), *_level_scale())
    halved = levels.reshape(_CELLS // 2, 2, _CELLS // 2, 2).mean(axis=(1, 3))
    picture[_CELLS:, : _CELLS // 2] += LEVEL_STEPS * halved
    file = io.BytesIO()
    grey = Image.fromarray(np.clip(np.rint(picture), 0, 255).astype(np.uint8))
    grey.convert("RGB").save(file, "WEBP", quality=_QUALITY, method=6)
    return to_letters(file.getvalue())


def _level_scale() -> tuple[list[float], list[float]]:
    """Return heights, metres, and their levels: a class further up or down is one more or less."""
    sea = sum(height < 0 for height in HEIGHTS_M)
    ends = [HEIGHTS_M[0] - 1000.0, *HEIGHTS_M, HEIGHTS_M[-1] + 1000.0]
    return ends, [float(n - sea - 1) for n in range(len(ends))]


def _degrees(x: Any, y: Any) -> tuple[Any, Any]:
    return sphere_unproject(np.column_stack([x.ravel(), y.ravel()]))


def _heights(lon: Any, lat: Any) -> Any:
    height, degrees = sources.relief()
    places = [(90.0 - lat) / degrees, np.mod(lon, 360.0) / degrees]
    return map_coordinates(height, places, order=1, mode="nearest")


def _smoothed(height: Any, lat: Any) -> Any:
    """Return the ground, the smoother the further from the pole, which saves bytes there."""
    smooth = [gaussian_filter(height, cells) for cells in _SMOOTH]
    share = np.clip((_FINE_LAT - lat) / _SMOOTH_LAT, 0.0, 2.0)
    nearer = smooth[0] + (smooth[1] - smooth[0]) * np.minimum(share, 1.0)
    return nearer + (smooth[2] - smooth[1]) * np.maximum(share - 1.0, 0.0)


def _slopes(height: Any, cell: float, hemisphere: int) -> Any:
    """Return how far the ground faces the light, from -1 to 1: the cosine along the sheet.

    The light comes from the upper left of the map, whose south is mirrored.
    """
    down, right = np.gradient(height, cell)
    rise = _EXAGGERATION * (right + hemisphere * down) / math.sqrt(2)
    return rise / np.sqrt(1 + _EXAGGERATION**2 * (right**2 + down**2))


def _fade(lat: Any) -> Any:
    return np.interp(lat, _FADE, (0.0, 1.0))


if __name__ == "__main__":
    for path, pole in ((RELIEF, 1), (ANTARCTIC_RELIEF, -1)):
        text = build(pole)
        path.write_text(text + "\n", encoding="ascii")
        print(f"{path.name}: {len(text):,} bytes")
