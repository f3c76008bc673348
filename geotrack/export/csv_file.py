"""CSV by RFC 4180, with shapes as WKT."""

from __future__ import annotations

import csv
import io
from datetime import date

from geotrack.export.columns import COLUMNS, Value, rows
from geotrack.export.product import Product, Record
from geotrack.export.shapes import cut, flat_shape, height_notes, south_notes
from geotrack.export.spreadsheets import is_formula

__all__ = ["wkt", "write"]


def write(product: Product) -> tuple[bytes, list[str]]:
    """Return a table of one record a row, and what it does not hold, in words.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow([*COLUMNS, "wkt"])
    guarded = 0
    for record, row in zip(product.records, rows(product), strict=True):
        cells = [*row.values(), wkt(record)]
        guarded += sum(isinstance(cell, str) and is_formula(cell) for cell in cells)
        table.writerow([_cell(cell) for cell in cells])
    notes = [
        "CSV has no place for the digest and a list of sources; each row has its marking, that of "
        f"the export, and its sources; sha256:{product.digest}"
    ]
    if guarded:
        many = "text that begins" if guarded == 1 else "texts that begin"
        notes.append(f"{guarded} {many} like a formula got an apostrophe in front")
    return written.getvalue().encode(), [*notes, *height_notes(product), *south_notes(product)]


def wkt(record: Record) -> str | None:
    """Return a record's shape as WKT in lon/lat, cut at 180°; None where it has none."""
    if record.geometry is None:
        return None
    text: str = flat_shape(cut(record.geometry)).wkt
    return text


def _cell(value: Value) -> str | float | int | None:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return f"'{value}" if is_formula(value) else value
    return int(value) if isinstance(value, float) and value.is_integer() else value
