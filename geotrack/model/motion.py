"""Durations and speeds as people write them: `6h`, `60kn`."""

from __future__ import annotations

from geotrack.model.lengths import METRES
from geotrack.model.quantities import Measure

__all__ = ["KNOT", "in_metres_a_second", "in_seconds"]

KNOT = METRES["nmi"] / 3_600
"""Metres a second."""

_SECONDS = {"s": 1.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0}
_DURATION = Measure("duration", _SECONDS, ("6", "h"), {"m": "min", "hours": "h", "days": "d"})
_SPEEDS = {"kn": KNOT, "km/h": 1 / 3.6, "m/s": 1.0}
_SPEED = Measure("speed", _SPEEDS, ("60", "kn"), {"kt": "kn", "kts": "kn", "knots": "kn"})


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
