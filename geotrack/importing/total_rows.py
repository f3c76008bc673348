"""Rows of totals at the end of tables, which are no records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from geotrack.findings import shown
from geotrack.i18n.folding import folded
from geotrack.importing.cells.text import is_number, text_of
from geotrack.importing.disk_lists import DiskList, Spool, gather, shape_weight
from geotrack.importing.faults import row_name
from geotrack.importing.table import Table
from geotrack.messages import Message
from geotrack.notation import number_of

__all__ = ["without_totals"]

# Formats in which people write sums below a table.
_TABLES = ("CSV", "XLSX", "ODS", "Parquet", "GeoJSON")
# Words for a sum, in English and Norwegian.
_WORDS = {
    "total", "totals", "grand total", "sum", "sum total", "subtotal", "totalt", "totalsum",
    "i alt", "alt", "sum totalt", "delsum",
}  # fmt: skip
# Letters of the cell that names a sum at most.
_LONGEST = 20
_END = " :=."


def without_totals(table: Table) -> Table:
    """Return a table without its rows of totals, with a note of each.

    Such a row has a word for a total in its first filled cell, numbers alone in the others, and no
    position.
    """
    if table.kind not in _TABLES:
        return table
    maybe = {
        n
        for cells in table.columns.values()
        for n, cell in enumerate(cells)
        if isinstance(cell, str) and len(cell) <= _LONGEST and _is_total(cell)
    }
    totals = {n: word for n in sorted(maybe) if (word := _total(table, n))}
    if not totals or len(totals) == len(table.rows):
        return table
    notes = [
        Message(
            "{row}: {word} and numbers alone: a row of totals is no record; left out",
            row_name(table.rows[n]),
            shown(word),
        )
        for n, word in totals.items()
    ]

    def kept(items: Any) -> Any:
        return (item for n, item in enumerate(items) if n not in totals)

    spool, shapes = Spool(len(table.columns)), DiskList(weigh=shape_weight)
    shapes.extend(kept(table.geometries))
    return replace(
        table,
        columns={name: gather(kept(cells), spool) for name, cells in table.columns.items()},
        geometries=shapes.whole(),
        rows=gather(kept(table.rows)),
        notes=(*table.notes, *notes),
    )


def _total(table: Table, n: int) -> str:
    """Return the word for a total in a row that has nothing else but numbers; else nothing."""
    if table.geometries[n] is not None:
        return ""
    cells = [c for column in table.columns.values() if (c := column[n]) is not None]
    is_alone = all(is_number(c) or number_of(text_of(c), comma=True) is not None for c in cells[1:])
    first = cells[0] if cells else None
    return first if isinstance(first, str) and is_alone and _is_total(first) else ""


def _is_total(text: str) -> bool:
    return folded(text).strip(_END) in _WORDS
