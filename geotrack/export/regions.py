"""Regions as polygons of the analysis plane, for SQL engines.

The GeoJSON in `layers/` has edges straight in longitude and latitude, and crosses 180°. In the
plane (EPSG:6931) regions are plain polygons, which any engine compares as geotrack does.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any

import shapely

from folium_polar.geometry.plane import PLANE_CRS
from geotrack.errors import UsageError, missing_package
from geotrack.files.spreadsheets import csv_text
from geotrack.workspace import Workspace

__all__ = ["ENDINGS", "plane_regions"]

ENDINGS = (".parquet", ".geoparquet", ".csv")
"""File suffixes of the supported formats."""

_FIELDS = ("id", "name", "kind", "authority")


def plane_regions(workspace: Workspace, file: str) -> bytes:
    """Return the regions of a workspace in the plane, exactly as queries use them.

    Parameters
    ----------
    workspace : Workspace
        The workspace with the regions.
    file : str
        Its suffix selects the format: GeoParquet, or CSV with WKT.

    Returns
    -------
    bytes
        Columns `id`, `name`, `kind`, `authority` and `geometry`, in metres of EPSG:6931, by id.

    Raises
    ------
    UsageError
        The suffix is unknown, a region has no valid shape, or pyarrow is not installed.
    """
    ending = PurePath(file).suffix.casefold()
    if ending not in ENDINGS:
        raise UsageError(f"{file}: regions are written to .parquet or .csv")
    regions = [workspace.regions[id_] for id_ in sorted(workspace.regions)]
    rows = [(r.id, r.name, r.kind, r.authority) for r in regions]
    shapes = [workspace.regions.shape(r.id) for r in regions]
    return _csv(rows, shapes) if ending == ".csv" else _geoparquet(rows, shapes)


def _csv(rows: list[Any], shapes: list[Any]) -> bytes:
    # Full precision: numbers are read back to the same bits.
    texts = ((*row, shape.wkt) for row, shape in zip(rows, shapes, strict=True))
    return csv_text([(*_FIELDS, "geometry"), *texts]).encode()


def _geoparquet(rows: list[Any], shapes: list[Any]) -> bytes:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        refusal = missing_package("pyarrow", "parquet", "GeoParquet")
        raise refusal from error
    from pyproj import CRS

    geometry = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in shapes}),
        "crs": CRS(PLANE_CRS).to_json_dict(),
        "bbox": shapely.total_bounds(shapes).tolist(),
    }
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}
    fields = [*(pa.field(name, pa.string()) for name in _FIELDS), pa.field("geometry", pa.binary())]
    columns = [*zip(*rows, strict=True), list(shapely.to_wkb(shapes))]
    schema = pa.schema(fields, metadata={"geo": json.dumps(geo)})
    arrays = [pa.array(column, f.type) for column, f in zip(columns, fields, strict=True)]
    buffer = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), buffer, compression="zstd")
    return bytes(buffer.getvalue().to_pybytes())
