"""GeoParquet 1.1, through pyarrow: the wheels of pyogrio have no Parquet driver."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

import shapely

from geotrack.errors import missing_package
from geotrack.export.columns import columns, extra_notes, rows
from geotrack.export.geometry import cut, flat_shape, height_notes, south_notes
from geotrack.export.product import Product

__all__ = ["write"]


def write(product: Product, file: BinaryIO) -> list[str]:
    """Write a GeoParquet file in lon/lat (OGC:CRS84); return notes about what it does not hold.

    Raises
    ------
    UsageError
        pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        refusal = missing_package("pyarrow", "parquet", "GeoParquet")
        raise refusal from error
    table = list(rows(product))
    shapes = [flat_shape(cut(r.geometry)) if r.geometry else None for r in product.records]
    types = {
        "text": pa.string(),
        "real": pa.float64(),
        "integer": pa.int32(),
        "date": pa.date32(),
    }
    fields = [pa.field(name, types[kind]) for name, kind in columns(product).items()]
    arrays = [pa.array([row[f.name] for row in table], f.type) for f in fields]
    fields.append(pa.field("geometry", pa.binary()))
    arrays.append(pa.array([shape and shapely.to_wkb(shape) for shape in shapes], pa.binary()))
    about = {**product.about, "sources": [source.text for source in product.sources]}
    metadata = {"geo": _geo(shapes), "geotrack": json.dumps(about, ensure_ascii=False)}
    schema = pa.schema(fields, metadata=metadata)
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), file, compression="zstd")
    return [*extra_notes(product), *height_notes(product), *south_notes(product)]


def _geo(shapes: list[Any]) -> str:
    """Return the `geo` metadata: version, encoding, geometry types, extent."""
    present = [shape for shape in shapes if shape is not None]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in present}),
        "orientation": "counterclockwise",
    }
    if present:
        column["bbox"] = shapely.total_bounds(present).tolist()
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    return json.dumps(geo)
