"""Numbers with a unit: lengths, durations and speeds (`300 km`, `6h`, `60kn`), and positions."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from geotrack.errors import UsageError, quoted
from geotrack.messages import Message, sentence

__all__ = [
    "ALSO",
    "KNOT",
    "METRES",
    "Measure",
    "in_metres",
    "in_metres_a_second",
    "in_seconds",
    "length_parts",
    "position",
]

_WRITTEN = re.compile(r"\s*+([0-9]++(?:\.[0-9]++)?)\s*+([A-Za-z/]*+)\s*+")


@dataclass(frozen=True)
class Measure:
    """A kind of quantity, such as length, that reads texts.

    Parameters
    ----------
    what : str
        Its name in messages.
    units : dict of str to float
        Factors to the unit of the result.
    example : (str, str)
        A number and a unit for messages; after a number alone, or another unit, the message shows
        that number with this unit.
    also : dict of str to str, optional
        Other names of units.

    Examples
    --------
    >>> Measure("angle", {"deg": 1.0, "rad": 57.29577951308232}, ("30", "deg")).read("30 deg")
    30.0
    """

    what: str
    units: Mapping[str, float]
    example: tuple[str, str]
    also: Mapping[str, str] = field(default_factory=dict)

    def read(self, text: str) -> float:
        """Read a number with its unit, in any case.

        Raises
        ------
        UsageError
            It is none, has no unit or another, or is 0.
        """
        number, unit = self.parts(text)
        return number * self.units[unit]

    def parts(self, text: str) -> tuple[float, str]:
        """Read a number with its unit, and return both.

        Raises
        ------
        UsageError
            As `read`.
        """
        units = ", ".join(self.units)
        match = _WRITTEN.fullmatch(text)
        if match is None:
            remedy = Message(
                "write a number and one of {units}: {example}", units, "".join(self.example)
            )
            message = Message("{text} is no {what}", quoted(text), Message(self.what))
            raise UsageError(sentence(message, remedy))
        number, unit = match.groups()
        unit = self.also.get(unit.lower(), unit.lower())
        if unit not in self.units:
            lacks: str = Message("has the unit {unit}", quoted(unit)) if unit else "has no unit"
            message = Message(
                "the {what} {text} {lacks}", Message(self.what), quoted(text), Message(lacks)
            )
            example = f"{number}{self.example[1]}"
            raise UsageError(
                sentence(message, Message("write one of {units}: {example}", units, example))
            )
        value = float(number) * self.units[unit]
        if not 0.0 < value < math.inf:
            message = Message("the {what} {text} is nothing", Message(self.what), quoted(text))
            raise UsageError(sentence(message, "write one above 0"))
        return float(number), unit


METRES = {"km": 1_000.0, "nmi": 1_852.0, "mi": 1_609.344, "m": 1.0}
"""Metres in a unit: the nautical mile of the IHO (1929), the statute mile of 1959."""
ALSO = {"nm": "nmi"}
"""Other names of units; `nm` is the nautical mile, as usual at sea."""

_LENGTH = Measure("length", METRES, ("300", "km"), ALSO)
_POSITION = re.compile(r"\s*([-+]?[0-9]+(?:\.[0-9]*)?)\s*,\s*([-+]?[0-9]+(?:\.[0-9]*)?)\s*")
_POLE, _FURTHEST_LON = 90.0, 540.0
KNOT = METRES["nmi"] / 3_600
"""Metres a second."""

_SECONDS = {"s": 1.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0}
_DURATION = Measure("duration", _SECONDS, ("6", "h"), {"m": "min", "hours": "h", "days": "d"})
_SPEEDS = {"kn": KNOT, "km/h": 1 / 3.6, "m/s": 1.0}
_SPEED = Measure("speed", _SPEEDS, ("60", "kn"), {"kt": "kn", "kts": "kn", "knots": "kn"})


def in_metres(text: str) -> float:
    """Read a length with its unit.

    Parameters
    ----------
    text : str
        A number and km, nmi (also nm), mi or m, for example `300km` or `160 nmi`.

    Returns
    -------
    float
        Metres, above 0.

    Raises
    ------
    UsageError
        It is no length, has no unit or another, or is 0.

    Examples
    --------
    >>> in_metres("300km"), in_metres("12 nmi")
    (300000.0, 22224.0)
    """
    return _LENGTH.read(text)


def length_parts(text: str) -> tuple[float, str]:
    """Read a length, and return its number and its unit.

    Raises
    ------
    UsageError
        As `in_metres`.

    Examples
    --------
    >>> length_parts("300km"), length_parts("12 NM")
    ((300.0, 'km'), (12.0, 'nmi'))
    """
    return _LENGTH.parts(text)


def position(text: str) -> tuple[float, float] | None:
    """Read a position: `lon,lat` in degrees, or in a notation that states its hemispheres.

    Parameters
    ----------
    text : str
        `-168.5,65.7`, `65°42'N 168°30'W`, a grid reference: see `geotrack.notation`.

    Returns
    -------
    tuple of float or None
        (lon, lat) in degrees; None if the text is no position.

    Raises
    ------
    UsageError
        The two numbers are no position.

    Examples
    --------
    >>> position("-168.5, 65.7"), position("Wrangel Island")
    ((-168.5, 65.7), None)
    >>> position("65°42'N 168°30'W")
    (-168.5, 65.7)
    """
    match = _POSITION.fullmatch(text)
    if match is None:
        from geotrack.notation import parse_position

        return parse_position(text)
    lon, lat = map(float, match.groups())
    if abs(lat) > _POLE or abs(lon) > _FURTHEST_LON:
        swapped, remedy = f"{lat:g},{lon:g}", ""
        if abs(lon) <= _POLE:
            template = "if the two are swapped, write {swapped}"
            remedy = Message(template, swapped, suggestions=(swapped,))
        template = "{text} is no position: longitude comes first, then latitude"
        raise UsageError(sentence(Message(template, quoted(text)), remedy))
    return lon, lat


def in_seconds(text: str) -> float:
    """Read a duration with its unit.

    Parameters
    ----------
    text : str
        A number and s, min, h or d.

    Returns
    -------
    float
        Seconds, above 0.

    Raises
    ------
    UsageError
        It is no duration, has no unit or another, or is 0.

    Examples
    --------
    >>> in_seconds("6h"), in_seconds("90 min")
    (21600.0, 5400.0)
    """
    return _DURATION.read(text)


def in_metres_a_second(text: str) -> float:
    """Read a speed with its unit.

    Parameters
    ----------
    text : str
        A number and kn, km/h or m/s.

    Returns
    -------
    float
        Metres a second, above 0.

    Raises
    ------
    UsageError
        It is no speed, has no unit or another, or is 0.

    Examples
    --------
    >>> in_metres_a_second("36 km/h"), round(in_metres_a_second("60kn"), 2)
    (10.0, 30.87)
    """
    return _SPEED.read(text)
