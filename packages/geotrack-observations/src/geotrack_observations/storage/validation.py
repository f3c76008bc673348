"""Validation of the schema and metadata of a dataset's file.

A dataset may come from an untrusted source: its metadata is checked on opening, its rows on reading
(`check_cells`).
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from folium_polar.geometry.plane import PLANE_CRS
from geotrack.errors import UsageError, shorten
from geotrack_observations.arrow import pa, parquet, reading
from geotrack_observations.storage.cell_checks import REMEDY
from geotrack_observations.storage.layout import (
    BBOX,
    DAY_END,
    FORMATS,
    GROUP,
    OWN,
    PER_METRE,
    RADIUS,
    RESULT_COLUMNS,
)
from geotrack_observations.times.parse import TIME

__all__ = ["read_metadata"]

# The footer lists columns and row groups: a few megabytes for a hundred million rows.
_MOST_FOOTER = 32_000_000
# Bytes at the end of a Parquet file: the length of the footer and the name of the format.
_TAIL = 8
_MOST_CHUNK = 512_000_000
"""Maximum size of a column in a row group, uncompressed: twice that of the texts of a batch."""
# Maximum number of rows: a floating point number counts exactly up to here.
_MOST_ROWS = 2**53

_TYPES = {
    "time": TIME, DAY_END: TIME, RADIUS: pa.float64(), "plane_x": pa.int32(), "plane_y": pa.int32(),
    "bbox": BBOX, "geometry": pa.binary(),
}  # fmt: skip
_OPTIONAL = (RADIUS, DAY_END)

# Greatest longitude, degrees.
_MOST_LON = 180.0
# Greatest latitude, degrees.
_MOST_LAT = 90.0


def read_metadata(path: Path) -> tuple[Any, Any, dict[str, Any]]:
    """Return the checked metadata of a dataset's file.

    Parameters
    ----------
    path : path
        The file.

    Returns
    -------
    metadata : pyarrow.parquet.FileMetaData
    schema : pyarrow.Schema
    about : dict
        The metadata under `geotrack`, with `inputs` and `refused`.

    Raises
    ------
    UsageError
        The file is no dataset, is damaged, or has metadata that no build writes.
    """
    _check_footer(path)
    with reading(path, UnicodeDecodeError):
        metadata = parquet.read_metadata(path)
        schema = metadata.schema.to_arrow_schema()
        names = schema.names
    raw = schema.metadata or {}
    about = _parsed(raw.get(b"geotrack"))
    if not isinstance(about, dict) or not _is_count(about.get("format"), *FORMATS):
        message = (
            f"{path}: was not built by this geotrack; `geotrack observations build {path.name} "
            "--out DIR` makes a dataset of it"
        )
        raise UsageError(message)
    with reading(path, UnicodeDecodeError):
        row_groups = tuple(_faults_of_row_groups(metadata))
    faults = (
        *_faults_of_columns(schema, names),
        *_faults_of_about(about),
        *_faults_of_geo(_parsed(raw.get(b"geo"))),
        *row_groups,
    )
    if faults:
        message = f"{path}: {faults[0]}; {REMEDY}"
        raise UsageError(message)
    return metadata, schema, about


def _check_footer(path: Path) -> None:
    """Refuse a file with too long a footer before it is parsed."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL))
        length = int.from_bytes(file.read(4), "little")
    if _MOST_FOOTER < length <= size:
        message = (
            f"{path}: its metadata is {length / 1e6:,.0f} MB; at most {_MOST_FOOTER / 1e6:g} MB "
            "are read; divide the dataset"
        )
        raise UsageError(message)


def _parsed(text: bytes | None) -> Any:
    """Return a value parsed as JSON; None if it is not JSON."""
    try:
        return json.loads(text or b"null")
    except (ValueError, RecursionError):
        return None


