"""The image overlay: its pixels in the page, its colours, and what is refused."""

from __future__ import annotations

import base64
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import branca.colormap
import folium
import numpy as np
import pyproj
import pytest
import rasterio
import rasterio.shutil
from PIL import Image

from folium_polar import ImageOverlay, PolarMap
from folium_polar.assets import rasters_js
from folium_polar.errors import UsageError

BOX = (-1e6, -1e6, 1e6, 1e6)
RANDOM = np.random.default_rng(3)
ONE_TO_SIX = np.arange(1, 7, dtype=np.uint8).reshape(2, 3)


@pytest.fixture(autouse=True)
def _by_name(by_name: None) -> None:
    del by_name


def rendered(image: ImageOverlay, crs: int | str = 3413) -> tuple[np.ndarray, dict[str, Any]]:
    """Return the picture in the page, and where it lies on the map's plane."""
    polar_map = PolarMap(crs=crs, graticule=False)
    image.add_to(folium.FeatureGroup().add_to(polar_map))
    html = polar_map.get_root().render()
    assert rasters_js() in html
    found = re.search(
        r'geotrackPolar\.raster\("data:image/png;base64,([^"]+)", (\{[^}]+\}), ', html
    )
    assert found is not None
    with Image.open(io.BytesIO(base64.b64decode(found[1]))) as picture:
        return np.asarray(picture), json.loads(found[2])


def geotiff(path: Path, values: np.ndarray, **profile: Any) -> Path:
    bands = values if values.ndim == 3 else values[None]
    count, height, width = bands.shape
    size: dict[str, Any] = {"count": count, "height": height, "width": width}
    with rasterio.open(path, "w", driver="GTiff", dtype=bands.dtype, **size, **profile) as out:
        out.write(bands)
    return path


def placed(west: float, north: float, step: float) -> dict[str, Any]:
    return {"crs": "EPSG:3413", "transform": rasterio.Affine(step, 0, west, 0, -step, north)}


def test_colours_in_the_crs_of_the_map_stay_as_they_are() -> None:
    colours = RANDOM.integers(0, 256, (20, 30, 3), dtype=np.uint8)
    for image in (colours, colours / 255):
        pixels, place = rendered(ImageOverlay(image, BOX, crs=3413))
        assert (pixels[..., :3] == colours).all()
        assert (pixels[..., 3] == 255).all()
        assert place == {"crs": "EPSG:3413", "bounds": list(BOX), "pixelated": False}
    pixels, _ = rendered(ImageOverlay(colours[::-1], BOX, crs=3413, origin="lower"))
    assert (pixels[..., :3] == colours).all()


def test_what_has_no_value_is_transparent() -> None:
    values = np.ma.array(ONE_TO_SIX.astype(float), mask=ONE_TO_SIX == 2)
    values[0, 0] = np.nan
    for resampling in ("nearest", "bilinear"):
        image = ImageOverlay(values, BOX, crs=3413, nodata=6, resampling=resampling)
        pixels, _ = rendered(image)
        assert pixels[..., 3].tolist() == [[0, 0, 255], [255, 255, 0]]
        assert not pixels[0, 0].any()


def test_integers_are_classes_and_fractions_are_not() -> None:
    floats, classes = ONE_TO_SIX / 7, ONE_TO_SIX
    used = [ImageOverlay(image, BOX, crs=3413).resampling for image in (floats, classes)]
    assert used == ["bilinear", "nearest"]
    _, place = rendered(ImageOverlay(classes, BOX, crs=3413))
    assert place["pixelated"]
    pixels, _ = rendered(ImageOverlay(classes, BOX, crs=3571))
    assert len(np.unique(pixels[..., 0][pixels[..., 3] > 0])) == 6


