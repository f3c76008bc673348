"""NetCDF files as publishers of sea ice write them, written by scipy and placed by their axes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.io import netcdf_file

from folium_polar.errors import UsageError
from folium_polar.geometry.rasters.files import read_raster

COLUMNS, ROWS, STEP, WEST, NORTH = 7, 5, 25_000.0, -3_850_000.0, 5_850_000.0
VALUES = np.arange(COLUMNS * ROWS, dtype=np.int16).reshape(ROWS, COLUMNS)
MAPPING = {
    "grid_mapping_name": "polar_stereographic",
    "straight_vertical_longitude_from_pole": -45.0,
    "latitude_of_projection_origin": 90.0,
    "standard_parallel": 70.0,
    "false_easting": 0.0,
    "false_northing": 0.0,
    "semi_major_axis": 6378273.0,
    "semi_minor_axis": 6356889.449,
}


@contextmanager
def written(path: Path, x: str, y: str, units: str, **more: str) -> Iterator[Any]:
    """Write axes and a grid mapping, and give the file for its variables."""
    metres = {"km": 1000.0}.get(units, 1.0)
    with netcdf_file(path, "w") as out:
        out.createDimension("time", 1)
        for name, dimension, count, first, step in (
            (x, "x" if x == "xgrid" else x, COLUMNS, WEST + STEP / 2, STEP),
            (y, "y" if y == "ygrid" else y, ROWS, NORTH - STEP / 2, -STEP),
        ):
            out.createDimension(dimension, count)
            axis = out.createVariable(name, "f8", (dimension,))
            axis.units = units
            axis.standard_name = f"projection_{name[0]}_coordinate"
            axis[:] = (first + step * np.arange(count)) / metres
        mapping = out.createVariable("projection", "i4", ())
        for key, value in {**MAPPING, **more}.items():
            setattr(mapping, key, value)
        yield out


def add(out: Any, name: str, dimensions: tuple[str, ...], **attributes: Any) -> None:
    variable = out.createVariable(name, "i2", dimensions)
    variable.grid_mapping = "projection"
    for key, value in attributes.items():
        setattr(variable, key, value)
    variable[:] = VALUES.reshape([1, ROWS, COLUMNS])


def test_axes_in_kilometres_and_a_scale_as_of_osi_saf(tmp_path: Path) -> None:
    with written(tmp_path / "a.nc", "xc", "yc", "km") as out:
        for name in ("ice_conc", "raw_ice_conc_values"):
            attributes = {"scale_factor": 0.5, "add_offset": 0.0, "units": "%"}
            add(out, name, ("time", "yc", "xc"), **attributes, _FillValue=np.int16(3))
    raster = read_raster(tmp_path / "a.nc", layer="ice_conc")
    assert raster.units == "%"
    assert (raster.values == VALUES * 0.5).all()
    assert (raster.valid == (VALUES != 3)).all()
    x, y = raster.coordinates(np.array([0.5]), np.array([0.5]))
    to_metres = raster.crs.axis_info[0].unit_conversion_factor
    assert (x * to_metres, y * to_metres) == (WEST + STEP / 2, NORTH - STEP / 2)
    with pytest.raises(UsageError, match=r"several variables; name one in 'layer': .*ice_conc"):
        read_raster(tmp_path / "a.nc")
    with pytest.raises(UsageError, match=r"no layer 'ice' in a\.nc; name one"):
        read_raster(tmp_path / "a.nc", layer="ice")


def test_axes_beside_the_dimensions_as_of_nsidc(tmp_path: Path) -> None:
    place = f"{WEST} {STEP} 0 {NORTH} 0 {-STEP}"
    with written(tmp_path / "a.nc", "xgrid", "ygrid", "meters", GeoTransform=place) as out:
        add(out, "cdr_seaice_conc", ("time", "y", "x"), units="1")
    raster = read_raster(tmp_path / "a.nc")
    columns, rows = np.meshgrid(np.arange(COLUMNS), np.arange(ROWS))
    found, down = raster.pixels(WEST + (columns + 0.5) * STEP, NORTH - (rows + 0.5) * STEP)
    assert (raster.values[down.astype(int), found.astype(int)] == VALUES).all()


@pytest.mark.parametrize("place", ["here", "1 2 3"])
def test_a_place_that_is_no_six_numbers_is_none(tmp_path: Path, place: str) -> None:
    with written(tmp_path / "a.nc", "xgrid", "ygrid", "meters", GeoTransform=place) as out:
        add(out, "cdr_seaice_conc", ("time", "y", "x"), units="1")
    with pytest.raises(UsageError, match="states no place"):
        read_raster(tmp_path / "a.nc")
