"""Image overlays in any coordinate system: folium's class with a CRS, warped in Python."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, Literal

import folium
import numpy as np
from folium import raster_layers
from folium.map import Layer
from folium.template import Template, tojavascript
from folium.utilities import image_to_url, remove_empty
from numpy.typing import NDArray

from folium_polar.crs import projected_crs
from folium_polar.errors import UsageError
from folium_polar.escaping import json_for_script
from folium_polar.geometry.rasters.files import read_raster
from folium_polar.geometry.rasters.raster import Raster, raster_of
from folium_polar.geometry.rasters.warp import MapDisc, Resampling, grid_of, warp
from folium_polar.layers import limit_of

__all__ = ["ImageOverlay"]

_MOST_PIXELS = 2000
"""Columns or rows of a warped image."""
# Metres per pixel at zoom 0, as in web/src/leaflet/crs.js.
_ZOOM_0_M = 160_000
_COLOURS = 4096
"""Steps in which continuous values are coloured: a colour map in Python is called once for each."""
# Rows and columns of the places by which the bounds of an image are found.
_SAMPLES, _HALF_TURN, _POLE = 33, 180, 90.0


class ImageOverlay(raster_layers.ImageOverlay):  # type: ignore[misc]  # folium ships no types
    """
    An image in any coordinate system, warped to the map's.

    It is warped once, when the map is rendered. In the map's own CRS each pixel stays one; else it
    becomes two by two, or four by four if it is a class, but none is finer than the map's last
    zoom, and no side has more than 2,000. Pixels without a value are transparent.

    Parameters
    ----------
    image : array-like or path
        Values of shape (rows, columns), or colours of shape (rows, columns, 3 or 4), the first row
        in the north. Or a GeoTIFF or NetCDF file, which needs
        ``pip install 'folium-polar[raster]'``.
    bounds : (west, south, east, north) or ((south, west), (north, east)), optional
        Outer edges of the outer pixels in units of `crs`; corners are in degrees. A file has its
        own.
    crs : any, optional
        What ``pyproj.CRS`` accepts; longitude and latitude on WGS 84 unless given. A file has its
        own.
    resampling : {"nearest", "bilinear"}, optional
        ``"nearest"`` takes over the values as they are, ``"bilinear"`` interpolates them. Unless
        given, nearest for integers, which are taken for classes, and bilinear for fractions and
        colours. The attribute has the one that is used.
    nodata : float, optional
        The value of pixels without one, besides ``nan``, masked pixels and what a file states.
    colormap : callable, optional
        For values: from a value to (r, g, b) or (r, g, b, a) of 0 to 1, as in folium, or a colour
        scale of branca. Grey from the least to the greatest unless given.
    layer : str, optional
        A variable of a NetCDF file.
    band : int, optional
        A band of a file, from 1.
    origin : {"upper", "lower"}
        ``"lower"`` if the first row of an array is the southernmost.
    name, overlay, control, show, **options
        As in folium, such as ``opacity``.

    Raises
    ------
    UsageError
        An image that has no place or no value, a CRS that PROJ does not know, a file that cannot be
        read. It names the remedy.

    Examples
    --------
    >>> ice = np.eye(4)
    >>> overlay = ImageOverlay(ice, (-1e6, -1e6, 1e6, 1e6), crs="EPSG:3413")
    >>> overlay.resampling
    'bilinear'
    """

    needs_raster = True
    _source = None

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = {{ this.expression() }};"
        "{% endmacro %}"
    )

    def __init__(
        self,
        image: Any,
        bounds: Any = None,
        *,
        crs: Any = None,
        resampling: Resampling | None = None,
        nodata: float | None = None,
        colormap: Callable[[float], Sequence[float]] | None = None,
        layer: str | None = None,
        band: int | None = None,
        origin: Literal["upper", "lower"] = "upper",
        name: str | None = None,
        overlay: bool = True,
        control: bool = True,
        show: bool = True,
        **options: Any,
    ) -> None:
        Layer.__init__(self, name=name, overlay=overlay, control=control, show=show)
        self._name = "ImageOverlay"
        place: dict[str, Any] = {"bounds": bounds, "crs": crs, "nodata": nodata}
        try:
            if isinstance(image, str | os.PathLike):
                raster = read_raster(image, layer=layer, band=band, **place)
            else:
                rows = np.ma.asanyarray(image)[::-1] if origin == "lower" else image
                raster = _placed(rows, **place)
            if not raster.valid.any():
                raise UsageError("there is no pixel with a value; check nodata")
        except UsageError as error:
            raise UsageError(f"ImageOverlay: {error}") from None
        is_classes = raster.values.ndim == raster.valid.ndim and raster.values.dtype.kind in "biu"
        self.resampling: Resampling = resampling or ("nearest" if is_classes else "bilinear")
        if self.resampling not in {"nearest", "bilinear"}:
            raise UsageError(f"ImageOverlay: resampling={resampling!r}: give nearest or bilinear")
        self._raster, self._colormap = raster, colormap
        self.bounds = _lonlat_bounds(raster)
        self.options = remove_empty(**options)
        self.url = "data:,"  # until its map is rendered
        self.pixelated = self.resampling == "nearest"

    def expression(self) -> str:
        """Return the JavaScript that makes the layer.

        Raises
        ------
        UsageError
            The image stands in no polar map, or no part of it is on the map.
        """
        polar_map = self._parent
        while polar_map is not None and not isinstance(polar_map, folium.Map):
            polar_map = polar_map._parent
        hemisphere = getattr(polar_map, "hemisphere", None)
        if polar_map is None or hemisphere is None:
            raise UsageError("ImageOverlay of folium_polar is for a PolarMap; folium's has no crs")
        limit = limit_of(polar_map.south, hemisphere)
        disc = MapDisc(projected_crs(polar_map.crs), limit, hemisphere)
        finest = _ZOOM_0_M / 2 ** float(polar_map.options["maxZoom"])
        finer = 4 if self.pixelated else 2
        grid = grid_of(self._raster, disc, finest_m=finest, most=_MOST_PIXELS, finer=finer)
        if grid is not None:
            values, valid = warp(self._raster, grid, disc, self.resampling)
        if grid is None or not valid.any():
            side, end = ("north", "N") if hemisphere > 0 else ("south", "S")
            raise UsageError(
                f"ImageOverlay has no pixel {side} of {polar_map.south:g}° {end}, where the map "
                "ends: check its crs and bounds"
            )
        url = image_to_url(_coloured(values, valid, self._colormap))
        bounds = [round(metres, 3) for metres in grid.bounds]
        place = {"crs": polar_map.crs, "bounds": bounds, "pixelated": self.pixelated}
        arguments = ", ".join(map(json_for_script, (url, place, self.bounds)))
        return f"geotrackPolar.raster({arguments}, {tojavascript(self.options)})"


def _placed(image: Any, bounds: Any, crs: Any, nodata: float | None) -> Raster:
    if bounds is None:
        raise UsageError(
            "an array has no place; give bounds=(west, south, east, north) and their crs"
        )
    return raster_of(image, bounds, "EPSG:4326" if crs is None else crs, nodata=nodata)


def _lonlat_bounds(raster: Raster) -> list[list[float]]:
    """Return [[south, west], [north, east]] of a raster, degrees; all longitudes round a pole."""
    from pyproj import CRS, Transformer

    columns, rows = raster.size
    share = np.linspace(0, 1, _SAMPLES)
    x, y = raster.coordinates(*np.meshgrid(share * columns, share * rows))
    if raster.crs.is_geographic:
        west, east = float(x.min()), float(x.max())
        crosses = west < _HALF_TURN < east < west + 2 * _HALF_TURN
        east = east - 2 * _HALF_TURN if crosses else east
        return [[float(y.min()), west], [float(y.max()), east]]
    degrees = Transformer.from_crs(raster.crs, CRS.from_epsg(4326), always_xy=True)
    lon, lat = (part[np.isfinite(part)] for part in degrees.transform(x, y))
    if not lat.size:
        raise UsageError("ImageOverlay: its bounds are nowhere on the globe: check bounds and crs")
    south, north = float(lat.min()), float(lat.max())
    for side in (_POLE, -_POLE):
        pole = degrees.transform(np.array([0.0]), np.array([side]), direction="INVERSE")
        column, row = (float(part[0]) for part in raster.pixels(*pole))
        # The far pole of a projection is at infinity.
        if 0 <= column <= columns and 0 <= row <= rows:
            all_longitudes = [-180.0, 180.0]
            return [[min(south, side), all_longitudes[0]], [max(north, side), all_longitudes[1]]]
    ordered = np.sort(lon)
    gaps = np.diff(ordered, append=ordered[0] + 2 * _HALF_TURN)
    widest = int(gaps.argmax())
    west, east = float(ordered[(widest + 1) % ordered.size]), float(ordered[widest])
    return [[south, west], [north, east]]


def _coloured(
    values: NDArray[Any],
    valid: NDArray[np.bool_],
    colormap: Callable[[float], Sequence[float]] | None,
) -> NDArray[np.uint8]:
    """Return bytes of red, green, blue and opacity, transparent where there is no value."""
    if values.ndim > valid.ndim:
        # Bytes, or fractions of one as in matplotlib.
        top = float(np.where(valid[..., None], values, 0).max(initial=0))
        scaled = values * 255.0 if top <= 1 and values.dtype.kind == "f" else values
        colours = np.full((*valid.shape, 4), 255.0)
        colours[..., : values.shape[2]] = scaled
    else:
        colours = np.zeros((*valid.shape, 4))
        colours[valid] = _palette(values[valid].astype(float), colormap)
    colours[~valid] = 0
    octets: NDArray[np.uint8] = np.rint(np.clip(colours, 0, 255)).astype(np.uint8)
    return octets


def _palette(
    values: NDArray[np.float64], colormap: Callable[[float], Sequence[float]] | None
) -> NDArray[np.float64]:
    """Return the colours of values, in bytes."""
    distinct = np.unique(values)
    if distinct.size > _COLOURS:
        low, high = distinct[0], distinct[-1]
        distinct = np.linspace(low, high, _COLOURS)
        index = np.rint((values - low) / (high - low) * (_COLOURS - 1)).astype(np.intp)
    else:
        index = np.searchsorted(distinct, values)
    if colormap is None:
        span = (distinct[-1] - distinct[0]) or 1.0
        grey = (distinct - distinct[0]) / span
        table = np.column_stack([grey, grey, grey, np.ones_like(grey)])
    else:
        function = getattr(colormap, "rgba_floats_tuple", colormap)
        table = np.ones((distinct.size, 4))
        for n, value in enumerate(distinct.tolist()):
            colour = tuple(function(value))
            table[n, : len(colour)] = colour
    result: NDArray[np.float64] = table[index] * 255.0
    return result
