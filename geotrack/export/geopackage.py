"""GeoPackage (OGC 12-128r18, version 1.3) with layer styles for QGIS.

Written with sqlite3: GDAL's writer adds timestamps, and does not write styles, metadata and
attribute tables in one pass. Layers are in the polar CRS of the map, which has no seam at 180°; a
QGIS project takes the CRS of its first layer.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.errors import GeometryError
from geotrack.export.columns import COLUMNS, ColumnType, Value, columns, extra_notes, rows
from geotrack.export.geometry import (
    Place,
    height_notes,
    members,
    place_of,
    projected,
    to_crs,
    undrawn_notes,
)
from geotrack.export.product import Product
from geotrack.export.qgis import style
from geotrack.taxonomy import Taxonomy

__all__ = ["CHANGED", "write"]

CHANGED = "1980-01-01T00:00:00.000Z"
"""A constant timestamp: the same product gives the same bytes."""

_APPLICATION, _VERSION = 0x47504B47, 10300
_METADATA = "https://www.isotc211.org/2005/gmd"
_SQL: dict[ColumnType, str] = {
    "text": "TEXT", "real": "REAL", "integer": "INTEGER", "date": "DATE",
}  # fmt: skip
_LAYER_OF = {
    "Point": "points", "MultiPoint": "multipoints", "LineString": "lines",
    "MultiLineString": "lines", "Polygon": "areas", "MultiPolygon": "areas",
}  # fmt: skip
_TYPES = {
    "regions": "MULTIPOLYGON", "footprints": "MULTIPOLYGON", "areas": "MULTIPOLYGON",
    "lines": "MULTILINESTRING", "multipoints": "MULTIPOINT", "points": "POINT",
}  # fmt: skip
_DESCRIPTIONS = {
    "regions": "Regions that records name as their place",
    "footprints": "Where each record may have been, as far as that is an area",
    "areas": "Records drawn as areas",
    "lines": "Records drawn as lines",
    "multipoints": "Records drawn as several points",
    "points": "Records drawn as points",
    "without_geometry": "Records without a geometry of their own; some name regions",
    "sources": "The numbered sources",
    "about": "What holds of all: marking, as-of date, digest",
}
_REGION: dict[str, ColumnType] = {
    "id": "text", "name": "text", "count": "integer", "records": "text", "authority": "text",
    "definition": "text", "licence": "text", "product_marking": "text",
}  # fmt: skip
_FOOTPRINT: dict[str, ColumnType] = {
    name: COLUMNS[name]
    for name in ("id", "number", "title", "theme", "type", "date", "earliest", "latest", "where",
                 "precision", "radius_km", "inner_radius_km", "verification", "marking",
                 "product_marking")
} | {"basis": "text"}  # fmt: skip
_SOURCE: dict[str, ColumnType] = {
    "number": "integer", "label": "text", "published": "text", "url": "text", "read_at": "text",
    "records": "text",
}  # fmt: skip

_NO_COLUMNS: Mapping[str, str] = MappingProxyType({})

_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
  md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,
  mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30), update_time DATETIME);
"""


def write(product: Product) -> tuple[bytes, list[str]]:
    """Return a GeoPackage, and notes about what it does not hold.

    It has a layer for each geometry type and layers of footprints and regions, in the polar CRS of
    the product. Records without geometry, the sources and the product's metadata are tables. It is
    made in a file, record by record: of very many it has more than the memory holds well.
    """
    crs = product.terms.projection or product.workspace.config.projection
    with TemporaryDirectory() as folder:
        path = Path(folder) / "records.gpkg"
        with closing(sqlite3.connect(path)) as file:
            file.execute(f"PRAGMA application_id = {_APPLICATION}")
            file.execute(f"PRAGMA user_version = {_VERSION}")
            file.execute("PRAGMA journal_mode = OFF")
            file.executescript(_TABLES)
            notes = _write_records(file, product, crs)
            _write_about(file, product)
            file.commit()
            # VACUUM makes the bytes independent of the order of insertion.
            file.execute("VACUUM")
        return path.read_bytes(), notes


