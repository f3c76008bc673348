"""Workbooks (XLSX and ODS), through python-calamine: one sheet as a table."""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError, shorten
from geotrack.files.archives import ArchiveError, open_archive, part_name, read_members
from geotrack.i18n.spelling import correction
from geotrack.importing.cells.text import NOTE, are_tags, text_of
from geotrack.importing.faults import OptionError, UnreadableError, few, row_name
from geotrack.importing.formats.archives import SPREADSHEET
from geotrack.importing.formats.tables.workbook_scan import (
    PARTS,
    SheetScan,
    cell_name,
    column_letters,
    scan_ods,
    scan_xlsx,
)
from geotrack.importing.geometry.table_positions import place_rows
from geotrack.importing.limits import MOST_BYTES, MOST_COLUMNS, MOST_LAYERS
from geotrack.importing.option_names import choose_with, option_remedy
from geotrack.importing.table import ReadingOptions, Table
from geotrack.importing.templates import EVENTS, SHEETS
from geotrack.messages import Message, did_you_mean, joined, sentence
from geotrack.model.record_columns import PIECES, PIECES_OF

__all__ = ["read_workbook"]

_LOCKED = "it is locked with a password"
# Parts of an ODS file that are read; of XLSX see `PARTS`.
_ODS_PARTS = ("mimetype", "content.xml", "meta-inf/manifest.xml")
# As python-calamine looks for them.
_NAMES = {
    "[content_types].xml": "[Content_Types].xml",
    "xl/sharedstrings.xml": "xl/sharedStrings.xml",
    "meta-inf/manifest.xml": "META-INF/manifest.xml",
}
# Columns of the sheet of long texts: id, number of the piece, piece.
_COLUMNS = 3
_REFERENCE = f'{{"{PIECES_OF}"'
_RECORDS = "Records"
_OF_EXPORTS = {_RECORDS, "About"}
"""Sheets of a workbook that `geotrack export` writes."""
_BROKEN = "it may be cut off or broken"


def read_workbook(source: Path, path: Path, kind: str, options: ReadingOptions) -> Table:
    """Read one sheet of a workbook.

    Parameters
    ----------
    source : pathlib.Path
        The workbook.
    path : pathlib.Path
        The workbook as the user named it, for messages.
    kind : {"XLSX", "ODS"}
        Its format.
    options : ReadingOptions
        Sheet, row of column names, and columns of positions.

    Raises
    ------
    UnreadableError
        It is broken, locked with a password, or too large, or has no rows.
    UsageError
        It has several sheets with rows, or an option names what is not there.
    """
    parts = _parts(source, path, kind)
    if kind == "XLSX":
        scanned = scan_xlsx(path, parts)
    else:
        scanned = [(scan, "content.xml") for scan in scan_ods(path, parts["content.xml"])]
        for scan, _ in scanned:
            scan.check(path)
    if len(scanned) > MOST_LAYERS:
        raise UnreadableError(path, Message("more than {most} sheets", MOST_LAYERS), "split it")
    scan, part = _select(path, scanned, options.sheet)
    scan.check(path)
    pieces_sheet = next((n for n in scanned if n[0].name == PIECES and n[0].cells), None)
    if pieces_sheet is not None and pieces_sheet[0] is not scan:
        pieces_sheet[0].check(path)
    else:
        pieces_sheet = None
    needed_parts = (
        {*PARTS, part, *([pieces_sheet[1]] if pieces_sheet else [])}
        if kind == "XLSX"
        else set(_ODS_PARTS)
    )
    packed = _packed({name: data for name, data in parts.items() if name in needed_parts})
    parts.clear()
    start, rows = _values(path, packed, scan.name)
    other_sheets = [s.name for s, _ in scanned if s is not scan and s.cells]
    notes = [Message("the sheet {name!r} is hidden", scan.name)] if scan.hidden else []
    if other_sheets:
        left = ", ".join(other_sheets)
        notes.append(Message("sheet {name!r} is read; left out: {sheets}", scan.name, left))
    if pieces_sheet:
        packed.seek(0)
        _join_pieces(rows, _values(path, packed, PIECES)[1])
    return _build_table(path, _Sheet(kind, scan, start, rows), options, notes)


def _join_pieces(rows: list[list[Any]], pieces: Sequence[Sequence[Any]]) -> None:
    """Put long Features, which `geotrack export` writes in pieces, into their cells."""
    texts: dict[str, str] = {}
    for id_, _, text in sorted((row for row in pieces[1:] if len(row) == _COLUMNS), key=_order):
        texts[text_of(id_)] = texts.get(text_of(id_), "") + str(text)
    for row in rows:
        for n, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith(_REFERENCE) and cell.endswith("}"):
                try:
                    id_ = json.loads(cell)[PIECES_OF]
                except (ValueError, RecursionError):
                    continue
                row[n] = texts.get(text_of(id_), cell)


def _order(piece: Sequence[Any]) -> float:
    return piece[1] if isinstance(piece[1], int | float) else 0.0


