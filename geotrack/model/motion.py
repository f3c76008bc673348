"""Durations and speeds as people write them: `6h`, `60kn`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from geotrack.errors import UsageError
from geotrack.model.lengths import METRES
from geotrack.when.slips import shown

__all__ = ["KNOT", "in_metres_a_second", "in_seconds"]

KNOT = METRES["nmi"] / 3_600
"""Metres a second."""

_SECONDS = {"s": 1.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0}
_SPEEDS = {"kn": KNOT, "km/h": 1 / 3.6, "m/s": 1.0}
_ALSO = {"kt": "kn", "kts": "kn", "knots": "kn", "m": "min", "days": "d", "hours": "h"}
_MEASURE = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z/]*)\s*")


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
    return _measured(text, _SECONDS, "duration", "6h")


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
    return _measured(text, _SPEEDS, "speed", "60kn")


def _measured(text: str, units: Mapping[str, float], what: str, example: str) -> float:
    known = ", ".join(units)
    read = _MEASURE.fullmatch(text)
    if read is None:
        message = f"{shown(text)} is no {what}; write a number and one of {known}: {example}"
        raise UsageError(message)
    number, unit = read.groups()
    unit = _ALSO.get(unit.lower(), unit.lower())
    if unit not in units:
        lacks = f"has the unit {shown(unit)}" if unit else "has no unit"
        message = f"the {what} {shown(text)} {lacks}; write one of {known}: {example}"
        raise UsageError(message)
    value = float(number) * units[unit]
    if not 0.0 < value < math.inf:
        message = f"the {what} {shown(text)} is nothing; write one above 0"
        raise UsageError(message)
    return value
