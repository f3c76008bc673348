"""Coordinate systems from texts of others, which may name files that PROJ would open."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from folium_polar.errors import UsageError, shorten

if TYPE_CHECKING:
    from pyproj import CRS

__all__ = ["crs_of", "file_in_crs", "file_in_crs_bytes"]

# A grid of shifts, the file of a method, an init file: as PROJ, WKT 1, WKT 2 and Esri write them.
# "+nadgrids=@null", no grid, is part of Web Mercator.
_NAMES_A_FILE = re.compile(
    r"""(?:(?:geoid|nad)?grids?(?:_list)?|\binit|\bfile|\bmodel|\bcatalog)\s*+=
            \s*+(?!["']?\s*+@?null\s*+(?:["'+\]]|$))[^+]{0,60}
        |PROJ4_GRIDS.{0,60}|PARAMETERFILE.{0,60}|GEOGTRAN.{0,60}|\bfile:.{0,60}""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# The same in the bytes of a file of which GDAL reads the CRS. No program escapes plain
# letters in JSON.
_BYTES = re.compile(
    rb"""(?:\+init|grids)\s*+=\s*+(?!["']?\s*+@?null\s*+(?:["'+\]\0]|$)).{0,60}
        |(?:PROJ4_GRIDS|PARAMETERFILE|GEOGTRAN|"BoundCRS"|\\u00(?:[46][1-9a-f]|[57][0-9a])).{0,60}""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_INIT_CODE = re.compile(
    r"\s*\+?init\s*=\s*epsg:(\d+)(?:\s+\+(?:no_defs|type=crs))*\s*", re.IGNORECASE
)


def crs_of(crs: Any) -> CRS:
    """Return a coordinate system for which PROJ opens no file.

    Parameters
    ----------
    crs : any
        What ``pyproj.CRS`` accepts: ``"EPSG:3413"``, 3413, WKT, PROJJSON, a PROJ string, an object.

    Raises
    ------
    UsageError
        It names a file, such as a grid of shifts.
    pyproj.exceptions.CRSError
        PROJ does not know it.
    """
    from pyproj import CRS

    if name := file_in_crs(crs):
        raise UsageError(
            f"a CRS names a file or a grid ({name}), which is not opened; name its EPSG code, as "
            "EPSG:CODE"
        )
    if isinstance(crs, str) and (code := _INIT_CODE.fullmatch(crs)):
        crs = int(code[1])  # PROJ would look for a file called epsg
    return CRS.from_user_input(crs)


def file_in_crs(crs: Any) -> str:
    """Return the file or grid that a coordinate system names; empty if it names none.

    Parameters
    ----------
    crs : any
        As for `crs_of`.

    Examples
    --------
    >>> file_in_crs("+proj=longlat +nadgrids=/etc/grid +no_defs")
    "'nadgrids=/etc/grid '"
    >>> file_in_crs("+proj=merc +a=6378137 +nadgrids=@null +wktext"), file_in_crs(3413)
    ('', '')
    """
    for text in _texts(crs):
        if not _INIT_CODE.fullmatch(text) and (match := _NAMES_A_FILE.search(text)):
            return shorten(repr(match[0]), 60)
    return ""


def file_in_crs_bytes(data: Any) -> str:
    """Return the file or grid that the CRS in a file's bytes names; empty if it names none.

    Parameters
    ----------
    data : bytes-like
        Bytes in which a CRS is a text.
    """
    match = _BYTES.search(data)
    return shorten(repr(match[0].decode("latin-1")), 60) if match else ""


def _texts(crs: Any) -> Iterator[str]:
    """Yield the texts of a coordinate system in which a file may be named."""
    if isinstance(crs, str):
        yield crs
        if crs.lstrip().startswith("{"):
            try:
                crs = json.loads(crs)
            except (ValueError, RecursionError):
                return  # PROJ reads no other JSON
    elif hasattr(crs, "to_wkt"):
        yield from (crs.to_wkt(), str(getattr(crs, "srs", "")))
    if isinstance(crs, dict):
        for key, value in crs.items():
            # A parameter of a transformation: a file, where it is no number.
            yield f"file={value}" if key == "value" and isinstance(value, str) else str(key)
            yield from _texts(value)
    elif isinstance(crs, list):
        for value in crs:
            yield from _texts(value)
