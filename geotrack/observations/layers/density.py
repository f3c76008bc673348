"""Observations as a density: counts in hexagons of several sizes, by month."""

from __future__ import annotations

from geotrack.observations.density.density import NO_MONTH, Density, Level, count_hexagons
from geotrack.observations.grid.hexagons import AREAS_KM2
from geotrack.observations.layers.colours import class_breaks
from geotrack.observations.layers.layer import DensityLayer, LayerDefinition

__all__ = ["density_layer"]

# Hexagons that hold fewer positions on average are left out: points would tell more. So are those
# outside which most positions may lie, by their radius.
_LEAST_IN_HEXAGON = 5.0


def density_layer(definition: LayerDefinition) -> DensityLayer:
    """Return the observations that a map asks for as counts in hexagons."""
    found = count_hexagons(definition.question, AREAS_KM2, certain=definition.settings.certain)
    months = _months(found)
    span = 1 + months[1] - months[0] if months else 1
    levels = _levels(found)
    return DensityLayer(
        definition=definition,
        count=found.certain + found.possible,
        possible_count=found.possible,
        undated_count=found.timeless,
        south_count=found.south,
        first=found.first,
        last=found.last,
        levels=levels,
        breaks=tuple(_breaks(level, span) for level in levels),
        months=months,
    )


def _months(found: Density) -> tuple[int, int] | None:
    """Return the first and the last month of all counts."""
    month = found.levels[0].month
    dated = month[month != NO_MONTH]
    return (int(dated.min()), int(dated.max())) if len(dated) else None


def _levels(found: Density) -> tuple[Level, ...]:
    """Return the levels that show more than points would; the first in any case."""
    total = found.certain + found.possible
    for n, level in enumerate(found.levels):
        sparse = total < _LEAST_IN_HEXAGON * level.hexagons
        if n and (sparse or level.vague > total / 2):
            return found.levels[:n]
    return found.levels


def _breaks(level: Level, months: int) -> tuple[float, ...]:
    """Return the class breaks of a level, positions a month."""
    whole = level.whole()
    return tuple(class_breaks((whole.certain + whole.possible) / months))
