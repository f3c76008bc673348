"""Positions in degrees, from inputs in another CRS or with longitudes from 0 to 360."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry.crs import crs_of
from geotrack.errors import FieldError
from geotrack.importing.geometry.transformer import NOWHERE, area_text, far_outside
from geotrack_observations.arrow import pa, pc
from geotrack_observations.ingest.batches import Batch
from geotrack_observations.ingest.column_roles import Naming
from geotrack_observations.ingest.row_checks import numbers
from geotrack_observations.rejections import Reason, reason_of

if TYPE_CHECKING:
    from pyproj import CRS

__all__ = ["EASTERN", "FAR_KEY", "NOWHERE_KEY", "WRAPPED", "degrees_reader"]

NOWHERE_KEY = "zero:"
"""Start of the names of counts of positions at 0, 0; the text follows."""
FAR_KEY = "far:"
"""Start of the names of counts of positions far outside the CRS; the text follows."""
EASTERN = "eastern"
"""Name of the count of omitted longitudes from 180 to 360."""
WRAPPED = "wrapped"
"""Name of the count of wrapped longitudes from 180 to 360."""
_FULL_CIRCLE = 360.0
# Greatest longitude, degrees.
_MOST_LON = 180.0
# In AIS, the longitude of a position that is not available (ITU-R M.1371).
_UNAVAILABLE = 181.0

# A position is in the area of a CRS if its projection to degrees and back moves it by no more than
# this part of its distance from the origin; nearer than 1 m to the origin, this part of 1 m.
_ROUND_TRIP_RATIO = 1e-6

Numbers = NDArray[np.float64]
Transform = Callable[[Numbers, Numbers], tuple[Numbers, Numbers]]


def degrees_reader(naming: Naming) -> Callable[[Batch], Batch]:
    """Return a function that converts the positions of a batch to longitude and latitude.

    Raises
    ------
    FieldError
        The CRS is unknown.
    """
    transform, source = (None, None) if naming.crs is None else _to_lon_lat(naming.crs)

    def read(batch: Batch) -> Batch:
        if source is None or source.is_geographic:
            lon, lat = (numbers(axis)[0] for axis in (batch.lon, batch.lat))
            _count(batch, f"{NOWHERE_KEY}{NOWHERE}", (lon == 0) & (lat == 0))
        if source is not None and transform is not None:
            batch = _transformed(batch, transform)
            lon, lat = (numbers(axis)[0] for axis in (batch.lon, batch.lat))
            _count(batch, f"{FAR_KEY}{area_text(source)}", far_outside(source, lon, lat))
        return _wrapped(batch, wrap=naming.wrap_longitude)

    return read


def _count(batch: Batch, key: str, is_counted: NDArray[np.bool_]) -> None:
    """Add the number of some rows to the counts of a batch, and the line of the first one."""
    if is_counted.any():
        batch.count(key, int(is_counted.sum()))
        batch.examples[key] = f"{int(batch.lines[np.argmax(is_counted)]):,}"


def _to_lon_lat(crs: str) -> tuple[Transform, CRS]:
    """Return the function from a CRS to degrees, which gives NaN outside its area; and the CRS."""
    from pyproj import Transformer
    from pyproj.exceptions import CRSError

    try:
        source = crs_of(crs)
        transformer = Transformer.from_crs(source, "OGC:CRS84", always_xy=True)
    except CRSError:
        message = "{crs} {name!r} is no CRS; write one such as EPSG:3413 or EPSG:32633"
        raise FieldError(message, {"name": crs}) from None

    def transform(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        lon, lat = (np.asarray(axis, np.float64) for axis in transformer.transform(x, y))
        if source.is_geographic:
            return lon, lat
        # PROJ returns positions for points far outside; the inverse does not lead back.
        back = transformer.transform(lon, lat, direction="INVERSE")
        with np.errstate(invalid="ignore", over="ignore"):
            moved = np.hypot(back[0] - x, back[1] - y)
            is_valid = moved <= _ROUND_TRIP_RATIO * np.maximum(1.0, np.hypot(x, y))
        return np.where(is_valid, lon, np.nan), np.where(is_valid, lat, np.nan)

    return transform, source


def _transformed(batch: Batch, transform: Transform) -> Batch:
    """Return a batch in degrees; rows outside the projection are rejected."""
    (x, bad_x), (y, bad_y) = numbers(batch.lon), numbers(batch.lat)
    lon, lat = transform(x, y)
    is_valid = np.isfinite(lon) & np.isfinite(lat)
    refused = [*batch.refused]
    rows_without_x = {*bad_x.tolist()}
    rows_without_number = {*rows_without_x, *bad_y.tolist()}
    for i in np.flatnonzero(~is_valid).tolist():
        name, values = ("x", batch.lon) if i in rows_without_x else ("y", batch.lat)
        rule = "is no number" if i in rows_without_number else "is nowhere in the CRS"
        refused.append((int(batch.lines[i]), reason_of(name, values[i], rule)))
    return _with_positions(batch, pa.array(lon), pa.array(lat), is_valid, refused)


def _with_positions(
    batch: Batch,
    lon: Any,
    lat: Any,
    is_valid: NDArray[np.bool_],
    refused: list[tuple[int, Reason]],
) -> Batch:
    """Return the valid rows of a batch with new positions."""
    mask = pa.array(is_valid)

    def keep(values: Any) -> Any:
        return None if values is None else values.filter(mask)

    return replace(
        batch,
        lines=batch.lines[is_valid],
        lon=keep(lon),
        lat=keep(lat),
        time=keep(batch.time),
        radius=keep(batch.radius),
        day_end=keep(batch.day_end),
        others={name: keep(values) for name, values in batch.others.items()},
        refused=refused,
    )


def _wrapped(batch: Batch, *, wrap: bool) -> Batch:
    """Return a batch with longitudes from 180 to 360 as -180 to 0, or with a count of them."""
    lon = numbers(batch.lon)[0]
    with np.errstate(invalid="ignore"):
        is_past_180 = (lon > _MOST_LON) & (lon <= _FULL_CIRCLE)
    if batch.roles.is_ais:
        is_past_180 &= lon != _UNAVAILABLE
    if not is_past_180.any():
        return batch
    batch.count(WRAPPED if wrap else EASTERN, int(is_past_180.sum()))
    if not wrap:
        return batch
    # Rounded to ten decimals: the subtraction changes the last digits of a float.
    western = pa.array(np.round(lon[is_past_180] - _FULL_CIRCLE, 10)).cast(batch.lon.type)
    return replace(batch, lon=pc.replace_with_mask(batch.lon, pa.array(is_past_180), western))
