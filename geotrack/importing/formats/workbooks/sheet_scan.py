"""What a sheet holds besides the values of its cells, and its extent, before it is read.

python-calamine reads a sheet as a full grid from its first to its last cell, and a single cell at
the far corner would need more memory than there is. So the extent is measured first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from geotrack.errors import shorten
from geotrack.importing.faults import UnreadableError
from geotrack.importing.limits import MOST_DEPTH, check_amount
from geotrack.messages import Message

__all__ = ["Handlers", "SheetScan", "cell_name", "column_letters", "parse_reference", "parse_xml"]

Cell = tuple[int, int]
"""Row and column, from 0."""

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,20})\$?0*([1-9][0-9]{0,20})")
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


class Handlers(Protocol):
    """Handlers of XML: names of elements come without their prefixes."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element."""

    def end(self, name: str) -> None:
        """Handle the end of an element."""

    def text(self, text: str) -> None:
        """Handle text."""


def parse_xml(path: Path, what: str, data: bytes, handlers: Handlers) -> None:
    """Parse a part of a workbook.

    Parameters
    ----------
    path : pathlib.Path
        The workbook, for messages.
    what : str
        The part in it.
    data : bytes
        Its XML.
    handlers : Handlers
        They are called for each element and text.

    Raises
    ------
    UnreadableError
        It is not well-formed, defines entities, or is nested too deeply.
    """
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
            path, Message("{what} in it defines entities", what), "save it again without"
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
