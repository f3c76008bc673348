"""GeoParquet 1.1 and plain Parquet tables, through pyarrow.

Geometries are WKB, GeoArrow arrays, or what the metadata `geo` of GeoParquet says.
"""

from __future__ import annotations

import json
import math
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from geotrack.errors import missing_package
from geotrack.importing.cells.nested import flat_cells, unused_name
from geotrack.importing.cells.text import any_cell
from geotrack.importing.faults import UnreadableError, summarise_faults
from geotrack.importing.geometry.shape_repair import Tree, build_shape, read_wkb
from geotrack.importing.geometry.table_positions import place_rows, without_columns
from geotrack.importing.limits import MOST_COLUMNS, check_amount
from geotrack.importing.table import ReadingOptions, Table
from geotrack.messages import Message
from geotrack.notation.column_names import WKT

__all__ = ["read_parquet"]

# Rows that are read at once.
_BATCH = 4_096
_BROKEN = "it may be cut off or broken"
# Letters of what the library says at most.
_LONGEST_REASON = 80


def read_parquet(source: Path, path: Path, options: ReadingOptions) -> Table:
    """Read a Parquet file with geometries or columns of positions.

    Parameters
    ----------
    source : pathlib.Path
        The file.
    path : pathlib.Path
        The file as the user named it, for messages.
    options : ReadingOptions
        Columns of positions where it has no geometry, and its CRS.

    Raises
    ------
    UnreadableError
        It is broken, or too large.
    UsageError
        pyarrow is not installed, or an option names what is not there.
    """
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise missing_package("pyarrow", "parquet", "Parquet") from error
    with _arrow_errors(path), parquet.ParquetFile(source, memory_map=False) as opened:
        _check_size(path, opened.metadata)
        schema = opened.schema_arrow
        geometries = _geometry_columns(path, schema)
        texts = [f.name for f in schema if _is_text(f.type)]
        left = _left_out(schema, geometries)
    with (
        _arrow_errors(path),
        parquet.ParquetFile(source, read_dictionary=texts, page_checksum_verification=True) as file,
    ):
        columns, blobs = _read(path, file, geometries, left)
    count = len(next(iter([*columns.values(), *blobs.values()]), []))
    if not count:
        raise UnreadableError(path, "it has no rows")
    table = _table(path, columns, blobs, geometries, options)
    return replace(
        table,
        notes=(
            *(Message("column {name!r} {why}", k, why) for k, why in left.items()),
            *table.notes,
        ),
    )


def _left_out(schema: Any, geometries: Sequence[_Geometry]) -> dict[str, str]:
    """Return why columns are left out, by their names."""
    from pyarrow import types

    shapes = {g.name for g in geometries}
    binary: dict[str, str] = {
        f.name: Message("holds binary data, and is left out")
        for f in schema
        if f.name not in shapes and (types.is_binary(f.type) or types.is_large_binary(f.type))
    }
    extents: dict[str, str] = {g.name: Message("holds extents of geometries, and is left out")
               for g in geometries if g.is_extent}  # fmt: skip
    return binary | extents


def _table(
    path: Path,
    columns: dict[str, list[Any]],
    blobs: dict[str, list[Any]],
    geometries: Sequence[_Geometry],
    options: ReadingOptions,
) -> Table:
    """Return the rows with their geometry, or with positions from their columns."""
    count = len(next(iter([*columns.values(), *blobs.values()])))
    rows = [f"row {n}" for n in range(1, count + 1)]
    notes: list[str] = []
    parsed = {
        g.name: _read_geometries(path, g, blobs[g.name]) for g in geometries if not g.is_extent
    }
    first = next((g for g in geometries if g.is_primary), None)
    for g in geometries:
        if not g.is_extent and g is not first:
            columns[g.name] = [None if s is None else s.wkt for s in parsed[g.name].shapes]
            notes.append(Message("{name!r} is a further geometry, kept as WKT", g.name))
    if first is None:
        table = Table(path, columns, (), rows, notes=tuple(notes), kind="Parquet")
        return place_rows(table, options)
    without_columns(options, "GeoParquet")
    geometry = parsed[first.name]
    notes += summarise_faults({rows[n]: row_faults for n, row_faults in geometry.faults.items()})
    if geometry.unread:
        unread = [geometry.unread.get(n) for n in range(count)]
        columns[unused_name("unread_geometry", columns)] = unread
    return Table(
        path, columns, geometry.shapes, rows,
        crs=first.crs, plain=first.is_plain, notes=tuple(notes), kind="Parquet",
    )  # fmt: skip


