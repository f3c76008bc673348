"""What the sheets of a workbook hold besides the values of their cells, and how far they reach.

python-calamine reads a sheet as a full grid from its first to its last cell, and a single cell at
the far corner would need more memory than there is. So the extent is measured first, in XLSX (ISO
29500-1) and in ODS (ODF 1.3, 9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol
from xml.parsers import expat

from geotrack.errors import shorten
from geotrack.importing.faults import UnreadableError
from geotrack.importing.limits import MOST_DEPTH, check_amount
from geotrack.messages import Message

__all__ = [
    "PARTS",
    "SheetScan",
    "cell_name",
    "column_letters",
    "parse_reference",
    "scan_ods",
    "scan_xlsx",
]

Cell = tuple[int, int]
"""Row and column, from 0."""

# The place of a cell: `B3`, `$B$3`.
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,20})\$?0*([1-9][0-9]{0,20})")
# Letters of the names of columns, and the code of the first.
_LETTERS, _A = 26, ord("A")


@dataclass
class SheetScan:
    """The extent of a sheet, and cells that need a message.

    Parameters
    ----------
    name : str
        The sheet's name.
    hidden : bool
        Whether the sheet itself is hidden.
    first, last : tuple of int
        Row and column of the corners of all filled cells, from 0.
    cells : int
        Number of filled cells.
    errors : dict of (int, int) to str
        Cells with an error such as `#N/A`.
    empty_formulas : list of (int, int)
        Formulas without a stored value.
    merged : list of ((int, int), (int, int))
        First and last cell of merged ranges.
    hidden_rows : set of int
        Hidden rows.
    hidden_columns : list of (int, int)
        First and last of hidden columns.
    text_bytes : int
        Length of the texts of its cells.
    misnamed : str
        The first name of a cell that is none; empty if there is none.
    """

    name: str
    hidden: bool = False
    first: Cell = (1 << 30, 1 << 30)
    last: Cell = (-1, -1)
    cells: int = 0
    errors: dict[Cell, str] = field(default_factory=dict)
    empty_formulas: list[Cell] = field(default_factory=list)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[Cell] = field(default_factory=list)
    text_bytes: int = 0
    misnamed: str = ""

    def add(self, row: int, column: int) -> None:
        """Add a filled cell."""
        self.cells += 1
        self.first = min(self.first[0], row), min(self.first[1], column)
        self.last = max(self.last[0], row), max(self.last[1], column)

    def check(self, path: Path) -> None:
        """Refuse a sheet whose grid is too large, or unknown."""
        if self.misnamed:
            problem = Message(
                "{name}: a cell is named {misnamed!r}, which no cell is",
                self.name,
                shorten(self.misnamed, 40),
            )
            raise UnreadableError(path, problem, "save it again")
        if self.cells:
            rows = self.last[0] - self.first[0] + 1
            columns = self.last[1] - self.first[1] + 1
            try:
                check_amount(path, rows=rows, cells=rows * columns)
            except UnreadableError:
                corner = cell_name(*self.last)
                message = Message(
                    "{name}!{corner}: its cells reach as far as that, {rows:,} rows",
                    self.name,
                    corner,
                    rows,
                )
                remedy = "delete stray cells, or split it"
                raise UnreadableError(
                    path, Message("{message} of {columns:,} columns", message, columns), remedy
                ) from None
            check_amount(path, rows=rows, cells=rows * columns, text=self.text_bytes)


def column_letters(column: int) -> str:
    """Return the letters of a column, from 0.

    Examples
    --------
    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(_A + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, from row and column from 0.

    Examples
    --------
    >>> cell_name(6, 2)
    'C7'
    """
    return f"{column_letters(column)}{row + 1}"


def parse_reference(text: str) -> Cell | None:
    """Return row and column of a cell's name, from 0; None if it is none.

    Examples
    --------
    >>> parse_reference("C7"), parse_reference("$XFD$1048576"), parse_reference("7")
    ((6, 2), (1048575, 16383), None)
    """
    match = _REFERENCE.fullmatch(text)
    if not match:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * _LETTERS + ord(letter) - _A + 1
    return int(match[2]) - 1, column - 1


class _Handlers(Protocol):
    """Handlers of XML: names of elements come without their prefixes."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element."""

    def end(self, name: str) -> None:
        """Handle the end of an element."""

    def text(self, text: str) -> None:
        """Handle text."""


def _parse_xml(path: Path, what: str, data: bytes, handlers: _Handlers) -> None:
    """Parse a part of a workbook."""
    depth = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            raise UnreadableError(
                path, Message("{what} in it is nested too deeply", what), "save it again"
            )
        handlers.start(name.rpartition(":")[2], attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handlers.end(name.rpartition(":")[2])

    def on_entity(*_: object) -> None:
        raise UnreadableError(
            path, Message("{what} in it defines entities", what), "save it again without entities"
        )

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = on_start, on_end
    parser.CharacterDataHandler, parser.EntityDeclHandler = handlers.text, on_entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        reason = str(error).partition(":")[0]
        raise UnreadableError(
            path,
            Message("{what} in it is not XML: {reason}", what, reason),
            "it may be cut off or broken",
        ) from None


# Values of `table:visibility` of rows that nobody sees.
_HIDDEN = ("collapse", "filter")
# Elements of ODS that are cells; a covered one lies under a joined one.
_CELLS = ("table-cell", "covered-table-cell")
# More than any limit of rows or of text.
_MOST, _LONGEST = 10**12, 12
# Rows whose visibility is read: a sheet of Excel has no more.
_MOST_HIDDEN = 1 << 20


def scan_ods(path: Path, content: bytes) -> list[SheetScan]:
    """Return the sheets of a spreadsheet.

    Parameters
    ----------
    path : pathlib.Path
        The spreadsheet, for messages.
    content : bytes
        Its `content.xml`.

    Raises
    ------
    UnreadableError
        It is broken.
    """
    reader = _Content()
    _parse_xml(path, "the content", content, reader)
    return reader.sheets


class _Content:
    """Handlers of the XML of a spreadsheet."""

    def __init__(self) -> None:
        self.sheets: list[SheetScan] = []
        self._row = self._column = self._of_columns = 0
        self._rows = self._columns = 1
        self._attributes: dict[str, str] = {}
        self._text, self._spaces = "", 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self.sheets.append(SheetScan(attributes.get("table:name", "")))
            self._row = self._of_columns = 0
        elif not self.sheets:
            return
        elif name == "table-column":
            count = _count(attributes, "table:number-columns-repeated")
            if attributes.get("table:visibility") in _HIDDEN:
                ends = self._of_columns, self._of_columns + count - 1
                self.sheets[-1].hidden_columns.append(ends)
            self._of_columns += count
        elif name == "table-row":
            self._rows, self._column = _count(attributes, "table:number-rows-repeated"), 0
            if attributes.get("table:visibility") in _HIDDEN and self._rows <= _MOST_HIDDEN:
                self.sheets[-1].hidden_rows.update(range(self._row, self._row + self._rows))
        elif name in _CELLS:
            self._attributes, self._text, self._spaces = attributes, "", 0
            self._columns = _count(attributes, "table:number-columns-repeated")
        elif name == "s":  # so many spaces
            self._spaces += _count(attributes, "text:c")

    def text(self, text: str) -> None:
        self._text += text

    def end(self, name: str) -> None:
        if name in _CELLS and self.sheets:
            self._end_cell()
        elif name == "table-row":
            self._row += self._rows

    def _end_cell(self) -> None:
        sheet, attributes = self.sheets[-1], self._attributes
        cell, text = (self._row, self._column), self._text.strip()
        kind = attributes.get("office:value-type", "")
        if kind or text or self._spaces:
            sheet.add(*cell)
            sheet.add(self._row + self._rows - 1, self._column + self._columns - 1)
            sheet.text_bytes += (len(text) + self._spaces) * self._rows * self._columns
        if attributes.get("calcext:value-type") == "error" or text.startswith("Err:"):
            sheet.errors[cell] = text or "an error"
        if attributes.get("table:formula") and not (kind or text):
            sheet.empty_formulas.append(cell)
        down = _count(attributes, "table:number-rows-spanned")
        right = _count(attributes, "table:number-columns-spanned")
        if down > 1 or right > 1:
            sheet.merged.append((cell, (cell[0] + down - 1, cell[1] + right - 1)))
        self._column += self._columns


def _count(attributes: dict[str, str], name: str) -> int:
    """Return a number of repetitions; a longer one than any counts as the most."""
    text = attributes.get(name, "1").strip().removeprefix("+")
    if not (text.isascii() and text.isdecimal()):
        return 1
    return max(1, min(int(text), _MOST)) if len(text) <= _LONGEST else _MOST


# Names of the parts of XLSX, in lower case.
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS, _STYLES = "xl/sharedstrings.xml", "xl/styles.xml"
PARTS = ("[content_types].xml", "_rels/.rels", _BOOK, _RELATIONS, _STRINGS, _STYLES)
"""Parts that every sheet needs, in lower case."""
# How XLSX writes that a row or column is hidden.
_TRUE = ("1", "true")
# Digits of a number in an attribute at most; a longer one is no place.
_LONGEST_NUMBER = 100


def scan_xlsx(path: Path, parts: dict[str, bytes]) -> list[tuple[SheetScan, str]]:
    """Return the sheets of a workbook, each with the name of its part.

    Parameters
    ----------
    path : pathlib.Path
        The workbook, for messages.
    parts : dict of str to bytes
        Parts by their names in lower case.

    Raises
    ------
    UnreadableError
        A part is missing or broken.
    """
    if _BOOK not in parts or _RELATIONS not in parts:
        raise UnreadableError(path, "not XLSX: it has no workbook", "it may be cut off or broken")
    relations, book, texts = _Relations(), _Book(), _Texts()
    _parse_xml(path, "the list of parts", parts[_RELATIONS], relations)
    _parse_xml(path, "the workbook", parts[_BOOK], book)
    if _STRINGS in parts:
        _parse_xml(path, "the list of texts", parts[_STRINGS], texts)
    sheets = []
    for scan, relation in book.sheets:
        part = relations.targets.get(relation, "")
        if "/worksheets/" in part and part in parts:
            _parse_xml(path, f"sheet {scan.name!r}", parts[part], _Sheet(scan, texts.lengths))
            sheets.append((scan, part))
    return sheets


class _Silent:
    """Handlers that do nothing."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        pass

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _Relations(_Silent):
    """The parts of a workbook by their ids."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            part = target[1:] if target.startswith("/") else f"xl/{target}"
            self.targets[attributes.get("Id", "")] = str(PurePosixPath(part)).lower()


class _Book(_Silent):
    """The sheets of a workbook, each with the id of its part."""

    def __init__(self) -> None:
        self.sheets: list[tuple[SheetScan, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((SheetScan(attributes.get("name", ""), hidden), relation))


class _Texts(_Silent):
    """Lengths of the shared texts."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.lengths.append(0)

    def text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class _Sheet:
    """Handlers of the XML of one sheet."""

    def __init__(self, scan: SheetScan, lengths: list[int]) -> None:
        self._scan, self._lengths = scan, lengths
        self._row = self._column = -1
        self._kind, self._value = "", ""
        self._formula = self._reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            reference = attributes.get("r", "")
            cell = parse_reference(reference)
            if cell is None:
                cell = self._row, self._column + 1
                self._scan.misnamed = self._scan.misnamed or reference
            self._row, self._column = cell
            self._kind, self._formula, self._value = attributes.get("t", ""), False, ""
        elif name in {"v", "is"}:
            self._reading = True
            self._scan.add(self._row, self._column)
        elif name == "f":
            self._formula = True
        elif name == "row":
            number = _number(attributes.get("r", ""))
            self._row = number - 1 if number else self._row + 1
            self._column = -1
            if attributes.get("hidden") in _TRUE:
                self._scan.hidden_rows.add(self._row)
        elif name == "col" and attributes.get("hidden") in _TRUE:
            first, last = _number(attributes.get("min", "")), _number(attributes.get("max", ""))
            self._scan.hidden_columns.append((first - 1, last - 1))
        elif name == "mergeCell":
            ends = [parse_reference(end) for end in attributes.get("ref", "").split(":")]
            if len(ends) > 1 and ends[0] and ends[1]:
                self._scan.merged.append((ends[0], ends[1]))

    def text(self, text: str) -> None:
        if self._reading:
            self._value += text

    def end(self, name: str) -> None:
        if name in {"v", "is"}:
            self._reading = False
        elif name == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        cell, value = (self._row, self._column), self._value
        if self._kind == "s":
            index = _number(value)
            self._scan.text_bytes += self._lengths[index] if index < len(self._lengths) else 0
        elif self._kind == "e" and value:
            self._scan.errors[cell] = value.strip()
        if self._formula and not value:
            self._scan.empty_formulas.append(cell)


def _number(text: str) -> int:
    """Return a number without a sign; 0 if it is none."""
    text = text.strip().removeprefix("+")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0
