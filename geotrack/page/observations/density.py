"""Observations drawn as a density surface: counts in hexagons of several sizes, by month."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.observations import count_hexagons
from geotrack.observations.density.density import NO_MONTH, Level
from geotrack.observations.grid.hexagons import AREAS_KM2, Lattice
from geotrack.observations.store.packing import Column, letters, pack_numbers, unpack_numbers
from geotrack.page.observations.layers import Asked, Drawing, Look, span_of

__all__ = ["BUDGET", "classes", "density", "packed_level", "ramp", "unpacked_level"]

BUDGET = 800_000
"""Bytes of a page that one surface may take; sizes of hexagons beyond it are left out."""

# Hexagons that hold fewer positions on average are left out: points would tell more. So are those
# outside which most positions may lie, by their radius.
_IN_ONE = 5.0

_CLASSES = 6
# Shares of all hexagons that are below the second class and below the last one.
_LOW, _HIGH = 0.2, 0.95
_ROUND = (1, 2, 3, 5, 10)
_DAY = (0.64, 0.44, 0.22, 0.0, -0.32, -0.6)
_NIGHT = (-0.5, -0.24, 0.05, 0.32, 0.56, 0.84)

_LOOK = Look(
    '<path class="some" d="M8 3l7 4v8l-7 4-7-4V7z"/><path d="M22 9l7 4v8l-7 4-7-4v-8z"/>',
    "document.observed.density",
    '<path class="possible" d="M14 4l9 5v10l-9 5-9-5V9z"/>',
    "document.observed.densityPossible",
)


def density(asked: Asked) -> Drawing:
    """Return the observations that are asked for as counts in hexagons."""
    found = count_hexagons(asked.question, AREAS_KM2, certain=asked.entry.certain)
    timed = [level.month[level.month != NO_MONTH] for level in found.levels[:1]]
    months = [int(m) for one in timed if len(one) for m in (one.min(), one.max())]
    span = 1 + months[1] - months[0] if months else 1
    packed: dict[str, Column] = {}
    levels: list[dict[str, Any]] = []
    spent, total = 0, found.certain + found.possible
    for n, level in enumerate(found.levels):
        about, columns = packed_level(level, months[0] if months else 0)
        spent += sum(len(letters(column.raw)) for column in columns.values())
        sparse, vague = total < _IN_ONE * level.hexagons, level.vague > total / 2
        if levels and (spent > BUDGET or sparse or vague):
            break
        levels.append({**about, "classes": classes(_a_month(level, span))})
        packed |= {f"{name}{n}": column for name, column in columns.items()}
    return Drawing(
        asked,
        {
            "kind": "density",
            "title": asked.entry.title,
            "source": asked.entry.source,
            "colours": [asked.colour],
            "many": total,
            "timeless": found.timeless,
            "months": months or None,
            **span_of(found.first, found.last),
            "levels": levels,
            "ramp": {"day": ramp(asked.colour, _DAY), "night": ramp(asked.colour, _NIGHT)},
            "packed": {name: column.how for name, column in packed.items()},
        },
        {name: column.raw for name, column in packed.items()},
        many=total,
        possible=found.possible,
        timeless=found.timeless,
        first=found.first,
        last=found.last,
        south=found.south,
        look=_LOOK,
        how=_said([round(level["km2"]) for level in levels]),
    )


def _said(areas: list[int]) -> tuple[str, dict[str, int | str]]:
    if len(areas) == 1:
        return "document.observed.hexagonsAlike", {"most": areas[0]}
    return "document.observed.hexagons", {"least": areas[-1], "most": areas[0]}


def _a_month(level: Level, months: int) -> NDArray[np.float64]:
    """Return how many positions each hexagon holds in a month, on average over so many."""
    whole = level.whole()
    return (whole.certain + whole.possible) / months


def packed_level(level: Level, first_month: int) -> tuple[dict[str, Any], dict[str, Column]]:
    """Return what the script must know of a level, and its columns.

    Hexagons are numbered row by row in a box; `months` is in how many months each holds positions,
    `month` which these are, counted from 1, with 0 for none.
    """
    starts = np.flatnonzero(level.first)
    q, r = level.q[starts], level.r[starts]
    west, south = (int(one.min()) if len(one) else 0 for one in (q, r))
    width = 1 + int(q.max()) - west if len(q) else 1
    values = {
        "cell": (r - south) * width + (q - west),
        "months": np.diff(np.append(starts, len(level.q))),
        "month": np.where(level.month == NO_MONTH, 0, level.month - first_month + 1),
        "certain": level.certain,
    }
    if level.possible.any():
        values["possible"] = level.possible
    columns = {}
    for name, numbers in values.items():
        column = pack_numbers(numbers)
        columns[name] = column._replace(how={**column.how, "many": len(numbers)})
    about = {"km2": level.lattice.area_km2, "west": west, "south": south, "width": width}
    return about, columns


def unpacked_level(drawing: Drawing, n: int) -> Level:
    """Return the counts of a size that `packed_level` packed into a drawing."""
    about, packed = drawing.about["levels"][n], drawing.about["packed"]

    def column(name: str) -> NDArray[np.int64]:
        how = packed[f"{name}{n}"]
        found = unpack_numbers(Column(how, drawing.columns[f"{name}{n}"]), how["many"])
        return found.astype(np.int64)

    r, q = np.divmod(column("cell"), about["width"])
    months, month, certain = column("months"), column("month"), column("certain")
    first = (drawing.about["months"] or [0])[0]
    return Level(
        Lattice(about["km2"]),
        np.repeat(q + about["west"], months),
        np.repeat(r + about["south"], months),
        np.where(month == 0, NO_MONTH, month - 1 + first),
        certain,
        column("possible") if f"possible{n}" in packed else np.zeros_like(certain),
    )


def ramp(colour: str, steps: Sequence[float]) -> list[str]:
    """Return colours of one hue, from the least class to the most.

    Parameters
    ----------
    colour : str
        ``#rrggbb``.
    steps : sequence of float
        How far each is from it towards white, or below 0 towards black.

    Examples
    --------
    >>> ramp("#804020", [0.5, 0.0, -0.5])
    ['#c0a090', '#804020', '#402010']
    """
    rgb = np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)])
    found = []
    for step in steps:
        end = 255 if step > 0 else 0
        mixed = np.rint(rgb + (end - rgb) * abs(step)).astype(int)
        found.append("#" + "".join(f"{part:02x}" for part in mixed.tolist()))
    return found


def classes(values: NDArray[np.float64]) -> list[float]:
    """Return the least number of each class of a map but the first.

    One in five hexagons is in the first class and one in twenty in the last; those between grow by
    one factor. All are rounded to 1, 2, 3 or 5 of a power of ten.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        Above 0.

    Returns
    -------
    list of float
        Five at most, rising; no class is empty at either end.

    Examples
    --------
    >>> classes(np.geomspace(1, 1000, 200))
    [5.0, 20.0, 50.0, 200.0, 1000.0]
    >>> classes(np.array([1.0, 1.0, 2.0, 4.0]))
    [2.0, 3.0]
    """
    if not len(values):
        return []
    low, high = np.quantile(values, [_LOW, _HIGH]).tolist()
    found = sorted({_rounded(step) for step in np.geomspace(low, high, _CLASSES - 1).tolist()})
    return [one for one in found if values.min() < one <= values.max()]


def _rounded(value: float) -> float:
    """Return the nearest of the round numbers, by ratio."""
    power = math.floor(math.log10(value))
    digit = min(_ROUND, key=lambda one: abs(math.log(value / 10.0**power / one)))
    return float(f"{digit}e{power}")
