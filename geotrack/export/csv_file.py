"""CSV (RFC 4180) with geometry as WKT."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from geotrack.export.columns import Value, columns, extra_notes, rows
from geotrack.export.geometry import cut, flat_shape, height_notes, south_notes
from geotrack.export.product import Product, Record
from geotrack.files.spreadsheets import guard, spell_controls, write_csv

__all__ = ["wkt", "write"]


def write(product: Product, file: BinaryIO) -> list[str]:
    """Write a table with one row for each record; return notes about what it does not hold.

    A text that a spreadsheet would run as a formula gets an apostrophe in front; `geotrack import`
    removes it.
    """
    changed: Counter[str] = Counter()
    write_csv(_table(product, changed), file)
    notes = [
        "CSV has no place for the digest and a list of sources; each row has its marking, that of "
        f"the export, and its sources; sha256:{product.digest}"
    ]
    if guarded := changed["guarded"]:
        subject = "text that begins" if guarded == 1 else "texts that begin"
        notes.append(f"{guarded} {subject} like a formula got an apostrophe in front")
    if spelt := changed["spelt"]:
        notes.append(
            f"{spelt} texts had control characters, which are spelt out; the column "
            "geojson has them as JSON does"
        )
    return [*notes, *extra_notes(product), *height_notes(product), *south_notes(product)]


def _table(product: Product, changed: Counter[str]) -> Iterator[list[Value]]:
    """Yield the headings and the row of each record; count the texts that CSV changes."""
    yield [*columns(product), "wkt"]
    for record, row in zip(product.records, rows(product), strict=True):
        cells = [_cell(cell) for cell in (*row.values(), wkt(record))]
        texts = [cell for cell in cells if isinstance(cell, str)]
        changed["guarded"] += sum(guard(text) != text for text in texts)
        changed["spelt"] += sum(spell_controls(text) != text for text in texts)
        yield cells


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