def _write_records(file: sqlite3.Connection, product: Product, crs: str) -> list[str]:
    """Write the layers in drawing order, and the rows without geometry; return notes."""
    move, srs = to_crs(crs), _write_crs(file, crs)
    fields = columns(product)
    own = {"regions": _REGION, "footprints": _FOOTPRINT}
    layers = {name: _Layer(file, name, srs, own.get(name, fields)) for name in _TYPES}
    bare, mixed, out, missing = _Table(file, "without_geometry", fields), 0, [], []
    for record, row in zip(product.records, rows(product), strict=True):
        if record.geometry is None:
            bare.add(row)
            continue
        parts = list(members(record.geometry))
        mixed += len({_LAYER_OF[part["type"]] for part in parts}) > 1
        try:
            for part in parts:
                layers[_LAYER_OF[part["type"]]].add_shape(projected(part, move), row)
        except GeometryError as error:
            out.append(f"{record.event.id} ({error.problem})")
            bare.add(row)
        place = place_of(record, product)
        if isinstance(place, Place):
            shape = shapely.orient_polygons(move(place.shape))
            layers["footprints"].add_shape(shape, {**row, "basis": place.basis}, place.area)
        elif place == "south":
            missing.append(record.event.id)
    for region, values in zip(product.regions, _regions(product), strict=True):
        layers["regions"].add_shape(shapely.orient_polygons(move(region.plane)), values)
    for layer in layers.values():
        layer.end_layer(product.workspace.taxonomy)
    bare.end()
    return list(_notes(product, mixed, out, missing))


def _notes(
    product: Product, mixed: int, out: Sequence[str], missing: Sequence[str]
) -> Iterator[str]:
    if mixed:
        what = (
            "record of mixed geometry stands" if mixed == 1 else "records of mixed geometry stand"
        )
        yield f"{mixed} {what} in several layers, with one id"
    if out:
        yield f"not drawn, and in without_geometry: {', '.join(out)}"
    yield from undrawn_notes(product, missing)
    yield from extra_notes(product)
    yield from height_notes(product)


def _as(name: str, shape: BaseGeometry) -> BaseGeometry:
    """Return a shape as the geometry type of a layer."""
    if name.startswith("MULTI") and isinstance(shape, shapely.Polygon):
        return shapely.MultiPolygon([shape])
    if name.startswith("MULTI") and isinstance(shape, shapely.LineString):
        return shapely.MultiLineString([shape])
    return shape


def _regions(product: Product) -> Iterator[dict[str, Value]]:
    for region in product.regions:
        named = [r.event.id for r in product.records if region.id in r.event.regions]
        yield {
            "id": region.id, "name": region.name, "count": len(named),
            "records": "; ".join(named) or None, "authority": region.authority,
            "definition": region.definition.text, "licence": region.licence,
            "product_marking": product.terms.marking,
        }  # fmt: skip


def _write_crs(file: sqlite3.Connection, crs: str) -> int:
    from pyproj import CRS

    known = CRS.from_user_input(crs)
    world = CRS.from_epsg(4326)
    authority, code = known.to_authority() or ("NONE", "0")
    undefined = ("NONE", "undefined")
    file.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined Cartesian", -1, "NONE", -1, *undefined[1:], None),
            ("Undefined geographic", 0, "NONE", 0, *undefined[1:], None),
            ("WGS 84", 4326, "EPSG", 4326, world.to_wkt("WKT1_GDAL"), None),
            (known.name, int(code), authority, int(code), known.to_wkt("WKT1_GDAL"), None),
        ],
    )
    return int(code)


class _Table:
    """A table of attributes, filled row by row; at the end it is registered, or dropped if empty.

    Parameters
    ----------
    file : sqlite3.Connection
        The GeoPackage.
    name : str
        Name of the table.
    columns : mapping of str to str
        Its columns.
    geometry : mapping of str to str
        Columns before these, with their SQL types.
    """

    def __init__(
        self,
        file: sqlite3.Connection,
        name: str,
        columns: Mapping[str, ColumnType],
        geometry: Mapping[str, str] = _NO_COLUMNS,
    ) -> None:
        self.file, self.name, self.columns, self.count = file, name, columns, 0
        types = {**geometry, **{column: _SQL[kind] for column, kind in columns.items()}}
        self.fields = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
        self.names = ", ".join(f'"{column}"' for column in types)
        self._marks = ", ".join("?" * len(types))
        file.execute(
            f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {self.fields})'
        )

    def add(self, values: Mapping[str, Value], *geometry: object) -> None:
        """Add a row."""
        self.count += 1
        cells = (*geometry, *(_stored(values[column]) for column in self.columns))
        statement = f'INSERT INTO "{self.name}" ({self.names}) VALUES ({self._marks})'  # noqa: S608 (names of this module)
        self.file.execute(statement, cells)

    def end(self) -> None:
        """Register the table, or drop it if it is empty."""
        if self.count:
            _register(self.file, self.name)
        else:
            self.file.execute(f'DROP TABLE "{self.name}"')


