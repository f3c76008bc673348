"""GeoPackage and FlatGeobuf files of features or observations, written as they are computed."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError
from geotrack.files import AnyPath, atomic_path
from geotrack.files.geopackage import constant_date
from geotrack_observations.arrow import pa

__all__ = ["GIS_ENDINGS", "write_gis"]

GIS_ENDINGS = {".gpkg": "GPKG", ".fgb": "FlatGeobuf"}
"""GDAL's driver by ending."""

_GEOMETRY = "geometry"


def write_gis(
    tables: Iterator[Any],
    schema: Any,
    path: AnyPath,
    about: Mapping[str, Any],
    geometry_type: str = "Unknown",
) -> None:
    """Write rows in batches as one layer in lon/lat; replaces an old file at the end.

    Parameters
    ----------
    tables : iterator of pyarrow.Table
        Rows with their geometry as WKB in `geometry`.
    schema : pyarrow.Schema
        Schema of all tables.
    path : path
        A file with a suffix of `GIS_ENDINGS`.
    about : mapping
        Metadata of the layer.
    geometry_type : str
        Geometry type of all rows, as in GDAL.

    Raises
    ------
    UsageError
        The format does not support a column's type.
    OSError
        The file cannot be written.
    """
    from pyogrio import write_arrow
    from pyogrio.errors import DataSourceError, FieldError, GeometryError

    path = Path(path)
    driver = GIS_ENDINGS[path.suffix.casefold()]
    plain = _plain_schema(schema, path)
    batches = (
        batch for table in tables for batch in table.select(plain.names).cast(plain).to_batches()
    )
    try:
        with atomic_path(path) as new, constant_date(), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of GDAL, for files without rows
            write_arrow(
                pa.RecordBatchReader.from_batches(plain, batches),
                new,
                layer=path.stem,
                driver=driver,
                geometry_name=_GEOMETRY,
                geometry_type=geometry_type,
                crs="OGC:CRS84" if driver == "FlatGeobuf" else "EPSG:4326",
                **_options(driver, plain.names, json.dumps(about, ensure_ascii=False)),
            )
    except (DataSourceError, FieldError, GeometryError) as error:
        message = f"{path}: {driver} cannot hold these rows: {error}"
        raise UsageError(message) from None


def _options(driver: str, names: list[str], about: str) -> dict[str, Any]:
    if driver == "FlatGeobuf":
        return {"layer_options": {"DESCRIPTION": about}}
    used = {name.casefold() for name in names}
    key = next(name for name in ("fid", "fid_", "geotrack_fid") if name not in used)
    return {"layer_options": {"FID": key}, "layer_metadata": {"geotrack": about}}


def _plain_schema(schema: Any, path: Path) -> Any:
    """Return a schema without `bbox` and without dictionary encoding.

    Raises
    ------
    UsageError
        A column holds lists or objects.
    """
    fields = []
    for field in schema:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if field.name == "bbox":
            continue
        if pa.types.is_nested(kind):
            message = f"{path}: the column {field.name!r} holds {kind}; write a .parquet"
            raise UsageError(message)
        metadata = {"ARROW:extension:name": "geoarrow.wkb"} if field.name == _GEOMETRY else None
        fields.append(pa.field(field.name, kind, metadata=metadata))
    return pa.schema(fields)
