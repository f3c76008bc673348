"""Pack depths of the sea into `folium_polar/basemap/`: `python -m tools.pack_depth`."""

from __future__ import annotations

import math
from typing import Any

import contourpy
import numpy as np
import numpy.typing as npt
import shapely
from scipy.ndimage import gaussian_filter, map_coordinates
from shapely.geometry.base import BaseGeometry

from folium_polar.basemap.files import DEPTHS_M, FAR_SOUTH, SOUTH
from folium_polar.geometry.packing import RADIUS_M, pack, parts_of, sphere_unproject
from folium_polar.resources import PACKAGE
from tools import sources
from tools.pack_basemap import circle, sized

__all__ = ["ANTARCTIC_DEPTH", "DEPTH", "STEP_M", "build", "build_antarctic"]

_FOLDER = PACKAGE / "basemap"
DEPTH = _FOLDER / "depth.b91"
ANTARCTIC_DEPTH = _FOLDER / "antarctica-depth.b91"

STEP_M = 1000
_CELL_M, _SMOOTH = 6000.0, 1.4
"""Side of a cell of the grid in the packing plane, and how far it is smoothed, cells."""
_NEAR_M, _FAR_M = 5000.0, 10_000.0
"""Lines are simplified by this much north and south of `SOUTH`."""
_NEAR_M2, _FAR_M2 = 1e9, 5e9
_BOTTOM_M = -20_000.0


def build() -> str:
    """Return the packed areas that are deeper than each of `DEPTHS_M`, the shallowest first."""
    axis, height = _grid(FAR_SOUTH)
    near, far = circle(SOUTH), circle(FAR_SOUTH)
    layers = []
    for depth in DEPTHS_M:
        deep = _deeper(axis, height, depth)
        parts = [
            sized(deep.simplify(_NEAR_M), _NEAR_M2).intersection(near),
            sized(deep.simplify(_FAR_M), _FAR_M2).intersection(far - near),
        ]
        layers.append(parts_of(sized(shapely.union_all(parts, grid_size=STEP_M), _NEAR_M2), STEP_M))
    return pack(layers, STEP_M)


def build_antarctic() -> str:
    """Return the same of the southern hemisphere to `SOUTH`, with latitudes negated."""
    axis, height = _grid(SOUTH, hemisphere=-1)
    layers = []
    for depth in DEPTHS_M:
        deep = sized(_deeper(axis, height, depth).simplify(_NEAR_M), _NEAR_M2)
        within = shapely.set_precision(deep.intersection(circle(SOUTH)), STEP_M)
        layers.append(parts_of(sized(within, _NEAR_M2), STEP_M))
    return pack(layers, STEP_M)


def _grid(south: float, hemisphere: int = 1) -> tuple[npt.NDArray[np.floating], Any]:
    """Return the coordinates of a grid in the packing plane, metres, and its heights, metres."""
    most = math.ceil(2 * RADIUS_M * math.sin(math.radians(90 - south) / 2) / _CELL_M) + 2
    axis = np.arange(-most, most + 1) * _CELL_M
    x, y = np.meshgrid(axis, axis)
    lon, lat = sphere_unproject(np.column_stack([x.ravel(), y.ravel()]))
    height, degrees = sources.relief()
    places = [(90.0 - hemisphere * lat) / degrees, np.mod(lon, 360.0) / degrees]
    found = map_coordinates(height, places, order=1, mode="nearest").reshape(x.shape)
    return axis, gaussian_filter(found, _SMOOTH)


def _deeper(axis: npt.NDArray[np.floating], height: Any, depth: float) -> BaseGeometry:
    """Return the area that is deeper than a depth, metres."""
    lines = contourpy.contour_generator(axis, axis, height, fill_type="OuterOffset")
    polygons = []
    for points, starts in zip(*lines.filled(_BOTTOM_M, -depth), strict=True):
        shell, *holes = np.split(points, starts[1:-1])
        polygons.append(shapely.Polygon(shell, holes))
    return shapely.make_valid(shapely.MultiPolygon(polygons))


if __name__ == "__main__":
    for path, text in ((DEPTH, build()), (ANTARCTIC_DEPTH, build_antarctic())):
        path.write_text(text + "\n", encoding="ascii")
        print(f"{path.name}: {len(text):,} bytes")
