"""Positions far outside the area for which a CRS is made, and positions 0, 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geotrack.importing.geometry.datum_shift import crs_name

if TYPE_CHECKING:
    from pyproj import CRS

__all__ = ["NOWHERE", "area_text", "far_outside"]

_FAR_KM = 600.0
"""UTM zone 33 is used for all of Norway, to 490 km outside of it; and in reports of Svalbard."""
_DEGREE_KM, _TURN = 111.2, 360.0
NOWHERE = "the position 0, 0, by which programs often mean that none is known; it is kept"

Numbers = NDArray[np.float64]


def far_outside(crs: CRS, lon: Any, lat: Any) -> NDArray[np.bool_]:
    """Return which positions lie far outside the area of use that EPSG states for a CRS.

    Parameters
    ----------
    crs : pyproj.CRS
        A CRS; one without an area of use has none outside.
    lon, lat : array_like of shape (n,)
        Degrees; NaN for a row without a position.

    Examples
    --------
    >>> from pyproj import CRS
    >>> far_outside(CRS("EPSG:27700"), [-1, 20], [61.5, 87]).tolist()
    [False, True]
    """
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    area = crs.area_of_use
    if area is None:
        return np.zeros(lon.shape, np.bool_)
    width = (area.east - area.west) % _TURN or _TURN
    middle = area.west + width / 2
    across = np.abs((lon - middle + _TURN / 2) % _TURN - _TURN / 2) - width / 2
    along = np.maximum(area.south - lat, lat - area.north)
    scale = np.cos(np.radians(lat))
    distance_km = np.hypot(np.maximum(across, 0) * scale, np.maximum(along, 0)) * _DEGREE_KM
    with np.errstate(invalid="ignore"):
        return np.asarray(distance_km > _FAR_KM)


def area_text(crs: CRS) -> str:
    """Return what to say of positions that `far_outside` finds."""
    area = crs.area_of_use
    if area is None:
        return ""
    return (
        f"a position more than {_FAR_KM:g} km outside the area of use of {crs_name(crs)} "
        f"({area.south:g} to {area.north:g}° N, {area.west:g} to {area.east:g}° E): is it the "
        "right CRS? There it may be hundreds of metres off"
    )
