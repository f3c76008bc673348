"""The sheets of an OpenDocument spreadsheet (ODS), scanned before they are read (ODF 1.3, 9)."""

from __future__ import annotations

from pathlib import Path

from geotrack.importing.formats.workbooks.sheet_scan import SheetScan, parse_xml

__all__ = ["scan_ods"]

_HIDDEN = ("collapse", "filter")
_CELLS = ("table-cell", "covered-table-cell")
# More than any limit of rows or of text.
_MOST, _LONGEST = 10**12, 12
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
    parse_xml(path, "the content", content, reader)
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
