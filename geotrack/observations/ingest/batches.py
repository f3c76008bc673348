"""Rows of an input as they stand in it, so many at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.observations.ingest.column_roles import Roles
from geotrack.observations.ingest.rejections import Reason

__all__ = ["BATCH", "BLOCK", "Batch", "batch_of"]

BATCH = 250_000
"""Rows that are held at once; a batch from a file has about so many or fewer."""

BLOCK = 16 << 20
"""Bytes of a text that make a batch, about."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one input as they stand in it.

    Parameters
    ----------
    lines : numpy.ndarray of shape (n,)
        The line of each in a text, its row in a Parquet file; from 1.
    lon, lat : pyarrow.Array of length n
        As text or numbers.
    time : pyarrow.Array of length n, optional
        As text or timestamps; None where the input has no such column.
    others : dict of str to pyarrow.Array
        The other columns by name.
    radius : pyarrow.Array of length n, optional
        As text or numbers; None where the input has no such column.
    radius_metres : float
        How many metres one of its unit is.
    refused : list of (line, reason)
        Rows that could not even be read.
    derived : tuple of str
        Columns that were left out, as geotrack makes them itself.
    """

    lines: NDArray[np.int64]
    lon: Any
    lat: Any
    time: Any
    others: dict[str, Any]
    radius: Any = None
    radius_metres: float = 1.0
    refused: list[tuple[int, Reason]] = field(default_factory=list)
    derived: tuple[str, ...] = ()


def batch_of(
    table: Any, lines: NDArray[np.int64], roles: Roles, refused: list[tuple[int, Reason]]
) -> Batch:
    """Return the rows of a table as a batch."""
    columns = {name: table[name].combine_chunks() for name in table.column_names}
    lon, lat = columns.pop(roles.lon), columns.pop(roles.lat)
    time = columns.pop(roles.time) if roles.time else None
    radius = columns.pop(roles.radius) if roles.radius else None
    return Batch(lines, lon, lat, time, columns, radius, roles.radius_metres, refused)
