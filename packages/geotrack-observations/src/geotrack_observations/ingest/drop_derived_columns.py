"""Columns that geotrack derives itself; left out when an input repeats them.

A dataset and the results of its queries contain plane position, box and match of each row, and
files of other tools may contain a position twice, as geometry and as columns. Such columns are
computed again. A column with one of these names but other values is the user's own, and is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry.plane import project
from geotrack_observations.arrow import pa, pc
from geotrack_observations.ingest.batches import Batch
from geotrack_observations.ingest.row_checks import numbers
from geotrack_observations.queries.plan import MATCH
from geotrack_observations.storage.layout import BBOX, PER_METRE

__all__ = ["without_derived"]

# Greatest difference between a position and a column that repeats it, degrees: positions usually
# have six decimals.
_LON_LAT_TOLERANCE = 1e-6
# Greatest difference of such a column in the plane, centimetres.
_PLANE_TOLERANCE = 20
# Greatest difference of a side of a box, degrees: sides are 32-bit floats.
_BOX_TOLERANCE = 1e-4
# Greatest latitude, degrees.
_MOST_LAT = 90.0

Numbers = NDArray[np.float64]


def without_derived(batch: Batch) -> Batch:
    """Return a batch without derived columns; its `derived` has their names.

    Empty cells match any value, so an empty column is left out too.
    """
    names = [name for name in _REPEATS if name in batch.others]
    if not names:
        return batch
    places = _Places(*(numbers(axis)[0] for axis in (batch.lon, batch.lat)))
    derived = tuple(name for name in names if _REPEATS[name](batch.others[name], places))
    remaining = {name: column for name, column in batch.others.items() if name not in derived}
    return replace(batch, others=remaining, derived=derived)


@dataclass(frozen=True)
class _Places:
    """Positions of the rows of a batch, degrees; NaN where there is none."""

    lon: Numbers
    lat: Numbers

    @cached_property
    def plane(self) -> Numbers:
        """Positions in EPSG:6931 in the units of a dataset, shape (2, n)."""
        is_valid = np.isfinite(self.lon) & (np.abs(self.lat) <= _MOST_LAT)
        metres = np.full((2, len(self.lon)), np.nan)
        metres[:, is_valid] = project(self.lon[is_valid], self.lat[is_valid])
        return metres * PER_METRE


def _are_equal(values: Any, expected: Numbers, tolerance: float) -> bool:
    """Return whether the cells that are not empty have the expected numbers."""
    try:
        cells = pc.fill_null(values.cast(pa.float64()), np.nan).to_numpy(zero_copy_only=False)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return False
    differences = np.abs(cells - expected)
    return bool((differences[~np.isnan(differences)] <= tolerance).all())


def _is_box(values: Any, places: _Places) -> bool:
    """Return whether a column has the boxes of the positions, as structs of GeoParquet."""
    if not pa.types.is_struct(values.type):
        return False
    sides = dict(zip((field.name for field in values.type), values.flatten(), strict=True))
    axes = {"x": places.lon, "y": places.lat}  # xmin, ymin, xmax, ymax
    if set(sides) != {field.name for field in BBOX}:
        return False
    return all(_are_equal(side, axes[name[0]], _BOX_TOLERANCE) for name, side in sides.items())


def _is_match(values: Any, _: _Places) -> bool:
    """Return whether a column has the words for matches of a query."""
    try:
        words = pc.unique(values.cast(pa.string()).drop_null()).to_pylist()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return False
    return {*words} <= {"certain", "possible"}


# By the name of a derived column: returns whether the cells of a column are what geotrack derives.
_REPEATS: dict[str, Callable[[Any, _Places], bool]] = {
    "lon": lambda values, places: _are_equal(values, places.lon, _LON_LAT_TOLERANCE),
    "lat": lambda values, places: _are_equal(values, places.lat, _LON_LAT_TOLERANCE),
    "plane_x": lambda values, places: _are_equal(values, places.plane[0], _PLANE_TOLERANCE),
    "plane_y": lambda values, places: _are_equal(values, places.plane[1], _PLANE_TOLERANCE),
    "bbox": _is_box,
    MATCH: _is_match,
}
