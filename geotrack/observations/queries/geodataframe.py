"""Answers as GeoDataFrames, as GeoPandas reads them from the files that the shell writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import geopandas

__all__ = ["to_frame"]

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
    # Not through pandas, which would take half the time again.
    shapes = geopandas.GeoSeries.from_wkb(np.asarray(table["geometry"]), crs=_LON_LAT)
    frame.insert(table.column_names.index("geometry"), "geometry", shapes)
    return geopandas.GeoDataFrame(frame, geometry="geometry", crs=_LON_LAT)
