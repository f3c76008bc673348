"""Rasters on the plane of a map, held to PROJ point by point and to GDAL pixel by pixel."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pyproj
import pytest
import rasterio
from hypothesis import given
from hypothesis import strategies as st
from rasterio.warp import Resampling as GdalResampling
from rasterio.warp import reproject

from folium_polar.errors import UsageError
from folium_polar.geometry.rasters.raster import Raster, raster_of
from folium_polar.geometry.rasters.warp import Grid, MapDisc, Resampling, grid_of, warp

LIMIT = 35.0
MAPS = ("EPSG:3995", "EPSG:3571", "EPSG:5936")
SOUTHERN = ("EPSG:3031", "EPSG:3412", "EPSG:3976")
# Over the pole, beside it on 180°, over 180° in degrees, and round the globe.
PLACES: dict[str, tuple[Any, Any]] = {
    "pole": ("EPSG:3413", (-600e3, -500e3, 600e3, 500e3)),
    "UTM at 180°": ("EPSG:32601", (100e3, 7.2e6, 900e3, 8.4e6)),
    "degrees over 180°": ("EPSG:4326", (170, 60, -170, 78)),
    "old NSIDC ellipsoid": ("EPSG:3411", (-2e6, -3e6, 1.5e6, 2e6)),
    "south pole": ("EPSG:3031", (-600e3, -500e3, 600e3, 500e3)),
    "globe": ("EPSG:4326", (-180, -90, 180, 90)),
    "globe from Greenwich": ("EPSG:4326", (0, -90, 360, 90)),
}

NORTHERN = [place for place in PLACES if place != "south pole"]


def classes(place: str, columns: int = 48, rows: int = 40) -> Raster:
    crs, bounds = PLACES[place]
    values = np.random.default_rng(7).integers(0, 250, (rows, columns), dtype=np.uint8)
    return raster_of(values, bounds, crs, nodata=9)


def warped(
    raster: Raster, crs: str, resampling: Resampling = "nearest", most: int = 600
) -> tuple[Grid, Any, Any]:
    hemisphere = -1 if crs in SOUTHERN else 1
    disc = MapDisc(pyproj.CRS(crs), LIMIT * hemisphere, hemisphere)
    grid = grid_of(raster, disc, finest_m=78, most=most)
    assert grid is not None
    return grid, *warp(raster, grid, disc, resampling)


@pytest.mark.parametrize(
    ("place", "crs"),
    [*product(NORTHERN, MAPS), *((place, "EPSG:3976") for place in ("south pole", "globe"))],
)
def test_the_middle_of_each_pixel_lies_within_half_a_pixel_of_where_proj_puts_it(
    place: str, crs: str
) -> None:
    raster = classes(place)
    grid, values, valid = warped(raster, crs)
    columns, rows = raster.size
    column, row = np.meshgrid(np.arange(columns), np.arange(rows))
    x, y = raster.coordinates(column + 0.5, row + 0.5)
    # By way of degrees, unlike the warp.
    lon, lat = pyproj.Transformer.from_crs(raster.crs, 4326, always_xy=True).transform(x, y)
    x, y = pyproj.Transformer.from_crs(4326, crs, always_xy=True).transform(lon, lat)
    across = (x - grid.west) / (grid.east - grid.west) * grid.columns
    down = (grid.north - y) / (grid.north - grid.south) * grid.rows
    # In degrees the pixels at the pole are narrower than those of the map.
    sides = [
        np.hypot(*(np.gradient(part, axis=axis) for part in (across, down))) for axis in (0, 1)
    ]
    poleward = lat * (-1 if crs in SOUTHERN else 1)
    seen = (poleward > LIMIT + 1) & (np.minimum(*sides) > 1.5)
    assert seen.sum() > 150
    at = down[seen].astype(int), across[seen].astype(int)
    assert (values[at] == raster.values[seen]).mean() == 1
    assert (valid[at] == raster.valid[seen]).all()


@pytest.mark.parametrize("resampling", ["nearest", "bilinear"])
@pytest.mark.parametrize(("place", "crs"), list(zip(NORTHERN, MAPS * 2, strict=True)))
def test_pixels_are_those_of_gdal(place: str, crs: str, resampling: Resampling) -> None:
    raster = classes(place)
    smooth = np.add.outer(np.linspace(0, 90, 40), np.linspace(10, 100, 48))
    if resampling == "bilinear":
        raster = Raster(smooth, raster.valid, raster.transform, raster.crs)
    grid, values, valid = warped(raster, crs, resampling)
    gdal = np.full((grid.rows, grid.columns), -1, dtype=float)
    reproject(
        np.where(raster.valid, raster.values, -1).astype(float),
        gdal,
        src_transform=rasterio.Affine(*raster.transform),
        src_crs=raster.crs.to_wkt(),
        src_nodata=-1,
        dst_transform=rasterio.Affine(
            (grid.east - grid.west) / grid.columns,
            0,
            grid.west,
            0,
            (grid.south - grid.north) / grid.rows,
            grid.north,
        ),
        dst_crs=crs,
        dst_nodata=-1,
        resampling=GdalResampling[resampling],
        warp_mem_limit=64,
    )
    both = valid & (gdal >= 0)
    assert both.sum() > 0.97 * valid.sum()
    differences = np.abs(values[both] - gdal[both])
    if resampling == "nearest":
        # GDAL places pixels to an eighth of one. Half a pixel off, half of them would differ.
        assert (differences > 0).mean() < 0.08
    else:
        # Beside a pixel without a value, GDAL weighs the others in another way.
        eighth = sum(float(np.diff(smooth, axis=axis).max()) for axis in (0, 1)) / 8
        assert np.quantile(differences, 0.97) < eighth


def test_a_raster_in_the_maps_own_system_keeps_its_pixels() -> None:
    values = np.random.default_rng(1).random((40, 60))
    raster = raster_of(values, (-15e5, -1e6, 15e5, 1e6), 3413)
    for resampling in ("nearest", "bilinear"):
        grid, found, valid = warped(raster, "EPSG:3413", resampling)
        assert grid.bounds == (-15e5, -1e6, 15e5, 1e6)
        assert np.allclose(found, values, atol=1e-12)
        assert valid.all()


@given(
    st.floats(-180, 180),
    st.floats(40, 89.9),
    st.sampled_from(MAPS),
    st.floats(1e3, 2e5),
    st.integers(1, 40),
)
def test_a_raster_anywhere_is_on_the_map_where_its_middle_is(
    lon: float, lat: float, crs: str, size: float, pixels: int
) -> None:
    own = pyproj.CRS(f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84")
    half = size * pixels
    raster = raster_of(np.ones((pixels, pixels)), (-half, -half, half, half), own)
    grid, _, valid = warped(raster, crs, most=100)
    x, y = pyproj.Transformer.from_crs(4326, crs, always_xy=True).transform(lon, lat)
    column = (x - grid.west) / (grid.east - grid.west) * grid.columns
    row = (grid.north - y) / (grid.north - grid.south) * grid.rows
    assert valid[min(int(row), grid.rows - 1), min(int(column), grid.columns - 1)]
    assert max(grid.columns, grid.rows) <= 100


def test_what_lies_south_of_the_map_is_not_on_it() -> None:
    raster = raster_of(np.ones((4, 4)), (-60, -40, 60, 20), 4326)
    assert grid_of(raster, MapDisc(pyproj.CRS(3995), 35), finest_m=78, most=600) is None
    globe = classes("globe")
    grid, _, valid = warped(globe, "EPSG:3995")
    x, y = np.meshgrid(grid.x(), grid.y())
    _, lat = pyproj.Transformer.from_crs(3995, 4326, always_xy=True).transform(x, y)
    assert not valid[lat < LIMIT - 1e-6].any()
    assert lat[valid].min() < LIMIT + 0.5


@pytest.mark.parametrize(
    ("array", "bounds", "crs", "message"),
    [
        (np.ones((2, 2)), (0, 60, 10, 70), "EPSG:999999", "is not known to PROJ"),
        (np.ones((2, 2)), (0, 60, 10, 70), "EPSG:4978", "neither geographic nor projected"),
        (np.ones((2, 2)), ((60, 0), (70, 10)), 3413, "two corners are for degrees"),
        (np.ones((2, 2)), (1e6, 0, -1e6, 1e6), 3413, "enclose nothing"),
        (np.ones((2, 2)), (-1e6, -1e6, 1e6, 1e6), 4326, "are no degrees of WGS 84"),
        (np.ones((2, 2)), "here", 4326, "are no edges"),
        (np.ones((2, 2, 2)), (0, 60, 10, 70), 4326, "is no image"),
        (np.array([["a"]]), (0, 60, 10, 70), 4326, "is no image"),
    ],
)
def test_what_cannot_be_placed_is_refused(array: Any, bounds: Any, crs: Any, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        raster_of(array, bounds, crs)
