"""Lengths and positions as people write them: `300 km`, `-168.5,65.7`."""

from __future__ import annotations

import re

from geotrack.dates.hints import shown
from geotrack.errors import UsageError
from geotrack.model.quantities import Measure

__all__ = ["ALSO", "METRES", "in_metres", "length_parts", "position"]

METRES = {"km": 1_000.0, "nmi": 1_852.0, "mi": 1_609.344, "m": 1.0}
"""Metres in a unit: the nautical mile of the IHO (1929), the statute mile of 1959."""
ALSO = {"nm": "nmi"}
"""Other names of units: at sea nobody means nanometres."""

_LENGTH = Measure("length", METRES, ("300", "km"), ALSO)
_POSITION = re.compile(r"\s*([-+]?[0-9]+(?:\.[0-9]*)?)\s*,\s*([-+]?[0-9]+(?:\.[0-9]*)?)\s*")
_POLE, _FURTHEST_LON = 90.0, 540.0


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
    """Read `lon,lat` in degrees; None where the text is no two numbers.

    Raises
    ------
    UsageError
        They are two numbers, but no position.

    Examples
    --------
    >>> position("-168.5, 65.7"), position("Wrangel Island")
    ((-168.5, 65.7), None)
    """
    read = _POSITION.fullmatch(text)
    if read is None:
        return None
    lon, lat = map(float, read.groups())
    if abs(lat) > _POLE or abs(lon) > _FURTHEST_LON:
        swap = f"; if the two are swapped, write {lat:g},{lon:g}" if abs(lon) <= _POLE else ""
        message = f"{shown(text)} is no position: longitude comes first, then latitude{swap}"
        raise UsageError(message)
    return lon, lat
