"""CSV files."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geotrack.findings import shown
from geotrack.importing.encodings import decode
from geotrack.importing.faults import UnreadableError
from geotrack.importing.geometry.table_positions import place_rows
from geotrack.importing.limits import MOST_COLUMNS, MOST_TEXT, check_amount
from geotrack.importing.table import Options, Table
from geotrack.notation import number_of
from geotrack.spreadsheets import unguard

__all__ = ["read_csv"]

_DELIMITERS = (",", ";", "\t", "|")
# Numbers that JSON writes the same way, with no more digits than a double holds.
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_MOST_DIGITS = 15
_LONGEST_CELL = 16_000_000
_MOST_LINES, _OFTEN = 1_000_000, 1_000
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|[\r\n])|[^\r\n]++\Z")


def read_csv(path: Path, data: bytes, options: Options) -> Table:
    """Read a CSV file with a header line.

    Parameters
    ----------
    path : pathlib.Path
        Its name, for messages.
    data : bytes
        Its content.
    options : Options
        Columns of the position, and the encoding.

    Raises
    ------
    UnreadableError
        It is empty or too large, has no header or uneven rows, or cannot be decoded.
    UsageError
        A column that an option names does not exist.
    """
    if len(data) > MOST_TEXT:
        raise UnreadableError(
            path,
            f"{len(data) / 1e6:.0f} MB of CSV; at most {MOST_TEXT / 1e6:g} MB are read",
            "split it",
        )
    text = decode(path, data, options.encoding)
    names, records, delimiter = _parsed(path, text)
    columns = {name: [record[1][n] for record in records] for n, name in enumerate(names)}
    rows = [f"line {line}" for line, _ in records]
    del text, records
    comma = delimiter != ","
    placement = place_rows(path, columns, rows, options, comma=comma)
    typed = {k: _typed(v) for k, v in placement.columns.items()}
    return Table(
        path,
        {k: v for k, v in typed.items() if not _is_nameless(k) or any(c is not None for c in v)},
        placement.geometries,
        rows,
        crs=placement.crs,
        geometry_from=placement.used,
        plain=placement.plain,
        comma=comma,
        notes=placement.notes,
        kind="CSV",
        geometry_how=placement.how,
        geometry_options=placement.options,
    )


def _is_nameless(column: str) -> bool:
    return re.fullmatch(r"column \d+", column) is not None


def _parsed(path: Path, text: str) -> tuple[list[str], list[tuple[int, list[str]]], str]:
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        return _rows(path, text)
    finally:
        csv.field_size_limit(before)  # one limit for all of the process


def _rows(path: Path, text: str) -> tuple[list[str], list[tuple[int, list[str]]], str]:
    """Return the column names, the rows with their lines, and the delimiter."""
    first = next((line for line in _lines(text) if line.strip()), "").rstrip("\r\n")
    if not first:
        raise UnreadableError(path, "the file is empty")
    if max(map(first.count, _DELIMITERS)) >= MOST_COLUMNS:
        raise UnreadableError(path, f"more than {MOST_COLUMNS:,} columns", "split it")
    records: list[tuple[int, list[str]]] = []
    names: list[str] = []
    delimiter, before, reader = "", 0, None
    try:
        declared = re.fullmatch(r"sep=(.)", first)
        if declared:
            # Excel's delimiter line; it stays in the count of lines.
            delimiter, text = declared[1], text.replace(first, "", 1)
        else:
            delimiter = max(_DELIMITERS, key=lambda d: len(next(csv.reader([first], delimiter=d))))
        reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
        for cells in reader:
            line, before = before + 1, reader.line_num
            if line % _OFTEN == 0:
                _check_amount(path, line, len(records), len(names), len(text))
            if not any(c.strip() for c in cells):
                continue
            if not names:
                names = _names(path, cells, line)
            else:
                # Remove the apostrophes that `geotrack export` adds before formulas.
                records.append((line, [*map(unguard, _even(path, cells, names, line))]))
    except csv.Error as error:
        remedy = "perhaps a quote is not closed"
        at = reader.line_num if reader else 1
        raise UnreadableError(path, f"not CSV: {error}", remedy, line=at) from None
    if not records:
        raise UnreadableError(path, "no rows under the column names")
    _check_amount(path, before, len(records), len(names), len(text))
    return names, records, delimiter


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with their line ends, without copying it."""
    return (found[0] for found in _LINE.finditer(text))


def _check_amount(path: Path, lines: int, rows: int, columns: int, text: int) -> None:
    check_amount(path, rows=rows, cells=rows * columns, text=text)
    if lines > _MOST_LINES:
        raise UnreadableError(path, f"more than {_MOST_LINES:,} lines", "split it")


def _names(path: Path, cells: list[str], line: int) -> list[str]:
    names = [c.strip() or f"column {n}" for n, c in enumerate(cells, start=1)]
    number = next((n for n in names if number_of(n, comma=True) is not None), None)
    if number:
        raise UnreadableError(
            path,
            f"{shown(number)} where a column name should be",
            "put a line of column names first",
            line=line,
        )
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice:
        raise UnreadableError(
            path, f"two columns are called {shown(twice)}", "rename one", line=line
        )
    return names


def _even(path: Path, cells: list[str], names: list[str], line: int) -> list[str]:
    while len(cells) > len(names) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(names):
        many = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        message = f"{many} where the column names are {len(names)}"
        remedy = "put quotes round a cell that holds the delimiter"
        raise UnreadableError(path, message, remedy, line=line)
    return cells


def _typed(cells: list[str | None]) -> list[Any]:
    """Return a column with empty cells as None; as numbers if all cells are plain numbers."""
    stripped = [(c or "").strip() for c in cells]
    if all(
        _JSON_NUMBER.fullmatch(c) and sum(map(str.isdigit, c)) <= _MOST_DIGITS
        for c in stripped
        if c
    ):
        return [(float(c) if "." in c else int(c)) if c else None for c in stripped]
    return [c or None for c in stripped]
