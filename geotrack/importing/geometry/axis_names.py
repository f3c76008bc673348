"""Columns of longitudes and latitudes by their names."""

from __future__ import annotations

from collections.abc import Iterable

from geotrack.importing.targets.column_words import name_parts
from geotrack.importing.targets.value_labels import squashed
from geotrack.notation.column_names import AXES, PREFIXED_AXIS

__all__ = ["is_axis_name", "prefixed_axes"]


def is_axis_name(name: str, axis: str) -> bool:
    """Return whether a column is named like a longitude (`lon`) or latitude (`lat`)."""
    spellings = squashed(name_parts(name)[0]), squashed(name)
    return any(AXES[axis].fullmatch(spelling) for spelling in spellings)


def prefixed_axes(columns: Iterable[str]) -> dict[str, str]:
    """Return the only two columns that are named alike but for the axis: `reclong`, `reclat`."""
    by_prefix: dict[str, dict[str, str]] = {}
    for name in columns:
        if found := PREFIXED_AXIS.fullmatch(squashed(name)):
            axis = "lat" if found[2].startswith("lat") else "lon"
            by_prefix.setdefault(found[1], {})[axis] = name
    pairs = [pair for pair in by_prefix.values() if len(pair) == len(AXES)]
    return pairs[0] if len(pairs) == 1 else {}
