"""Points in GeoParquet: little-endian well-known binary with two coordinates."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack_observations.arrow import pa, pc

__all__ = ["from_wkb", "to_wkb"]

_POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("lon", "<f8"), ("lat", "<f8")])


def to_wkb(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Any:
    """Return points, degrees of shape (n,), as a binary pyarrow.Array."""
    points = np.empty(len(lon), _POINT)
    points["order"], points["type"], points["lon"], points["lat"] = 1, 1, lon, lat
    offsets = np.arange(len(lon) + 1, dtype=np.int32) * _POINT.itemsize
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(points.tobytes())]
    return pa.Array.from_buffers(pa.binary(), len(lon), buffers)


def from_wkb(
    values: Any,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Return longitudes, latitudes, and which values are such points.

    Longitude and latitude are NaN for other values.
    """
    view = _all_points(values)
    if view is not None:
        return view["lon"].copy(), view["lat"].copy(), np.ones(len(view), np.bool_)
    lengths = np.asarray(pc.fill_null(pc.binary_length(values), 0))
    good = lengths == _POINT.itemsize
    points = np.frombuffer(b"".join(values.filter(pa.array(good)).to_pylist()), _POINT)
    plain = (points["order"] == 1) & (points["type"] == 1)
    good[np.flatnonzero(good)[~plain]] = False
    lon, lat = np.full((2, len(lengths)), np.nan)
    lon[good], lat[good] = points["lon"][plain], points["lat"][plain]
    return lon, lat, good


def _all_points(values: Any) -> Any:
    """Return a view of the values if all are such points; else None."""
    if values.null_count or not pa.types.is_binary(values.type):
        return None
    _, offsets, data = values.buffers()
    if data is None:
        return None
    bounds = np.frombuffer(offsets, np.int32)[values.offset : values.offset + len(values) + 1]
    if (np.diff(bounds) != _POINT.itemsize).any():
        return None
    points = np.frombuffer(data, np.uint8)[bounds[0] : bounds[-1]].view(_POINT)
    return points if ((points["order"] == 1) & (points["type"] == 1)).all() else None
