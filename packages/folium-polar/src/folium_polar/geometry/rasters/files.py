"""Reads rasters from GeoTIFF and NetCDF files with rasterio."""

from __future__ import annotations

import os
import warnings
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from folium_polar.errors import RasterError, missing_package, shorten
from folium_polar.geometry.rasters.contents import HDF5, check_contents
from folium_polar.geometry.rasters.raster import (
    Raster,
    Transform,
    crs_named,
    raster_of,
    valid_pixels,
)
from folium_polar.messages import Message

if TYPE_CHECKING:
    from rasterio import DatasetReader

__all__ = ["MOST_PIXELS", "RASTER_ENDINGS", "read_raster"]

RASTER_ENDINGS = (".tif", ".tiff", ".nc", ".nc4")
"""Endings of the files that `read_raster` reads."""
MOST_PIXELS = 4096
"""Columns or rows that are read; a larger raster is read at a coarser step."""
# GDAL's drivers, with the first bytes of their files.
_DRIVERS: dict[str, tuple[bytes, ...]] = {
    "GTiff": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    # Behind any other version the library would look for HDF5 further down.
    "netCDF": (b"CDF\1", b"CDF\2", b"CDF\5", HDF5),
}
# Bands of a picture in colours, without and with opacity.
_COLOUR_BANDS = (3, 4)
# GDAL reads whole blocks; a hostile file states one of gigabytes in a kilobyte.
_MOST_BLOCK_BYTES = 256_000_000
# Pixels of a raster at most.
_MOST_SIZE = 2_000_000_000


