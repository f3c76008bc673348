"""Checks of cells on reading: values that no build writes are refused.

The position of a row is that in the plane. Geometry and box repeat it for other readers, and are
compared with it before they are returned.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry.plane import PLANE_LIMIT_M, project
from geotrack.errors import UsageError
from geotrack_observations.arrow import pa, pc
from geotrack_observations.storage.layout import DAY_END, FARTHEST_M, PER_METRE, PLANE, RADIUS
from geotrack_observations.storage.points import from_wkb

__all__ = ["REMEDY", "check_cells", "check_positions"]

REMEDY = "build the dataset anew from its inputs"
"""Remedy for a dataset that no build has written."""

# Positions are rounded to the centimetre, and trigonometry differs in its last bits.
_CENTIMETRES = 1.0
# Boxes are 32-bit floats.
_BOX_DEGREES = 1e-4
# Microseconds from 1970 to the first of January of the years 1 and 10000.
_YEARS = -62_135_596_800_000_000, 253_402_300_800_000_000
_LIMIT = PLANE_LIMIT_M * PER_METRE + 1
# Greatest latitude, degrees.
_MOST_LAT = 90.0


def check_cells(rows: Any, path: Path, group: int) -> None:
    """Refuse values in geotrack's own columns that no build writes.

    Parameters
    ----------
    rows : pyarrow.Table
        Rows with any columns.
    path : path
        The file.
    group : int
        Index of the row group, from 0.

    Raises
    ------
    UsageError
        An invalid radius, time or position.
    """
    for name in rows.column_names:
        wrong = name in _RULES and _RULES[name](rows[name])
        if wrong:
            message = f"{path}: row group {group + 1}: a {name} {wrong}; {REMEDY}"
            raise UsageError(message)


def check_positions(rows: Any, plane: Any, path: Path, group: int) -> None:
    """Refuse rows whose geometry or box differs from their position in the plane.

    Parameters
    ----------
    rows : pyarrow.Table
        Rows, perhaps with `geometry` and `bbox`; without `geometry` nothing is checked.
    plane : pyarrow.Table
        The same rows with `plane_x` and `plane_y`.
    path, group
        As for `check_cells`.

    Raises
    ------
    UsageError
        A geometry or box differs.
    """
    if "geometry" not in rows.column_names:
        return
    lon, lat, good = from_wkb(rows["geometry"].combine_chunks())
    if not good.all() or not _on_globe(lon, lat):
        wrong = "geometry that is no point"
    elif _differ(lon, lat, plane):
        wrong = "geometry that is not where plane_x and plane_y are"
    elif "bbox" in rows.column_names and _box_misfits(lon, lat, rows["bbox"].combine_chunks()):
        wrong = "bbox that is not round its geometry"
    else:
        return
    message = f"{path}: row group {group + 1}: a row has a {wrong}; {REMEDY}"
    raise UsageError(message)


def _on_globe(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> bool:
    return bool((np.abs(lon) <= 2 * _MOST_LAT).all() and (np.abs(lat) <= _MOST_LAT).all())


def _differ(lon: NDArray[np.float64], lat: NDArray[np.float64], plane: Any) -> bool:
    planes = zip(project(lon, lat), PLANE, strict=True)
    return any(
        bool((np.abs(metres * PER_METRE - plane[axis].to_numpy()) > _CENTIMETRES).any())
        for metres, axis in planes
    )


def _box_misfits(lon: NDArray[np.float64], lat: NDArray[np.float64], box: Any) -> bool:
    sides = [pc.fill_null(side, np.nan).to_numpy(zero_copy_only=False) for side in box.flatten()]
    off = [lon - sides[0], lat - sides[1], sides[2] - lon, sides[3] - lat]
    return not all(
        bool(((differences >= 0) & (differences <= _BOX_DEGREES)).all()) for differences in off
    )


def _wrong_radius(values: Any) -> str:
    metres = pc.fill_null(values, 0.0).to_numpy()
    good = (metres >= 0) & (metres <= FARTHEST_M)  # NaN compares false
    return "" if good.all() else f"is no length of 0 to {FARTHEST_M / 1000:,.0f} km"


def _wrong_time(values: Any) -> str:
    span = pc.min_max(values.cast(pa.int64())).as_py()
    if span["min"] is None or (span["min"] >= _YEARS[0] and span["max"] < _YEARS[1]):
        return ""
    return "is beyond the year 1 or 9999"


def _wrong_place(values: Any) -> str:
    if values.null_count:
        return "is empty"
    centimetres = values.to_numpy()
    least, most = centimetres.min(initial=0), centimetres.max(initial=0)
    return "" if least >= -_LIMIT and most <= _LIMIT else "lies beyond the plane"


_RULES: dict[str, Callable[[Any], str]] = {
    RADIUS: _wrong_radius,
    "time": _wrong_time,
    DAY_END: _wrong_time,
    **dict.fromkeys(PLANE, _wrong_place),
}