def _parts(source: Path, path: Path, kind: str) -> dict[str, bytes]:
    """Return the XML parts of a workbook by their names in lower case."""
    suffixes = (".xml", ".rels")
    try:
        with open_archive(source) as archive:
            members = {
                part_name(info.filename): info
                for info in archive.infolist()
                if info.filename.lower().endswith(suffixes) or info.filename == "mimetype"
            }
            selected = [
                info for name, info in members.items()
                if (name in {*PARTS, *_ODS_PARTS} or name.startswith("xl/worksheets/"))
                and "/_rels/" not in name.removeprefix("xl/_rels/")
            ]  # fmt: skip
            contents = read_members(archive, selected, MOST_BYTES)
    except ArchiveError as error:
        locked = error.is_locked
        problem = _LOCKED if locked else error.problem
        remedy = "save it without one" if locked else error.remedy or "fetch or save it again"
        raise UnreadableError(path, problem, remedy) from None
    parts = {part_name(name): data for name, data in contents.items()}
    if kind == "ODS" and b"encryption-data" in parts.get("meta-inf/manifest.xml", b""):
        raise UnreadableError(path, _LOCKED, "save it without one")
    if kind == "ODS" and not (
        "content.xml" in parts and parts.get("mimetype", b"").startswith(SPREADSHEET)
    ):
        raise UnreadableError(path, "not ODS: it holds no spreadsheet")
    return parts


def _select(
    path: Path, scanned: Sequence[tuple[SheetScan, str]], name: str | None
) -> tuple[SheetScan, str]:
    """Return the sheet to read, and its part."""
    by_name = {scan.name: (scan, part) for scan, part in scanned}
    filled = [scan for scan, _ in scanned if scan.cells]
    if name is not None:
        if name not in by_name:
            guess = correction(name, by_name)
            remedy = did_you_mean(guess, Message("sheets are {sheets}", ", ".join(by_name)))
            problem = Message("{file} has no sheet {name!r}", path.name, name)
            raise OptionError("sheet", problem, remedy)
        return by_name[name]
    if not filled:
        raise UnreadableError(path, "it has no rows")
    for sheets, records in ((_OF_EXPORTS, _RECORDS), (SHEETS, EVENTS)):
        if by_name.keys() >= sheets and by_name[records][0].cells:
            return by_name[records]
    if len(filled) > 1:
        problem = Message(
            "{file} has {n} sheets with rows: {sheets}",
            path.name,
            len(filled),
            joined((_with_size(s) for s in filled), "{first}, {second}"),
        )
        raise OptionError("sheet", problem, choose_with("sheet"))
    return by_name[filled[0].name]


def _with_size(scan: SheetScan) -> str:
    count = scan.last[0] - scan.first[0] + 1
    rows = Message("1 row") if count == 1 else Message("{n} rows", count)
    hidden = Message(", hidden") if scan.hidden else ""
    return Message("{name!r} ({rows}{hidden})", scan.name, rows, hidden)


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    """Return an archive of only the parts that were checked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(_NAMES.get(name, name), data)
    buffer.seek(0)
    return buffer


def _values(path: Path, packed: io.BytesIO, name: str) -> tuple[tuple[int, int], list[list[Any]]]:
    """Return the first cell of a sheet, from 0, and its rows."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(packed) as workbook:
            sheet = workbook.get_sheet_by_name(name)
            return sheet.start or (0, 0), sheet.to_python(skip_empty_area=True)
    except (CalamineError, ValueError, OverflowError) as error:
        reason = " ".join(str(error).split())[:80]
        raise UnreadableError(
            path, Message("sheet {name!r} cannot be read: {reason}", name, reason), _BROKEN
        ) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError(
            path, Message("sheet {name!r} cannot be read", name), _BROKEN
        ) from None


_SEARCHED, _BELOW = 40, 20
"""Rows that are searched for column names, and rows below that are compared."""
_LEAST_NAMED = 3 / 4
"""Share of the fullest row that has to have a name."""
# Letters of a cell in a message at most.
_LONGEST = 40
# Largest whole number below which a float (IEEE 754 double) has each one.
_MOST_EXACT = 1 << 53
# Seconds.
_HOUR, _MINUTE = 3600, 60

Row = tuple[int, list[Any]]
"""A row's index in its sheet, from 0, and its cells."""


@dataclass(frozen=True)
class _Sheet:
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


