"""A raster with its place: values, geotransform, CRS and the pixels that have a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from folium_polar.errors import RasterError, UsageError, shorten
from folium_polar.geometry.crs import crs_of
from folium_polar.messages import Message

if TYPE_CHECKING:
    from pyproj import CRS

__all__ = ["Raster", "Transform", "crs_named", "raster_of", "valid_pixels"]

Transform = tuple[float, float, float, float, float, float]
"""``(a, b, c, d, e, f)``: ``x = a·column + b·row + c`` and ``y = d·column + e·row + f``.

Column and row count from the outer corner of the first pixel, as in rasterio.
"""

# Bands of an array: one, colours, colours with opacity.
_BANDS = ((), (3,), (4,))
_POLE, _TURN = 90, 360
# Degrees by which a width may pass a full turn.
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Raster:
    """Values on a grid of a coordinate system.

    Parameters
    ----------
    values : array, shape (rows, columns) or (rows, columns, bands)
        The first row is the first of the geotransform.
    valid : array of bool, shape (rows, columns)
        The pixels that have a value.
    transform : Transform
        From columns and rows to coordinates of the CRS.
    crs : pyproj.CRS
        Geographic, in degrees, or projected.
    units : str
        Of the values, as the file states them; empty if it does not.
    """

    values: NDArray[Any]
    valid: NDArray[np.bool_]
    transform: Transform
    crs: CRS
    units: str = ""

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        rows, columns = self.valid.shape
        return columns, rows

    @property
    def is_upright(self) -> bool:
        """Whether rows run along x and the first one is the northernmost."""
        a, b, _, d, e, _ = self.transform
        return b == d == 0 and a > 0 > e

    def coordinates(
        self, column: NDArray[np.float64], row: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the coordinates x, y of places given in pixels."""
        a, b, c, d, e, f = self.transform
        return a * column + b * row + c, d * column + e * row + f

    def pixels(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the columns and rows of coordinates; longitudes wrap round the globe."""
        a, b, c, d, e, f = self.transform
        # A place without coordinates, such as the far pole, has no pixel either.
        with np.errstate(invalid="ignore"):
            x, y, area = x - c, y - f, a * e - b * d
            column, row = (e * x - b * y) / area, (a * y - d * x) / area
            if self.crs.is_geographic and b == 0:
                column = column % (_TURN / abs(a))
        return column, row


def crs_named(crs: Any) -> CRS:
    """Return a coordinate system that has a place on a map.

    Parameters
    ----------
    crs : any
        What ``pyproj.CRS`` accepts: ``"EPSG:3413"``, 3413, WKT, a PROJ string.

    Raises
    ------
    RasterError
        PROJ does not know it, it names a file, or it is neither geographic nor projected.
    """
    from pyproj.exceptions import CRSError

    try:
        reference = crs_of(crs)
    except CRSError:
        problem = Message("crs={crs} is not known to PROJ", shorten(repr(crs), 80))
        remedy = "give an EPSG code, WKT or a PROJ string"
        raise RasterError(problem, remedy, key="crs") from None
    if not (reference.is_geographic or reference.is_projected):
        problem = Message(
            "{crs} is neither geographic nor projected, so it has no place on a map",
            reference.name,
        )
        remedy = "warp the raster to another CRS first, as gdalwarp does"
        raise RasterError(problem, remedy, key="crs")
    return reference


def raster_of(array: Any, bounds: Any, crs: Any, *, nodata: float | None = None) -> Raster:
    """Return an array as a raster.

    Parameters
    ----------
    array : array-like, shape (rows, columns) or (rows, columns, 3 or 4)
        Values, or colours; the first row is the northernmost. Masked pixels have no value.
    bounds : (west, south, east, north) or ((south, west), (north, east))
        Outer edges of the outer pixels, in units of the CRS. Two corners, as in folium, are for
        degrees alone; there west may be greater than east, over 180°.
    crs : any
        As for `crs_named`.
    nodata : float, optional
        The value of pixels without one; ``nan`` is always one.

    Raises
    ------
    UsageError
        An array of another shape, impossible bounds, or an unknown CRS.
    """
    parsed_crs = crs_named(crs)
    values = np.ma.getdata(array) if np.ma.isMaskedArray(array) else np.asarray(array)
    if values.ndim <= 1 or values.shape[2:] not in _BANDS:
        raise UsageError(
            f"an array of shape {values.shape} is no image; give (rows, columns), or (rows, "
            "columns, 3 or 4) for colours"
        )
    if not values.size or values.dtype.kind not in "biuf":
        raise UsageError(f"an array of shape {values.shape} and {values.dtype} is no image")
    west, south, east, north = _edges(bounds, parsed_crs)
    rows, columns = values.shape[:2]
    transform = ((east - west) / columns, 0.0, west, 0.0, (south - north) / rows, north)
    return Raster(values, valid_pixels(array, nodata), transform, parsed_crs)


def valid_pixels(array: Any, nodata: float | None) -> NDArray[np.bool_]:
    """Return which pixels of an array have a value."""
    values = np.ma.getdata(array)
    valid = ~np.ma.getmaskarray(array)
    if values.dtype.kind == "f":
        valid &= np.isfinite(values)
    if nodata is not None:
        valid &= values != nodata
    return np.asarray(valid.all(axis=2) if valid.ndim > 2 else valid)  # noqa: PLR2004 (three dimensions: rows, columns, bands)


def _edges(bounds: Any, crs: CRS) -> tuple[float, float, float, float]:
    """Return west, south, east and north; east is beyond 180 where the box crosses it."""
    try:
        numbers = np.asarray(bounds, dtype=float)
    except (TypeError, ValueError):
        numbers = np.empty(0)
    if numbers.shape == (2, 2) and crs.is_geographic:
        (south, west), (north, east) = numbers
    elif numbers.shape == (4,):
        west, south, east, north = numbers
    else:
        pairs = "" if crs.is_geographic else f": two corners are for degrees, not for {crs.name}"
        raise UsageError(
            f"bounds={shorten(repr(bounds), 80)} are no edges; give (west, south, east, north) in "
            f"units of the CRS{pairs}"
        )
    south, north = (min(south, north), max(south, north)) if crs.is_geographic else (south, north)
    if crs.is_geographic and east < west:
        east += _TURN
    if not (np.isfinite(numbers).all() and west < east and south < north):
        raise UsageError(
            f"bounds={shorten(repr(_plain(bounds)), 80)} enclose nothing; give "
            "(west, south, east, north), the outer edges of the outer pixels"
        )
    _check_degrees(crs, south, north, east - west)
    return float(west), float(south), float(east), float(north)


def _check_degrees(crs: CRS, south: float, north: float, width: float) -> None:
    if crs.is_geographic and (south < -_POLE or north > _POLE or width > _TURN + _ROUNDING):
        raise UsageError(
            f"bounds from latitude {south:g} to {north:g}, {width:g}° wide, are no degrees of "
            f"{crs.name}; give those, or the CRS of the bounds"
        )


def _plain(bounds: Any) -> Sequence[Any]:
    plain: Sequence[Any] = np.asarray(bounds, dtype=float).tolist()
    return plain
