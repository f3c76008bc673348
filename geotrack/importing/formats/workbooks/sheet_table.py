"""A table from the cells of a sheet: column names, values as JSON, and messages."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError, shorten
from geotrack.importing.cells.hxl_tags import NOTE, are_tags
from geotrack.importing.cells.text import text_of
from geotrack.importing.faults import UnreadableError, few
from geotrack.importing.formats.workbooks.sheet_scan import SheetScan, cell_name, column_letters
from geotrack.importing.geometry.table_positions import place_rows
from geotrack.importing.limits import MOST_COLUMNS
from geotrack.importing.table import Options, Table
from geotrack.messages import Message

__all__ = ["Sheet", "build_table"]

_SEARCHED, _BELOW = 40, 20
"""Rows that are searched for column names, and rows below that are compared."""
_LEAST_NAMED = 3 / 4
"""Share of the fullest row that has to have a name."""
_LONGEST = 40
_MOST_EXACT = 1 << 53
_HOUR, _MINUTE = 3600, 60

Row = tuple[int, list[Any]]
"""A row's index in its sheet, from 0, and its cells."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook.

    Parameters
    ----------
    kind : str
        The workbook's format.
    scan : SheetScan
        Its extent, and cells that need a message.
    start : tuple of int
        Row and column of its first cell, from 0.
    rows : sequence of list
        Its cells from there: text, numbers, booleans, dates and times; blank text for empty.
    """

    kind: str
    scan: SheetScan
    start: tuple[int, int]
    rows: Sequence[list[Any]]


def build_table(path: Path, sheet: Sheet, options: Options, notes: Sequence[str] = ()) -> Table:
    """Return the table of a sheet.

    Parameters
    ----------
    path : pathlib.Path
        The workbook, for messages.
    sheet : Sheet
        The sheet.
    options : Options
        Row of column names, and columns of positions.
    notes : sequence of str
        Notes so far.

    Raises
    ------
    UnreadableError
        There is no row under the column names.
    UsageError
        No row of column names is found, or an option names what is not there.
    """
    scan, start, rows = sheet.scan, sheet.start, sheet.rows
    filled = [(start[0] + n, cells) for n, cells in enumerate(rows) if any(map(_is_filled, cells))]
    if not filled:
        raise UnreadableError(path, Message("sheet {name!r} has no rows", scan.name))
    header = _header(path, scan, filled, options.header_row)
    messages = [*notes, *_of_titles(filled[:header])]
    body = filled[header + 1 :]
    if body and are_tags(body[0][1]):
        messages.append(f"row {body[0][0] + 1}: {NOTE}")
        del body[0]
    if not body:
        raise UnreadableError(
            path, Message("sheet {name!r} has no rows under the column names", scan.name)
        )
    names = _names(path, filled[header], body, start[1], messages)
    grid = _filled_down(scan, body, filled[header][0], start[1], messages)
    _clear_errors(scan, grid, start[1])
    columns = {
        name: _typed([cells[n] if n < len(cells) else None for _, cells in grid])
        for n, name in names.items()
    }
    messages += _of_hidden(scan, body, {start[1] + n: name for n, name in names.items()})
    messages += _of_cells(path, scan, filled[header][0])
    row_names = [f"row {n + 1}" for n, _ in body]
    placement = place_rows(path, columns, row_names, options, comma=True)
    return Table(
        path, placement.columns, placement.geometries, row_names,
        crs=placement.crs, geometry_from=placement.used, plain=placement.plain, comma=True,
        geometry_how=placement.how, geometry_options=placement.options,
        notes=(*messages, *placement.notes), kind=sheet.kind, sheet=scan.name,
        letters={name: column_letters(start[1] + n) for n, name in names.items()},
    )  # fmt: skip


def _is_filled(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _header(path: Path, scan: SheetScan, rows: Sequence[Row], stated: int | None) -> int:
    """Return the index of the row of column names."""
    if stated is not None:
        for n, (row, _) in enumerate(rows):
            if row + 1 == stated:
                return n
        raise UsageError(
            f"{path.name}: row {stated} of sheet {scan.name!r} is empty; --header-row names the "
            "row of column names"
        )
    for n, (_, cells) in enumerate(rows[:_SEARCHED]):
        filled_cells = [c for c in cells if _is_filled(c)]
        fullest = max(sum(map(_is_filled, below)) for _, below in rows[n : n + _BELOW])
        is_text = all(isinstance(c, str) for c in filled_cells)
        if is_text and len(filled_cells) >= _LEAST_NAMED * fullest:
            return n
    raise UsageError(
        f"{path.name}: sheet {scan.name!r} has no row of column names in its first "
        f"{min(_SEARCHED, len(rows))} rows; --header-row N names it"
    )


def _of_titles(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        texts = [text_of(c) for _, cells in rows for c in cells if _is_filled(c)]
        noun = "row" if len(rows) == 1 else "rows"
        listed = ", ".join(str(n + 1) for n, _ in rows)
        shown = "; ".join(repr(shorten(text, _LONGEST)) for text in texts[:3])
        yield f"{noun} {listed} above the column names left out: {shown}"


def _names(
    path: Path, header: Row, body: Sequence[Row], first: int, notes: list[str]
) -> dict[int, str]:
    """Return the column names by index; a column without name and cells has none."""
    row, cells = header
    width = max(len(cells), *(len(below) for _, below in body))
    names: dict[int, str] = {}
    for n in range(width):
        name = (
            " ".join(text_of(_json(cells[n])).split())
            if n < len(cells) and _is_filled(cells[n])
            else ""
        )
        if not name:
            if not any(n < len(below) and _is_filled(below[n]) for _, below in body):
                continue
            name = f"column {column_letters(first + n)}"
        names[n] = name
    if len(names) > MOST_COLUMNS:
        raise UnreadableError(path, Message("more than {most:,} columns", MOST_COLUMNS), "split it")
    for name, count in Counter(names.values()).items():
        if count > 1:
            twice = [n for n in names if names[n] == name]
            for n in twice[1:]:
                names[n] = f"{name} ({column_letters(first + n)})"
            where = ", ".join(cell_name(row, first + n) for n in twice)
            notes.append(f"{where}: columns with one name, {name!r}; the others got their letter")
    return names


def _filled_down(
    scan: SheetScan, body: Sequence[Row], header: int, first: int, notes: list[str]
) -> list[Row]:
    """Return the rows with the value of a merged range in each of its rows."""
    by_row = {row: list(cells) for row, cells in body}
    ranges = []
    for (top, left), (bottom, right) in scan.merged:
        if top <= header or left < first:
            continue
        ranges.append(f"{cell_name(top, left)}:{cell_name(bottom, right)}")
        value = by_row[top][left - first] if left - first < len(by_row.get(top, ())) else None
        for row in range(top + 1, min(bottom, scan.last[0]) + 1):
            if row in by_row and left - first < len(by_row[row]):
                by_row[row][left - first] = value
    if ranges:
        notes.append(f"merged cells: the value counts for each of their rows: {_listed(ranges)}")
    return [(row, by_row[row]) for row, _ in body]


def _clear_errors(scan: SheetScan, rows: Sequence[Row], first: int) -> None:
    """Empty the cells with an error, which some programs store as text too."""
    by_row = dict(rows)
    for row, column in scan.errors:
        if row in by_row and 0 <= column - first < len(by_row[row]):
            by_row[row][column - first] = None


def _of_hidden(scan: SheetScan, body: Sequence[Row], by_column: dict[int, str]) -> Iterator[str]:
    rows = [str(row + 1) for row, _ in body if row in scan.hidden_rows]
    if rows:
        yield f"hidden rows are read too: {_listed(rows)}"
    names = [
        name for column, name in by_column.items()
        if any(a <= column <= b for a, b in scan.hidden_columns)
    ]  # fmt: skip
    if names:
        yield f"hidden columns are read too: {_listed(names)}"


def _of_cells(path: Path, scan: SheetScan, header: int) -> Iterator[str]:
    """Yield messages about cells without a value that can be read."""
    where = f"{path.name}: {scan.name}!"
    errors = [(cell, error) for cell, error in scan.errors.items() if cell[0] > header]
    yield from few(
        [
            f"{where}{cell_name(*cell)}: {error} is an error of the sheet; the cell is empty"
            for cell, error in errors
        ]
    )
    formulas = [cell for cell in scan.empty_formulas if cell[0] > header]
    remedy = "open and save it in a spreadsheet program"
    yield from few(
        [
            f"{where}{cell_name(*cell)}: a formula without a stored value; {remedy}"
            for cell in formulas
        ]
    )


def _listed(names: Sequence[str]) -> str:
    most = 5
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{rest}"


def _typed(cells: Sequence[Any]) -> list[Any]:
    """Return a column as JSON values; dates at midnight among moments keep their time."""
    moments = any(isinstance(c, datetime) and c.time() != time.min for c in cells)
    return [_json(c, moments=moments) if _is_filled(c) else None for c in cells]


def _json(cell: Any, *, moments: bool = True) -> Any:
    """Return a cell as a JSON value; None for a number that is none."""
    if isinstance(cell, (date, time, timedelta)):
        return _time_text(cell, moments)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) <= _MOST_EXACT:
        return int(cell)
    return cell if not isinstance(cell, float) or math.isfinite(cell) else None


def _time_text(cell: date | time | timedelta, moments: bool) -> str:
    if isinstance(cell, datetime):
        # A number of days holds a moment to about a tenth of a millisecond.
        rounded = cell + timedelta(milliseconds=500) if cell.microsecond else cell
        return rounded.replace(microsecond=0).isoformat() if moments else cell.date().isoformat()
    if isinstance(cell, date):
        return f"{cell.isoformat()}T00:00:00" if moments else cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat(timespec="seconds")
    minutes, seconds = divmod(round(cell.total_seconds()), _MINUTE)
    hours, minutes = divmod(minutes, _HOUR // _MINUTE)
    return f"{hours}:{minutes:02}:{seconds:02}"