@contextmanager
def _arrow_errors(path: Path) -> Iterator[None]:
    """Turn errors of pyarrow into one line."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        reason = " ".join((str(error).splitlines() or [""])[0].split())[:_LONGEST_REASON]
        raise UnreadableError(
            path, Message("cannot be read as Parquet: {reason}", reason), _BROKEN
        ) from None


def _check_size(path: Path, metadata: Any) -> None:
    """Refuse a file that says it holds too much."""
    if metadata.num_columns > MOST_COLUMNS:
        raise UnreadableError(path, Message("more than {most:,} columns", MOST_COLUMNS), "split it")
    groups = [metadata.row_group(n) for n in range(metadata.num_row_groups)]
    values = sum(group.column(n).num_values for group in groups for n in range(group.num_columns))
    check_amount(path, rows=metadata.num_rows, cells=values)


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    return bool(
        types.is_string(kind) or types.is_large_string(kind)
        or types.is_binary(kind) or types.is_large_binary(kind)
    )  # fmt: skip


def _read(
    path: Path, file: Any, geometries: Sequence[_Geometry], left: Container[str]
) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return the cells by column, and those of geometries as they are stored."""
    shapes = {g.name for g in geometries if not g.is_extent}
    columns: dict[str, list[Any]] = {}
    blobs: dict[str, list[Any]] = {name: [] for name in shapes}
    rows = text = 0
    for batch in file.iter_batches(_BATCH):
        batch.validate(full=True)
        text += sum(_text_bytes(column) for column in batch.columns)
        check_amount(path, rows=rows + batch.num_rows, text=text)
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            if name in shapes:
                blobs[name] += column.to_pylist()
            elif name not in left:
                _add(columns, name, _single(column), rows)
        rows += batch.num_rows
        for cells in columns.values():
            cells.extend([None] * (rows - len(cells)))
        check_amount(path, rows=rows, cells=rows * len(columns), text=text)
    return {k: v for k, v in columns.items() if any_cell(v)}, blobs


