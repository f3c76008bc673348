"""Positions in the texts of warnings, such as `73-15.00N 036-30.00E`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from geotrack.findings import shown
from geotrack.messages import Message

__all__ = ["MILE_KM", "BrokenTextPosition", "TextPosition", "find_positions"]

MILE_KM = 1.852
"""A nautical mile, in kilometres."""

_FRACTION = r"(?:[.,]\d{1,6})?"
_DEGREES = rf"\d{{2,3}}{_FRACTION}"
# Minutes or seconds.
_SIXTIETHS = rf"\d{{1,2}}{_FRACTION}(?!\d)"
_HYPHEN, _SIGN = r"\s?[-–]\s?", r"(?:\s?[°º'’′]\s?|\s)"
# All parts have hyphens between, or none: `RIG 12 28-56.8N` has the number of a rig before.
_NUMBER = (
    rf"(?:{_DEGREES}(?:(?:{_HYPHEN}{_SIXTIETHS}){{1,2}}|(?:{_SIGN}{_SIXTIETHS}){{1,2}})"
    rf"|\d{{2,7}}{_FRACTION})"
)
_SIGNS = r"['’′\"”″°º]{0,2}"
_HALF = re.compile(
    rf"""
    # N 73-15
    (?<![\w.,/-])(?P<first>[NSEW])\s?(?P<after>{_NUMBER}){_SIGNS}(?![\d°]|[A-Z](?!\d))
    # 73-15N
    |(?<!\d)(?<!\d[.,/-])(?<!\d[NSEW])(?P<before>{_NUMBER})\s?{_SIGNS}\s?(?P<last>[NSEW])(?![A-Z])
    # A longitude right after a latitude, as 03104E in 7312N03104E
    |(?<=\d[NSEW])(?P<joined>{_NUMBER}){_SIGNS}(?P<side>[EW])(?![A-Z])
    # The same with letters first, as E03104 in N7312E03104
    |(?<=\d)(?P<next>[EW])(?P<tail>{_NUMBER}){_SIGNS}(?![\w°])
    """,
    re.ASCII | re.VERBOSE,
)
_BETWEEN = re.compile(r"[\s,;/-]{0,80}")
_PART = re.compile(r"\d+(?:[.,]\d+)?")
# Digits of degrees, minutes and seconds written as one number, by axis.
_DIGITS = {"lat": (2, 4, 6), "lon": (3, 5, 7)}
_LIMITS = {"lat": 90.0, "lon": 180.0}
_SIXTY, _DECIMALS = 60.0, 9


@dataclass(frozen=True, slots=True)
class TextPosition:
    """A position in a text.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    unit : float
        Value of the last digit, in minutes of arc.
    start, end : int
        Span in the text.
    """

    lon: float
    lat: float
    unit: float
    start: int
    end: int

    @property
    def error_km(self) -> float:
        """Largest distance to a position that rounds to this one, in kilometres."""
        across = math.cos(math.radians(self.lat))
        return MILE_KM * self.unit / 2 * math.hypot(1.0, across)


@dataclass(frozen=True, slots=True)
class BrokenTextPosition:
    """A text that looks like a position and is not valid.

    Parameters
    ----------
    why : str
        The text, and what is wrong.
    start, end : int
        Span in the text.
    """

    why: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Half:
    """A latitude or longitude; its value is None if it is broken."""

    axis: str
    value: float | None
    unit: float
    start: int
    end: int
    only_degrees: bool


def find_positions(text: str) -> Iterator[TextPosition | BrokenTextPosition]:
    """Yield positions and what looks like one.

    Parameters
    ----------
    text : str
        Text in capitals. Degrees, minutes and seconds with marks between them or as one number;
        the last may have decimals. The hemisphere stands before or after.

    Examples
    --------
    >>> [(p.lon, p.lat, p.unit) for p in find_positions("73-15.0N 036-30.0E, 7312N03104E")]
    [(36.5, 73.25, 0.1), (31.066666667, 73.2, 1.0)]
    >>> [p.why for p in find_positions("73-75N 036-30E AND 71-20N")]
    ["'73-75N 036-30E' is no position", "'71-20N' is a latitude without a longitude"]
    """
    halves = [_half(match) for match in _HALF.finditer(text)]
    n = 0
    while n < len(halves):
        half, following = halves[n], halves[n + 1] if n + 1 < len(halves) else None
        if (
            following
            and following.axis != half.axis
            and _BETWEEN.fullmatch(text, half.end, following.start)
        ):
            yield _position(text, half, following)
            n += 2
            continue
        # `9 N` alone is too common in texts to be a position without its other half.
        if not half.only_degrees:
            is_lat = half.axis == "lat"
            why = Message(
                "{text} is a latitude without a longitude"
                if is_lat
                else "{text} is a longitude without a latitude",
                shown(text[half.start : half.end]),
            )
            yield BrokenTextPosition(why, half.start, half.end)
        n += 1


def _position(text: str, first: _Half, second: _Half) -> TextPosition | BrokenTextPosition:
    lat, lon = (first, second) if first.axis == "lat" else (second, first)
    if lat.value is None or lon.value is None:
        quoted = " ".join(text[first.start : second.end].split())
        why = Message("{text} is no position", shown(quoted))
        return BrokenTextPosition(why, first.start, second.end)
    return TextPosition(lon.value, lat.value, max(lat.unit, lon.unit), first.start, second.end)


def _half(match: re.Match[str]) -> _Half:
    side = match["first"] or match["last"] or match["side"] or match["next"]
    number = match["after"] or match["before"] or match["joined"] or match["tail"]
    axis = "lat" if side in "NS" else "lon"
    parts = [part.replace(",", ".") for part in _PART.findall(number)]
    if len(parts) == 1:
        parts = _divided(parts[0], axis)
    value = _degrees(parts, axis)
    decimals = len(parts[-1].partition(".")[2]) if parts else 0
    # A degree is 60 minutes, a minute 1, a second 1/60.
    unit = _SIXTY ** (2 - len(parts)) * 10.0**-decimals if parts else 0.0
    if value is not None and side in "SW":
        value = 0.0 - value
    return _Half(axis, value, unit, match.start(), match.end(), only_degrees=len(parts) == 1)


def _divided(number: str, axis: str) -> list[str]:
    """Return degrees, minutes and seconds of one number; none if it has other digits."""
    digits, _, fraction = number.partition(".")
    degrees = _DIGITS[axis][0]
    if len(digits) not in (*_DIGITS[axis], 2):
        return []
    pairs = [digits[:degrees], *re.findall("..", digits[degrees:])]
    return [*pairs[:-1], f"{pairs[-1]}.{fraction}" if fraction else pairs[-1]]


def _degrees(parts: list[str], axis: str) -> float | None:
    """Return degrees; None for 60 minutes or more, decimals before the last part, or no place."""
    if not parts or any("." in part for part in parts[:-1]):
        return None
    degrees, *rest = map(float, parts)
    if any(part >= _SIXTY for part in rest):
        return None
    degrees += sum(part / _SIXTY ** (n + 1) for n, part in enumerate(rest))
    return round(degrees, _DECIMALS) if degrees <= _LIMITS[axis] else None
