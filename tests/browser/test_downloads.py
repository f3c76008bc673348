"""What a reader takes away: a link, the records that are shown as files, the page on paper."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from geotrack.cli import main
from geotrack.model.record_properties import PROPERTIES
from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt

SIZES = [(1440, 900), (390, 844)]
SEMICOLONS = "Download CSV with semicolons"
WORDS = {
    "en": (
        "Save and share",
        "Copy link",
        "Download GeoJSON",
        "Download XLSX",
        "Download CSV",
        SEMICOLONS,
        "Print map alone",
        "Print all",
    ),
    "nb": (
        "Lagre og del",
        "Kopier lenke",
        "Last ned GeoJSON",
        "Last ned XLSX",
        "Last ned CSV",
        "Last ned CSV med semikolon",
        "Skriv ut bare kartet",
        "Skriv ut alt",
    ),
}
HOSTILE = '=cmd|"><img src=x onerror=alert(1)>,\n\u202e</script>\u2028 \U0001f600 Ærø'


def record(id_: str, geometry: Any, **properties: Any) -> dict[str, Any]:
    told = {"title": id_, "type": "naval/patrol", "start": "2024-06-01"}
    said = {**told, "sources": ["https://example.org/"], **properties}
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": said}


POINT = {"type": "Point", "coordinates": [-168.123456789, 65.7]}
LINE = {"type": "LineString", "coordinates": [[170, 70], [179, 71]]}
NEAR = {"name": f"off {HOSTILE}", "precision": "near", "radius_km": 5}
RECORDS = [
    record("alpha", POINT, place=NEAR, status="occurred", related=["bravo"], odd={"k": [1, None]}),
    record(
        "bravo", LINE, title=HOSTILE, tags=[HOSTILE], actors=[{"name": HOSTILE}], part_of="alpha"
    ),
    record("charlie", None, start="unknown", type="air/bomber-sortie", summary="Ice."),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "events").mkdir()
    (folder / "maps").mkdir()
    (folder / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    text = json.dumps({"type": "FeatureCollection", "features": RECORDS})
    (folder / "events" / "a.geojson").write_text(text, encoding="utf-8")
    (folder / "maps" / "plan.toml").write_text(
        'title = "Ærø: a map"\nmarking = "UNCLASSIFIED"\nas_of = "2024-12-31"\n', encoding="utf-8"
    )
    out = folder / "plan.html"
    briefing(open_workspace(folder), "plan").save(str(out))
    return out


def download_bytes(page: Page, what: str) -> tuple[bytes, str]:
    """Return the file that a line of the menu saves, and its name."""
    page.get_by_role("button", name="Save and share").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name=what, exact=True).click()
    download = waiting.value
    return Path(download.path()).read_bytes(), download.suggested_filename


def download_text(page: Page, what: str) -> tuple[str, str]:
    """Return the text of the file that a line of the menu saves, and the file's name."""
    content, name = download_bytes(page, what)
    return content.decode("utf-8"), name


def digest(page: Page) -> str:
    return page.locator(".notes .digest code").text_content() or ""


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("language", WORDS)
def test_the_menu_is_worked_by_keys(
    built: Path, page_at: PageAt, width: int, height: int, language: str
) -> None:
    page = page_at(built, width, height)
    page.get_by_role("button", name="English" if language == "en" else "Norsk bokmål").click()
    title, *lines = WORDS[language]
    opener = page.get_by_role("button", name=title)
    panel = page.get_by_role("menu", name=title)
    expect(panel).to_be_hidden()
    opener.press("ArrowDown")
    for line in lines:
        expect(page.get_by_role("menuitem", name=line, exact=True)).to_be_focused()
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name=lines[0], exact=True)).to_be_focused()
    box = panel.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    page.locator("h1").click()
    expect(panel).to_be_hidden()