def _text_bytes(column: Any) -> int:
    """Return the bytes of a column of text; a value of its dictionary counts at each place."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute

    if not isinstance(column, pa.DictionaryArray):
        return int(column.nbytes)
    lengths = compute.binary_length(column.dictionary).to_numpy(zero_copy_only=False)
    indices = column.indices.drop_null().to_numpy(zero_copy_only=False)
    return int(np.asarray(lengths, np.int64)[indices].sum()) if len(indices) else 0


def _single(column: Any) -> list[Any]:
    """Return a column as Python values; 32-bit floats with the digits that they hold."""
    import numpy as np
    from pyarrow import types

    values: list[Any] = column.to_pylist()
    if types.is_float32(column.type) or types.is_float16(column.type):
        return [None if v is None else float(str(np.float32(v))) for v in values]
    return values


def _add(columns: dict[str, list[Any]], name: str, values: list[Any], before: int) -> None:
    """Append cells; an object becomes columns `name.key`."""
    for n, value in enumerate(values):
        for key, cell in flat_cells({name: _json(value)}):
            cells = columns.setdefault(key, [])
            if len(cells) < before + n:
                cells += [None] * (before + n - len(cells))
            cells[before + n :] = [cell]


def _json(value: Any) -> Any:
    """Return a value of Arrow as one of JSON."""
    if isinstance(value, Mapping):
        return {str(k): _json(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(v) for v in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return None if isinstance(value, bytes) else _text_of(value)


def _text_of(value: Any) -> Any:
    """Return a time, date or decimal as text, or a decimal as its number where that is the same."""
    if isinstance(value, (date, time)):  # datetimes are dates
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Decimal):
        number = float(value)
        return number if math.isfinite(number) and Decimal(repr(number)) == value else str(value)
    return str(value)


# GeoArrow's names of encodings, with the type of geometry.
_NATIVE = {
    "point": "Point", "linestring": "LineString", "polygon": "Polygon", "multipoint": "MultiPoint",
    "multilinestring": "MultiLineString", "multipolygon": "MultiPolygon",
}  # fmt: skip
_LON_LAT = "OGC:CRS84"
# Keys of a field's metadata by which Arrow names an extension type.
_EXTENSION, _EXTENSION_METADATA = b"ARROW:extension:name", b"ARROW:extension:metadata"
# Names of binary columns that hold WKB.
_WKB_NAMES = (*WKT, "wkb", "wkb_geometry", "shape")


@dataclass(frozen=True)
class _Geometry:
    """A column of geometries.

    Parameters
    ----------
    name : str
        The column.
    encoding : str
        `WKB`, or a type of geometry for GeoArrow arrays.
    crs : str or None
        Its CRS; None if it states none.
    is_primary : bool
        Whether it is the geometry of the rows.
    is_plain : bool
        Whether it is in lon/lat because the format says so.
    is_extent : bool
        Whether it only holds the extents of another column.
    """

    name: str
    encoding: str = "WKB"
    crs: str | None = None
    is_primary: bool = False
    is_plain: bool = False
    is_extent: bool = False


@dataclass
class _Geometries:
    """Geometries of a column.

    Parameters
    ----------
    shapes : list of shapely geometry or None
        One for each row.
    faults : dict of int to list of str
        Faults by row.
    unread : dict of int to str
        Texts of geometries that cannot be read, by row.
    """

    shapes: list[Any]
    faults: dict[int, list[str]] = field(default_factory=dict)
    unread: dict[int, str] = field(default_factory=dict)


def _geometry_columns(path: Path, schema: Any) -> list[_Geometry]:
    """Return the columns of geometries of a file, by its metadata, else by their names."""
    raw = (schema.metadata or {}).get(b"geo")
    if raw is not None:
        try:
            return list(_metadata_geometries(json.loads(raw), schema.names))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            remedy = "save it again with what wrote it"
            raise UnreadableError(path, "its metadata 'geo' cannot be read", remedy) from None
    columns = [column for f in schema if (column := _field_geometry(f)) is not None]
    return [
        _Geometry(**{**_fields(column), "is_primary": n == 0}) for n, column in enumerate(columns)
    ]


def _fields(column: _Geometry) -> dict[str, Any]:
    return {
        "name": column.name,
        "encoding": column.encoding,
        "crs": column.crs,
        "is_plain": column.is_plain,
    }


def _metadata_geometries(geo: dict[str, Any], names: Sequence[str]) -> list[_Geometry]:
    """Return the columns of geometries that the metadata `geo` names."""
    primary = geo["primary_column"]
    columns = []
    for name, column in geo["columns"].items():
        if name not in names:
            raise KeyError(name)
        encoding = column.get("encoding", "WKB")
        if encoding.upper() != "WKB" and encoding not in _NATIVE:
            raise ValueError(encoding)
        crs = column.get("crs", _LON_LAT)
        columns.append(
            _Geometry(
                name,
                "WKB" if encoding.upper() == "WKB" else _NATIVE[encoding],
                _crs_text(crs),
                is_primary=name == primary,
                is_plain=crs == _LON_LAT,
            )
        )
        box = column.get("covering", {}).get("bbox", {})
        extents = {ends[0] for ends in box.values() if len(ends) > 1} & set(names)
        columns += [_Geometry(extent, is_extent=True) for extent in sorted(extents)]
    return columns


def _field_geometry(arrow_field: Any) -> _Geometry | None:
    """Return a column of geometries by its extension type, or its type and name."""
    from pyarrow import types

    metadata = arrow_field.metadata or {}
    name = metadata.get(_EXTENSION, b"").decode(errors="replace")
    kind = name.removeprefix("geoarrow.")
    binary = types.is_binary(arrow_field.type) or types.is_large_binary(arrow_field.type)
    if kind in {"wkb", "ogc.wkb"} or (binary and arrow_field.name.lower() in _WKB_NAMES):
        return _Geometry(arrow_field.name, "WKB", _extension_crs(metadata))
    if name.startswith("geoarrow.") and kind in _NATIVE:
        return _Geometry(arrow_field.name, _NATIVE[kind], _extension_crs(metadata))
    return None


def _extension_crs(metadata: Any) -> str | None:
    try:
        crs = json.loads(metadata.get(_EXTENSION_METADATA) or b"{}").get("crs")
    except (ValueError, AttributeError, RecursionError):
        return None
    return _crs_text(crs)


def _crs_text(crs: Any) -> str | None:
    """Return a CRS as text: a name, or PROJJSON."""
    if crs is None:
        return None
    return crs if isinstance(crs, str) else json.dumps(crs)


def _read_geometries(path: Path, column: _Geometry, cells: Sequence[Any]) -> _Geometries:
    """Return the geometries of a column; one that cannot be read is a fault of its row."""
    from shapely.errors import ShapelyError

    geometries = _Geometries([None] * len(cells))
    if column.encoding == "WKB":
        try:
            geometries.shapes, geometries.faults = read_wkb([_bytes(cell) for cell in cells])
        except (ShapelyError, TypeError):
            for n, cell in enumerate(cells):
                _one_wkb(geometries, n, cell)
        return geometries
    for n, cell in enumerate(cells):
        if cell is not None:
            try:
                geometries.shapes[n], odd = build_shape(_tree(column.encoding, cell))
            except (ValueError, TypeError, KeyError, IndexError):
                odd = ["its geometry has coordinates that are no positions"]
                geometries.unread[n] = str(cell)
            if odd:
                geometries.faults[n] = odd
    return geometries


def _bytes(cell: Any) -> bytes | None:
    if cell is not None and not isinstance(cell, bytes):
        raise TypeError(cell)
    return cell


def _one_wkb(geometries: _Geometries, n: int, cell: Any) -> None:
    from shapely.errors import ShapelyError

    try:
        (geometries.shapes[n],), odd = read_wkb([_bytes(cell)])
    except (ShapelyError, TypeError):
        geometries.faults[n] = ["its geometry is no WKB; 'unread_geometry' keeps it as hexadecimal"]
        geometries.unread[n] = cell.hex() if isinstance(cell, bytes) else str(cell)
        return
    if odd:
        geometries.faults[n] = odd[0]


def _tree(kind: str, cell: Any) -> Tree:
    """Return a GeoArrow value as a tree of positions."""
    if kind == "Point":
        position = _position(cell)
        return kind, [] if math.isnan(position[0]) else [position]
    if kind == "LineString":
        return kind, [_position(point) for point in cell]
    if kind == "Polygon":
        return kind, [[_position(point) for point in ring] for ring in cell]
    return kind, [_tree(kind.removeprefix("Multi"), part) for part in cell]


def _position(value: Any) -> tuple[float, ...]:
    numbers = (
        [value[key] for key in ("x", "y", "z") if key in value]
        if isinstance(value, dict)
        else value
    )
    if len(numbers) < len("xy"):
        raise ValueError(value)
    return tuple(float(n) for n in numbers[: len("xyz")])
