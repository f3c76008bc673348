"""Empty files for colleagues to fill in: a GeoPackage for QGIS, a workbook for Excel.

The drop-down lists of the GeoPackage are tables of its schema extension, which QGIS shows as lists.
pyogrio does not offer GDAL's functions for them.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from geotrack.errors import UsageError
from geotrack.files import atomic_path
from geotrack.files.geopackage import ColumnType, write_layer
from geotrack.files.spreadsheets import open_workbook
from geotrack.messages import Message
from geotrack.taxonomy import Taxonomy, built_in_taxonomy

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["COLUMNS", "EVENTS", "LAYERS", "SHEETS", "values", "write_template"]

COLUMNS: dict[str, tuple[ColumnType, str]] = {
    "title": ("text", "In your own words; needed"),
    "type": ("text", "What happened; needed"),
    "start": ("text", "2024, 2024-09, 2024-09-28, or unknown; needed"),
    "end": ("text", "Likewise; .. where it goes on"),
    "status": ("text", "Whether it happened; empty: not stated"),
    "kind": ("text", "Event, statement, assessment or outlook; empty: event"),
    "verification": ("text", "How far it is established; empty: not stated"),
    "summary": ("text", "In your own words"),
    "actor_name": ("text", "Who took part; several with ;"),
    "actor_country": ("text", "ISO 3166-1 alpha-2, in the same order"),
    "place_name": ("text", "The place in words"),
    "precision": ("text", "How well the position is known; empty: not stated"),
    "radius_km": ("real", "How far off the position may be"),
    "inner_radius_km": ("real", "Of a ring: how far off the position it was at least"),
    "regions": ("text", "Ids of regions that it was in; several with ;"),
    "place_note": ("text", "How the position was found"),
    "source_url": ("text", "Web address of the source; needed, or source_cite"),
    "source_cite": ("text", "A work without a web address"),
    "source_title": ("text", "Its title"),
    "source_publisher": ("text", "Its publisher"),
    "source_published": ("text", "When it was published"),
    "source_claimant": ("text", "Who says it, where it is not the publisher"),
    "source_stance": ("text", "Whether they support, dispute or deny it; empty: not stated"),
    "tags": ("text", "Free tags; several with ;"),
}
"""Columns of each layer: type and description."""


def values(taxonomy: Taxonomy) -> dict[str, dict[str, str]]:
    """Return the values to choose from by column, each with its label."""
    from geotrack.importing.targets.properties import properties, property_of_column

    types = taxonomy.types.values()
    names = ("kind", "status", "verification", "precision", "source_stance")
    words = {name: properties()[property_of_column(name) or name].choices for name in names}
    return {
        "type": {
            event_type.id: f"{event_type.theme.label['en']}: {event_type.label['en']}"
            for event_type in types
        },
        **{column: {word: word for word in choices} for column, choices in words.items()},
    }


def write_template(path: Path, taxonomy: Taxonomy | None = None) -> str:
    """Write an empty template.

    Parameters
    ----------
    path : pathlib.Path
        The file, `.gpkg` or `.xlsx`; an existing one is overwritten.
    taxonomy : Taxonomy, optional
        The types to choose from; the built-in ones without it.

    Returns
    -------
    str
        What the file is, in words.

    Raises
    ------
    UsageError
        The name has another ending.
    OSError
        The file cannot be written.
    """
    from geotrack.importing.templates import _write_geopackage, _write_workbook

    types = taxonomy or built_in_taxonomy()
    if path.suffix.lower() == ".gpkg":
        _write_geopackage(path, types)
        return "an empty GeoPackage with points, lines and areas"
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, types)
        return "an empty workbook with lists to choose from"
    raise UsageError(
        Message(
            "{path}: a template is a GeoPackage or a workbook; give it a name that "
            "ends in .gpkg or .xlsx",
            path,
        )
    )


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


def _write_geopackage(path: Path, taxonomy: Taxonomy) -> None:
    """Write an empty GeoPackage with a layer for points, lines and areas."""
    types = {name: kind for name, (kind, _) in COLUMNS.items()}
    with atomic_path(path) as new:
        try:
            for layer, shape in LAYERS.items():
                write_layer(new, layer, types, (), geometry_type=shape, crs="EPSG:4326")
            with closing(sqlite3.connect(new)) as file:
                _write_layer_lists(file, _layer_lists(taxonomy))
        except (RuntimeError, sqlite3.Error):  # pyogrio's errors are RuntimeErrors
            raise OSError(errno.EIO, "not written whole; the disk may be full") from None


def _write_layer_lists(file: sqlite3.Connection, lists: Lists) -> None:
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


def _layer_lists(taxonomy: Taxonomy) -> Lists:
    """Return the lists by name: values and labels."""
    lists = {
        f"geotrack_{c}": choices for c, choices in values(taxonomy).items() if c != "precision"
    }
    fitting = {f"geotrack_precision_{layer}": choices for layer, choices in _PRECISION.items()}
    return {
        **lists,
        **{name: {word: word for word in choices} for name, choices in fitting.items()},
    }


EVENTS = "Events"
# Names of the sheets beside that of the records.
_COLUMNS_SHEET, _TYPES, _LISTS = "Columns", "Types", "Lists"
SHEETS = frozenset((EVENTS, _COLUMNS_SHEET, _TYPES, _LISTS))
"""Sheets of the template; records are in `EVENTS`."""

# Columns of a workbook that make the geometry, with their explanations.
_POSITION = {
    "lat_lon": "Latitude and longitude in any notation: 69.73, 30.05 · 69°43.8'N 30°03'E · MGRS; "
    "empty where it is not known",
}
# After these columns of the GeoPackage, which has geometry in place of a position.
_BEFORE_POSITION = "actor_country"
# Columns that are printed bold.
_NEEDED = ("title", "type", "start", "source_url")
# Widths of columns in letters; 18 for others.
_WIDTHS = {
    "title": 44, "type": 26, "summary": 44, "lat_lon": 28, "place_name": 24, "source_url": 36,
    "source_title": 30,
}  # fmt: skip
# Rows that have lists and notes, the header left out.
_ROWS = 2_000
# Excel shows at most so many letters of a note.
_NOTE = 255
_INK, _GROUND, _QUIET = "#16242C", "#D3E2E9", "#5D7F90"


def _write_workbook(path: Path, taxonomy: Taxonomy) -> None:
    """Write an empty workbook: a sheet to fill in, one on its columns, one of types."""
    with atomic_path(path) as new, new.open("wb") as file, open_workbook(file) as book:
        columns: dict[str, str] = {}
        for column, (_, note) in COLUMNS.items():
            columns[column] = note
            if column == _BEFORE_POSITION:
                columns |= _POSITION
        events = book.add_worksheet(EVENTS)
        notes = _write_sheet(book, _COLUMNS_SHEET, ("column", "what to write"), columns, (20, 90))
        quiet = book.add_format({"font_color": _QUIET})
        notes.write_string(len(columns) + 2, 1, "Columns of your own are kept.", quiet)
        choices = values(taxonomy)
        types = _write_sheet(book, _TYPES, ("type", "meaning"), choices["type"], (30, 50))
        types.freeze_panes(1, 0)
        lists = _write_lists(book, choices)
        needed_format = book.add_format({"bold": True, "bg_color": _GROUND, "font_color": _INK})
        plain_format = book.add_format({"bg_color": _GROUND, "font_color": _INK})
        # Without it Excel makes a date of 2024-09.
        text = book.add_format({"num_format": "@", "valign": "top"})
        for n, (column, note) in enumerate(columns.items()):
            events.set_column(n, n, _WIDTHS.get(column, 18), text)
            events.write_string(0, n, column, needed_format if column in _NEEDED else plain_format)
            rule = lists.get(column, {"validate": "any"})
            hint = {"input_title": column, "input_message": note[:_NOTE]}
            events.data_validation(1, n, _ROWS, n, {**rule, **hint})
        events.freeze_panes(1, 1)


def _write_sheet(
    book: Workbook,
    name: str,
    head: tuple[str, str],
    rows: Mapping[str, str],
    widths: tuple[int, int],
) -> Worksheet:
    """Write a sheet of two columns, and return it."""
    sheet = book.add_worksheet(name)
    for n, width in enumerate(widths):
        sheet.set_column(n, n, width)
    sheet.write_row(0, 0, head, book.add_format({"bold": True}))
    for n, row in enumerate(rows.items(), 1):
        sheet.write_row(n, 0, row)
    return sheet


def _write_lists(
    book: Workbook, choices: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, object]]:
    """Write the values to a hidden sheet; return the rule of each column."""
    sheet = book.add_worksheet(_LISTS)
    rules: dict[str, dict[str, object]] = {}
    sheet.hide()
    for n, (column, labels) in enumerate(choices.items()):
        sheet.write_column(0, n, [*labels])
        letter = chr(ord("A") + n)
        rules[column] = {
            "validate": "list",
            "source": f"={_LISTS}!${letter}$1:${letter}${len(labels)}",
            "error_title": column,
            "error_message": f"Choose one of the list, or leave it empty. {COLUMNS[column][1]}."[
                :_NOTE
            ],
        }
    return rules
