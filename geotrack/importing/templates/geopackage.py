"""Empty GeoPackage template for drawing events, with drop-down lists.

The lists are tables of the GeoPackage schema extension, which QGIS shows as drop-down lists.
pyogrio does not offer GDAL's functions for them.
"""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

from geotrack.files import atomic_path
from geotrack.geopackage import write_layer
from geotrack.importing.templates.columns import COLUMNS, values
from geotrack.taxonomy import Taxonomy

__all__ = ["LAYERS", "write_geopackage"]

Lists = dict[str, dict[str, str]]

LAYERS = {"events_point": "Point", "events_line": "LineString", "events_polygon": "Polygon"}
"""Geometry type by layer of the template."""

# Precisions that fit each geometry type.
_PRECISION = {
    "events_point": ("exact", "near", "ring", "representative", "region"),
    "events_line": ("line", "near"),
    "events_polygon": ("area", "near"),
}

_SCHEMA = """
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""
_DEFINITION = "http://www.geopackage.org/spec131/#extension_schema"


def write_geopackage(path: Path, taxonomy: Taxonomy) -> None:
    """Write an empty GeoPackage with a layer for points, lines and areas."""
    types = {name: kind for name, (kind, _) in COLUMNS.items()}
    with atomic_path(path) as new:
        try:
            for layer, shape in LAYERS.items():
                write_layer(new, layer, types, (), geometry_type=shape, crs="EPSG:4326")
            with closing(sqlite3.connect(new)) as file:
                _write_lists(file, _lists(taxonomy))
        except (RuntimeError, sqlite3.Error):  # pyogrio's errors are RuntimeErrors
            raise OSError(errno.EIO, "not written whole; the disk may be full") from None


def _write_lists(file: sqlite3.Connection, lists: Lists) -> None:
    """Write the lists of values, and the columns that use them."""
    with file:
        file.executescript(_SCHEMA)
        file.executemany(
            "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
            [("gpkg_data_columns", _DEFINITION), ("gpkg_data_column_constraints", _DEFINITION)],
        )
        file.executemany(
            "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, "
            "description) VALUES (?, 'enum', ?, ?)",
            [
                (name, value, label)
                for name, labels in lists.items()
                for value, label in labels.items()
            ],
        )
        file.executemany(
            "INSERT INTO gpkg_data_columns (table_name, column_name, description, "
            "constraint_name) VALUES (?, ?, ?, ?)",
            [
                (layer, column, description, _list_of(layer, column, lists))
                for layer in LAYERS
                for column, (_, description) in COLUMNS.items()
            ],
        )


def _list_of(layer: str, column: str, lists: Lists) -> str | None:
    """Return the name of the list for a column."""
    name = f"geotrack_{column}" if column != "precision" else f"geotrack_{column}_{layer}"
    return name if name in lists else None


def _lists(taxonomy: Taxonomy) -> Lists:
    """Return the lists by name: values and labels."""
    lists = {f"geotrack_{c}": of for c, of in values(taxonomy).items() if c != "precision"}
    fitting = {f"geotrack_precision_{layer}": of for layer, of in _PRECISION.items()}
    return {**lists, **{name: {word: word for word in of} for name, of in fitting.items()}}
