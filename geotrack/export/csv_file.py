"""CSV (RFC 4180) with geometry as WKT."""

from __future__ import annotations

from datetime import date

from geotrack.export.columns import Value, columns, extra_notes, rows
from geotrack.export.geometry import cut, flat_shape, height_notes, south_notes
from geotrack.export.product import Product, Record
from geotrack.files.spreadsheets import csv_text, guard, spell_controls

__all__ = ["wkt", "write"]


def write(product: Product) -> tuple[bytes, list[str]]:
    """Return a table with one row for each record, and notes about what it does not hold.

    A text that a spreadsheet would run as a formula gets an apostrophe in front; `geotrack import`
    removes it.
    """
    table: list[list[Value]] = [[*columns(product), "wkt"]]
    for record, row in zip(product.records, rows(product), strict=True):
        table.append([_cell(cell) for cell in (*row.values(), wkt(record))])
    guarded = sum(isinstance(cell, str) and guard(cell) != cell for row in table for cell in row)
    notes = [
        "CSV has no place for the digest and a list of sources; each row has its marking, that of "
        f"the export, and its sources; sha256:{product.digest}"
    ]
    if guarded:
        subject = "text that begins" if guarded == 1 else "texts that begin"
        notes.append(f"{guarded} {subject} like a formula got an apostrophe in front")
    spelt = sum(
        isinstance(cell, str) and spell_controls(cell) != cell for row in table for cell in row
    )
    if spelt:
        notes.append(
            f"{spelt} texts had control characters, which are spelt out; the column "
            "geojson has them as JSON does"
        )
    return csv_text(table).encode(), [
        *notes,
        *extra_notes(product),
        *height_notes(product),
        *south_notes(product),
    ]


def wkt(record: Record) -> str | None:
    """Return a record's geometry as WKT in lon/lat, cut at 180°; None if it has none."""
    if record.geometry is None:
        return None
    text: str = flat_shape(cut(record.geometry)).wkt
    return text


def _cell(value: Value) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value
