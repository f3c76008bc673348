"""CSV, XLSX, FlatGeobuf and GeoParquet: the records as rows."""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geotrack.errors import UsageError
from geotrack.export import FORMATS, Product, Terms, gather
from geotrack.export.columns import COLUMNS
from geotrack.export.geometry import cut, flat_shape
from geotrack.files.spreadsheets import unguard
from geotrack.i18n.folding import is_blank
from geotrack.importing import MappingOptions, ReadingOptions, draft
from tests.export.conftest import LONG, SCRIPTS, Put, by_gdal, parsed, written
from tests.records import feature, point, workspace

Row = dict[str, Any]


def by_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_openpyxl(path: Path) -> list[Row]:
    head, *lines = openpyxl.load_workbook(path)["Records"].iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def by_pyarrow(path: Path) -> list[Row]:
    from pyarrow import parquet

    rows: list[Row] = parquet.read_table(path).to_pylist()
    return rows


def by_ogr(path: Path) -> list[Row]:
    return [{**f["properties"], "geometry": f["geometry"]} for f in by_gdal(path)]


READERS = {"csv": by_csv, "xlsx": by_openpyxl, "parquet": by_pyarrow, "flatgeobuf": by_ogr}


@pytest.mark.parametrize("name", READERS)
def test_another_reader_finds_every_record_in_order(product: Product, put: Put, name: str) -> None:
    rows = READERS[name](put(product, name)[0])
    assert [row["id"] for row in rows] == [r.event.id for r in product.records]
    assert set(COLUMNS) <= set(rows[0])


@pytest.mark.parametrize("name", READERS)
def test_text_in_every_script_comes_back(product: Product, put: Put, name: str) -> None:
    rows = {row["id"]: row for row in READERS[name](put(product, name)[0])}
    assert {s: rows[f"in-{s}"]["title"] for s in SCRIPTS} == SCRIPTS
    assert rows["markup"]["tags"] == "a,b"
    assert rows["long"]["summary"] == LONG or name == "xlsx"


@pytest.mark.parametrize("name", READERS)
def test_the_whole_record_comes_back_from_its_json(product: Product, put: Put, name: str) -> None:
    for row in READERS[name](put(product, name)[0]):
        if not (name == "xlsx" and row["id"] == "long"):
            stored = next(r.feature for r in product.records if r.event.id == row["id"])
            assert parsed(row["geojson"]) == stored


@pytest.mark.parametrize("name", READERS)
def test_dates_come_back_as_far_as_they_are_known(product: Product, put: Put, name: str) -> None:
    rows = {row["id"]: row for row in READERS[name](put(product, name)[0])}

    def day(value: Any) -> str | None:
        if isinstance(value, datetime):
            value = value.date()
        told = value.isoformat() if isinstance(value, date) else value
        return told.replace("/", "-")[:10] if told else None

    spans = {i: (day(rows[i]["earliest"]), day(rows[i]["latest"])) for i in rows}
    assert spans["month"] == ("2024-02-01", "2024-03-31")
    assert spans["undated"] == (None, None)
    assert spans["moment"][1] == "2024-09-29"
    assert rows["moment"]["start"] == "2024-09-28T14:05:30+02:00"


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_shapes_are_wkt_and_points_numbers(product: Product, put: Put, name: str) -> None:
    rows = {row["id"]: row for row in READERS[name](put(product, name)[0])}
    assert (float(rows["long"]["lon"]), float(rows["long"]["lat"])) == (6, 72)
    assert not rows["box"]["lon"]
    assert not rows["nowhere"]["wkt"]
    for record in product.records:
        if record.geometry:
            shape = shapely.from_wkt(rows[record.event.id]["wkt"])
            assert shape.equals(flat_shape(cut(record.geometry)))


def test_csv_is_by_rfc_4180_and_runs_nothing_in_a_spreadsheet(product: Product, put: Put) -> None:
    path, notes = put(product, "csv")
    assert path.read_bytes().count(b"\r\n") == len(product.records) + 1
    row = next(row for row in by_csv(path) if row["id"] == "formula")
    assert row["title"] == """'=HYPERLINK("http://x")"""
    assert row["summary"] == "'-1\nsecond"
    assert "2 texts that begin like a formula got an apostrophe in front" in notes
    assert any(product.digest in note for note in notes)


def test_csv_rows_bear_both_markings(product: Product, put: Put) -> None:
    assert {row["product_marking"] for row in by_csv(put(product, "csv")[0])} == {
        "RESTRICTED // TEST"
    }


