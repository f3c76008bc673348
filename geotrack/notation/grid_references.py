"""Grid references: MGRS, UTM and UPS.

Zones, bands and letters after NGA.STND.0037_2.0.0_GRIDS (2014); the projections are PROJ's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyproj import Transformer

__all__ = ["parse_grid_reference"]

_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_BAND_DEGREES, _SOUTHERNMOST, _NORTHERNMOST = 8.0, -80.0, 84.0
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
_SQUARE, _CYCLE = 100_000.0, 2_000_000.0
_MOST_ZONES, _MOST_DIGITS = 60, 5
# Between Svalbard's wider zones there are none of these.
_ABSENT = {(32, "X"), (34, "X"), (36, "X")}
# UPS zones: columns, rows, and the easting and northing of the first square, metres.
_WEST, _EAST = "JKLPQRSTUXYZ", "ABCFGHJKLPQR"
_POLAR_ROWS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_POLAR = {
    "A": (_WEST, _POLAR_ROWS, 800_000.0, 800_000.0),
    "B": (_EAST, _POLAR_ROWS, 2_000_000.0, 800_000.0),
    "Y": (_WEST, _POLAR_ROWS[:14], 800_000.0, 1_300_000.0),
    "Z": (_EAST[:7], _POLAR_ROWS[:14], 2_000_000.0, 1_300_000.0),
}
_POLE = 2_000_000.0
_MGRS = re.compile(
    r"(?:(\d{1,2})\s?([C-HJ-NP-X])|([ABYZ]))\s?([A-HJ-NP-Z])([A-HJ-NP-Z])\s?(\d+)(?:\s(\d+))?",
    re.ASCII,
)
_METRES = r"(\d{5,8}(?:[.,]\d+)?)"
_ZONE = r"(?:(?:UTM|ZONE|SONE)[\s:]*)*(\d{1,2})\s?([C-HJ-NP-X])?"
_APART = r"[\s,:;/]+"
_UTM = (
    # Letters of the axes before both numbers, or behind them.
    re.compile(
        rf"{_ZONE}{_APART}([EØXNY])[\s:=]*{_METRES}{_APART}([EØXNY])[\s:=]*{_METRES}", re.ASCII
    ),
    re.compile(
        rf"{_ZONE}{_APART}{_METRES}\s?M?\s?([EØN])?{_APART}{_METRES}\s?M?\s?([EØN])?", re.ASCII
    ),
)
_UTM_BEHIND = re.compile(rf"(.+?\d(?:\s?[EØN])?)[\s,;]+({_ZONE})", re.ASCII)
_UPS = re.compile(rf"(?:UPS[\s:]*)?([ABYZ])[\s,:;]+{_METRES}[\s,;/]+{_METRES}", re.ASCII)
_EASTING, _NORTHING = {"E", "Ø", "X"}, {"N", "Y"}
_LEAST_EASTING, _MOST_EASTING, _MOST_NORTHING = 100_000.0, 900_000.0, 10_000_000.0
_DECIMALS = 9  # of degrees: a tenth of a millimetre
_TOLERANCE = 0.5
"""Degrees by which a position may lie outside the band that its reference states."""


def parse_grid_reference(text: str) -> tuple[float, float] | None:
    """Return the longitude and latitude of a reference of MGRS, UTM or UPS on WGS 84.

    Parameters
    ----------
    text : str
        `33XVG 74570 43590`, `ZAH1234512345`, `33W 650000 7780000`, `UTM 33 N 7780000 Ø 650000`,
        `Z 2222222 1888888`. A UTM zone without a letter, or with N, is of the north; S is refused,
        as it may be the band or the hemisphere. Easting stands first unless letters say otherwise.

    Returns
    -------
    tuple of float or None
        (lon, lat) in degrees; of MGRS, the centre of its square. None if the text is none.

    Examples
    --------
    >>> [round(x, 3) for x in parse_grid_reference("33W 650000 7780000")]
    [18.948, 70.083]
    >>> round(parse_grid_reference("ZAH 00000 00000")[1], 4), parse_grid_reference("A1")
    (90.0, None)
    """
    upper = " ".join(text.upper().split())
    if match := _MGRS.fullmatch(upper):
        return _of_mgrs(match)
    if match := _UPS.fullmatch(upper):
        return _polar_position(match[1], *map(_metres, match.groups()[1:]))
    behind = _UTM_BEHIND.fullmatch(upper)
    return _of_utm(upper) or (_of_utm(f"{behind[2]} {behind[1]}") if behind else None)


def _of_mgrs(match: re.Match[str]) -> tuple[float, float] | None:
    """Return the position of a match of MGRS: the centre of its square."""
    zone, band, polar, column, row, first, second = match.groups()
    if second is None:
        middle = len(first) // 2
        if len(first) % 2:
            return None
        first, second = first[:middle], first[middle:]
    if len(first) != len(second) or not 0 < len(first) <= _MOST_DIGITS:
        return None
    cell = _SQUARE / 10 ** len(first)
    east, north = (int(first) + 0.5) * cell, (int(second) + 0.5) * cell
    if polar:
        columns, rows, first_east, first_north = _POLAR[polar]
        if column not in columns or row not in rows:
            return None
        east += first_east + columns.index(column) * _SQUARE
        north += first_north + rows.index(row) * _SQUARE
        return _polar_position(polar, east, north)
    corner = _square(int(zone), band, column, row)
    if corner is None:
        return None
    return _utm_position(
        int(zone), band, corner[0] + east, _cycle(int(zone), band, corner[1]) + north
    )


def _square(zone: int, band: str, column: str, row: str) -> tuple[float, float] | None:
    """Return the easting of a square of 100 km of a UTM zone, and its northing below 2,000 km."""
    columns = _COLUMNS[zone % 3]
    if not 1 <= zone <= _MOST_ZONES or column not in columns or row not in _ROWS:
        return None
    if (zone, band) in _ABSENT:
        return None
    # Rows of even zones begin five letters later, and repeat every 2,000 km.
    north = (_ROWS.index(row) - (0 if zone % 2 else 5)) % len(_ROWS)
    return (columns.index(column) + 1) * _SQUARE, north * _SQUARE


def _cycle(zone: int, band: str, north: float) -> float:
    """Return a northing in its band; `north` repeats every 2,000 km."""
    south = _south(band)
    least = _projection(zone, south >= 0).transform(6.0 * zone - 183.0, south)[1] - _SQUARE
    while north < least:
        north += _CYCLE
    return north


def _south(band: str) -> float:
    return _SOUTHERNMOST + _BAND_DEGREES * _BANDS.index(band)


def _of_utm(text: str) -> tuple[float, float] | None:
    """Return the position of coordinates of UTM."""
    if match := _UTM[0].fullmatch(text):
        zone, band, first, first_number, second, second_number = match.groups()
    elif match := _UTM[1].fullmatch(text):
        zone, band, first_number, first, second_number, second = match.groups()
    else:
        return None
    east, north = _metres(first_number), _metres(second_number)
    if first in _NORTHING or second in _EASTING:
        east, north = north, east
        first, second = second, first
    if first in _NORTHING or second in _EASTING or band == "S":
        return None
    if not (_LEAST_EASTING <= east <= _MOST_EASTING and 0 <= north <= _MOST_NORTHING):
        return None
    return _utm_position(int(zone), band or "N", east, north) if _is_zone(zone) else None


def _metres(text: str) -> float:
    return float(text.replace(",", "."))


def _is_zone(text: str) -> bool:
    return 1 <= int(text) <= _MOST_ZONES


def _utm_position(zone: int, band: str, east: float, north: float) -> tuple[float, float] | None:
    """Return the position of coordinates in a UTM zone, None if it lies outside its band.

    N is the band of the equator and the northern hemisphere.
    """
    lon, lat = _inverse(_projection(zone, band >= "N"), east, north)
    south = _south(band)
    end = _NORTHERNMOST if band in "NX" else south + _BAND_DEGREES
    return (lon, lat) if south - _TOLERANCE <= lat <= end + _TOLERANCE else None


def _polar_position(zone: str, east: float, north: float) -> tuple[float, float] | None:
    if (east < _POLE) != (zone in "AY"):
        return None
    lon, lat = _inverse(_polar_projection(zone in "YZ"), east, north)
    least = _NORTHERNMOST if zone in "YZ" else -_SOUTHERNMOST
    return (lon, lat) if abs(lat) >= least - _TOLERANCE else None


def _inverse(projection: Transformer, east: float, north: float) -> tuple[float, float]:
    lon, lat = projection.transform(east, north, direction="INVERSE")
    return round(float(lon), _DECIMALS), round(float(lat), _DECIMALS)


@lru_cache(maxsize=128)
def _projection(zone: int, northern: bool) -> Transformer:
    return _transformer((32_600 if northern else 32_700) + zone)


@lru_cache(maxsize=2)
def _polar_projection(northern: bool) -> Transformer:
    return _transformer(5041 if northern else 5042)


def _transformer(code: int) -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True)
