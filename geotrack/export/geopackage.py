"""GeoPackage (OGC 12-128r18, version 1.3) with layer styles for QGIS.

Written with sqlite3: GDAL's writer adds timestamps, and does not write styles, metadata and
attribute tables in one pass. Layers are in the polar CRS of the map, which has no seam at 180°; a
QGIS project takes the CRS of its first layer.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.errors import GeometryError
from geotrack.export.columns import COLUMNS, ColumnType, Value, columns, extra_notes, rows
from geotrack.export.geometry import (
    Place,
    footprints,
    height_notes,
    members,
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


@dataclass(frozen=True)
class _Feature:
    shape: BaseGeometry
    values: dict[str, Value]


def write(product: Product) -> tuple[bytes, list[str]]:
    """Return a GeoPackage, and notes about what it does not hold.

    It has a layer for each geometry type and layers of footprints and regions, in the polar CRS of
    the product. Records without geometry, the sources and the product's metadata are tables.
    """
    crs = product.terms.projection or product.workspace.config.projection
    layers, bare, notes = _sorted_out(product, crs)
    with closing(sqlite3.connect(":memory:")) as file:
        file.execute(f"PRAGMA application_id = {_APPLICATION}")
        file.execute(f"PRAGMA user_version = {_VERSION}")
        file.executescript(_TABLES)
        srs = _write_crs(file, crs)
        for name, layer in layers.items():
            _write_layer(file, name, srs, *layer, taxonomy=product.workspace.taxonomy)
        if bare:
            _write_table(file, "without_geometry", columns(product), bare)
        _write_about(file, product)
        file.commit()
        # VACUUM makes the bytes independent of the order of insertion.
        file.execute("VACUUM")
        return file.serialize(), notes


Layers = dict[str, tuple[dict[str, ColumnType], list[_Feature]]]


def _sorted_out(product: Product, crs: str) -> tuple[Layers, list[dict[str, Value]], list[str]]:
    """Return the layers in drawing order, the rows without geometry, and notes."""
    move = to_crs(crs)
    found: dict[str, list[_Feature]] = {name: [] for name in _TYPES}
    bare, mixed, out = [], 0, []
    for record, row in zip(product.records, rows(product), strict=True):
        if record.geometry is None:
            bare.append(row)
            continue
        parts = list(members(record.geometry))
        mixed += len({_LAYER_OF[part["type"]] for part in parts}) > 1
        try:
            for part in parts:
                name = _LAYER_OF[part["type"]]
                found[name].append(_Feature(_as(_TYPES[name], projected(part, move)), row))
        except GeometryError as error:
            out.append(f"{record.event.id} ({error.problem})")
            bare.append(row)
    places, missing = footprints(product)
    found["footprints"] = [
        _Feature(
            _as("MULTIPOLYGON", shapely.orient_polygons(move(place.shape))), _where(place, row)
        )
        for place, row in _with_rows(places, product)
    ]
    found["regions"] = [
        _Feature(_as("MULTIPOLYGON", shapely.orient_polygons(move(region.plane))), values)
        for region, values in zip(product.regions, _regions(product), strict=True)
    ]
    fields = dict.fromkeys(_TYPES, columns(product)) | {
        "regions": _REGION,
        "footprints": _FOOTPRINT,
    }
    layers = {name: (fields[name], some) for name, some in found.items() if some}
    return layers, bare, list(_notes(product, mixed, out, missing))


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


def _with_rows(
    places: Iterable[Place], product: Product
) -> Iterator[tuple[Place, dict[str, Value]]]:
    by_id = {row["id"]: row for row in rows(product)}
    # The largest first, so that they are drawn under the others.
    for place in sorted(places, key=lambda p: -p.shape.area):
        yield place, by_id[place.record.event.id]


def _where(place: Place, row: dict[str, Value]) -> dict[str, Value]:
    return {**{name: row[name] for name in _FOOTPRINT if name in row}, "basis": place.basis}


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


def _write_layer(
    file: sqlite3.Connection,
    name: str,
    srs: int,
    columns: dict[str, ColumnType],
    features: Sequence[_Feature],
    *,
    taxonomy: Taxonomy,
) -> None:
    fields = ", ".join(f'"{column}" {_SQL[kind]}' for column, kind in columns.items())
    file.execute(
        f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, '
        f"geom {_TYPES[name]}, {fields})"
    )
    marks = ", ".join("?" * (len(columns) + 1))
    names = ", ".join(["geom", *(f'"{column}"' for column in columns)])
    file.executemany(
        f'INSERT INTO "{name}" ({names}) VALUES ({marks})',  # noqa: S608 (names of this module)
        [
            (_blob(f.shape, srs), *(_stored(f.values[column]) for column in columns))
            for f in features
        ],
    )
    bounds = shapely.total_bounds([f.shape for f in features]).tolist()
    file.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
        (name, name, _DESCRIPTIONS[name], CHANGED, *bounds, srs),
    )
    file.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)",
        (name, _TYPES[name], srs),
    )
    used = {f.values.get("theme") for f in features}
    themes = [theme for theme in taxonomy.themes.values() if theme.id in used]
    file.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
        "update_time) VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '', ?)",
        (name, "geotrack", style(name, themes), _DESCRIPTIONS[name], CHANGED),
    )


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
    fields = ", ".join(f'"{column}" {_SQL[kind]}' for column, kind in columns.items())
    file.execute(
        f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {fields})'
    )
    marks, names = ", ".join("?" * len(columns)), ", ".join(f'"{column}"' for column in columns)
    file.executemany(
        f'INSERT INTO "{name}" ({names}) VALUES ({marks})',  # noqa: S608 (names of this module)
        [tuple(_stored(row[column]) for column in columns) for row in values],
    )
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
