"""Rows of a dataset as table, JSON, GeoJSON or CSV, written as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from geotrack.cli.output.tables import print_table
from geotrack.files.spreadsheets import csv_text
from geotrack.files.strict_json import dump_json

__all__ = ["ENDINGS", "FORMS", "Row", "stamp"]

ENDINGS = {
    ".parquet": "parquet", ".geojson": "geojson", ".csv": "csv", ".json": "json",
    ".gpkg": "gpkg", ".fgb": "fgb",
}  # fmt: skip
"""Output format by file suffix."""

Row = dict[str, Any]
Write = Callable[[str], object]


def _table(rows: Iterator[Row], _: Sequence[str], write: Write) -> None:
    listed = list(rows)
    if listed:
        texts = [["" if v is None else str(v) for v in row.values()] for row in listed]
        print_table(tuple(listed[0]), texts, never_folded=tuple(listed[0]))


def _json(rows: Iterator[Row], _: Sequence[str], write: Write) -> None:
    _array((dump_json(row, default=str) for row in rows), write)


def _geojson(rows: Iterator[Row], _: Sequence[str], write: Write) -> None:
    write('{"type": "FeatureCollection", "features": ')
    _array((dump_json(_feature(row), default=str) for row in rows), write)
    write("}\n")


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [row.pop("lon"), row.pop("lat")]}
    return {"type": "Feature", "geometry": geometry, "properties": row}


def _array(texts: Iterator[str], write: Write) -> None:
    write("[")
    for n, text in enumerate(texts):
        write(f"{',' if n else ''}\n{text}")
    write("\n]\n")


def _csv_rows(rows: Iterator[Row], heads: Sequence[str], write: Write) -> None:
    write(csv_text([heads]))
    for row in rows:
        write(csv_text([tuple(row.values())]))


def stamp(moment: datetime | None) -> str | None:
    """Return a time as ISO 8601 text."""
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


FORMS: dict[str, Callable[[Iterator[Row], Sequence[str], Write], None]] = {
    "table": _table,
    "json": _json,
    "geojson": _geojson,
    "csv": _csv_rows,
}
"""Writers by format: take rows, column names and a write function; a table is printed to stdout."""
