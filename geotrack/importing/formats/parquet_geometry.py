"""Geometries of Parquet files: WKB, GeoArrow arrays, and the `geo` metadata of GeoParquet 1.1."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geotrack.importing.faults import UnreadableError
from geotrack.importing.geometry.shape_repair import Tree, build_shape, read_wkb
from geotrack.notation.column_names import WKT

__all__ = ["Geometries", "Geometry", "geometry_columns", "read_geometries"]

_NATIVE = {
    "point": "Point", "linestring": "LineString", "polygon": "Polygon", "multipoint": "MultiPoint",
    "multilinestring": "MultiLineString", "multipolygon": "MultiPolygon",
}  # fmt: skip
_LON_LAT = "OGC:CRS84"
_EXTENSION, _EXTENSION_METADATA = b"ARROW:extension:name", b"ARROW:extension:metadata"
_WKB_NAMES = (*WKT, "wkb", "wkb_geometry", "shape")


@dataclass(frozen=True)
class Geometry:
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
class Geometries:
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


def geometry_columns(path: Path, schema: Any) -> list[Geometry]:
    """Return the columns of geometries of a file, by its metadata, else by their names.

    Parameters
    ----------
    path : pathlib.Path
        The file, for messages.
    schema : pyarrow.Schema
        Its schema.

    Raises
    ------
    UnreadableError
        The metadata of its geometry are broken.
    """
    raw = (schema.metadata or {}).get(b"geo")
    if raw is not None:
        try:
            return list(_of_metadata(json.loads(raw), schema.names))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            remedy = "save it again with what wrote it"
            raise UnreadableError(path, "its metadata 'geo' cannot be read", remedy) from None
    found = [one for f in schema if (one := _of_field(f)) is not None]
    return [Geometry(**{**_fields(one), "is_primary": n == 0}) for n, one in enumerate(found)]


def _fields(one: Geometry) -> dict[str, Any]:
    return {"name": one.name, "encoding": one.encoding, "crs": one.crs, "is_plain": one.is_plain}


def _of_metadata(geo: dict[str, Any], names: Sequence[str]) -> list[Geometry]:
    primary = geo["primary_column"]
    found = []
    for name, column in geo["columns"].items():
        if name not in names:
            raise KeyError(name)
        encoding = column.get("encoding", "WKB")
        if encoding.upper() != "WKB" and encoding not in _NATIVE:
            raise ValueError(encoding)
        crs = column.get("crs", _LON_LAT)
        found.append(
            Geometry(
                name,
                "WKB" if encoding.upper() == "WKB" else _NATIVE[encoding],
                _crs_text(crs),
                is_primary=name == primary,
                is_plain=crs == _LON_LAT,
            )
        )
        box = column.get("covering", {}).get("bbox", {})
        extents = {ends[0] for ends in box.values() if len(ends) > 1} & set(names)
        found += [Geometry(extent, is_extent=True) for extent in sorted(extents)]
    return found


def _of_field(one: Any) -> Geometry | None:
    """Return a column of geometries by its extension type, or its type and name."""
    from pyarrow import types

    metadata = one.metadata or {}
    name = metadata.get(_EXTENSION, b"").decode(errors="replace")
    kind = name.removeprefix("geoarrow.")
    binary = types.is_binary(one.type) or types.is_large_binary(one.type)
    if kind in {"wkb", "ogc.wkb"} or (binary and one.name.lower() in _WKB_NAMES):
        return Geometry(one.name, "WKB", _extension_crs(metadata))
    if name.startswith("geoarrow.") and kind in _NATIVE:
        return Geometry(one.name, _NATIVE[kind], _extension_crs(metadata))
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


def read_geometries(path: Path, column: Geometry, cells: Sequence[Any]) -> Geometries:
    """Return the geometries of a column; one that cannot be read is a fault of its row.

    Parameters
    ----------
    path : pathlib.Path
        The file, for messages.
    column : Geometry
        The column.
    cells : sequence
        Its cells as Python values: bytes, or nested lists of positions.
    """
    from shapely.errors import ShapelyError

    found = Geometries([None] * len(cells))
    if column.encoding == "WKB":
        try:
            found.shapes, found.faults = read_wkb([_bytes(cell) for cell in cells])
        except (ShapelyError, TypeError):
            for n, cell in enumerate(cells):
                _one_wkb(found, n, cell)
        return found
    for n, cell in enumerate(cells):
        if cell is not None:
            try:
                found.shapes[n], odd = build_shape(_tree(column.encoding, cell))
            except (ValueError, TypeError, KeyError, IndexError):
                odd = ["its geometry has coordinates that are no positions"]
                found.unread[n] = str(cell)
            if odd:
                found.faults[n] = odd
    return found


def _bytes(cell: Any) -> bytes | None:
    if cell is not None and not isinstance(cell, bytes):
        raise TypeError(cell)
    return cell


def _one_wkb(found: Geometries, n: int, cell: Any) -> None:
    from shapely.errors import ShapelyError

    try:
        (found.shapes[n],), odd = read_wkb([_bytes(cell)])
    except (ShapelyError, TypeError):
        found.faults[n] = ["its geometry is no WKB; 'unread_geometry' keeps it as hexadecimal"]
        found.unread[n] = cell.hex() if isinstance(cell, bytes) else str(cell)
        return
    if odd:
        found.faults[n] = odd[0]


def _tree(kind: str, cell: Any) -> Tree:
    """Return a GeoArrow value as a tree of positions."""
    if kind == "Point":
        position = _position(cell)
        return kind, [] if math.isnan(position[0]) else [position]
    if kind == "LineString":
        return kind, [_position(one) for one in cell]
    if kind == "Polygon":
        return kind, [[_position(one) for one in ring] for ring in cell]
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
