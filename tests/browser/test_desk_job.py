"""A whole job at the desk, as its page of docs tells it: from a report and a sheet to slides.

No terminal, and no file that is edited by hand. Report, sheet, ships and events are invented.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter
from playwright.sync_api import Browser, Page, expect

from geotrack.findings import errors_of
from geotrack.mapview.check_workspace import check_workspace
from geotrack.workspace import open_workspace
from geotrack.workspace.new_workspace import Setup, make_workspace
from tests.browser.desk import Served, drop, panel, records, save, tab
from tests.browser.test_accessibility import faults

TITLE = "Traffic off Finnmark, summer 2025"
SHEET = (
    ("Date", "What happened", "Type", "Ship", "Country", "Lat", "Lon", "Link"),
    ("4 July 2025", "Fiktiv calls at Kirkenes", "Coastguard port call", "Fiktiv", "Norway",
     "69°43'N", "30°03'E", "https://example.org/log/1"),
    ("7 July 2025", "Fiktiv off Vadsø", "Sighting of coastguard ships", "Fiktiv", "Norway",
     "70°02'N", "30°10'E", "https://example.org/log/2"),
    ("32 July 2025", "Beispiel off Nome", "Sighting of coastguard ships", "Beispiel",
     "United States", "64°25'N", "165°40'W", "https://example.org/log/3"),
    ("21 July 2025", "Pseudonym leaves Murmansk", "Survey", "Pseudonym", "Russia",
     "69°03'N", "33°03'E", "https://example.org/log/4"),
    ("2 August 2025", "Placebo over the Barents Sea", "Bomber sortie", "Placebo", "Russia",
     "72°30'N", "35°00'E", "https://example.org/log/5"),
    ("11 August 2025", "Pseudonym north of Vardø", "Survey", "Pseudonym", "Russia",
     "71°02'N", "31°08'E", "https://example.org/log/6"),
    ("20 August 2025", "Fiktiv and Beispiel meet", "Sighting of coastguard ships",
     "Fiktiv; Beispiel", "Norway; United States", "65°50'N", "168°50'W",
     "https://example.org/log/7"),
    ("28 August 2025", "Exempel at the pole", "Research voyage", "Exempel", "Sweden",
     "89°58'N", "12°00'E", "https://example.org/log/8"),
    ("9 September 2025", "Exempel off Svalbard", "Research voyage", "Exempel", "Sweden",
     "80°30'N", "12°00'E", "https://example.org/log/9"),
    ("3 October 2025", "Ejemplo off Bear Island", "Naval patrol", "Ejemplo", "Spain",
     "74°20'N", "18°30'E", "https://example.org/log/10"),
)  # fmt: skip


@pytest.fixture(scope="module")
def served(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("job")
    make_workspace(folder, Setup(title="Northern traffic 2025"))
    desk = Served(folder, chromium)
    yield desk
    assert desk.end() == 0


def _answer(page: Page, **said: str) -> None:
    """Fill in the dialog and confirm it."""
    dialog = page.locator("dialog")
    for label, value in said.items():
        dialog.get_by_label(label.replace("_", " ")).fill(value)
    dialog.locator(".main").click()
    expect(dialog).to_have_count(0)


def _choose_type(page: Page, words: str) -> None:
    box = page.get_by_role("combobox", name="Type")
    box.fill(words)
    box.press("ArrowDown")
    box.press("Enter")


def _sheet() -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Log")
        for n, row in enumerate(SHEET):
            sheet.write_row(n, 0, row)
    return content.getvalue()


def _enter_report(page: Page) -> None:
    """Enter a report with two claims, and begin a record from the first."""
    tab(page, "Reports")
    expect(panel(page)).to_contain_text("No reports yet")
    panel(page).get_by_role("button", name="New report").click()
    panel(page).locator("footer .main").click()
    expect(page.locator(".status.fault")).to_have_text("Not saved: see the fields")
    expect(panel(page).get_by_label("Title")).to_be_focused()
    for label, value in (
        ("Title", "Northern Traffic Review 4"),
        ("Publisher", "Institute of Invented Waters"),
        ("Published", "12 November 2025"),
    ):
        panel(page).get_by_label(label).fill(value)
    panel(page).locator("footer .main").click()
    for says, when, place in (
        ("Pseudonym worked in lines.", "between 10 and 14 August 2025", "40 nm N of Vardø"),
        ("Fiktiv called at Kirkenes.", "4 July 2025", "Kirkenes"),
    ):
        panel(page).get_by_role("button", name="Add a claim").click()
        for label, value in (("Says", says), ("When", when), ("Place", place)):
            panel(page).get_by_label(label).fill(value)
        panel(page).locator("footer .main").click()
        expect(panel(page).locator(".says", has_text=says)).to_have_count(1)


def _add_sheet(page: Page) -> None:
    """Drop the sheet, say what its columns and words mean, add its rows and correct one."""
    drop(page, "log.xlsx", _sheet())
    here = panel(page)
    for column, value, counts in (
        ("Ship", "actors.name", "7 new"),
        ("Country", "actors.country", "7 new"),
        ("Type: Survey", "research/voyage", "9 new"),
    ):
        here.get_by_label(column, exact=True).select_option(value)
        expect(here.locator("[aria-busy]")).to_have_count(0)
        expect(here.locator(".counts")).to_contain_text(counts)
    assert faults(page) == []
    here.locator("footer .main").click()
    _answer(page, Your_name="Kari Moe")
    expect(here.locator(".counts")).to_have_text("1 row is left")
    here.get_by_role("button", name="Correct in the form").click()
    expect(page.get_by_label("Date")).to_have_value("32 July 2025")
    page.get_by_label("Date").fill("30 or 31 July 2025")
    expect(page.locator(".meaning")).to_have_text("2 days")
    save(page)
    expect(panel(page)).to_have_count(0)  # no row is left


def _make_records(page: Page) -> None:
    """Make a record of a claim, merge one of another into a stored one, and draw one."""
    tab(page, "Reports")
    begin = panel(page).locator(".gap").get_by_role("button", name="New record from it")
    begin.first.click()
    expect(page.get_by_label("Date")).to_have_value("between 10 and 14 August 2025")
    expect(page.locator(".position")).to_contain_text("71.03")
    _choose_type(page, "research vessel sighting")
    save(page)
    expect(panel(page).locator("h2")).to_have_text("Reports")  # by itself
    expect(panel(page).locator(".gap")).to_have_count(1)
    begin.click()
    _choose_type(page, "coastguard port call")
    page.locator(".similar", has_text="Fiktiv calls at Kirkenes").get_by_role(
        "button", name="Compare and merge"
    ).click()
    page.locator("dialog .main").click()
    expect(panel(page).locator("h2")).to_have_text("Edit record")
    save(page, why="the report tells of the same call")
    expect(panel(page).locator(".gap")).to_have_count(0)
    page.get_by_role("button", name="New record", exact=True).click()
    page.get_by_role("textbox", name="Title").fill("Drifting ice station")
    _choose_type(page, "research station")
    page.get_by_label("Date").fill("September 2025")
    page.get_by_role("button", name="Point", exact=True).click()
    expect(records(page).locator(".leaflet-popup")).to_have_count(0)  # the card fades
    page.mouse.click(500, 300)
    expect(page.locator(".position")).to_contain_text("°")
    page.get_by_role("button", name="Add a source").click()
    page.get_by_label("Citation 1").fill("A letter")
    save(page)


def _correct(page: Page) -> None:
    records(page).locator(".record", has_text="Fiktiv off Vadsø").locator(".pick").click()
    page.get_by_role("button", name="Edit record").click()
    place = page.get_by_label("Place", exact=True)
    place.fill("20 km E of Vadsø")
    place.press("Enter")
    expect(page.locator(".position")).to_contain_text("70.07")
    save(page, why="the log says how far off")


def _review(page: Page) -> None:
    """Two steps of all records; who entered or changed them cannot take them."""
    tab(page, "Review")
    here = panel(page)
    every, accept = here.get_by_label("All", exact=True), here.locator("footer .main")
    for name, left, note in (
        ("Kari Moe", 12, "0 accepted · 12 refused · 'Kari Moe' entered it; let another review it"),
        ("Per Aas", 12, "12 accepted: reviewed"),
        ("Per Aas", 0, "12 accepted: released"),
    ):
        every.check()
        accept.click()
        _answer(page, Your_name=name)
        expect(page.locator(".status")).to_have_text(note)
        expect(here.get_by_role("checkbox")).to_have_count(left + (left > 0))
    expect(here).to_contain_text("Nothing waits for review")
    tab(page, "Review")


def _ask(page: Page) -> None:
    """Draw an area, save it as a region, and make a map of the question."""
    records(page).get_by_role("button", name="Ask here").click()
    records(page).get_by_label("In an area").check()
    expect(records(page).locator(".leaflet-popup")).to_have_count(0)
    for x, y in ((500, 180), (880, 180), (880, 540), (640, 540)):
        page.mouse.click(x, y)
        page.wait_for_timeout(350)  # two quick clicks are a double one
    page.keyboard.press("Enter")
    expect(records(page).locator(".finder-on")).to_contain_text("in the area drawn")
    records(page).get_by_role("button", name="Make a map of this").click()
    page.get_by_role("button", name="Save the area as a region first").click()
    _answer(page, Name="Our waters", Where_its_limits_run="Drawn here", Licence="CC0-1.0")
    expect(page.locator("dialog")).to_contain_text("They are those of this page.")
    expect(page.locator("dialog").get_by_label("Marking")).to_have_value("UNCLASSIFIED")
    _answer(page, Title=TITLE)


def _tell(page: Page) -> None:
    """Keep three views of the live preview as scenes."""
    preview = page.frame_locator(".preview:not(.waiting)")
    expect(panel(page).locator("h2")).to_have_text(TITLE)
    expect(preview.locator("h1")).to_have_text(TITLE)
    for n, (title, act) in enumerate(
        (
            ("All of it", preview.locator("h1")),
            ("Closer", preview.get_by_role("button", name="Zoom in")),
            ("One of them", preview.locator(".record .pick").first),
        )
    ):
        act.click()
        page.get_by_role("button", name="Keep this view as a scene").click()
        _answer(page, Title=title)
        expect(page.locator(".scenes > li")).to_have_count(n + 1)
        expect(preview.locator("[data-tool=story], .story").first).to_be_visible()


def _download(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        panel(page).get_by_role("button", name=name, exact=True).click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.slow
def test_a_report_and_a_sheet_become_a_map_and_slides(served: Served) -> None:
    page = served.open()
    _enter_report(page)
    _add_sheet(page)
    _make_records(page)
    _correct(page)
    _review(page)
    _ask(page)
    _tell(page)
    assert TITLE in _download(page, "HTML").decode()
    with ZipFile(BytesIO(_download(page, "Slides"))) as slides:
        assert sum(name.startswith("ppt/slides/slide") for name in slides.namelist()) > 3
    page.close()

    workspace = open_workspace(served.folder)
    assert errors_of(list(check_workspace(workspace, today=datetime.now(UTC).date()))) == []
    assert len(workspace.events) == 12
    assert {event.feature["properties"]["review"] for event in workspace.events} == {"released"}
    (report,) = workspace.reports_by_id.values()
    assert [len(claim.events) for claim in report.claims] == [1, 1]
    merged = workspace.by_id[report.claims[1].events[0]]
    assert {source.seed or source.url for source in merged.sources} == {
        report.id, "https://example.org/log/1",
    }  # fmt: skip
    (path,) = (served.folder / "maps").glob("traffic*.toml")
    definition = tomllib.loads(path.read_text(encoding="utf-8"))
    assert definition["select"] == {"regions": ["our-waters"]}
    assert [scene["title"] for scene in definition["scenes"]] == [
        "All of it",
        "Closer",
        "One of them",
    ]
    assert "card" in definition["scenes"][2]
