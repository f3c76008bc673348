"""Coordinates of a record as text: decimal degrees, and degrees, minutes and seconds.

They are shown in steps that fit the record's radius, see `geotrack.model.place_text.fits`. Without
a radius, they are shown with the record's own decimals.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from geotrack.i18n import words
from geotrack.mapview.translations import LocalizedText, Translator
from geotrack.model import Event
from geotrack.model.place_text import fits

__all__ = ["Position", "dms", "position"]

# A tenth of a metre; further digits are artefacts of arithmetic.
_MOST_DECIMALS = 6
# Seconds of arc of a minute and of a degree.
_MINUTE, _SECOND = 60, 3600
# Steps of degrees, minutes and seconds, in seconds.
_STEPS = (3600, 1800, 600, 300, 60, 30, 10, 5, 1)


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
    most, step = _steps(event.radius_km)
    dd = ", ".join(f"{_decimal(value, most):f}" for value in (lat, lon))
    north, east = _decimal(lat), _decimal(lon)
    return Position(dd, translate.each(lambda language: dms(north, east, language, step)))


def _steps(radius_km: float | None) -> tuple[int, int | None]:
    """Return the decimals and the step in seconds that fit a radius; no step without a radius."""
    if not radius_km:
        return _MOST_DECIMALS, None
    decimals = (d for d in range(_MOST_DECIMALS) if fits(10.0**-d, radius_km))
    steps = (s for s in _STEPS if fits(s / _SECOND, radius_km))
    return next(decimals, _MOST_DECIMALS), next(steps, None)


def _decimal(value: float, most: int = _MOST_DECIMALS) -> Decimal:
    """Return a number with its decimals as written, without an exponent."""
    rounded = round(Decimal(repr(value)), most).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral() else rounded


def dms(lat: Decimal, lon: Decimal, language: str = "en", step: int | None = None) -> str:
    """Return a position in degrees, minutes and, if its decimals allow, seconds.

    Parameters
    ----------
    lat, lon : Decimal
        Degrees, WGS 84, with the decimals that the record has.
    language : str
        One of `geotrack.i18n.LANGUAGES`.
    step : int, optional
        Round to so many seconds: one of `_STEPS`.

    Examples
    --------
    >>> dms(Decimal("65.7"), Decimal("-168.5"))
    '65° 42′ N 168° 30′ W'
    >>> dms(Decimal("64.74"), Decimal("177.74"), step=30)
    '64° 44′ 30″ N 177° 44′ 30″ E'
    >>> dms(Decimal("65.71"), Decimal("-168.5"), "nb")
    '65° 42′ 36″ N 168° 30′ 00″ V'
    """
    label = words(language)
    compass = label.section("places.compass")
    decimals = max(-int(value.as_tuple().exponent) for value in (lat, lon))
    north = compass["north" if lat >= 0 else "south"]
    side = "" if abs(lon) in {0, 180} else f" {compass['east' if lon > 0 else 'west']}"
    point = str(label.section("decimal"))
    north_angle, east_angle = (
        _stepped(value, step) if step else _angle(value, decimals, point) for value in (lat, lon)
    )
    return f"{north_angle} {north} {east_angle}{side}"


def _stepped(value: Decimal, step: int) -> str:
    """Return an angle in steps of some seconds: degrees alone, with minutes, or with seconds."""
    total = step * int((abs(value) * _SECOND / step).to_integral_value(ROUND_HALF_UP))
    degrees, minutes, seconds = total // _SECOND, total % _SECOND // _MINUTE, total % _MINUTE
    if step == _SECOND:
        return f"{degrees}°"
    return f"{degrees}° {minutes:02}′" + (f" {seconds:02}″" if step < _MINUTE else "")


def _angle(value: Decimal, decimals: int, point: str) -> str:
    # A tenth of a degree is six whole minutes; seconds have the record's precision.
    if decimals <= 1:
        minutes = int((abs(value) * _MINUTE).to_integral_value(ROUND_HALF_UP))
        return f"{minutes // _MINUTE}° {minutes % _MINUTE:02}′"
    fine = max(decimals - 3, 0)
    seconds = round(abs(value) * _SECOND, fine)
    total = int(seconds)
    part = f"{seconds - total:.{fine}f}"[1:].replace(".", point) if fine else ""
    return f"{total // _SECOND}° {total % _SECOND // _MINUTE:02}′ {total % _MINUTE:02}{part}″"
