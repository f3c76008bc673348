"""XLSX with sheets of records, sources and metadata."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from geotrack.export.columns import Value, columns, extra_notes, rows
from geotrack.export.csv_file import wkt
from geotrack.export.geometry import height_notes, south_notes
from geotrack.export.product import Product
from geotrack.files.spreadsheets import CELL, open_workbook, utf16_units
from geotrack.files.strict_json import dump_json
from geotrack.model.record_columns import PIECES, PIECES_OF

if TYPE_CHECKING:
    from xlsxwriter import Workbook

__all__ = ["write"]

# End of a shortened text.
_SHORTENED = "… (shortened)"
# Columns that are of no use when cut: a cell that is too long is left empty.
_NEVER_CUT = ("geojson", "wkt")
# Maximum number of characters in a piece of a long text: half of what a cell holds, for characters
# may have two code units.
_PIECE_LENGTH = 16_000
# Spreadsheets count 1900-02-29, which did not exist; dates after it are right.
_FIRST_DAY = date(1900, 3, 1)
# Widths of columns in characters, by name; and of the others.
_WIDTHS = {
    "title": 48,
    "where": 36,
    "summary": 48,
    "sources": 48,
    "why": 36,
    "date": 24,
    "label": 40,
}
_WIDTH = 16


def write(product: Product, file: BinaryIO) -> list[str]:
    """Write a workbook; return notes about what it does not hold."""
    table: list[dict[str, Value]] = [
        {**row, "wkt": wkt(record)}
        for record, row in zip(product.records, rows(product), strict=True)
    ]
    piece_rows = _cut_to_pieces(table)
    notes = _fit_cells(table)
    if piece_rows:
        long = ", ".join(dict.fromkeys(str(row["id"]) for row in piece_rows))
        notes.append(f"geojson is in pieces on the hidden sheet {PIECES}: {long}")
    cited: list[dict[str, Value]] = [
        {
            "number": s.number, "label": s.label, "published": s.published, "url": s.url,
            "read_at": "\n".join(s.read_at),
            "records": "\n".join(product.records_by_source[s.number]),
        }
        for s in product.sources
    ]  # fmt: skip
    entries: list[dict[str, Value]] = [
        {"what": k.replace("_", " "), "value": str(v)} for k, v in product.about.items()
    ]
    with open_workbook(file) as book:
        _write_sheet(book, "Records", [*columns(product), "wkt"], table)
        of_sources = ["number", "label", "published", "url", "read_at", "records"]
        _write_sheet(book, "Sources", of_sources, cited)
        _write_sheet(book, "About", ["what", "value"], entries)
        if piece_rows:
            _write_sheet(book, PIECES, ["id", "piece", "geojson"], piece_rows)
            book.get_worksheet_by_name(PIECES).hide()
    return [*notes, *extra_notes(product), *height_notes(product), *south_notes(product)]


def _fit_cells(table: Sequence[dict[str, Value]]) -> list[str]:
    """Empty cells that are too long to cut; return notes about shortened and emptied cells."""
    shortened: list[str] = []
    emptied: list[str] = []
    for row in table:
        for name, value in row.items():
            if isinstance(value, str) and utf16_units(value) > CELL:
                cell = f"{row['id']} ({name})"
                if name in _NEVER_CUT:
                    row[name] = None
                    emptied.append(cell)
                else:
                    shortened.append(cell)  # by `_write_sheet`
    counts = {"shortened": shortened, "left empty": emptied}
    text = "; ".join(f"{how}: {', '.join(cells)}" for how, cells in counts.items() if cells)
    return [f"a cell holds {CELL} letters; {text}"] if text else []


def _cut_to_pieces(table: Sequence[dict[str, Value]]) -> list[dict[str, Value]]:
    """Cut Features that are too long for a cell to pieces; their cells name the pieces."""
    piece_rows: list[dict[str, Value]] = []
    for row in table:
        text = str(row["geojson"])
        if utf16_units(text) > CELL:
            starts = range(0, len(text), _PIECE_LENGTH)
            piece_rows += [
                {"id": row["id"], "piece": n, "geojson": text[start : start + _PIECE_LENGTH]}
                for n, start in enumerate(starts, 1)
            ]
            row["geojson"] = dump_json({PIECES_OF: row["id"]})
    return piece_rows


def _write_sheet(
    book: Workbook, name: str, columns: Sequence[str], table: Sequence[dict[str, Value]]
) -> None:
    """Write a sheet with a frozen, filtering first row."""
    top = {"valign": "top"}
    bold, plain = book.add_format({"bold": True}), book.add_format(top)
    day = book.add_format({**top, "num_format": "yyyy-mm-dd"})
    wrapped = book.add_format({**top, "text_wrap": True})
    sheet = book.add_worksheet(name)
    for n, column in enumerate(columns):
        sheet.set_column(n, n, _WIDTHS.get(column, _WIDTH))
        sheet.write_string(0, n, column, bold)
    for row_number, values in enumerate(table, 1):
        for n, column in enumerate(columns):
            value = values[column]
            if value is None or value == "":
                continue
            if isinstance(value, date) and value >= _FIRST_DAY:
                sheet.write_datetime(row_number, n, value, day)
            elif isinstance(value, int | float):
                sheet.write_number(row_number, n, value, plain)
            else:
                text = value.isoformat() if isinstance(value, date) else value
                sheet.write_string(
                    row_number, n, _shorten(text), wrapped if "\n" in text else plain
                )
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), len(columns) - 1)


def _shorten(text: str) -> str:
    """Return a text as a cell holds it; XlsxWriter escapes control characters."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * CELL:
        return units.decode("utf-16-le", "replace")
    room = 2 * (CELL - len(_SHORTENED))
    return units[:room].decode("utf-16-le", "ignore") + _SHORTENED
