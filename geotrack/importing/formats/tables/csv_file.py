"""CSV files."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from geotrack.files.spreadsheets import unguard
from geotrack.findings import shown
from geotrack.importing.cells.text import NOTE, any_cell, are_tags
from geotrack.importing.disk_lists import DiskList, Spool, gather
from geotrack.importing.encodings import decode_blocks
from geotrack.importing.faults import UnreadableError, row_name
from geotrack.importing.geometry.table_positions import place_rows
from geotrack.importing.limits import MOST_COLUMNS, MOST_TEXT
from geotrack.importing.table import ReadingOptions, Table
from geotrack.messages import Message
from geotrack.notation import number_of

__all__ = ["read_csv"]

# Delimiters that are tried, the likeliest first.
_DELIMITERS = (",", ";", "\t", "|")
# Numbers that JSON writes the same way, with no more digits than a double holds.
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
# Digits of a number that a float keeps exactly.
_MOST_DIGITS = 15
# Letters of a cell at most.
_LONGEST_CELL = 16_000_000
# Lines of a file at most.
_MOST_LINES = 3_000_000
# A line with its end, or a last one without.
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|[\r\n])|[^\r\n]++\Z")


def read_csv(path: Path, blocks: Iterable[bytes], options: ReadingOptions) -> Table:
    """Read a CSV file with a header line.

    Parameters
    ----------
    path : pathlib.Path
        Its name, for messages.
    blocks : iterable of bytes
        Its content in parts.
    options : ReadingOptions
        Columns of the position, and the encoding.

    Raises
    ------
    UnreadableError
        It is empty or too large, has no header or uneven rows, or cannot be decoded.
    UsageError
        A column that an option names does not exist.
    """
    columns, rows, delimiter, notes = _parsed(path, decode_blocks(path, blocks, options.encoding))
    table = Table(path, columns, (), rows, comma=delimiter != ",", notes=tuple(notes), kind="CSV")
    table = place_rows(table, options)
    spool = Spool(len(columns))
    typed = {k: _typed(v, spool) for k, v in table.columns.items()}
    filled = {k: v for k, v in typed.items() if any_cell(v) or not re.fullmatch(r"column \d+", k)}
    return replace(table, columns=filled)


_FIRST_ROWS = 25  # in which HXL looks for its tags
Parsed = tuple[dict[str, Sequence[Any]], Sequence[str], str, list[str]]
"""Cells by column, without spaces around them, None if empty; the rows; the delimiter; notes."""


def _parsed(path: Path, blocks: Iterable[str]) -> Parsed:
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        return _rows(path, _Lines(path, blocks))
    finally:
        csv.field_size_limit(before)  # one limit for all of the process


def _rows(path: Path, lines: _Lines) -> Parsed:
    """Return the cells of the lines below the column names."""
    names: list[str] = []
    cells_of: list[DiskList] = []
    rows, notes = DiskList(), list[str]()
    delimiter = lines.delimiter()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            lines.in_row = 0
            if not any(c.strip() for c in cells):
                continue
            if not names:
                names = _names(path, cells, line)
                spool = Spool(len(names))
                cells_of = [DiskList(spool) for _ in names]
                continue
            if len(rows) < _FIRST_ROWS and not notes and are_tags(cells):
                if rows:
                    problem = "HXL tags below the names of columns, which are not the first line"
                    raise UnreadableError(path, problem, "delete the lines above them", line=line)
                notes.append(Message("{row}: {fault}", row_name(f"line {line}"), NOTE))
                continue
            rows.append(f"line {line}")
            for column, cell in zip(cells_of, _even(path, cells, names, line), strict=True):
                # Remove the apostrophes that `geotrack export` adds before formulas.
                column.append(unguard(cell).strip() or None)
    except csv.Error as error:
        remedy = "perhaps a quote is not closed"
        raise UnreadableError(
            path, Message("not CSV: {error}", error), remedy, line=reader.line_num
        ) from None
    if not rows:
        raise UnreadableError(path, "no rows under the column names")
    columns = [column.whole() for column in cells_of]
    return dict(zip(names, columns, strict=True)), rows.whole(), delimiter, notes


class _Lines:
    """The lines of a text, with their line ends."""

    def __init__(self, path: Path, blocks: Iterable[str]) -> None:
        self._path = path
        self._lines = self._split(blocks)
        self.in_row = self._count = 0

    def delimiter(self) -> str:
        """Return the delimiter that the first line states or shows; leave out what states it."""
        before: list[str] = []
        for line in self._lines:
            before.append(line)
            if line.strip():
                break
        first = before[-1].rstrip("\r\n") if before else ""
        if not first.strip():
            raise UnreadableError(self._path, "the file is empty")
        if max(map(first.count, _DELIMITERS)) >= MOST_COLUMNS:
            raise UnreadableError(
                self._path, Message("more than {most:,} columns", MOST_COLUMNS), "split it"
            )
        declared = re.fullmatch(r"sep=(.)", first)
        if declared:
            # Excel's delimiter line; it stays in the count of lines.
            before[-1] = before[-1].removeprefix(first) or "\n"
        self._lines = chain(before, self._lines)
        if declared:
            return declared[1]
        try:
            return max(_DELIMITERS, key=lambda d: len(next(csv.reader([first], delimiter=d))))
        except csv.Error as error:
            remedy = "perhaps a quote is not closed"
            raise UnreadableError(
                self._path, Message("not CSV: {error}", error), remedy, line=1
            ) from None

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._count += 1
        self.in_row += len(line)
        if self.in_row > MOST_TEXT:
            message = Message("a row of more than {most:g} MB", MOST_TEXT / 1e6)
            raise UnreadableError(
                self._path, message, "perhaps a quote is not closed", line=self._count
            )
        if self._count > _MOST_LINES:
            raise UnreadableError(
                self._path, Message("more than {most:,} lines", _MOST_LINES), "split it"
            )
        return line

    def _split(self, blocks: Iterable[str]) -> Iterator[str]:
        left = ""
        for block in blocks:
            text = left + block
            # A line feed may follow a carriage return in the next block.
            end = max(text.rfind("\n"), text.rfind("\r", 0, max(len(text) - 1, 0))) + 1
            yield from (match[0] for match in _LINE.finditer(text, 0, end))
            left = text[end:]
            if len(left) > MOST_TEXT:
                break
        yield from (match[0] for match in _LINE.finditer(left))


def _names(path: Path, cells: list[str], line: int) -> list[str]:
    """Return the column names of the first line; refuse numbers and repeated names."""
    names = [c.strip() or f"column {n}" for n, c in enumerate(cells, start=1)]
    number = next((n for n in names if number_of(n, comma=True) is not None), None)
    if number:
        raise UnreadableError(
            path,
            Message("{number} where a column name should be", shown(number)),
            "put a line of column names first",
            line=line,
        )
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice:
        raise UnreadableError(
            path, Message("two columns are called {twice}", shown(twice)), "rename one", line=line
        )
    return names


def _even(path: Path, cells: list[str], names: list[str], line: int) -> list[str]:
    while len(cells) > len(names) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(names):
        n = len(cells)
        counted = Message("1 cell") if n == 1 else Message("{n} cells", n)
        message = Message("{many} where the column names are {names}", counted, len(names))
        remedy = "put quotes round a cell that holds the delimiter"
        raise UnreadableError(path, message, remedy, line=line)
    return cells


def _typed(cells: Sequence[Any], spool: Spool) -> Sequence[Any]:
    """Return a column as numbers if all cells are plain numbers."""
    if not all(
        _JSON_NUMBER.fullmatch(c) and sum(map(str.isdigit, c)) <= _MOST_DIGITS
        for c in cells
        if c is not None
    ):
        return cells
    return gather((None if c is None else float(c) if "." in c else int(c) for c in cells), spool)
