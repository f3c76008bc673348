"""Warps a raster to the plane of a map, with PROJ and numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry.rasters.raster import Raster

if TYPE_CHECKING:
    from pyproj import CRS

__all__ = ["Grid", "MapDisc", "Resampling", "grid_of", "warp"]

Resampling = Literal["nearest", "bilinear"]

_SAMPLES = 128
"""Steps a side at which the outline and the inside of a raster are projected."""
_BLOCK = 1 << 18
"""Pixels that are projected at a time."""


@dataclass(frozen=True)
class Grid:
    """Pixels of a map's plane: its edges in metres, and the number of columns and rows."""

    west: float
    south: float
    east: float
    north: float
    columns: int
    rows: int

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north, metres."""
        return self.west, self.south, self.east, self.north

    def x(self) -> NDArray[np.float64]:
        """Return x of the middles of columns, metres."""
        return self.west + (np.arange(self.columns) + 0.5) * (self.east - self.west) / self.columns

    def y(self) -> NDArray[np.float64]:
        """Return y of the middles of rows, metres, from the north."""
        return self.north - (np.arange(self.rows) + 0.5) * (self.north - self.south) / self.rows


class MapDisc:
    """What a map shows: its plane round a pole, as far as a latitude.

    Parameters
    ----------
    crs : pyproj.CRS
        Polar system of the map.
    limit : float
        Latitude at which the map ends, degrees.
    hemisphere : int
        Of the pole: 1 north, -1 south.
    """

    def __init__(self, crs: CRS, limit: float, hemisphere: int = 1) -> None:
        from pyproj import CRS, Transformer

        self.crs = crs
        project = Transformer.from_crs(CRS.from_epsg(4326), crs, always_xy=True).transform
        self.pole = project(0.0, 90.0 * hemisphere)
        x, y = project(0.0, limit)
        self.radius = float(np.hypot(x - self.pole[0], y - self.pole[1]))

    def holds(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which points lie in it."""
        mask: NDArray[np.bool_] = np.hypot(x - self.pole[0], y - self.pole[1]) <= self.radius
        return mask

    @property
    def box(self) -> NDArray[np.float64]:
        """West, south, east and north."""
        (x, y), r = self.pole, self.radius
        return np.array([x - r, y - r, x + r, y + r])


def grid_of(
    raster: Raster, disc: MapDisc, *, finest_m: float, most: int, finer: int = 2
) -> Grid | None:
    """
    Return the pixels of a map under a raster.

    They are as large as those of the raster if it is in the map's CRS, so that each is drawn as it
    is, and otherwise so many times finer than the median of the raster's, by their shorter side;
    but no smaller than the finest, and no more than fit.

    Parameters
    ----------
    raster : Raster
        The raster.
    disc : MapDisc
        What the map shows.
    finest_m : float
        Metres of the smallest pixel.
    most : int
        Greatest number of columns, and of rows.
    finer : int
        Pixels of the map along one of the raster.

    Returns
    -------
    Grid or None
        None if no part of the raster is on the map.
    """
    if raster.crs.equals(disc.crs, ignore_axis_order=True) and raster.is_upright:
        return _own_grid(raster, disc, finest_m, most)
    x, y = _projected(raster, disc.crs)
    with np.errstate(invalid="ignore"):
        steps = [np.hypot(np.diff(x, axis=axis), np.diff(y, axis=axis)) for axis in (0, 1)]
        sizes = [np.where(np.isfinite(step), step, 0) for step in steps]
        # Between two points that are not on the map there may be one that is.
        margin = min(max(float(size.max()) for size in sizes), disc.radius)
        inside = np.hypot(x - disc.pole[0], y - disc.pole[1]) <= disc.radius + margin
    if not inside.any():
        return None
    columns, rows = raster.size
    # The shorter side of a pixel; its median, because meridians meet at the pole.
    pixel = np.minimum(sizes[0][:, :-1] / rows, sizes[1][:-1] / columns) * _SAMPLES
    sides = pixel[inside[:-1, :-1] & (pixel > 0)]
    smallest = float(np.median(sides)) / finer if sides.size else np.inf
    low = np.array([x[inside].min(), y[inside].min()]) - margin / 2
    high = np.array([x[inside].max(), y[inside].max()]) + margin / 2
    low, high = np.maximum(low, disc.box[:2]), np.minimum(high, disc.box[2:])
    return None if (low >= high).any() else _sized(low, high, max(smallest, finest_m), most)


