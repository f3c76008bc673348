"""A number with its unit, as people write it: `300km`, `6 h`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from geotrack.dates.hints import shown
from geotrack.errors import UsageError

__all__ = ["Measure"]

_WRITTEN = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z/]*)\s*")


@dataclass(frozen=True)
class Measure:
    """A kind of measure, such as lengths, by which texts are read.

    Parameters
    ----------
    what : str
        What messages call it.
    units : dict of str to float
        How many of the unit that is returned are in one of each.
    example : (str, str)
        A number and a unit, shown to who wrote no measure; who wrote a number alone, or another
        unit, is shown that number with this unit.
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
        read = _WRITTEN.fullmatch(text)
        if read is None:
            remedy = f"write a number and one of {units}: {''.join(self.example)}"
            message = f"{shown(text)} is no {self.what}; {remedy}"
            raise UsageError(message)
        number, unit = read.groups()
        unit = self.also.get(unit.lower(), unit.lower())
        if unit not in self.units:
            lacks = f"has the unit {shown(unit)}" if unit else "has no unit"
            remedy = f"write one of {units}: {number}{self.example[1]}"
            message = f"the {self.what} {shown(text)} {lacks}; {remedy}"
            raise UsageError(message)
        value = float(number) * self.units[unit]
        if not 0.0 < value < math.inf:
            message = f"the {self.what} {shown(text)} is nothing; write one above 0"
            raise UsageError(message)
        return float(number), unit