def test_another_workspace_takes_what_is_downloaded(
    built: Path, page_at: PageAt, tmp_path: Path
) -> None:
    page = page_at(built)
    text, name = download_text(page, "Download GeoJSON")
    assert name == "aero-a-map-2024-12-31.geojson"
    found = json.loads(text)
    members = {k: v for k, v in found.items() if k != "features"}
    assert members == {
        "type": "FeatureCollection",
        "title": "Ærø: a map",
        "marking": "UNCLASSIFIED",
        "as_of": "2024-12-31",
        "digest": digest(page),
        "numbers": {"alpha": 1, "bravo": 2, "charlie": 3},
    }
    # To the last bit, and letter for letter.
    by_id = {f["id"]: f for f in found["features"]}
    assert by_id["alpha"]["geometry"] == POINT
    assert by_id["bravo"]["geometry"] == LINE
    assert by_id["bravo"]["properties"]["title"] == HOSTILE
    assert by_id["alpha"]["properties"]["odd"] == {"k": [1, None]}

    home = tmp_path / "empty"
    for folder in ("events", "incoming"):
        (home / folder).mkdir(parents=True)
    (home / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    (home / "incoming" / name).write_text(text, encoding="utf-8")
    run = CliRunner().invoke
    added = run(main, ["--workspace", str(home), "add", str(home / "incoming" / name)])
    assert added.exit_code == 0, added.output
    assert run(main, ["--workspace", str(home), "check"]).exit_code == 0
    there = {e.id: e for e in open_workspace(home).events}
    here = {e.id: e for e in open_workspace(built.parent).events}
    assert {i: e.model_dump(exclude={"feature", "added"}) for i, e in there.items()} == {
        i: e.model_dump(exclude={"feature", "added"}) for i, e in here.items()
    }


def test_only_what_is_shown_is_taken_and_it_says_what_was_asked(
    built: Path, page_at: PageAt
) -> None:
    page = page_at(built)
    page.get_by_role("searchbox").fill("bravo")
    expect(page.locator(".record:visible")).to_have_count(1)
    text, _ = download_text(page, "Download GeoJSON")
    found = json.loads(text)
    (only,) = found["features"]
    assert only["id"] == "bravo"
    assert "part_of" not in only["properties"]
    assert found["asked"] == ["search ‘bravo’"]
    assert found["link"] == "#q=bravo"
    assert found["numbers"] == {"bravo": 2}
    table, _ = download_text(page, "Download CSV")
    (row,) = csv.DictReader(io.StringIO(table[1:], newline=""))
    assert (row["id"], row["map_asked"]) == ("bravo", "search ‘bravo’")
    page.get_by_role("button", name="Save and share").click()
    expect(page.locator(".take-many")).to_have_text("1 of 3 records")


def test_a_spreadsheet_opens_the_table(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    text, name = download_text(page, "Download CSV")
    assert name == "aero-a-map-2024-12-31.csv"
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:], newline="")))
    assert [(r["number"], r["id"]) for r in rows] == [
        ("1", "alpha"),
        ("2", "bravo"),
        ("3", "charlie"),
    ]
    first, second, third = rows
    assert (first["lon"], first["lat"], first["radius_km"]) == ("-168.123456789", "65.7", "5")
    assert first["date"] == "1 June 2024"
    assert (first["place"], first["where"][:3]) == (NEAR["name"], "off")
    assert second["title"] == f"'{HOSTILE}"
    assert (second["lon"], second["lat"]) == ("", "")
    assert (third["theme"], third["type"], third["summary"]) == ("air", "air/bomber-sortie", "Ice.")
    assert {r["map_digest"] for r in rows} == {digest(page)}
    assert {r["map_marking"] for r in rows} == {"UNCLASSIFIED"}
    cells = [cell for row in rows for cell in row.values()]
    assert not [c for c in cells if re.match("[=+@]", c)]