def _own_grid(raster: Raster, disc: MapDisc, finest_m: float, most: int) -> Grid | None:
    """Return the pixels of a raster in the map's own CRS that are on the map."""
    a, _, west, _, e, north = raster.transform
    shape, box = np.array(raster.size), disc.box
    first = np.floor([(box[0] - west) / a, (box[3] - north) / e]).clip(0, shape)
    last = np.ceil([(box[2] - west) / a, (box[1] - north) / e]).clip(0, shape)
    if (first >= last).any():
        return None
    low = np.array([west + first[0] * a, north + last[1] * e])
    high = np.array([west + last[0] * a, north + first[1] * e])
    columns, rows = (int(count) for count in last - first)
    if max(columns, rows) <= most and min(a, -e) >= finest_m:
        south_west, north_east = low.tolist(), high.tolist()
        return Grid(south_west[0], south_west[1], north_east[0], north_east[1], columns, rows)
    return _sized(low, high, max(min(a, -e), finest_m), most)


def _sized(low: NDArray[np.float64], high: NDArray[np.float64], pixel: float, most: int) -> Grid:
    pixel = max(pixel, float((high - low).max()) / most)
    columns, rows = np.maximum(1, np.ceil((high - low) / pixel - 1e-9)).astype(int)
    west, north = float(low[0]), float(high[1])
    return Grid(west, north - rows * pixel, west + columns * pixel, north, int(columns), int(rows))


def _projected(raster: Raster, crs: CRS) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return points of a raster in a plane, `_SAMPLES` steps a side, metres."""
    from pyproj import Transformer

    columns, rows = raster.size
    share = np.linspace(0, 1, _SAMPLES + 1)
    x, y = raster.coordinates(*np.meshgrid(share * columns, share * rows))
    project = Transformer.from_crs(raster.crs, crs, always_xy=True).transform
    projected: tuple[NDArray[np.float64], NDArray[np.float64]] = project(x, y)
    return projected


def warp(
    raster: Raster, grid: Grid, disc: MapDisc, resampling: Resampling
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """
    Return the values of a raster at the middles of the pixels of a map.

    Parameters
    ----------
    raster : Raster
        The raster.
    grid : Grid
        The pixels.
    disc : MapDisc
        What the map shows.
    resampling : {"nearest", "bilinear"}
        The value of the pixel in which the place lies; or the mean of the four around it, weighted
        by their distance, of those that have a value.

    Returns
    -------
    values : array, shape (rows, columns) or (rows, columns, bands)
        Of the type of the raster, or floats if bilinear.
    valid : array of bool, shape (rows, columns)
        Whether a pixel lies in the map and on a valid pixel of the raster.
    """
    from pyproj import Transformer

    back = Transformer.from_crs(disc.crs, raster.crs, always_xy=True).transform
    sample = _nearest if resampling == "nearest" else _bilinear
    parts = []
    lines = max(1, _BLOCK // grid.columns)
    for start in range(0, grid.rows, lines):
        x, y = np.meshgrid(grid.x(), grid.y()[start : start + lines])
        column, row = raster.pixels(*back(x, y))
        columns, rows = raster.size
        with np.errstate(invalid="ignore"):
            inside = (column >= 0) & (column <= columns) & (row >= 0) & (row <= rows)
        values, valid = sample(raster, np.where(inside, column, 0), np.where(inside, row, 0))
        parts.append((values, valid & inside & disc.holds(x, y)))
    values, valid = (np.concatenate(part) for part in zip(*parts, strict=True))
    return values, valid


Sample = tuple[NDArray[Any], NDArray[np.bool_]]


def _nearest(raster: Raster, column: NDArray[np.float64], row: NDArray[np.float64]) -> Sample:
    columns, rows = raster.size
    index = (
        np.minimum(row.astype(np.intp), rows - 1),
        np.minimum(column.astype(np.intp), columns - 1),
    )
    return raster.values[index], raster.valid[index]


def _bilinear(raster: Raster, column: NDArray[np.float64], row: NDArray[np.float64]) -> Sample:
    columns, rows = raster.size
    # The value of a pixel is that of its middle. A raster round the globe has neighbours over its
    # edge.
    a = raster.transform[0]
    is_round = raster.crs.is_geographic and abs(columns * abs(a) - 360) < abs(a) / 2
    left, top = np.floor(column - 0.5), np.floor(row - 0.5)
    right, down = column - 0.5 - left, row - 0.5 - top
    bands = raster.values.shape[2:]
    total = np.zeros((*column.shape, *bands))
    weights = np.zeros(column.shape)
    for step_down, share_down in ((0, 1 - down), (1, down)):
        for step_right, share_right in ((0, 1 - right), (1, right)):
            n = (left + step_right).astype(np.intp)
            n = n % columns if is_round else n.clip(0, columns - 1)
            m = (top + step_down).astype(np.intp).clip(0, rows - 1)
            weight = share_down * share_right * raster.valid[m, n]
            values = np.where(
                raster.valid[m, n][..., None] if bands else raster.valid[m, n],
                raster.values[m, n],
                0,
            )
            total += (weight[..., None] if bands else weight) * values
            weights += weight
    # A pixel without a value stays one, and its neighbours do not grow into it.
    _, valid = _nearest(raster, column, row)
    valid = valid & (weights > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return total / (weights[..., None] if bands else weights), valid
