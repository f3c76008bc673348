"""Workbooks (XLSX and ODS), through python-calamine."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError
from geotrack.files.archives import ArchiveError, open_archive, read_members
from geotrack.i18n.spelling import slip
from geotrack.importing.cells.text import text_of
from geotrack.importing.faults import UnreadableError
from geotrack.importing.formats.workbooks.ods_scan import scan_ods
from geotrack.importing.formats.workbooks.sheet_scan import SheetScan
from geotrack.importing.formats.workbooks.sheet_table import Sheet, build_table
from geotrack.importing.formats.workbooks.xlsx_scan import PARTS, scan_xlsx
from geotrack.importing.formats.zip_archive import SPREADSHEET, part_name
from geotrack.importing.limits import MOST_BYTES, MOST_LAYERS
from geotrack.importing.table import Options, Table
from geotrack.importing.templates.workbook import EVENTS, SHEETS
from geotrack.messages import Message
from geotrack.model.record_columns import PIECES, PIECES_OF

__all__ = ["read_workbook"]

_LOCKED = "it is locked with a password"
_ODS_PARTS = ("mimetype", "content.xml", "meta-inf/manifest.xml")
# As python-calamine looks for them.
_NAMES = {
    "[content_types].xml": "[Content_Types].xml",
    "xl/sharedstrings.xml": "xl/sharedStrings.xml",
    "meta-inf/manifest.xml": "META-INF/manifest.xml",
}
_COLUMNS = 3
_REFERENCE = f'{{"{PIECES_OF}"'
_RECORDS = "Records"
_OF_EXPORTS = {_RECORDS, "About"}
"""Sheets of a workbook that `geotrack export` writes."""
_BROKEN = "it may be cut off or broken"


def read_workbook(source: Path, path: Path, kind: str, options: Options) -> Table:
    """Read one sheet of a workbook.

    Parameters
    ----------
    source : pathlib.Path
        The workbook.
    path : pathlib.Path
        The workbook as the user named it, for messages.
    kind : {"XLSX", "ODS"}
        Its format.
    options : Options
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
    pieces = next((n for n in scanned if n[0].name == PIECES and n[0].cells), None)
    if pieces is not None and pieces[0] is not scan:
        pieces[0].check(path)
    else:
        pieces = None
    needed = {*PARTS, part, *([pieces[1]] if pieces else [])} if kind == "XLSX" else set(_ODS_PARTS)
    packed = _packed({name: data for name, data in parts.items() if name in needed})
    parts.clear()
    start, rows = _values(path, packed, scan.name)
    others = [s.name for s, _ in scanned if s is not scan and s.cells]
    notes = [f"the sheet {scan.name!r} is hidden"] if scan.hidden else []
    if others:
        notes.append(f"sheet {scan.name!r} is read; left out: {', '.join(others)}")
    if pieces:
        packed.seek(0)
        _join_pieces(rows, _values(path, packed, PIECES)[1])
    return build_table(path, Sheet(kind, scan, start, rows), options, notes)


def _join_pieces(rows: list[list[Any]], pieces: Sequence[Sequence[Any]]) -> None:
    """Put long Features, which `geotrack export` writes in pieces, into their cells."""
    whole: dict[str, str] = {}
    for id_, _, text in sorted((row for row in pieces[1:] if len(row) == _COLUMNS), key=_order):
        whole[text_of(id_)] = whole.get(text_of(id_), "") + str(text)
    for row in rows:
        for n, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith(_REFERENCE) and cell.endswith("}"):
                try:
                    id_ = json.loads(cell)[PIECES_OF]
                except (ValueError, RecursionError):
                    continue
                row[n] = whole.get(text_of(id_), cell)


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
            wanted = [
                info for name, info in members.items()
                if (name in {*PARTS, *_ODS_PARTS} or name.startswith("xl/worksheets/"))
                and "/_rels/" not in name.removeprefix("xl/_rels/")
            ]  # fmt: skip
            found = read_members(archive, wanted, MOST_BYTES)
    except ArchiveError as error:
        locked = error.is_locked
        problem = _LOCKED if locked else error.problem
        remedy = "save it without one" if locked else error.remedy or "fetch or save it again"
        raise UnreadableError(path, problem, remedy) from None
    parts = {part_name(name): data for name, data in found.items()}
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
            guess = slip(name, by_name)
            remedy = f"did you mean {guess!r}?" if guess else f"sheets are {', '.join(by_name)}"
            raise UsageError(f"{path.name} has no sheet {name!r}; {remedy}")
        return by_name[name]
    if not filled:
        raise UnreadableError(path, "it has no rows")
    for sheets, records in ((_OF_EXPORTS, _RECORDS), (SHEETS, EVENTS)):
        if by_name.keys() >= sheets and by_name[records][0].cells:
            return by_name[records]
    if len(filled) > 1:
        listed = ", ".join(f"{s.name!r} ({_size(s)})" for s in filled)
        raise UsageError(
            f"{path.name} has {len(filled)} sheets with rows: {listed}; choose with --sheet NAME"
        )
    return by_name[filled[0].name]


def _size(scan: SheetScan) -> str:
    count = scan.last[0] - scan.first[0] + 1
    return f"{count} row{'' if count == 1 else 's'}{', hidden' if scan.hidden else ''}"


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    """Return an archive of only the parts that were checked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(_NAMES.get(name, name), data)
    out.seek(0)
    return out


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