def test_a_workbook_has_numbers_days_and_no_formula(
    built: Path, page_at: PageAt, tmp_path: Path
) -> None:
    page = page_at(built)
    content, name = download_bytes(page, "Download XLSX")
    assert name == "aero-a-map-2024-12-31.xlsx"
    assert download_bytes(page, "Download XLSX")[0] == content
    file = tmp_path / name
    file.write_bytes(content)
    sheet = openpyxl.load_workbook(file)["Records"]
    head, *lines = sheet.iter_rows()
    names = [cell.value for cell in head]
    assert {cell.data_type for line in lines for cell in line} == {"s", "n", "d"}
    hostile = lines[1][names.index("title")]
    assert hostile.value == HOSTILE
    assert hostile.quotePrefix, "not a formula after an edit either"
    # Another reader.
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name("Records").to_python()
    assert rows[0] == names
    assert rows[1][names.index("earliest")] == date(2024, 6, 1)
    assert rows[1][names.index("lon")] == -168.123456789
    assert rows[2][names.index("title")] == HOSTILE


OF_PAGE = {"citations", "grades", "map_title", "map_marking", "map_as_of", "map_digest"}


@pytest.mark.parametrize("name", ["plan", "overview", "bering-strait"])
def test_a_column_means_the_same_in_the_tables_of_page_and_export(
    built: Path,
    briefed: Callable[[str], Path],
    page_at: PageAt,
    tmp_path: Path,
    name: str,
) -> None:
    source = built if name == "plan" else briefed(name)
    text, _ = download_text(page_at(source), "Download CSV")
    of_page = {row["id"]: row for row in csv.DictReader(io.StringIO(text[1:], newline=""))}
    file = tmp_path / "export.csv"
    export = ["--workspace", str(source.parent), "export", "--map", name, "--to", str(file)]
    assert CliRunner().invoke(main, export).exit_code == 0
    with file.open(encoding="utf-8-sig", newline="") as lines:
        exported = {row["id"]: row for row in csv.DictReader(lines)}
    assert [*of_page] == [*exported]
    shared = [one.name for one in PROPERTIES if one.column and one.in_page_table]
    for id_, row in of_page.items():
        assert {*row} == {*shared, *OF_PAGE}
        for column in shared:
            assert row[column] == exported[id_][column], (id_, column)


def test_a_table_for_a_country_with_decimal_commas(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    text, name = download_text(page, SEMICOLONS)
    assert name == "aero-a-map-2024-12-31.csv"
    first, second, _ = csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";")
    assert (first["lon"], first["lat"], first["radius_km"]) == ("-168,123456789", "65,7", "5")
    assert second["title"] == f"'{HOSTILE}"


@pytest.mark.parametrize("closed", [False, True])
def test_a_link_is_copied_or_stands_to_be_copied(
    built: Path, page_at: PageAt, closed: bool
) -> None:
    page = page_at(built)
    if closed:
        page.evaluate(
            """() => {
                Object.defineProperty(navigator, "clipboard", { value: undefined });
                document.execCommand = () => false;
            }"""
        )
    page.get_by_role("searchbox").fill("ice")
    page.get_by_role("button", name="Save and share").click()
    page.get_by_role("menuitem", name="Copy link").click()
    field = page.get_by_role("textbox", name="Copy the link from here")
    if closed:
        expect(field).to_be_focused()
        expect(field).to_have_value(re.compile("#q=ice$"))
    else:
        expect(page.locator(".take-said")).to_have_text("Link copied")
        expect(field).to_have_count(0)
        page.keyboard.press("Escape")
        page.get_by_role("searchbox").fill("")
        page.get_by_role("searchbox").press("Control+v")
        expect(page.get_by_role("searchbox")).to_have_value(re.compile("plan.html#q=ice$"))


def test_print_is_the_browsers(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    page.evaluate("() => { window.printed = 0; window.print = () => window.printed++; }")
    page.get_by_role("button", name="Save and share").click()
    page.get_by_role("menuitem", name="Print all").click()
    assert page.evaluate("window.printed") == 1