def read_raster(
    path: str | os.PathLike[str],
    *,
    layer: str | None = None,
    band: int | None = None,
    bounds: Any = None,
    crs: Any = None,
    nodata: float | None = None,
) -> Raster:
    """
    Read a raster with its place.

    Parameters
    ----------
    path : path
        A GeoTIFF or NetCDF file.
    layer : str, optional
        A variable of a NetCDF file; needed if there are several.
    band : int, optional
        A band, from 1; without it the first, or all if there are three or four of bytes (colours).
    bounds, crs : optional
        As for `raster_of`, in place of those of the file.
    nodata : float, optional
        A value of pixels without one, besides that of the file.

    Raises
    ------
    UsageError
        rasterio is not installed.
    RasterError
        The file cannot be read, or states no place.
    """
    try:
        import rasterio
        from rasterio.errors import NotGeoreferencedWarning, RasterioError
    except ImportError:
        raise missing_package("rasterio", "raster", "a GeoTIFF or NetCDF file") from None
    file = Path(path)
    driver, head = _driver(file)
    check_contents(file, head)
    try:
        # GDAL looks for no other files beside it.
        with rasterio.Env(GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR"), warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)  # refused below
            with rasterio.open(file, driver=driver) as source:
                address = _variable(source, file, layer)
            with rasterio.open(address or file, driver=driver) as source:
                return _raster(source, file.name, band, (bounds, crs, nodata))
    except RasterioError as error:
        raise RasterError(Message("{file} cannot be read: {reason}", file.name, error)) from None


def _driver(file: Path) -> tuple[str, bytes]:
    """Return GDAL's driver of a file, found from its first bytes, and these bytes."""
    if file.exists() and not (file.is_file() or file.is_dir()):
        raise RasterError(
            Message("{file} is a pipe or a device, not a file", file), "put the file itself there"
        )
    try:
        with file.open("rb") as opened:
            head = opened.read(4)
    except OSError as error:
        reason = error.strerror or error
        raise RasterError(Message("{file} cannot be read: {reason}", file, reason)) from None
    for driver, starts in _DRIVERS.items():
        if head.startswith(starts):
            return driver, head
    raise RasterError(
        Message("{file} is neither GeoTIFF nor NetCDF", file.name),
        "convert it, as gdal_translate does",
    )


def _variable(source: DatasetReader, file: Path, layer: str | None) -> str | None:
    """Return the address of a variable of a NetCDF file; None if the file has only one."""
    variables = {address.rpartition(":")[2]: address for address in source.subdatasets}
    if not variables:
        return None
    if layer in variables:
        return str(variables[layer])
    listed = shorten(", ".join(variables), 160)
    problem = (
        Message("there is no layer {layer!r} in {file}", layer, file.name)
        if layer
        else Message("{file} has several variables", file.name)
    )
    raise RasterError(problem, Message("name one in 'layer': {listed}", listed), key="layer")


def _raster(
    source: DatasetReader, name: str, band: int | None, place: tuple[Any, Any, float | None]
) -> Raster:
    bounds, crs, nodata = place
    is_colour = source.count in _COLOUR_BANDS and set(source.dtypes) == {"uint8"}
    if band is not None and not 1 <= band <= source.count:
        problem = Message("{file} has {n} bands and no band {band}", name, source.count, band)
        raise RasterError(problem, key="band")
    bands = list(range(1, source.count + 1)) if is_colour and band is None else [band or 1]
    if crs is None and source.crs is None:
        problem = Message("{file} states no CRS", name)
        raise RasterError(problem, "give its crs, such as EPSG:3413", key="crs")
    parsed_crs = crs_named(source.crs.to_wkt() if crs is None else crs)
    step = max(1, -(-max(source.shape) // MOST_PIXELS))
    shape = tuple(max(1, -(-length // step)) for length in source.shape)
    _check_size(source, name)
    masked = source.read(bands, out_shape=(len(bands), *shape), masked=True)
    values = np.moveaxis(masked, 0, -1) if len(bands) > 1 else masked[0]
    valid = valid_pixels(values, nodata)
    n = bands[0] - 1
    scale, offset = source.scales[n], source.offsets[n]
    data = np.ma.getdata(values)
    data = data if (scale, offset) == (1.0, 0.0) else data * scale + offset
    units = source.units[n] or ""
    if bounds is not None:
        placed = raster_of(data, bounds, parsed_crs)
        return replace(placed, valid=valid & placed.valid, units=units)
    a, b, c, d, e, f = _transform(source, name)
    right, down = source.width / shape[1], source.height / shape[0]
    return Raster(data, valid, (a * right, b * down, c, d * right, e * down, f), parsed_crs, units)


def _check_size(source: DatasetReader, name: str) -> None:
    """Refuse a raster that takes too much memory or time to read, or has complex numbers."""
    pixels = source.width * source.height
    largest = max(
        min(rows, source.height) * min(columns, source.width) * np.dtype(kind).itemsize
        for (rows, columns), kind in zip(source.block_shapes, source.dtypes, strict=True)
    )
    if any(kind.startswith("complex") for kind in source.dtypes):
        problem = Message("{file} has complex numbers", name)
        raise RasterError(problem, "make a raster of their amplitudes")
    if pixels > _MOST_SIZE or largest > _MOST_BLOCK_BYTES:
        problem = Message(
            "{file} has {columns:,} x {rows:,} pixels, in blocks of {size:,.0f} MB: too much to "
            "read",
            name,
            source.width,
            source.height,
            largest / 1e6,
        )
        raise RasterError(problem, "cut it out or make its pixels coarser, as gdalwarp does")


def _transform(source: DatasetReader, name: str) -> Transform:
    if not source.transform.is_identity:
        a, b, c, d, e, f = tuple(source.transform)[:6]
        return a, b, c, d, e, f
    # GDAL reads it only beside WKT, and NSIDC's NetCDF files have none. Of such a file it takes the
    # last row for the first.
    for tag, value in source.tags().items():
        if tag.endswith("#GeoTransform"):
            with suppress(ValueError):
                c, a, b, f, d, e = (float(number) for number in value.split())
                return a, -b, c + b * source.height, d, -e, f + e * source.height
    places = Message(" (it has ground control points alone)") if source.gcps[0] else ""
    raise RasterError(
        Message("{file} states no place{places}", name, places),
        "give bounds=(west, south, east, north), or warp it with gdalwarp first",
        key="bounds",
    )