def _is_count(value: Any, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _faults_of_columns(schema: Any, names: list[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two columns are called {name!r}"
    for name in sorted({*names} & {*RESULT_COLUMNS}):
        yield f"has a column {name!r}, which answers make themselves"
    for name in OWN:
        if name not in names:
            if name not in _OPTIONAL:
                yield f"has no column {name!r}"
            continue
        field = schema.field(schema.get_field_index(name))
        if field.type != _TYPES[name]:
            yield f"its column {name!r} is {_short(field.type)}, not {_short(_TYPES[name])}"


def _faults_of_about(about: dict[str, Any]) -> Iterator[str]:
    for key, value in {"plane": PLANE_CRS, "plane_per_metre": PER_METRE}.items():
        actual = about.get(key)
        if type(actual) is not type(value) or actual != value:
            yield f"its metadata states {key} {_short(actual)}, not {value}"
    for key in ("rows", "refused"):
        if not _is_count(about.get(key), 0, _MOST_ROWS):
            yield f"its metadata states {key} {_short(about.get(key))}, no count of rows"
    inputs = about.get("inputs")
    if not isinstance(inputs, list) or not inputs:
        yield f"its metadata states inputs {_short(inputs)}, no list of names of files"
        return
    for name in inputs:
        if not isinstance(name, str) or not name or name in {".", ".."} or {*name} & {*"/\0"}:
            yield f"its metadata states the input {_short(name)}, no name of a file"


def _faults_of_geo(geo: Any) -> Iterator[str]:
    try:
        column = geo["columns"]["geometry"]
        primary, encoding, crs = geo["primary_column"], column["encoding"], column.get("crs", "")
        west, south, east, north = column["bbox"]
    except (AttributeError, KeyError, TypeError, ValueError):
        yield "its metadata describes no geometry (geo)"
        return
    if primary != "geometry" or encoding != "WKB":
        yield f"its geometry is {_short(primary)} in {_short(encoding)}, not 'geometry' in 'WKB'"
    if crs != "":
        yield f"its metadata states the CRS {_short(crs)}, and datasets are in OGC:CRS84"
    sides = (west, south, east, north)
    if (
        not all(type(side) in {int, float} and math.isfinite(side) for side in sides)
        or not -_MOST_LON <= west <= east <= _MOST_LON
        or not -_MOST_LAT <= south <= north <= _MOST_LAT
    ):
        yield f"its metadata states the extent {_short(list(sides))}, none in degrees"


def _faults_of_row_groups(metadata: Any) -> Iterator[str]:
    rows, column_count = 0, metadata.num_columns
    # pyarrow crashes when asked for statistics of columns of another type.
    columns = [metadata.schema.column(n) for n in range(column_count)]
    kinds = [(column.path, column.physical_type) for column in columns]
    for i in range(metadata.num_row_groups):
        group = metadata.row_group(i)
        rows += group.num_rows
        if group.num_columns != column_count:
            yield f"row group {i + 1} has {group.num_columns} columns of {column_count}"
            return
        if not 1 <= group.num_rows <= GROUP:
            yield f"row group {i + 1} has {group.num_rows:,} rows; builds write 1 to {GROUP:,}"
        for n in range(group.num_columns):
            column = group.column(n)
            name = column.path_in_schema
            if (name, column.physical_type) != kinds[n]:
                yield f"row group {i + 1}: {kinds[n][0]!r} is {name!r} ({column.physical_type})"
            if column.file_path:
                yield f"row group {i + 1}: {name!r} lies in another file, {column.file_path!r}"
            if not 0 <= column.total_uncompressed_size <= _MOST_CHUNK:
                size = column.total_uncompressed_size / 1e6
                yield f"row group {i + 1}: {name!r} unpacks to {size:,.0f} MB"
    if rows != metadata.num_rows:
        yield f"its row groups have {rows:,} rows, and it states {metadata.num_rows:,}"


def _short(value: Any) -> str:
    """Return a shortened value for a message."""
    return shorten(str(value) if isinstance(value, pa.DataType) else repr(value), 60)