def _build_table(
    path: Path, sheet: _Sheet, options: ReadingOptions, notes: Sequence[str] = ()
) -> Table:
    """Return the table of a sheet."""
    scan, start, rows = sheet.scan, sheet.start, sheet.rows
    filled = [(start[0] + n, cells) for n, cells in enumerate(rows) if any(map(_is_filled, cells))]
    if not filled:
        raise UnreadableError(path, Message("sheet {name!r} has no rows", scan.name))
    header = _header(path, scan, filled, options.header_row)
    messages = [*notes, *_title_notes(filled[:header])]
    body = filled[header + 1 :]
    if body and are_tags(body[0][1]):
        name = row_name(f"row {body[0][0] + 1}")
        messages.append(Message("{row}: {fault}", name, NOTE))
        del body[0]
    if not body:
        raise UnreadableError(
            path, Message("sheet {name!r} has no rows under the column names", scan.name)
        )
    names = _names(path, filled[header], body, start[1], messages)
    grid = _filled_down(scan, body, filled[header][0], start[1], messages)
    by_row = dict(grid)
    for row, column in scan.errors:
        if row in by_row and 0 <= column - start[1] < len(by_row[row]):
            by_row[row][column - start[1]] = None
    columns = {
        name: _typed([cells[n] if n < len(cells) else None for _, cells in grid])
        for n, name in names.items()
    }
    messages += _hidden_notes(scan, body, {start[1] + n: name for n, name in names.items()})
    messages += _cell_notes(path, scan, filled[header][0])
    row_names = [f"row {n + 1}" for n, _ in body]
    letters = {name: column_letters(start[1] + n) for n, name in names.items()}
    table = Table(
        path, columns, (), row_names,
        comma=True, notes=tuple(messages), kind=sheet.kind, sheet=scan.name, letters=letters,
    )  # fmt: skip
    return place_rows(table, options)


def _is_filled(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _header(path: Path, scan: SheetScan, rows: Sequence[Row], stated: int | None) -> int:
    """Return the index of the row of column names."""
    if stated is not None:
        for n, (row, _) in enumerate(rows):
            if row + 1 == stated:
                return n
        problem = Message(
            "{file}: row {n} of sheet {name!r} is empty", path.name, stated, scan.name
        )
        remedy = option_remedy("--header-row names the row of column names")
        raise UsageError(sentence(problem, remedy))
    for n, (_, cells) in enumerate(rows[:_SEARCHED]):
        filled_cells = [c for c in cells if _is_filled(c)]
        fullest = max(sum(map(_is_filled, below)) for _, below in rows[n : n + _BELOW])
        is_text = all(isinstance(c, str) for c in filled_cells)
        if is_text and len(filled_cells) >= _LEAST_NAMED * fullest:
            return n
    problem = Message(
        "{file}: sheet {name!r} has no row of column names in its first {n} rows",
        path.name,
        scan.name,
        min(_SEARCHED, len(rows)),
    )
    raise UsageError(sentence(problem, option_remedy("--header-row N names it")))


def _title_notes(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        texts = [text_of(c) for _, cells in rows for c in cells if _is_filled(c)]
        listed = ", ".join(str(n + 1) for n, _ in rows)
        shown = "; ".join(repr(shorten(text, _LONGEST)) for text in texts[:3])
        yield Message(
            "row {rows} above the column names left out: {texts}"
            if len(rows) == 1
            else "rows {rows} above the column names left out: {texts}",
            listed,
            shown,
        )


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
            notes.append(
                Message(
                    "{cells}: columns with one name, {name!r}; the others got their letter",
                    where,
                    name,
                )
            )
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
        notes.append(
            Message(
                "merged cells: the value counts for each of their rows: {cells}", _listed(ranges)
            )
        )
    return [(row, by_row[row]) for row, _ in body]


def _hidden_notes(scan: SheetScan, body: Sequence[Row], by_column: dict[int, str]) -> Iterator[str]:
    rows = [str(row + 1) for row, _ in body if row in scan.hidden_rows]
    if rows:
        yield Message("hidden rows are read too: {rows}", _listed(rows))
    names = [
        name for column, name in by_column.items()
        if any(a <= column <= b for a, b in scan.hidden_columns)
    ]  # fmt: skip
    if names:
        yield Message("hidden columns are read too: {columns}", _listed(names))


def _cell_notes(path: Path, scan: SheetScan, header: int) -> Iterator[str]:
    """Yield messages about cells without a value that can be read."""
    where = f"{path.name}: {scan.name}!"
    errors = [(cell, error) for cell, error in scan.errors.items() if cell[0] > header]
    yield from few(
        [
            Message(
                "{cell}: {error} is an error of the sheet; the cell is empty",
                f"{where}{cell_name(*cell)}",
                error,
            )
            for cell, error in errors
        ]
    )
    formulas = [cell for cell in scan.empty_formulas if cell[0] > header]
    yield from few(
        [
            Message(
                "{cell}: a formula without a stored value; open and save it in a spreadsheet "
                "program",
                f"{where}{cell_name(*cell)}",
            )
            for cell in formulas
        ]
    )


def _listed(names: Sequence[str]) -> str:
    most = 5
    first = ", ".join(names[:most])
    return Message("{first} and {n} more", first, len(names) - most) if names[most:] else first


def _typed(cells: Sequence[Any]) -> list[Any]:
    """Return a column as JSON values; dates at midnight among moments keep their time."""
    moments = any(isinstance(c, datetime) and c.time() != time.min for c in cells)
    return [_json(c, moments=moments) if _is_filled(c) else None for c in cells]


def _json(cell: Any, *, moments: bool = True) -> Any:
    """Return a cell as a JSON value; None for NaN and infinite numbers."""
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
