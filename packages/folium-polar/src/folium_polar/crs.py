"""The polar coordinate systems of maps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from folium_polar.errors import UsageError

# Defined in `geometry`, since map definitions are validated with them too.
from folium_polar.geometry.projections import POLAR_CRS

if TYPE_CHECKING:
    from pyproj import CRS

__all__ = [
    "ANTARCTIC_CRS",
    "POLAR_CRS",
    "hemisphere_of",
    "normalise_crs",
    "projected_crs",
]

ANTARCTIC_CRS = {
    "EPSG:3031": "Antarctic polar stereographic, 0° up",
    "EPSG:3412": "NSIDC sea ice polar stereographic, 0° up, Hughes 1980 ellipsoid",
    "EPSG:3976": "NSIDC sea ice polar stereographic, 0° up, WGS 84",
}
"""Descriptions by EPSG code; each has the South Pole as an interior point."""

_TURNING = {
    "EPSG:3995": "+proj=stere +lat_0=90 +lat_ts=71",
    "EPSG:3571": "+proj=laea +lat_0=90",
    "EPSG:3031": "+proj=stere +lat_0=-90 +lat_ts=-71",
}
"""Those to which a meridian may be added; web/src/polar/projections.js has the same."""
# A meridian as Python writes it, degrees.
_MERIDIAN = re.compile(r"[+-]?\d{1,3}(?:\.\d+)?")
_HALF_TURN = 180


def normalise_crs(crs: str | int) -> str:
    """
    Return the canonical code of a polar coordinate system.

    Parameters
    ----------
    crs : str or int
        ``"EPSG:3995"``, ``"EPSG3995"``, ``"3995"`` or ``3995``. EPSG:3995, EPSG:3571 and EPSG:3031
        may be turned to a meridian, degrees east, which then points down, on a map of the South
        Pole up: ``"EPSG:3995@90"``.

    Returns
    -------
    str
        A key of `POLAR_CRS` or `ANTARCTIC_CRS`, or one with ``@`` and a meridian.

    Raises
    ------
    UsageError
        An unknown code, one that cannot be turned, or a meridian that is no number from -180 to
        180; the message lists what there is.

    Examples
    --------
    >>> normalise_crs("epsg3571")
    'EPSG:3571'
    >>> normalise_crs("3571@-20.0")
    'EPSG:3571@-20'
    """
    base, turned, meridian = str(crs).partition("@")
    number = base.strip().upper().removeprefix("EPSG").lstrip(":").strip()
    code = f"EPSG:{number}"
    if code not in POLAR_CRS and code not in ANTARCTIC_CRS:
        raise UsageError(
            f"{crs!r} is not a polar projection that a PolarMap draws: use "
            f"{', '.join((*POLAR_CRS, *ANTARCTIC_CRS))}"
        )
    if not turned:
        return code
    if code not in _TURNING:
        raise UsageError(
            f"{crs!r}: {code} cannot be turned to a meridian: use {', '.join(_TURNING)} with one, "
            f"as EPSG:3995@90"
        )
    if not _MERIDIAN.fullmatch(meridian.strip()) or abs(float(meridian)) > _HALF_TURN:
        raise UsageError(
            f"{crs!r}: {meridian!r} is not a meridian: give degrees east, a number from -180 to "
            f"180, as {code}@-20"
        )
    # Six decimals are a tenth of a metre; a sum with 0 makes -0 into 0.
    return f"{code}@{round(float(meridian), 6) + 0:.6f}".rstrip("0").rstrip(".")


def hemisphere_of(code: str) -> int:
    """Return 1 for a coordinate system of the North Pole and -1 for one of the South Pole.

    Parameters
    ----------
    code : str
        As `normalise_crs` returns it.
    """
    return -1 if code.partition("@")[0] in ANTARCTIC_CRS else 1


def projected_crs(code: str) -> CRS:
    """Return a coordinate system as PROJ has it, also a turned one.

    Parameters
    ----------
    code : str
        As `normalise_crs` returns it.
    """
    from pyproj import CRS

    base, turned, meridian = code.partition("@")
    if not turned:
        return CRS.from_user_input(code)
    return CRS.from_proj4(f"{_TURNING[base]} +lon_0={meridian} +datum=WGS84 +units=m")
