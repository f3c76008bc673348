"""The sheets of an Office Open XML workbook (XLSX), scanned before they are read (ISO 29500-1)."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from geotrack.importing.faults import UnreadableError
from geotrack.importing.formats.workbooks.sheet_scan import SheetScan, parse_reference, parse_xml

__all__ = ["PARTS", "scan_xlsx"]

_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS, _STYLES = "xl/sharedstrings.xml", "xl/styles.xml"
PARTS = ("[content_types].xml", "_rels/.rels", _BOOK, _RELATIONS, _STRINGS, _STYLES)
"""Parts that every sheet needs, in lower case."""
_TRUE = ("1", "true")
_LONGEST = 100


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
    parse_xml(path, "the list of parts", parts[_RELATIONS], relations)
    parse_xml(path, "the workbook", parts[_BOOK], book)
    if _STRINGS in parts:
        parse_xml(path, "the list of texts", parts[_STRINGS], texts)
    sheets = []
    for scan, relation in book.sheets:
        part = relations.targets.get(relation, "")
        if "/worksheets/" in part and part in parts:
            parse_xml(path, f"sheet {scan.name!r}", parts[part], _Sheet(scan, texts.lengths))
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
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST else 0
