"""Empty workbook for events, with drop-down lists and a note on each column."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from geotrack.files import atomic_path
from geotrack.files.spreadsheets import open_workbook
from geotrack.importing.templates.columns import COLUMNS, values
from geotrack.taxonomy import Taxonomy

if TYPE_CHECKING:
    from xlsxwriter import Workbook

__all__ = ["EVENTS", "SHEETS", "write_workbook"]

EVENTS = "Events"
_COLUMNS_SHEET, _TYPES, _LISTS = "Columns", "Types", "Lists"
SHEETS = frozenset((EVENTS, _COLUMNS_SHEET, _TYPES, _LISTS))
"""Sheets of the template; records are in `EVENTS`."""

_POSITION = {
    "lat_lon": "Latitude and longitude in any notation: 69.73, 30.05 · 69°43.8'N 30°03'E · MGRS; "
    "empty where it is not known",
}
# After these columns of the GeoPackage, which has geometry in place of a position.
_BEFORE_POSITION = "actor_country"
_NEEDED = ("title", "type", "start", "source_url")
_WIDTHS = {
    "title": 44, "type": 26, "summary": 44, "lat_lon": 28, "place_name": 24, "source_url": 36,
    "source_title": 30,
}  # fmt: skip
# Rows that have lists and notes, the header left out.
_ROWS = 2_000
# Excel shows at most so many letters of a note.
_NOTE = 255
_INK, _GROUND, _QUIET = "#16242C", "#D3E2E9", "#5D7F90"


def write_workbook(path: Path, taxonomy: Taxonomy) -> None:
    """Write an empty workbook: a sheet to fill in, one on its columns, one of types."""
    with atomic_path(path) as new, new.open("wb") as file, open_workbook(file) as book:
        columns = _columns()
        events = book.add_worksheet(EVENTS)
        _write_columns(book, columns)
        choices = values(taxonomy)
        _write_types(book, choices["type"])
        lists = _write_lists(book, choices)
        needed = book.add_format({"bold": True, "bg_color": _GROUND, "font_color": _INK})
        other = book.add_format({"bg_color": _GROUND, "font_color": _INK})
        # Without it Excel makes a date of 2024-09.
        text = book.add_format({"num_format": "@", "valign": "top"})
        for n, (column, note) in enumerate(columns.items()):
            events.set_column(n, n, _WIDTHS.get(column, 18), text)
            events.write_string(0, n, column, needed if column in _NEEDED else other)
            rule = lists.get(column, {"validate": "any"})
            hint = {"input_title": column, "input_message": note[:_NOTE]}
            events.data_validation(1, n, _ROWS, n, {**rule, **hint})
        events.freeze_panes(1, 1)


def _columns() -> dict[str, str]:
    """Return the notes by column."""
    notes: dict[str, str] = {}
    for column, (_, note) in COLUMNS.items():
        notes[column] = note
        if column == _BEFORE_POSITION:
            notes |= _POSITION
    return notes


def _write_columns(book: Workbook, columns: Mapping[str, str]) -> None:
    sheet, bold = book.add_worksheet(_COLUMNS_SHEET), book.add_format({"bold": True})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    sheet.write_row(0, 0, ["column", "what to write"], bold)
    for n, (column, note) in enumerate(columns.items(), 1):
        sheet.write_row(n, 0, [column, note])
    quiet = book.add_format({"font_color": _QUIET})
    sheet.write_string(len(columns) + 2, 1, "Columns of your own are kept.", quiet)


def _write_types(book: Workbook, types: Mapping[str, str]) -> None:
    sheet, bold = book.add_worksheet(_TYPES), book.add_format({"bold": True})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 50)
    sheet.write_row(0, 0, ["type", "meaning"], bold)
    for n, row in enumerate(types.items(), 1):
        sheet.write_row(n, 0, row)
    sheet.freeze_panes(1, 0)


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
