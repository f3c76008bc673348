"""XLSX (ECMA-376) with sheets of records, sources and metadata.

Written here: plain cells need little code and no package, and the same product gives the same
bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from xml.sax.saxutils import escape

from geotrack.export.columns import Value, columns, extra_notes, rows
from geotrack.export.csv_file import wkt
from geotrack.export.geometry import height_notes, south_notes
from geotrack.export.product import Product
from geotrack.export.reproducible_zip import sound_xml, zip_files
from geotrack.model.record_columns import PIECES, PIECES_OF
from geotrack.strict_json import dump_json

__all__ = ["write"]

# Maximum length of a cell's text.
_LONGEST = 32_767
_SHORTENED = "… (shortened)"
# Columns that are useless when cut.
_WHOLE = ("geojson", "wkt")
# Letters of a piece of a long text: characters of two code units fit as well.
_PIECE = 16_000
# Spreadsheets count 1900-02-29, which did not exist; dates after it are counted from here.
_EPOCH, _FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)
_WIDTHS = {
    "title": 48,
    "where": 36,
    "summary": 48,
    "sources": 48,
    "why": 36,
    "date": 24,
    "label": 60,
}
_STATES = {PIECES: ' state="hidden"'}
_PLAIN, _BOLD, _DAY, _WRAPPED = range(4)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="10"/>'
    '<name val="Calibri"/></font><font><b/><sz val="10"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4">'
    '<xf applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
# In a cell `_x0041_` is read as the letter A.
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def write(product: Product) -> tuple[bytes, list[str]]:
    """Return a workbook, and notes about what it does not hold."""
    table: list[dict[str, Value]] = [
        {**row, "wkt": wkt(record)}
        for record, row in zip(product.records, rows(product), strict=True)
    ]
    pieces = _pieces(table)
    notes = _fitted(table)
    if pieces:
        long = ", ".join(dict.fromkeys(str(row["id"]) for row in pieces))
        notes.append(f"geojson is in pieces on the hidden sheet {PIECES}: {long}")
    cited: list[dict[str, Value]] = [
        {
            "number": s.number, "label": s.label, "published": s.published, "url": s.url,
            "read_at": "\n".join(s.read_at),
            "records": "\n".join(product.records_by_source[s.number]),
        }
        for s in product.sources
    ]  # fmt: skip
    entries: list[dict[str, Value]] = [
        {"what": k.replace("_", " "), "value": str(v)} for k, v in product.about.items()
    ]
    sheets = {
        "Records": _sheet([*columns(product), "wkt"], table),
        "Sources": _sheet(["number", "label", "published", "url", "read_at", "records"], cited),
        "About": _sheet(["what", "value"], entries),
    }
    if pieces:
        sheets[PIECES] = _sheet(["id", "piece", "geojson"], pieces)
    content = zip_files({name: text.encode() for name, text in _parts(sheets).items()})
    return content, [*notes, *extra_notes(product), *height_notes(product), *south_notes(product)]


def _fitted(table: Sequence[dict[str, Value]]) -> list[str]:
    """Clear cells that must not be cut; return notes about shortened and cleared cells."""
    shortened: list[str] = []
    emptied: list[str] = []
    for row in table:
        for name, value in row.items():
            if isinstance(value, str) and _units(value) > _LONGEST:
                (emptied if name in _WHOLE else shortened).append(f"{row['id']} ({name})")
                row[name] = None if name in _WHOLE else value
    found = {"shortened": shortened, "left empty": emptied}
    text = "; ".join(f"{how}: {', '.join(cells)}" for how, cells in found.items() if cells)
    return [f"a cell holds {_LONGEST} letters; {text}"] if text else []


def _pieces(table: Sequence[dict[str, Value]]) -> list[dict[str, Value]]:
    """Cut Features that are too long for a cell to pieces; their cells name the pieces."""
    found: list[dict[str, Value]] = []
    for row in table:
        text = str(row["geojson"])
        if _units(text) > _LONGEST:
            starts = range(0, len(text), _PIECE)
            found += [
                {"id": row["id"], "piece": n, "geojson": text[at : at + _PIECE]}
                for n, at in enumerate(starts, 1)
            ]
            row["geojson"] = dump_json({PIECES_OF: row["id"]})
    return found


def _parts(sheets: dict[str, str]) -> dict[str, str]:
    names = list(sheets)
    numbered = [f"xl/worksheets/sheet{n}.xml" for n in range(1, len(names) + 1)]
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPE}.worksheet+xml"/>' for part in numbered
    )
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}"{_STATES.get(name, "")} r:id="rId{n}"/>'
        for n, name in enumerate(names, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="{part[3:]}"/>'
        for n, part in enumerate(numbered, 1)
    )
    styles = len(names) + 1
    bodies = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId{styles}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>",
        "xl/styles.xml": _STYLES,
        **dict(zip(numbered, sheets.values(), strict=True)),
    }
    return {name: _HEAD + body for name, body in bodies.items()}


def _sheet(columns: Sequence[str], table: Iterable[dict[str, Value]]) -> str:
    """Return a sheet with a frozen, filtering first row."""
    lines = [_row(1, [_cell(1, n, name, _BOLD) for n, name in enumerate(columns)])]
    for at, values in enumerate(table, 2):
        lines.append(_row(at, [_cell(at, n, values[name]) for n, name in enumerate(columns)]))
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{_WIDTHS.get(name, 16)}" customWidth="1"/>'
        for n, name in enumerate(columns, 1)
    )
    last = f"{_letters(len(columns) - 1)}{len(lines)}"
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(lines)}</sheetData>"
        f'<autoFilter ref="A1:{last}"/></worksheet>'
    )


def _row(at: int, cells: Iterable[str]) -> str:
    return f'<row r="{at}">{"".join(cells)}</row>'


def _cell(row: int, column: int, value: Value, style: int | None = None) -> str:
    if value is None or value == "":
        return ""
    at = f"{_letters(column)}{row}"
    if isinstance(value, date) and value >= _FIRST_DAY:
        return f'<c r="{at}" s="{_DAY}"><v>{(value - _EPOCH).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value!r}</v></c>'
    text = value.isoformat() if isinstance(value, date) else value
    wrapped = _WRAPPED if "\n" in text else _PLAIN
    return (
        f'<c r="{at}" s="{wrapped if style is None else style}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{_sound(text)}</t></is></c>'
    )


def _sound(text: str) -> str:
    """Return a text as cell content: shortened and escaped."""
    if _units(text) > _LONGEST:
        room = 2 * (_LONGEST - len(_SHORTENED))
        head = text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore")
        text = head + _SHORTENED
    text = _ESCAPE_LIKE.sub("_x005F_", text)
    spelt = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return escape(sound_xml(spelt))


def _units(text: str) -> int:
    """Return the length of a text in UTF-16 code units, which spreadsheets count."""
    return len(text.encode("utf-16-le")) // 2


def _letters(column: int) -> str:
    """Return the name of a column from 0.

    Examples
    --------
    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    high, low = divmod(column, 26)
    return (_letters(high - 1) if high else "") + chr(ord("A") + low)
