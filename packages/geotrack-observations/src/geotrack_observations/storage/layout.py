"""File layout of a dataset: GeoParquet 1.1, sorted along a Hilbert curve.

Beside the geometry, `plane_x` and `plane_y` hold whole centimetres in the analysis plane
(EPSG:6931): queries read these, not the WKB.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry.plane import PLANE_CRS
from geotrack_observations.arrow import pa, parquet, pc
from geotrack_observations.storage.points import to_wkb
from geotrack_observations.times.parse import DAY_END, TIME

__all__ = [
    "BBOX",
    "DAY_END",
    "FARTHEST_M",
    "FORMATS",
    "GROUP",
    "OWN",
    "PER_METRE",
    "PLANE",
    "RADIUS",
    "RESULT_COLUMNS",
    "Writer",
    "counted_times",
    "geo_metadata",
    "schema",
]

FORMATS = (1, 2)
"""Formats that can be read. Rows that state only a day have `day_end`, in format 2 only."""
GROUP = 100_000
"""Rows of a row group, which a query reads or skips as a whole."""
PER_METRE = 100
"""Units of `plane_x` and `plane_y` in a metre: they are centimetres."""
BBOX = pa.struct([pa.field(side, pa.float32()) for side in ("xmin", "ymin", "xmax", "ymax")])
RADIUS = "radius_m"
"""Column of radii of uncertainty, metres; only if an input has one."""
FARTHEST_M = 20_000_000.0
"""Maximum radius, metres, as for records: half the circumference of the Earth."""
PLANE = ("plane_x", "plane_y")
"""Columns of positions: whole centimetres in EPSG:6931."""
OWN = ("time", DAY_END, RADIUS, *PLANE, "bbox", "geometry")
"""Columns of datasets; reserved names in inputs."""

RESULT_COLUMNS = ("lon", "lat", "match", "certain", "possible")
"""Columns of results; also reserved names in inputs."""


def schema(
    kinds: dict[str, Any],
    about: dict[str, Any],
    extent: list[float],
    *,
    radius: bool = False,
    days: bool = False,
) -> Any:
    """Return the schema of a dataset with its metadata.

    Parameters
    ----------
    kinds : dict of str to pyarrow.DataType
        Types of the columns of its inputs.
    about : dict
        Metadata, stored under `geotrack`.
    extent : list of float
        West, south, east, north, degrees.
    radius : bool
        Whether rows have a radius.
    days : bool
        Whether some rows state only a day.
    """
    geo = geo_metadata(extent)
    metadata_values = {
        "format": FORMATS[days],
        "plane": PLANE_CRS,
        "plane_per_metre": PER_METRE,
        **about,
    }
    fields = [
        pa.field("time", TIME),
        *([pa.field(DAY_END, TIME)] if days else []),
        *([pa.field(RADIUS, pa.float64())] if radius else []),
        *(pa.field(name, kind) for name, kind in kinds.items()),
        # Not nullable, so that validity is not read.
        *(pa.field(axis, pa.int32(), nullable=False) for axis in PLANE),
        pa.field("bbox", BBOX),
        pa.field("geometry", pa.binary()),
    ]
    metadata = {"geo": json.dumps(geo), "geotrack": json.dumps(metadata_values, ensure_ascii=False)}
    return pa.schema(fields, metadata=metadata)


def geo_metadata(extent: list[float] | None = None) -> dict[str, Any]:
    """Return the GeoParquet 1.1 metadata of points with boxes.

    Parameters
    ----------
    extent : list of float, optional
        West, south, east, north, degrees.
    """
    geometry: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "covering": {"bbox": {side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")}},
    }
    if extent is not None:
        geometry["bbox"] = extent
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}


class Writer:
    """Writes sorted rows in row groups of `GROUP`.

    Parameters
    ----------
    path : path
        The file.
    shape : pyarrow.Schema
        From `schema`.
    """

    def __init__(self, path: Any, shape: Any) -> None:
        self._shape = shape
        # Neighbours differ little, and the single bytes of their boxes even less.
        encoding = dict.fromkeys(("time", *PLANE), "DELTA_BINARY_PACKED")
        encoding |= {f"bbox.{field.name}": "BYTE_STREAM_SPLIT" for field in BBOX}
        # Bit-packed deltas: zstd makes them no smaller, and reading slower.
        compression = dict.fromkeys(_leaf_paths(shape), "zstd") | dict.fromkeys(PLANE, "none")
        plain = [name for name in shape.names if name not in {*encoding, "bbox", "geometry"}]
        self._file = parquet.ParquetWriter(
            path,
            shape,
            compression=compression,
            use_dictionary=plain,
            column_encoding=encoding,
            write_page_index=True,
            write_page_checksum=True,
        )
        self._waiting: list[Any] = []
        self._rows = 0

    def write(self, rows: Any) -> None:
        """Write rows with `lon`, `lat`, `plane_x`, `plane_y` and all other columns."""
        self._waiting.append(rows)
        self._rows += rows.num_rows
        while self._rows >= GROUP:
            self._write(GROUP)

    def close(self) -> None:
        """Write the remaining rows and close the file."""
        if self._rows:
            self._write(self._rows)
        self._file.close()

    def _write(self, rows: int) -> None:
        waiting = pa.concat_tables(self._waiting)
        self._file.write_table(self._with_geometry(waiting.slice(0, rows)), row_group_size=GROUP)
        self._waiting = [waiting.slice(rows)]
        self._rows -= rows

    def _with_geometry(self, rows: Any) -> Any:
        """Return rows with geometry and box instead of longitude and latitude."""
        lon, lat = (rows[name].to_numpy() for name in ("lon", "lat"))
        box = pa.StructArray.from_arrays(
            [*map(_floor_float32, (lon, lat)), *map(_ceil_float32, (lon, lat))], fields=list(BBOX)
        )
        derived = {"bbox": box, "geometry": to_wkb(lon, lat)}
        columns = [derived[name] if name in derived else rows[name] for name in self._shape.names]
        return pa.Table.from_arrays(columns, schema=self._shape)


def _leaf_paths(shape: Any) -> list[str]:
    """Return the leaf columns of a schema in Parquet; a nested column has several."""
    buffer = pa.BufferOutputStream()
    parquet.write_table(shape.empty_table(), buffer)
    leaf_schema = parquet.ParquetFile(pa.BufferReader(buffer.getvalue())).schema
    return [leaf_schema.column(i).path for i in range(len(leaf_schema))]


def _floor_float32(values: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the largest 32-bit floats that are not greater."""
    short = values.astype(np.float32)
    return np.where(short > values, np.nextafter(short, np.float32(-np.inf)), short)


def _ceil_float32(values: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the smallest 32-bit floats that are not less."""
    return -_floor_float32(-values)


def counted_times(rows: Any) -> Any:
    """Return the time by which each row is counted: of a row that states a day, its middle.

    A day of another zone begins on the day before or after in UTC; most of it is on its own.

    Parameters
    ----------
    rows : pyarrow.Table
        With `time`, and `day_end` where rows may state only a day.
    """
    times = rows["time"]
    if DAY_END not in rows.column_names:
        return times
    counts = times.cast(pa.int64())
    half_day = pc.divide(pc.subtract(rows[DAY_END].cast(pa.int64()), counts), 2)
    return pc.add(counts, pc.fill_null(half_day, 0)).cast(times.type)