def test_a_workbook_has_typed_cells_sources_and_what_holds_of_all(
    product: Product, put: Put
) -> None:
    path, notes = put(product, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Records", "Sources", "About", "Pieces"]
    row = next(row for row in by_openpyxl(path) if row["id"] == "month")
    assert row["earliest"] == datetime(2024, 2, 1)  # noqa: DTZ001 (a day has no zone)
    assert row["lon"] == 8
    about = dict(list(book["About"].iter_rows(values_only=True))[1:])
    assert about["marking"] == "RESTRICTED // TEST"
    assert about["digest"] == f"sha256:{product.digest}"
    assert next(book["Sources"].iter_rows(min_row=2, values_only=True))[:2] == (1, "example.org")
    formula = next(row for row in by_openpyxl(path) if row["id"] == "formula")
    assert formula["title"] == '=HYPERLINK("http://x")'
    assert notes == [
        "a cell holds 32767 letters; shortened: long (summary)",
        "geojson is in pieces on the hidden sheet Pieces: long",
        "1 record has heights, which only the format geojson keeps",
    ]


def test_a_day_before_spreadsheets_know_days_is_text(tmp_path: Path, put: Put) -> None:
    made = workspace(tmp_path / "w", feature("fram", start="1893-06-24", end="1900-03"))
    (row,) = by_openpyxl(put(gather(made, made.current, Terms()), "xlsx")[0])
    assert row["earliest"] == "1893-06-24"
    assert row["latest"] == datetime(1900, 3, 31)  # noqa: DTZ001 (a day has no zone)


def test_a_text_longer_than_a_cell_is_cut_and_says_so(product: Product, put: Put) -> None:
    row = next(row for row in by_openpyxl(put(product, "xlsx")[0]) if row["id"] == "long")
    assert len(row["summary"]) == 32_767
    assert row["summary"].endswith("… (shortened)")


def test_a_shape_longer_than_a_cell_is_none_and_is_told_once(tmp_path: Path, put: Put) -> None:
    """A part of WKT is nothing that a program reads; JSON is in pieces on a hidden sheet."""
    line = {
        "type": "LineString",
        "coordinates": [[n / 7, 70 + n / 700] for n in range(1_000)],
    }
    made = workspace(tmp_path / "w", feature("way", line), feature("spot", point(5, 72)))
    path, notes = put(gather(made, made.current, Terms()), "xlsx")
    rows = {row["id"]: row for row in by_openpyxl(path)}
    assert (rows["way"]["wkt"], rows["way"]["geojson"]) == (None, '{"pieces_of": "way"}')
    sheet = openpyxl.load_workbook(path)["Pieces"]
    pieces = [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert sheet.sheet_state == "hidden"
    assert json.loads("".join(pieces))["geometry"] == line
    assert shapely.from_wkt(rows["spot"]["wkt"]) == shapely.Point(5, 72)
    assert parsed(rows["spot"]["geojson"])["id"] == "spot"
    assert notes == [
        "a cell holds 32767 letters; left empty: way (wkt)",
        "geojson is in pieces on the hidden sheet Pieces: way",
    ]


@pytest.mark.parametrize("name", ["csv", "flatgeobuf"])
def test_precision_goes_out_and_comes_back(product: Product, put: Put, name: str) -> None:
    """An import reads the stored precision: none, where the export says `unstated`."""
    path, _ = put(product, name)
    made = draft(path, ReadingOptions(), MappingOptions())
    found = {f["id"]: f["properties"].get("place", {}).get("precision") for f in made.features}
    places = {r.event.id: r.event.place for r in product.records}
    assert found == {id_: place and place.precision for id_, place in places.items()}
    assert None in found.values()
    assert not any("precision" in line and "cell" in line for line in made.messages)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
        lambda text: not is_blank(text)
    )
)
def test_any_text_comes_back_from_tables(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    made = workspace(tmp_path_factory.mktemp("any"), feature("a", point(5, 72), title=text))
    product = gather(made, made.current, Terms())
    title = made.by_id["a"].title
    (row,) = csv.DictReader(io.StringIO(written("csv", product)[0].decode(), newline=""))
    spelt = "".join(
        c if c in "\t\n\r" or unicodedata.category(c) != "Cc" else repr(c)[1:-1] for c in title
    )
    assert unguard(row["title"]) == spelt
    sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx", product)[0]))["Records"]
    assert unescaped(sheet["C2"].value) == title


def unescaped(text: str) -> str:
    from openpyxl.utils.escape import unescape

    return str(unescape(text))


def test_geoparquet_is_read_by_geopandas_with_its_crs(product: Product, put: Put) -> None:
    from pyarrow import parquet

    path, notes = put(product, "parquet")
    frame = geopandas.read_parquet(path)
    assert frame.crs.to_string() in {"OGC:CRS84", "EPSG:4326"}
    assert frame.geometry.isna().sum() == sum(r.geometry is None for r in product.records)
    assert set(frame.geometry.geom_type.dropna()) >= {"Point", "MultiPolygon", "GeometryCollection"}
    about = json.loads(parquet.read_schema(path).metadata[b"geotrack"])
    assert about["marking"] == "RESTRICTED // TEST"
    assert about["sources"] == ["[1] example.org, https://example.org/a"]
    assert notes == ["1 record has heights, which only the format geojson keeps"]


def test_without_pyarrow_one_line_names_the_command(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError) as refused:
        written("parquet", product)
    assert str(refused.value) == "GeoParquet needs pyarrow: pip install 'geotrack[parquet]'"


def test_flatgeobuf_carries_null_and_mixed_geometry(product: Product, put: Put) -> None:
    path, notes = put(product, "flatgeobuf")
    rows = {row["id"]: row for row in by_ogr(path)}
    assert rows["nowhere"]["geometry"] is None
    assert rows["mixed"]["geometry"]["type"] == "GeometryCollection"
    assert rows["posts"]["geometry"]["type"] == "MultiPoint"
    assert rows["long"]["radius_km"] == 30
    assert rows["nowhere"]["radius_km"] is None
    assert notes[0] == "FlatGeobuf has no place for a list of sources; each record has its own"


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_of_nothing_is_still_a_sound_file(product: Product, put: Put, name: str) -> None:
    empty = gather(product.workspace, [], Terms(marking="RESTRICTED"))
    path, _ = put(empty, name)
    if name in READERS:
        assert READERS[name](path) == []
    elif name == "geojson":
        assert by_gdal(path) == []
    assert path.stat().st_size or name == "geojsonseq"
