"""Binary files of the corpus, made when they are read: workbooks and GeoParquet."""

# ruff: noqa: DTZ001 (sheets have no time zones)

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zipfile import ZipFile, ZipInfo

from tests.hostile.files import zipped
from tests.workbooks import ods, ods_of, repacked, xlsx

__all__ = ["MADE"]

Rows = list[list[Any]]
HEAD = ["title", "lon", "lat", "start"]
A, B = ["A", 5.5, 70, date(2024, 5, 1)], ["B", -174.2, 63.1, date(2024, 9, 28)]
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SHEET = "xl/worksheets/sheet1.xml"


def _book(change: Callable[[Any], None], rows: Rows | None = None) -> Callable[[], bytes]:
    """Return a maker of a workbook of one sheet that is changed by openpyxl."""
    return lambda: xlsx({"Sheet1": rows or [HEAD, A, B]}, lambda book: change(book["Sheet1"]))


def _merged(sheet: Any) -> None:
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("D3:D4")


def _hidden(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True


def _of_values(sheet: Any) -> None:
    sheet["E1"], sheet["E2"], sheet["E3"] = "sum", "=1+1", "=B2"
    sheet["F1"], sheet["F2"], sheet["F3"] = "look", "#N/A", "#DIV/0!"


def _far(sheet: Any) -> None:
    sheet["XFD1048576"] = "x"


def _hide_sheet(book: Any) -> None:
    book["Secret"].sheet_state = "hidden"


def _calculated() -> bytes:
    """Return a workbook with a formula and its stored value."""
    data = xlsx({"Sheet1": [[*HEAD, "n"], [*A, "=1+1"]]})
    return repacked(
        data,
        {
            SHEET: lambda xml: (
                xml.replace(b"<v></v>", b"<v>2</v>")
                .replace(b"<v />", b"<v>2</v>")
                .replace(b"<v/>", b"<v>2</v>")
            )
        },
    )


def _with_backslashes() -> bytes:
    out = io.BytesIO()
    with ZipFile(io.BytesIO(xlsx({"Sheet1": [HEAD, A]}))) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            info = ZipInfo("x")
            info.filename = name.replace("/", "\\")
            new.writestr(info, old.read(name))
    return out.getvalue()


XLSX: Mapping[str, Callable[[], bytes]] = {
    "plain.xlsx": lambda: xlsx({"Sheet1": [HEAD, A, B]}),
    "titles.xlsx": lambda: xlsx(
        {"Hendelser": [["Hendelser 2024"], [], ["Kilde:", "Kystvakten"], HEAD, A, [], B]}
    ),
    "away-from-a1.xlsx": lambda: xlsx({"Sheet1": [[], [], [None, None, *HEAD], [None, None, *A]]}),
    "dates.xlsx": lambda: xlsx(
        {
            "Sheet1": [
                ["title", "day", "moment", "midnight", "hour", "lasts", "text"],
                [
                    "A",
                    date(2024, 5, 1),
                    datetime(2024, 5, 1, 14, 29, 59),
                    datetime(2024, 5, 1),
                    time(3, 4),
                    timedelta(hours=30),
                    "28.09.2024",
                ],
                [
                    "B",
                    date(1999, 12, 31),
                    datetime(2024, 5, 1),
                    datetime(2024, 5, 2),
                    None,
                    None,
                    "10/2024",
                ],
            ]
        }
    ),
    "numbers.xlsx": lambda: xlsx(
        {
            "Sheet1": [
                ["title", "mmsi", "n", "zero", "yes"],
                ["A", 257000001, 1.5, "007", True],
                ["B", 257000002, -0.25, "008", False],
            ]
        }
    ),
    "positions-as-text.xlsx": lambda: xlsx(
        {
            "Sheet1": [
                ["navn", "lon", "lat"],
                ["A", "5,5", "70,25"],
                ["B", "168°45'W", "65°42'N"],
                ["C", "ukjent", "70"],
            ]
        }
    ),
    "two-sheets.xlsx": lambda: xlsx({"2023": [HEAD, A], "2024": [HEAD, B, A], "Notes": []}),
    "one-of-two.xlsx": lambda: xlsx({"2023": [HEAD, A], "2024": [HEAD, B, A], "Notes": []}),
    "wrong-sheet.xlsx": lambda: xlsx({"2023": [HEAD, A], "2024": [HEAD, B]}),
    "hidden-sheet.xlsx": lambda: xlsx({"Secret": [HEAD, A], "Empty": []}, _hide_sheet),
    "errors-and-formulas.xlsx": _book(_of_values),
    "calculated.xlsx": _calculated,
    "merged.xlsx": _book(_merged, [["Hendelser"], HEAD, A, ["B", -174.2, 63.1, None]]),
    "hidden.xlsx": _book(_hidden),
    "names-twice.xlsx": lambda: xlsx({"Sheet1": [["title", "note", "note", None], ["A", 1, 2, 3]]}),
    "no-names.xlsx": lambda: xlsx({"Sheet1": [["A", 5.5, 70], ["B", 6.5, 71]]}),
    "named-row.xlsx": lambda: xlsx(
        {"Sheet1": [["x", "y", "z"], ["title", "lon", 2024], ["A", 5.5, 70]]}
    ),
    "far-cell.xlsx": _book(_far),
    "only-names.xlsx": lambda: xlsx({"Sheet1": [HEAD]}),
    "empty.xlsx": lambda: xlsx({"Sheet1": []}),
    "cut-off.xlsx": lambda: xlsx({"Sheet1": [HEAD, A]})[:2000],
    "broken-sheet.xlsx": lambda: repacked(
        xlsx({"Sheet1": [HEAD, A]}), {SHEET: lambda xml: xml[:300]}
    ),
    "entities.xlsx": lambda: repacked(
        xlsx({"Sheet1": [HEAD, A]}), {SHEET: lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml}
    ),
    "backslashes.xlsx": _with_backslashes,
    "binary.xlsb": lambda: zipped("xl/workbook.bin", b"x"),
    "old.xls": lambda: COMPOUND,
    "locked.xlsx": lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"),
    "is-csv.xlsx": lambda: b"title,lon,lat\nA,5,70\n",
}


def _cell(text: str, attributes: str = "") -> str:
    inside = f"<text:p>{text}</text:p>"
    return f'<table:table-cell {attributes} office:value-type="string">{inside}</table:table-cell>'


_ROW = f"<table:table-row>{_cell('title')}{_cell('n')}</table:table-row>"
_ERROR = (
    '<table:table-cell table:formula="of:=1/0" calcext:value-type="error" '
    'office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>'
)


def _table(rows: str, name: str = "Ark1") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def _row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


ODS: Mapping[str, Callable[[], bytes]] = {
    "plain.ods": lambda: ods({"Ark1": [HEAD, A, B]}),
    "titles.ods": lambda: ods({"Ark1": [["Hendelser 2024"], [None], HEAD, A, B]}),
    "dates.ods": lambda: ods(
        {
            "Ark1": [
                ["title", "day", "moment"],
                ["A", date(2024, 5, 1), datetime(2024, 5, 1, 14, 30)],
                ["B", date(2024, 5, 2), datetime(2024, 5, 2)],
            ]
        }
    ),
    "numbers.ods": lambda: ods(
        {"Ark1": [["title", "n", "yes"], ["A", 1.5, True], ["B", 2, False]]}
    ),
    "positions-as-text.ods": lambda: ods(
        {"Ark1": [["navn", "lon", "lat"], ["A", "5,5", "70,25"], ["B", "her", "der"]]}
    ),
    "two-sheets.ods": lambda: ods({"2023": [HEAD, A], "2024": [HEAD, B]}),
    "one-of-two.ods": lambda: ods({"2023": [HEAD, A], "2024": [HEAD, B]}),
    "empty-to-the-end.ods": lambda: ods_of(
        _table(
            _ROW
            + _row(
                _cell("A"), _cell("1"), '<table:table-cell table:number-columns-repeated="16382"/>'
            )
            + _row(
                '<table:table-cell table:number-columns-repeated="16384"/>',
                attributes='table:number-rows-repeated="1048574"',
            )
        )
    ),
    "repeated.ods": lambda: ods_of(
        _table(
            _ROW
            + _row(
                _cell("A", 'table:number-columns-repeated="2"'),
                attributes='table:number-rows-repeated="3"',
            )
        )
    ),
    "repeated-too-often.ods": lambda: ods_of(
        _table(_ROW + _row(_cell("A"), attributes='table:number-rows-repeated="1048575"'))
    ),
    "far-cell.ods": lambda: ods_of(
        _table(
            _ROW
            + _row(
                '<table:table-cell table:number-columns-repeated="16383"/>',
                _cell("x"),
                attributes="",
            )
            + _row("<table:table-cell/>", attributes='table:number-rows-repeated="900000"')
            + _ROW
        )
    ),
    "error.ods": lambda: ods_of(_table(_ROW + _row(_cell("A"), _ERROR))),
    "hidden.ods": lambda: ods_of(
        _table(
            _ROW
            + _row(_cell("A"), _cell("1"), attributes='table:visibility="collapse"')
            + _row(_cell("B"), _cell("2"))
        )
    ),
    "merged.ods": lambda: ods_of(
        _table(
            _ROW
            + _row(_cell("A"), _cell("1", 'table:number-rows-spanned="2"'))
            + _row(_cell("B"), "<table:covered-table-cell/>")
        )
    ),
    "locked.ods": lambda: repacked(
        ods({"Ark1": [HEAD, A]}),
        {"META-INF/manifest.xml": lambda xml: xml.replace(b"</", b"<encryption-data/></", 1)},
    ),
    "empty.ods": lambda: ods({"Ark1": []}),
    "broken.ods": lambda: repacked(
        ods({"Ark1": [HEAD, A]}), {"content.xml": lambda xml: xml[:700]}
    ),
    "text.ods": lambda: repacked(
        ods({"Ark1": [HEAD, A]}), {"mimetype": lambda _: b"application/vnd.oasis.opendocument.text"}
    ),
}


def _parquet(columns: dict[str, Any], geo: Any = None, **options: Any) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table(columns)
    if geo is not None:
        table = table.replace_schema_metadata(
            {"geo": geo if isinstance(geo, str) else json.dumps(geo)}
        )
    out = io.BytesIO()
    parquet.write_table(table, out, **options)
    return out.getvalue()


def _geo(**column: Any) -> dict[str, Any]:
    whole = {"encoding": "WKB", "geometry_types": [], **column}
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": whole}}


def _wkb(*texts: str | None) -> list[bytes | None]:
    import shapely

    return [None if text is None else shapely.to_wkb(shapely.from_wkt(text)) for text in texts]


def _projjson(code: str) -> Any:
    from pyproj import CRS

    return CRS(code).to_json_dict()


def _points(values: list[Any]) -> Any:
    import pyarrow as pa

    return pa.array(values, pa.struct([("x", pa.float64()), ("y", pa.float64())]))


def _typed() -> bytes:
    import pyarrow as pa

    return _parquet(
        {
            "day": [date(2024, 5, 1)], "moment": [datetime(2024, 5, 1, 12, 30)],
            "utc": pa.array([datetime(2024, 5, 1, 12, 30)], pa.timestamp("ms", tz="UTC")),
            "price": [Decimal("1.10")], "single": pa.array([1.1], pa.float32()),
            "word": pa.array(["a"]).dictionary_encode(), "raw": [b"\x00\x01"],
            "ship": [{"name": "X", "flags": ["NO", "DK"]}], "crew": [[{"n": 1}]],
            "none": pa.nulls(1),
            "lon": [5.5], "lat": [70.25],
        }
    )  # fmt: skip


def _repeated() -> bytes:
    """Return a small file that would be a gigabyte of text."""
    import pyarrow as pa

    indices = pa.array([0] * 1000, pa.int32())
    text = pa.DictionaryArray.from_arrays(indices, ["x" * 1_000_000])
    return _parquet({"lon": [5.0] * 1000, "lat": [70.0] * 1000, "text": text})


LINE = "LINESTRING (5 70, 6 71)"
GEOPARQUET: Mapping[str, Callable[[], bytes]] = {
    "wkb.parquet": lambda: _parquet(
        {"Name": ["A", "B"], "geometry": _wkb("POINT (5.5 70)", None)}, _geo()
    ),
    "polar.geoparquet": lambda: _parquet(
        {"Name": ["A"], "geometry": _wkb("POINT (0 -1000000)")}, _geo(crs=_projjson("EPSG:3995"))
    ),
    "unknown-crs.parquet": lambda: _parquet(
        {"Name": ["A"], "geometry": _wkb("POINT (500000 7800000)")}, _geo(crs=None)
    ),
    "crs-by-option.parquet": lambda: _parquet(
        {"Name": ["A"], "geometry": _wkb("POINT (500000 7800000)")}, _geo(crs=None)
    ),
    "native-points.parquet": lambda: _parquet(
        {
            "Name": ["A", "B", "C"],
            "geometry": _points(
                [{"x": 5.5, "y": 70.0}, None, {"x": float("nan"), "y": float("nan")}]
            ),
        },
        _geo(encoding="point"),
    ),
    "native-lines.parquet": lambda: _parquet(
        {
            "Name": ["A", "B"],
            "geometry": [[{"x": 5.0, "y": 70.0}, {"x": 6.0, "y": 71.0}], [{"x": 5.0, "y": 70.0}]],
        },
        _geo(encoding="linestring"),
    ),
    "lon-lat.parquet": lambda: _parquet(
        {"title": ["A", "B"], "lon": [5.5, None], "lat": [70.0, 71.0]}
    ),
    "wkt.parquet": lambda: _parquet({"title": ["A", "B"], "wkt": [LINE, "here"]}),
    "wkb-unnamed.parquet": lambda: _parquet({"title": ["A"], "geom": _wkb(LINE)}),
    "types.parquet": _typed,
    "two-geometries.parquet": lambda: _parquet(
        {"geometry": _wkb("POINT (5 70)"), "track": _wkb(LINE)},
        {
            "version": "1.1.0",
            "primary_column": "geometry",
            "columns": {"geometry": {"encoding": "WKB"}, "track": {"encoding": "WKB"}},
        },
    ),
    "odd-shapes.parquet": lambda: _parquet(
        {
            "n": ["no WKB", "track of one point", "empty", "infinite", "sound"],
            "geometry": [
                b"no",
                struct.pack("<bIIdd", 1, 2, 1, 5, 70),
                *_wkb("POINT EMPTY", "POINT (inf 70)", "POINT (5 70)"),
            ],
        },
        _geo(),
    ),
    "extents.parquet": lambda: _parquet(
        {
            "geometry": _wkb("POINT (5 70)"),
            "bbox": [{"xmin": 5.0, "ymin": 70.0, "xmax": 5.0, "ymax": 70.0}],
        },
        _geo(covering={"bbox": {k: ["bbox", k] for k in ("xmin", "ymin", "xmax", "ymax")}}),
    ),
    "broken-geo.parquet": lambda: _parquet({"geometry": _wkb("POINT (5 70)")}, "{"),
    "no-rows.parquet": lambda: _parquet({"lon": [], "lat": []}),
    "cut-off.parquet": lambda: _parquet({"lon": [5.0], "lat": [70.0]})[:100],
    "repeated-text.parquet": _repeated,
}

MADE = {
    **{f"xlsx/{name}": make for name, make in XLSX.items()},
    **{f"ods/{name}": make for name, make in ODS.items()},
    **{f"geoparquet/{name}": make for name, make in GEOPARQUET.items()},
}
"""Makers of files by their paths in the corpus."""
