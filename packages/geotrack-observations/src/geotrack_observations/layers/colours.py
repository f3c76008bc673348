"""Colours of observation layers, of values of a column, and of a density."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geotrack.model.maps.contrast import channels

__all__ = [
    "DAY",
    "LAYER_COLOURS",
    "NIGHT",
    "OTHER_COLOUR",
    "VALUE_COLOURS",
    "class_breaks",
    "ramp",
]

# Distinct from each other and from the colours of themes; the dark map uses lighter ones.
LAYER_COLOURS = ("#b03a74", "#3f6212", "#0e7490", "#7c2d12")
"""Colours of datasets, in the order of the map definition."""

VALUE_COLOURS = ("#b03a74", "#0e7490", "#a16207", "#4d7c0f", "#6d28d9", "#0f4c81", "#9f1d1d")
"""Colours of the most frequent values."""

OTHER_COLOUR = "#64748b"
"""Colour of all other values."""

DAY = (0.64, 0.44, 0.22, 0.0, -0.32, -0.6)
"""Steps of `ramp` on a light map."""

NIGHT = (-0.5, -0.24, 0.05, 0.32, 0.56, 0.84)
"""Steps of `ramp` on a dark map."""

# Greatest number of classes.
_CLASSES = len(DAY)
# Share of hexagons below the second class.
_LOW = 0.2
# Share of hexagons below the last class.
_HIGH = 0.95
# First digits of class breaks.
_ROUND = (1, 2, 3, 5, 10)


def ramp(colour: str, steps: Sequence[float]) -> list[str]:
    """Return colours of one hue, from the lowest class to the highest.

    Parameters
    ----------
    colour : str
        ``#rrggbb``.
    steps : sequence of float
        Steps towards white, or below 0 towards black.

    Examples
    --------
    >>> ramp("#804020", [0.5, 0.0, -0.5])
    ['#c0a090', '#804020', '#402010']
    """
    rgb = np.array(channels(colour))
    colours = []
    for step in steps:
        end = 255 if step > 0 else 0
        mixed = np.rint(rgb + (end - rgb) * abs(step)).astype(int)
        colours.append("#" + "".join(f"{part:02x}" for part in mixed.tolist()))
    return colours


def class_breaks(values: NDArray[np.float64]) -> list[float]:
    """Return the lower bounds of all classes but the first.

    One in five hexagons is in the first class and one in twenty in the last; the breaks between
    grow by a constant factor. All are rounded to 1, 2, 3 or 5 of a power of ten.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        Above 0.

    Returns
    -------
    list of float
        At most five, ascending; the first and the last class are not empty.

    Examples
    --------
    >>> class_breaks(np.geomspace(1, 1000, 200))
    [5.0, 20.0, 50.0, 200.0, 1000.0]
    >>> class_breaks(np.array([1.0, 1.0, 2.0, 4.0]))
    [2.0, 3.0]
    """
    if not len(values):
        return []
    low, high = np.quantile(values, [_LOW, _HIGH]).tolist()
    breaks = sorted({_rounded(step) for step in np.geomspace(low, high, _CLASSES - 1).tolist()})
    return [bound for bound in breaks if values.min() < bound <= values.max()]


def _rounded(value: float) -> float:
    """Return the nearest round number, by ratio."""
    power = math.floor(math.log10(value))
    digit = min(_ROUND, key=lambda digit: abs(math.log(value / 10.0**power / digit)))
    return float(f"{digit}e{power}")