def test_colour_maps_of_folium_and_branca_colour_values() -> None:
    scale = branca.colormap.StepColormap(["#112233", "#445566"], vmin=0, vmax=7, index=[0, 3.5, 7])
    pixels, _ = rendered(ImageOverlay(ONE_TO_SIX, BOX, crs=3413, colormap=scale))
    assert pixels[0, 0].tolist() == [0x11, 0x22, 0x33, 255]
    assert pixels[1, 2].tolist() == [0x44, 0x55, 0x66, 255]
    own = ImageOverlay(ONE_TO_SIX, BOX, crs=3413, colormap=lambda value: (0, value / 6, 0, 0.5))
    assert rendered(own)[0][1, 2].tolist() == [0, 255, 0, 128]
    many = RANDOM.random((80, 80))
    pixels, _ = rendered(ImageOverlay(many, BOX, crs=3413))
    grey = (many - many.min()) / (many.max() - many.min()) * 255
    assert np.abs(pixels[..., 1] - grey).max() <= 0.6


def test_a_global_image_is_clipped_to_the_map() -> None:
    image = ImageOverlay(RANDOM.random((180, 360)), [[-90, -180], [90, 180]])
    pixels, place = rendered(image, crs=3995)
    x, _ = pyproj.Transformer.from_crs(4326, 3995, always_xy=True).transform(90, 35)
    west, south, east, north = place["bounds"]
    assert max(abs(west + x), abs(south + x), abs(east - x), abs(north - x)) < 2 * 2 * x / 200
    assert not pixels[0, 0].any()


def test_the_box_of_an_image_is_found_round_the_pole_and_over_180() -> None:
    utm = ImageOverlay(ONE_TO_SIX, (200e3, 7.5e6, 800e3, 8e6), crs=32601)
    (south, west), (north, east) = utm.bounds
    assert 67 < south < 68
    assert 71 < north < 73
    assert (west > 170, east < -168) == (True, True)
    assert ImageOverlay(ONE_TO_SIX, BOX, crs=3413).bounds[1] == [90.0, 180.0]
    assert ImageOverlay(ONE_TO_SIX, BOX, crs=3031).bounds[0] == [-90.0, -180.0]
    assert ImageOverlay(ONE_TO_SIX, (170, 60, -170, 70)).bounds == [[60, 170], [70, -170]]
    polar_map = PolarMap()
    utm.add_to(polar_map)
    assert np.allclose(polar_map.get_bounds(), utm.bounds, atol=1e-8)


def test_a_turned_map_and_one_of_the_south_pole_have_images() -> None:
    lonlat = ImageOverlay(ONE_TO_SIX, (60, 60, 120, 80))
    _, place = rendered(lonlat, crs="EPSG:3995@90")
    west, _, east, north = place["bounds"]
    assert abs(west + east) < 0.1 * (east - west)  # 90° E is the middle, downwards
    assert north < 0
    southern = ImageOverlay(ONE_TO_SIX, BOX, crs=3031)
    assert rendered(southern, crs=3031)[1]["bounds"] == list(BOX)
    with pytest.raises(UsageError, match=r"no pixel south of 35° S"):
        rendered(ImageOverlay(ONE_TO_SIX, (60, 60, 120, 80)), crs=3031)


def test_a_geotiff_is_placed_by_itself(tmp_path: Path) -> None:
    path = geotiff(tmp_path / "ice.tif", ONE_TO_SIX, nodata=3, **placed(-1e6, 5e5, 5e5))
    pixels, place = rendered(ImageOverlay(path))
    assert place["bounds"] == [-1e6, -5e5, 5e5, 5e5]
    assert pixels[..., 3].tolist() == [[255, 255, 0], [255, 255, 255]]
    colours = RANDOM.integers(0, 255, (3, 4, 5), dtype=np.uint8)
    path = geotiff(tmp_path / "colours.tif", colours, **placed(-1e6, 5e5, 1e5))
    assert (np.moveaxis(rendered(ImageOverlay(path))[0][..., :3], -1, 0) == colours).all()
    pixels, _ = rendered(ImageOverlay(path, band=2, resampling="nearest"))
    assert (pixels[..., 0].argsort(axis=None)[-1] == colours[1].argsort(axis=None)[-1]).all()


