"""Rasters of sea ice that are too large, too ragged or no ice: refused in time, as findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely

from folium_polar.geometry.rasters.warp import Grid
from geotrack.mapview.context_layers.ice_areas import _area, read_ice
from geotrack.mapview.context_layers.layer_file_error import LayerFileError
from geotrack.model.maps.ice import Ice

_SCATTERED = np.indices((400, 400)).sum(axis=0) % 2


_GRID = Grid(-2e6, -1e6, 2e6, 1e6, 40, 20)


def _write(path: Path, values: Any, **profile: Any) -> None:
    bands, rows, columns = values.shape
    size: dict[str, Any] = {"width": columns, "height": rows, "count": bands}
    place = {"crs": "EPSG:3995", "transform": rasterio.Affine(10e3, 0, -2e6, 0, -10e3, 2e6)}
    with rasterio.open(path, "w", driver="GTiff", **{**size, "dtype": values.dtype, **place}) as to:
        to.write(values)


def _wide(path: Path) -> None:
    place = {"crs": "EPSG:3995", "transform": rasterio.Affine(1e-3, 0, -1e6, 0, -1e5, 1e6)}
    size: dict[str, Any] = {"width": 2 * 10**9, "height": 1, "count": 1, "dtype": "uint8"}
    with rasterio.open(path, "w", driver="GTiff", sparse_ok=True, **size, **place):
        pass


CASES = {
    "colours": (lambda path: _write(path, np.ones((3, 9, 9), np.uint8)), "a picture in colours"),
    "complex": (lambda path: _write(path, np.ones((1, 9, 9), np.complex64)), "complex numbers"),
    "scattered": (lambda path: _write(path, _SCATTERED[None].astype(np.uint8)), "are scattered"),
    "wide": (_wide, "2,000,000,000 x 1 pixels, in blocks of 2,000 MB: too much to read"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_no_ice_of_a_map_is_a_finding(tmp_path: Path, case: str) -> None:
    write, words = CASES[case]
    write(tmp_path / "a.tif")
    about = {"name": "N", "date": "2024-09-12", "source": "S", "licence": "L", "full": 1.0}
    with pytest.raises(LayerFileError, match=words):
        read_ice(tmp_path, Ice.model_validate({"file": "a.tif", **about}), 60.0)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_the_shapes_of_scattered_ice_are_the_union_of_its_pixels(share: float) -> None:
    inside = np.random.default_rng(1).random((_GRID.rows, _GRID.columns)) < share
    x, y = np.meshgrid(_GRID.x(), _GRID.y())
    pixels = shapely.box(x - 50e3, y - 50e3, x + 50e3, y + 50e3)[inside]
    area = _area(inside, _GRID)
    assert area.is_valid
    assert area.area == inside.sum() * 1e10
    assert shapely.equals(area, shapely.union_all(pixels))
