"""Packed columns read again, as the page's script does it: the other half of `packing`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.page import Briefing
from geotrack_observations.page.layers import pack_layers
from geotrack_observations.page.packing import PackedColumn, PackedLayer

__all__ = ["packed_layers", "unpack_numbers", "unpacked"]


def packed_layers(page: Briefing) -> list[PackedLayer]:
    """Return the layers of observations of a page as it holds them."""
    return pack_layers(page.view.observed)


def unpacked(layer: PackedLayer, name: str) -> NDArray[np.float64]:
    """Return the numbers of a column of a layer."""
    column = layer.columns[name]
    return unpack_numbers(column, column.how.get("many", layer.about["many"]))


def unpack_numbers(column: PackedColumn, many: int) -> NDArray[np.float64]:
    """Return the numbers of a column that is not of texts, NaN where there is none.

    Parameters
    ----------
    column : PackedColumn
        As `pack_numbers` returns it.
    many : int
        How many there are.
    """
    read = np.concatenate([_unpacked(raw, column.how) for raw in column.parts])
    assert len(read) == many
    return read


def _unpacked(raw: bytes, how: dict[str, Any]) -> NDArray[np.float64]:
    planes = np.frombuffer(raw, np.uint8).reshape(how["planes"], -1)
    many = planes.shape[1]
    if "step" not in how:
        return np.ascontiguousarray(planes.T).view("<f8").ravel()
    width = 4
    cells = np.zeros((many, width), np.uint8)
    cells[:, : how["planes"]] = planes.T
    counted = cells.view("<u4").ravel()
    if how.get("differences"):
        counted = (counted >> 1) ^ -(counted & 1)
    counted = counted.view(np.int32)
    for _ in range(how.get("differences", 0)):
        counted = np.cumsum(counted, dtype=np.int32)
    numbers = counted.astype(np.float64)
    if how.get("gaps"):
        numbers = np.where(counted == 0, np.nan, numbers - 1)
    return np.asarray((numbers * how["step"] + how["base"]) / 10.0 ** how.get("decimals", 0))
