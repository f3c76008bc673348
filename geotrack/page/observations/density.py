"""Densities in a page: counts in hexagons, packed, in as many sizes as there is room for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from geotrack.observations.density.density import NO_MONTH, Level
from geotrack.observations.layers.colours import DAY, NIGHT, ramp
from geotrack.observations.layers.layer import DensityLayer
from geotrack.page.observations.packing import (
    PackedColumn,
    PackedLayer,
    day_span,
    letters,
    pack_numbers,
)

__all__ = ["BUDGET", "pack_density", "pack_level"]

BUDGET = 800_000
"""Bytes of a page that one density may take; sizes of hexagons beyond it are left out."""


def pack_density(layer: DensityLayer) -> PackedLayer:
    """Pack a density with the levels for which a page has room; with the first in any case."""
    first_month = layer.months[0] if layer.months else 0
    columns: dict[str, PackedColumn] = {}
    levels: list[dict[str, Any]] = []
    spent = 0
    for n, (level, breaks) in enumerate(zip(layer.levels, layer.breaks, strict=True)):
        about, packed = pack_level(level, first_month)
        spent += sum(len(letters(column.raw)) for column in packed.values())
        if n and spent > BUDGET:
            break
        levels.append({**about, "classes": list(breaks)})
        columns |= {f"{name}{n}": column for name, column in packed.items()}
    shown = replace(layer, levels=layer.levels[: len(levels)], breaks=layer.breaks[: len(levels)])
    colour = layer.definition.colour
    about = {
        "kind": layer.kind,
        "title": layer.settings.title,
        "source": layer.settings.source,
        "colours": [colour],
        "many": layer.count,
        "timeless": layer.undated_count,
        "months": layer.months and list(layer.months),
        **day_span(layer),
        "levels": levels,
        "ramp": {"day": ramp(colour, DAY), "night": ramp(colour, NIGHT)},
        "packed": {name: column.how for name, column in columns.items()},
    }
    return PackedLayer(shown, about, columns)


def pack_level(level: Level, first_month: int) -> tuple[dict[str, Any], dict[str, PackedColumn]]:
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
    columns = {
        name: pack_numbers(numbers).counted(len(numbers)) for name, numbers in values.items()
    }
    about = {"km2": level.lattice.area_km2, "west": west, "south": south, "width": width}
    return about, columns
