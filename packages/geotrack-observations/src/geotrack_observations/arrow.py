"""pyarrow, for reading and writing datasets, and its errors as messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from geotrack.errors import UsageError

if TYPE_CHECKING:
    import geopandas

__all__ = ["csv", "pa", "parquet", "pc", "reading", "to_frame"]


@contextmanager
def reading(path: Path, *more: type[Exception]) -> Iterator[None]:
    """Turn errors on reading a Parquet file into a message that it is damaged.

    Parameters
    ----------
    path : path
        The file.
    *more : type
        Further exceptions that a damaged file causes.

    Raises
    ------
    UsageError
        The file is damaged, or is no Parquet file.
    """
    try:
        yield
    except (pa.ArrowException, OSError, *more) as error:
        # An error of the operating system, such as a missing permission, needs no explanation.
        if getattr(error, "errno", None) is not None:
            raise
        reason = (str(error).splitlines() or ["it ends too soon"])[0]
        message = f"{path}: no Parquet file, or a torn one: {reason}"
        raise UsageError(message) from None


_LON_LAT = "OGC:CRS84"


def to_frame(table: Any) -> geopandas.GeoDataFrame:
    """Return rows with a geometry as a GeoDataFrame.

    Parameters
    ----------
    table : pyarrow.Table
        With a column `geometry` of well-known binary, degrees in lon/lat.

    Returns
    -------
    geopandas.GeoDataFrame
        In lon/lat (OGC:CRS84), with the same columns; times are in UTC.
    """
    import geopandas

    frame = table.drop_columns("geometry").to_pandas()
    # A conversion through pandas takes 1.5 times as long.
    shapes = geopandas.GeoSeries.from_wkb(np.asarray(table["geometry"]), crs=_LON_LAT)
    frame.insert(table.column_names.index("geometry"), "geometry", shapes)
    return geopandas.GeoDataFrame(frame, geometry="geometry", crs=_LON_LAT)
