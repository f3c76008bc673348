"""Workbooks, TopoJSON and Parquet files that are larger than they seem."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.foreign_files.made import GEOPARQUET, ODS, XLSX
from tests.hostile.files import sound, zipped
from tests.hostile.limits import bounded
from tests.workbooks import ods_of, repacked, xlsx

pytestmark = pytest.mark.slow

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _sheet(rows: str) -> bytes:
    xml = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()
    return repacked(xlsx({"Sheet1": [["title"]]}), {SHEET: lambda _: xml})


def _shared_text() -> bytes:
    """Return a workbook of one text of a megabyte in ten thousand cells."""
    rows = "".join(f'<row r="{n}"><c t="s"><v>0</v></c></row>' for n in range(1, 10_001))
    texts = f"<sst {MAIN}><si><t>{'x' * 1_000_000}</t></si></sst>".encode()
    return repacked(_sheet(rows), {"xl/sharedStrings.xml": lambda _: texts})


def _spelt_far(reference: str) -> bytes:
    return _sheet(
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="{reference}"><v>1</v></c></row>'
    )


def _late_row() -> bytes:
    return _sheet(
        '<row r="1"><c><v>1</v></c></row><row r="+01048576"><c><v>1</v></c><c r="XFD7"/></row>'
    )


def _long_text() -> bytes:
    text = '<text:p>x<text:s text:c="500000"/>' + "x" * 500_000 + "</text:p>"
    cell = f'<table:table-cell table:number-columns-repeated="16000">{text}</table:table-cell>'
    return ods_of(
        f'<table:table table:name="a"><table:table-row>{cell}</table:table-row></table:table>'
    )


def _spaces() -> bytes:
    cell = '<table:table-cell><text:p>x<text:s text:c="999999999"/></text:p></table:table-cell>'
    return ods_of(
        f'<table:table table:name="a"><table:table-row>{cell}</table:table-row></table:table>'
    )


def _unpacked() -> bytes:
    """Return a workbook that unpacks to more than is read."""
    out = io.BytesIO(xlsx({"Sheet1": [["title"]]}))
    with (
        ZipFile(out, "a", ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/b.xml", "w") as entry,
    ):
        for _ in range(200):
            entry.write(b" " * 1_000_000)
    return out.getvalue()


FAR = "its cells reach as far as that"
LARGE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a far cell": ("a.xlsx", XLSX["far-cell.xlsx"], FAR),
    "a far cell in small letters": ("a.xlsx", lambda: _spelt_far("xfd1048576"), FAR),
    "a cell with a name of many letters": (
        "a.xlsx",
        lambda: _spelt_far("A" * 50 + "4"),
        "Sheet1: a cell is named 'AAAAAAAAAAAAAAA",
    ),
    "a far cell with zeros": ("a.xlsx", lambda: _spelt_far("XFD0001048576"), FAR),
    "a text of many cells": ("a.xlsx", _shared_text, "too much for one"),
    "a sheet that is packed": ("a.xlsx", _unpacked, "more than 128 MB unpacked"),
    "a row without references": ("a.xlsx", _late_row, FAR),
    "a far cell of ODS": ("a.ods", ODS["far-cell.ods"], FAR),
    "a row of ODS": ("a.ods", ODS["repeated-too-often.ods"], FAR),
    "a text of ODS": ("a.ods", _long_text, "too much for one"),
    "spaces of ODS": ("a.ods", _spaces, "too much for one"),
    "a text of Parquet": ("a.parquet", GEOPARQUET["repeated-text.parquet"], "too much for one"),
}


@pytest.mark.parametrize("case", LARGE)
def test_what_expands_is_refused(folder: Path, case: str) -> None:
    name, make, message = LARGE[case]
    (folder / name).write_bytes(make())
    done = bounded(folder, "import", name, "--out", "-")
    assert (done.code, message in done.errors) == (1, True), done.errors


def test_arcs_that_are_used_often_are_counted(folder: Path) -> None:
    arc = [[n % 7, n % 5] for n in range(1_000)]
    value = {
        "type": "Topology",
        "arcs": [arc],
        "objects": {"a": {"type": "MultiLineString", "arcs": [[0] * 1_000] * 100}},
    }
    (folder / "a.json").write_text(json.dumps(value))
    done = bounded(folder, "import", "a.json", "--out", "-")
    assert (done.code, "too much for one import" in done.errors) == (1, True)


def test_an_archive_of_a_workbook_is_read(folder: Path) -> None:
    (folder / "a.zip").write_bytes(zipped("inner/a.xlsx", sound("a.xlsx")["a.xlsx"]))
    done = bounded(folder, "import", "a.zip", "--out", "-")
    assert (done.code, len(json.loads(done.output)["features"])) == (0, 2), done.errors
