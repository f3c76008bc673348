"""Sea ice of a map, read from its file: areas of ice of so much concentration, or its extent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.errors import RasterError
from folium_polar.geometry.plane import PLANE_CRS
from folium_polar.geometry.rasters.files import RASTER_ENDINGS, read_raster
from folium_polar.geometry.rasters.raster import Raster
from folium_polar.geometry.rasters.warp import Grid, MapDisc, Resampling, grid_of, warp
from geotrack.errors import UsageError, error_text
from geotrack.importing.option_names import KEYS
from geotrack.mapview.context_layers.layer_file_error import LayerFileError
from geotrack.mapview.context_layers.read import LayerSource, find_file, read_layer_file
from geotrack.mapview.context_layers.shapes import FINEST_M, Feature
from geotrack.messages import Message
from geotrack.model.maps.ice import Ice

__all__ = ["CONCENTRATIONS", "read_ice"]

CONCENTRATIONS = (15, 40, 70, 90)
"""Least concentrations of the areas that are drawn, percent.

15 % is the usual edge of the ice. Open drift ice has from 4 tenths, close drift ice from 7 and very
close drift ice from 9 (WMO Sea-Ice Nomenclature).
"""
# Complete cover by the units that a file states.
_UNITS = {"%": 100.0, "percent": 100.0, "1": 1.0, "fraction": 1.0}
# Columns and rows of the grid at most.
_MOST_PIXELS = 1200
# Their shapes take a second or two; sea ice has a tenth.
_MOST_RUNS = 60_000
# Dimensions of a raster of one band.
_PLANE = 2
# Land, coast and missing values have codes of their own above complete cover.
_MOST_CODES = 12


def read_ice(root: Path, settings: Ice, south: float) -> LayerSource:
    """Read the areas of sea ice of a file.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    settings : Ice
        The entry of the map definition.
    south : float
        Latitude at which the map ends, degrees.

    Returns
    -------
    LayerSource
        Of a raster of concentrations an area for each of `CONCENTRATIONS` that is reached, each
        within the one before it and labelled with its least concentration.

    Raises
    ------
    LayerFileError
        The file cannot be read, has no ice on the map, or its entry does not fit it.
    """
    path = find_file(root, settings)
    if path.suffix.lower() not in RASTER_ENDINGS:
        for key in ("full", "extent"):
            if getattr(settings, key):
                message = Message(
                    "{key!r} is for a raster, and {name} has polygons", key, path.name
                )
                raise LayerFileError(key, message, "leave it out")
        return read_layer_file(root, settings)
    try:
        raster = read_raster(path, layer=settings.layer, crs=settings.crs)
    except RasterError as error:
        # An entry has no bounds and no band: such a file is at fault itself.
        key = error.key if error.key in KEYS else "file"
        raise LayerFileError(key, error.problem, error.remedy) from None
    except UsageError as error:
        raise LayerFileError("file", error_text(error)) from None
    if raster.values.ndim != _PLANE:
        message = Message(
            "{name} is a picture in colours, not a raster of concentrations or classes", path.name
        )
        raise LayerFileError("file", message, "choose the file that the picture was made of")
    return _areas(raster, settings, path.name, south)


def _areas(raster: Raster, settings: Ice, name: str, south: float) -> LayerSource:
    from pyproj import CRS

    if settings.extent:
        share = np.isin(raster.values, settings.extent).astype(float)
        levels = {"": 1.0}
    else:
        share = _shares(raster, settings, name)
        levels = {f"≥ {percent} %": percent / 100 for percent in CONCENTRATIONS}
    ice = Raster(share, raster.valid & (share <= 1 + 1e-9), raster.transform, raster.crs)
    disc = MapDisc(CRS.from_user_input(PLANE_CRS), south)
    grid = grid_of(ice, disc, finest_m=FINEST_M, most=_MOST_PIXELS)
    features = []
    if grid is not None:
        how: Resampling = "nearest" if settings.extent else "bilinear"
        values, valid = warp(ice, grid, disc, how)
        features = [
            Feature(area, label)
            for label, least in levels.items()
            if not (area := _area(valid & (values >= least - 1e-9), grid)).is_empty
        ]
    if grid is None or not features:
        valid_values = raster.values[raster.valid]
        span = (
            Message("from {least:g} to {most:g}", valid_values.min(), valid_values.max())
            if valid_values.size
            else Message("of no pixel")
        )
        key = "extent" if settings.extent else "full"
        message = Message(
            "{name} has no ice north of {south:g}°; its values are {span}", name, south, span
        )
        raise LayerFileError(
            key, message, Message("mend {key!r}, or choose another layer or file", key)
        )
    pixel_m = (grid.east - grid.west) / grid.columns
    return LayerSource(tuple(features), finest_m=round(max(FINEST_M, pixel_m)))


def _shares(raster: Raster, settings: Ice, name: str) -> NDArray[np.float64]:
    """Return the shares of water that is covered by ice; codes are beyond 0 to 1."""
    unit = _UNITS.get(raster.units.strip().lower())
    full = settings.full or unit
    values = raster.values[raster.valid]
    if full is None:
        span = (
            Message(", whose values are from {least:g} to {most:g}", values.min(), values.max())
            if values.size
            else ""
        )
        message = Message("{name} does not say how much complete cover is{span}", name, span)
        remedy = "add it, as full = 100; or of a raster of classes those with ice, as extent = [3]"
        raise LayerFileError("full", message, remedy)
    if unit is not None and unit != full:
        message = Message(
            "complete cover is {stated:g} in {name}, by its units {units!r}",
            unit,
            name,
            raster.units,
        )
        raise LayerFileError("full", message, "leave 'full' out")
    codes = np.unique(values[values > full])
    if codes.size > _MOST_CODES:
        message = Message(
            "{name} has {size} different values above {full:g}", name, codes.size, full
        )
        remedy = "write the value of complete cover, such as 100 or 1000"
        raise LayerFileError("full", message, remedy)
    share = raster.values / full
    return np.where(share < 0, np.inf, share)


def _area(inside: NDArray[np.bool_], grid: Grid) -> BaseGeometry:
    """Return the pixels that are inside as an area of the analysis plane."""
    from rasterio import Affine
    from rasterio.features import shapes

    # Runs of pixels along rows.
    runs = int(np.count_nonzero(np.diff(inside, axis=1, prepend=False) & inside))
    if runs > _MOST_RUNS:
        message = Message("its pixels of ice are scattered: {rows:,} runs along rows", runs)
        remedy = Message(
            "at most {most:,} are drawn; smooth it, or warp it to coarser pixels", _MOST_RUNS
        )
        raise LayerFileError("file", message, remedy)
    across = (grid.east - grid.west) / grid.columns
    down = (grid.north - grid.south) / grid.rows
    to_plane = Affine(across, 0, grid.west, 0, -down, grid.north)
    # A union of the pixels takes twenty times as long.
    outlines = shapes(inside.view(np.uint8), mask=inside, connectivity=4, transform=to_plane)
    rings = (polygon["coordinates"] for polygon, _ in outlines)
    return shapely.MultiPolygon([shapely.Polygon(shell, holes) for shell, *holes in rings])
