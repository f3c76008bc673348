"""Answers as GeoDataFrames, as GeoPandas reads them from the files that the shell writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas

__all__ = ["LON_LAT", "to_frame"]

LON_LAT = "OGC:CRS84"


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
    shapes = geopandas.GeoSeries.from_wkb(table["geometry"].to_pandas(), crs=LON_LAT)
    frame.insert(table.column_names.index("geometry"), "geometry", shapes)
    return geopandas.GeoDataFrame(frame, geometry="geometry", crs=LON_LAT)
