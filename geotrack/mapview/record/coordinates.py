"""Coordinates of a record as text: decimal degrees, and degrees, minutes and seconds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import NamedTuple

from geotrack.i18n import words
from geotrack.mapview.text.translations import LocalizedText, Translator
from geotrack.model import Event

__all__ = ["Position", "dms", "position"]

# A tenth of a metre; further digits are artefacts of arithmetic.
_MOST_DECIMALS = 6
_MINUTE, _SECOND = 60, 3600


class Position(NamedTuple):
    """One point: latitude first, as on charts and in other programs."""

    dd: str
    dms: LocalizedText


def position(event: Event, translate: Translator) -> Position | None:
    """Return the position of a record's point; None without one, or for other shapes.

    A ring has none: the record was not at the point in its middle.
    """
    geometry = event.geometry or {}
    if geometry.get("type") != "Point" or event.precision == "ring":
        return None
    lon, lat, *_ = geometry["coordinates"]
    lon = (lon + 180) % 360 - 180 if abs(lon) > 180 else lon  # noqa: PLR2004 (half a turn)
    degrees = [_decimal(value) for value in (lat, lon)]
    dd = ", ".join(f"{value:f}" for value in degrees)
    return Position(dd, translate.each(partial(dms, degrees[0], degrees[1])))


def _decimal(value: float) -> Decimal:
    """Return a number with its decimals as written, without an exponent."""
    rounded = round(Decimal(repr(value)), _MOST_DECIMALS).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral() else rounded


def dms(lat: Decimal, lon: Decimal, language: str = "en") -> str:
    """Return a position in degrees, minutes and, if its decimals allow, seconds.

    Parameters
    ----------
    lat, lon : Decimal
        Degrees, WGS 84, with the decimals that the record has.
    language : str
        One of `geotrack.i18n.LANGUAGES`.

    Examples
    --------
    >>> dms(Decimal("65.7"), Decimal("-168.5"))
    '65° 42′ N 168° 30′ W'
    >>> dms(Decimal("65.71"), Decimal("-168.5"), "nb")
    '65° 42′ 36″ N 168° 30′ 00″ V'
    """
    label = words(language)
    compass = label.section("places.compass")
    decimals = max(-int(value.as_tuple().exponent) for value in (lat, lon))
    north = compass["north" if lat >= 0 else "south"]
    side = "" if abs(lon) in {0, 180} else f" {compass['east' if lon > 0 else 'west']}"
    point = str(label.section("decimal"))
    return f"{_angle(lat, decimals, point)} {north} {_angle(lon, decimals, point)}{side}"


def _angle(value: Decimal, decimals: int, point: str) -> str:
    # A tenth of a degree is six whole minutes; seconds have the record's precision.
    if decimals <= 1:
        minutes = int((abs(value) * _MINUTE).to_integral_value(ROUND_HALF_UP))
        return f"{minutes // _MINUTE}° {minutes % _MINUTE:02}′"
    fine = max(decimals - 3, 0)
    seconds = round(abs(value) * _SECOND, fine)
    whole = int(seconds)
    part = f"{seconds - whole:.{fine}f}"[1:].replace(".", point) if fine else ""
    return f"{whole // _SECOND}° {whole % _SECOND // _MINUTE:02}′ {whole % _MINUTE:02}{part}″"