class _Layer(_Table):
    """A table with shapes of one type in the CRS of the product."""

    def __init__(
        self, file: sqlite3.Connection, name: str, srs: int, columns: Mapping[str, ColumnType]
    ) -> None:
        # The largest footprints come first, so that they are drawn under the others.
        size = {"_size": "REAL"} if name == "footprints" else {}
        super().__init__(file, name, columns, {**size, "geom": _TYPES[name]})
        self._srs, self._themes = srs, set[Value]()
        self._bounds = np.array([np.inf, np.inf, -np.inf, -np.inf])

    def add_shape(self, shape: BaseGeometry, values: Mapping[str, Value], *size: float) -> None:
        """Add a shape with its values."""
        shape = _as(_TYPES[self.name], shape)
        least, most = np.split(np.array(shape.bounds), 2)
        np.minimum(self._bounds[:2], least, out=self._bounds[:2])
        np.maximum(self._bounds[2:], most, out=self._bounds[2:])
        self._themes.add(values.get("theme"))
        self.add(values, *size, _blob(shape, self._srs))

    def end_layer(self, taxonomy: Taxonomy) -> None:
        """Register the layer with its style, or drop it if it is empty."""
        if not self.count:
            self.end()
            return
        if self.names.startswith('"_size"'):
            self._sort()
        self.file.execute(
            "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
            (self.name, self.name, _DESCRIPTIONS[self.name], CHANGED, *self._bounds.tolist(),
             self._srs),
        )  # fmt: skip
        self.file.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)",
            (self.name, _TYPES[self.name], self._srs),
        )
        themes = [theme for theme in taxonomy.themes.values() if theme.id in self._themes]
        self.file.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
            "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
            "update_time) VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '', ?)",
            (self.name, "geotrack", style(self.name, themes), _DESCRIPTIONS[self.name], CHANGED),
        )

    def _sort(self) -> None:
        """Order the rows by size, and drop that column."""
        self.file.execute(f'ALTER TABLE "{self.name}" RENAME TO unsorted')
        sorted_ = _Table(self.file, self.name, self.columns, {"geom": _TYPES[self.name]})
        self.file.execute(
            f'INSERT INTO "{self.name}" ({sorted_.names}) '  # noqa: S608 (names of this module)
            f"SELECT {sorted_.names} FROM unsorted ORDER BY _size DESC, fid"
        )
        self.file.execute("DROP TABLE unsorted")


def _blob(shape: BaseGeometry, srs: int) -> bytes:
    """Return a shape as GeoPackage binary: header, envelope, WKB."""
    little, with_envelope = 1, 1 << 1
    west, south, east, north = shape.bounds
    header = struct.pack(
        "<2sBBi4d", b"GP", 0, little | with_envelope, srs, west, east, south, north
    )
    return header + bytes(shapely.to_wkb(shape, byte_order=1))


def _stored(value: Value) -> str | float | int | None:
    return value.isoformat() if isinstance(value, date) else value


def _write_table(
    file: sqlite3.Connection,
    name: str,
    columns: dict[str, ColumnType],
    values: Iterable[dict[str, Value]],
) -> None:
    table = _Table(file, name, columns)
    for row in values:
        table.add(row)
    _register(file, name)


def _register(file: sqlite3.Connection, name: str) -> None:
    file.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES (?, 'attributes', ?, ?, ?)",
        (name, name, _DESCRIPTIONS.get(name, ""), CHANGED),
    )


def _write_about(file: sqlite3.Connection, product: Product) -> None:
    """Write sources and product metadata, as tables for people and as JSON for programs."""
    cited: list[dict[str, Value]] = [
        {
            "number": source.number, "label": source.label, "published": source.published or None,
            "url": source.url or None, "read_at": " ".join(source.read_at) or None,
            "records": "; ".join(product.records_by_source[source.number]),
        }
        for source in product.sources
    ]  # fmt: skip
    _write_table(file, "sources", _SOURCE, cited)
    entries: list[dict[str, Value]] = [
        {"what": key, "value": str(value)} for key, value in product.about.items()
    ]
    _write_table(file, "about", {"what": "text", "value": "text"}, entries)
    _register(file, "layer_styles")
    file.execute(
        "INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?, 'application/json', ?)",
        (_METADATA, json.dumps(product.about, ensure_ascii=False)),
    )
    file.execute(
        "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)",
        (CHANGED,),
    )
    definition = "http://www.geopackage.org/spec131/#extension_metadata"
    file.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_metadata', ?, 'read-write')",
        [("gpkg_metadata", definition), ("gpkg_metadata_reference", definition)],
    )
