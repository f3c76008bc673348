"""Empty GeoPackage template for drawing events, with drop-down lists.

The lists are tables of the GeoPackage schema extension, which QGIS shows as drop-down lists.
pyogrio does not offer GDAL's functions for them.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from geotrack.files import atomic_path

if TYPE_CHECKING:
    from typing import Any

__all__ = ["COLUMNS", "LAYERS", "write_template"]

LAYERS = {"events_point": "Point", "events_line": "LineString", "events_polygon": "Polygon"}
"""Geometry type by layer of the template."""

Sql = Literal["TEXT", "REAL"]
COLUMNS: dict[str, tuple[Sql, str]] = {
    "title": ("TEXT", "In your own words; needed"),
    "type": ("TEXT", "What happened; needed"),
    "start": ("TEXT", "2024, 2024-09, 2024-09-28, or unknown; needed"),
    "end": ("TEXT", "Likewise; .. where it goes on"),
    "status": ("TEXT", "Whether it happened; empty: not stated"),
    "kind": ("TEXT", "Event, statement, assessment or outlook; empty: event"),
    "verification": ("TEXT", "How far it is established; empty: not stated"),
    "summary": ("TEXT", "In your own words"),
    "actor_name": ("TEXT", "Who took part; several with ;"),
    "actor_country": ("TEXT", "ISO 3166-1 alpha-2, in the same order"),
    "place_name": ("TEXT", "The place in words"),
    "precision": ("TEXT", "How well the position is known; empty: not stated"),
    "radius_km": ("REAL", "How far off the position may be"),
    "inner_radius_km": ("REAL", "Of a ring: how far off the position it was at least"),
    "regions": ("TEXT", "Ids of regions that it was in; several with ;"),
    "place_note": ("TEXT", "How the position was found"),
    "source_url": ("TEXT", "Web address of the source; needed, or source_cite"),
    "source_cite": ("TEXT", "A work without a web address"),
    "source_title": ("TEXT", "Its title"),
    "source_publisher": ("TEXT", "Its publisher"),
    "source_published": ("TEXT", "When it was published"),
    "tags": ("TEXT", "Free tags; several with ;"),
}
"""Columns of each layer: SQL type and description."""

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


def write_template(path: Path) -> None:
    """Write an empty GeoPackage with a layer for points, lines and areas.

    Parameters
    ----------
    path : pathlib.Path
        The file; an existing one is overwritten.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    with atomic_path(path) as new:
        try:
            for layer, shape in LAYERS.items():
                _write_layer(new, layer, shape)
            with closing(sqlite3.connect(new)) as file:
                _write_lists(file)
        except (RuntimeError, sqlite3.Error):  # pyogrio's errors are RuntimeErrors
            raise OSError(errno.EIO, "not written whole; the disk may be full") from None


def _write_layer(path: Path, layer: str, shape: str) -> None:
    import numpy as np
    from pyogrio import raw

    kinds = {"TEXT": "object", "REAL": "float64"}
    raw.write(
        path,
        geometry=np.array([], dtype="object"),
        field_data=[np.array([], dtype=kinds[kind]) for kind, _ in COLUMNS.values()],
        fields=list(COLUMNS),
        layer=layer,
        driver="GPKG",
        geometry_type=shape,
        crs="EPSG:4326",
        append=path.exists(),
    )


def _write_lists(file: sqlite3.Connection) -> None:
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
                (name, v, description)
                for name, values in _lists().items()
                for v, description in values
            ],
        )
        file.executemany(
            "INSERT INTO gpkg_data_columns (table_name, column_name, description, "
            "constraint_name) VALUES (?, ?, ?, ?)",
            [
                (layer, column, description, _list_of(layer, column))
                for layer in LAYERS
                for column, (_, description) in COLUMNS.items()
            ],
        )


def _list_of(layer: str, column: str) -> str | None:
    """Return the name of the list for a column."""
    name = f"geotrack_{column}" if column != "precision" else f"geotrack_{column}_{layer}"
    return name if name in _lists() else None


def _lists() -> dict[str, list[tuple[str, str]]]:
    """Return the lists by name: values and labels."""
    from geotrack.model.event import Kind, Status, VerificationLevel
    from geotrack.taxonomy import taxonomy

    def plain(words: Any) -> list[tuple[str, str]]:
        return [(word, word) for word in words]

    def types() -> Iterator[tuple[str, str]]:
        for one in taxonomy().types.values():
            yield one.id, f"{one.theme.label['en']}: {one.label['en']}"

    precision = {f"geotrack_precision_{k}": plain(v) for k, v in _PRECISION.items()}
    return {
        "geotrack_type": list(types()),
        "geotrack_kind": plain(get_args(Kind)),
        "geotrack_status": plain(get_args(Status)),
        "geotrack_verification": plain(get_args(VerificationLevel)),
        **precision,
    }