def test_a_large_or_turned_geotiff_is_read_coarser_and_in_place(tmp_path: Path) -> None:
    turned = rasterio.Affine(20, 12, -2e4, 12, -20, 3e4)
    values = np.add.outer(np.arange(12), np.arange(4200)).astype(np.float32)
    path = geotiff(tmp_path / "x.tif", values, crs="EPSG:3413", transform=turned)
    image = ImageOverlay(path)
    assert max(image._raster.size) <= 4096
    pixels, place = rendered(image)
    west, south, east, north = place["bounds"]
    for column, row in ((100, 3), (4000, 9), (2500, 6)):
        x, y = 20 * column + 12 * row - 2e4, 12 * column - 20 * row + 3e4
        at = (
            int((north - y) / (north - south) * pixels.shape[0]),
            int((x - west) / (east - west) * pixels.shape[1]),
        )
        assert abs(pixels[at][0] - (column + row) / 4210 * 255) < 2


def test_a_netcdf_variable_is_read_with_its_scale(tmp_path: Path) -> None:
    tif = geotiff(tmp_path / "a.tif", ONE_TO_SIX.astype(np.int16), **placed(-1e6, 5e5, 5e5))
    with rasterio.open(tif, "r+") as source:
        source.scales, source.offsets = (0.5,), (1.0,)
    path = tmp_path / "a.nc"
    rasterio.shutil.copy(tif, path, driver="netCDF")
    image = ImageOverlay(path)
    assert image._raster.values.tolist() == (ONE_TO_SIX * 0.5 + 1).tolist()
    assert rendered(image)[1]["bounds"] == [-1e6, -5e5, 5e5, 5e5]


def test_what_cannot_be_placed_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.warns(rasterio.errors.NotGeoreferencedWarning):
        nowhere = geotiff(tmp_path / "nowhere.tif", ONE_TO_SIX)
    no_crs = geotiff(tmp_path / "no_crs.tif", ONE_TO_SIX, transform=placed(0, 0, 5)["transform"])
    text = tmp_path / "text.tif"
    text.write_text("ice")
    refused: list[tuple[str, Any]] = [
        ("nowhere.tif states no CRS", lambda: ImageOverlay(nowhere)),
        ("nowhere.tif states no place", lambda: ImageOverlay(nowhere, crs=3413)),
        ("no_crs.tif states no CRS", lambda: ImageOverlay(no_crs)),
        ("has 1 bands and no band 2", lambda: ImageOverlay(no_crs, crs=3413, band=2)),
        ("neither GeoTIFF nor NetCDF", lambda: ImageOverlay(text)),
        ("none.tif cannot be read: No such file", lambda: ImageOverlay(tmp_path / "none.tif")),
        ("an array has no place", lambda: ImageOverlay(ONE_TO_SIX)),
        ("no pixel with a value", lambda: ImageOverlay(ONE_TO_SIX * np.nan, BOX, crs=3413)),
        ("give nearest or", lambda: ImageOverlay(ONE_TO_SIX, BOX, crs=3413, resampling="cubic")),
        ("no pixel north of 35", lambda: rendered(ImageOverlay(ONE_TO_SIX, (0, 0, 9, 9)))),
        ("for a PolarMap", lambda: ImageOverlay(ONE_TO_SIX, BOX, crs=3413).expression()),
    ]
    for message, draw in refused:
        with pytest.raises(UsageError, match=message):
            draw()
    assert ImageOverlay(nowhere, BOX, crs=3413).bounds[1] == [90.0, 180.0]


@pytest.mark.parametrize("options", [{"crs": 3413}, {}])
def test_foliums_own_class_is_refused_with_a_crs_or_a_geotiff(
    tmp_path: Path, options: dict[str, Any]
) -> None:
    path = geotiff(tmp_path / "ice.tif", ONE_TO_SIX, **placed(0, 0, 5e4))
    image = ONE_TO_SIX if options else str(path)
    with pytest.raises(UsageError, match=r"use folium_polar\.ImageOverlay"):
        folium.raster_layers.ImageOverlay(image, [[60, 0], [70, 9]], **options).add_to(PolarMap())


def test_a_map_without_an_image_has_no_script_for_it_and_needs_no_rasterio(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rasterio", None)
    assert rasters_js() not in PolarMap(graticule=False).get_root().render()
    assert ImageOverlay([[1, 2]], (0, 60, 9, 70)).resampling == "nearest"
    message = r"ImageOverlay: a GeoTIFF or NetCDF file needs rasterio: .*folium-polar\[raster\]"
    with pytest.raises(UsageError, match=message):
        ImageOverlay("ice.tif")
