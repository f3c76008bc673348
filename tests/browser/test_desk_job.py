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
from playwright.sync_api import Browser, Locator, Page, expect

from geotrack.findings import errors_of
from geotrack.mapview.check_workspace import check_workspace
from geotrack.workspace import open_workspace
from geotrack.workspace.new_workspace import Setup, make_workspace
from tests.browser.desk import Served, drop, panel, records, save, sign, tab
from tests.browser.test_accessibility import faults

TITLE = "Traffic off Finnmark, summer 2025"
TEXT = """\
Northern Traffic Review 4

The research vessel Pseudonym of Russia worked 40 nautical miles north of Vardø between 10 and \
14 June 2025. The Norwegian coastguard ship Fiktiv made a port call at Kirkenes on 4 July 2025. \
She had been built in Gdańsk.

On 13 September 2025 two Russian bombers flew over the Barents Sea. GPS jamming was reported in \
Finnmark on 9 September 2025. Russia denied on 11 September 2025 that it had jammed any signal.

Two ships of the China Coast Guard patrolled the Bering Strait from 20 to 22 September 2025. \
Traffic is expected to grow, and the patrol may be repeated.
"""
# Where words of the text stand: left and height of the first, right and height of the last.
_PLACE_OF_WORDS = """(words) => {
  const pieces = document.createTreeWalker(document.querySelector(".pages"), NodeFilter.SHOW_TEXT);
  for (let node; (node = pieces.nextNode()); ) {
    const start = node.data.indexOf(words);
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, start + words.length);
    const lines = [...range.getClientRects()].filter(({ width }) => width > 1);
    const [first, last] = [lines[0], lines.at(-1)];
    return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
  }
}"""
SHEET = (
    ("Date", "What happened", "Type", "Ship", "Flag", "Lat", "Lon", "Link"),
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
        if label == "Your_name":
            sign(page, value)
        else:
            dialog.get_by_label(label.replace("_", " ")).fill(value)
    dialog.locator(".main").click()
    expect(dialog).to_have_count(0)


def _sheet() -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Log")
        for n, row in enumerate(SHEET):
            sheet.write_row(n, 0, row)
    return content.getvalue()


class _Hands:
    """A user's clicks and keys, and the fields that they fill in, counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.fields = 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def press(self, key: str) -> None:
        self.clicks += 1
        self.page.keyboard.press(key)

    def fill(self, target: Locator, value: str) -> None:
        self.fields += 1
        target.fill(value)

    def choose_type(self, words: str) -> None:
        self.fill(self.page.get_by_role("combobox", name="Type"), words)
        self.press("Enter")

    def select(self, words: str) -> None:
        """Draw the mouse over words of the text."""
        self.clicks += 1
        left, top, right, bottom = self.page.evaluate(_PLACE_OF_WORDS, words)
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move(right, bottom)
        self.page.mouse.up()

    def accept(self, title: str) -> None:
        """Accept the draft whose title has the focus."""
        expect(panel(self.page).get_by_label("Title", exact=True)).to_be_focused()
        self.fill(panel(self.page).get_by_label("Title", exact=True), title)
        self.press("Enter")


def _draft(page: Page, n: int) -> None:
    """Wait until a draft is in the form, and its number in the text says so."""
    expect(panel(page).locator("h2")).to_contain_text(f"Draft {n} of")
    expect(page.locator(".mark[aria-current=true]")).to_have_text(str(n))


def _read_report(page: Page) -> tuple[_Hands, _Hands]:
    """Read a report, accept four of its drafts and tie one to another.

    Return what that takes, and what one record takes.
    """
    hands = _Hands(page)
    tab(page, "Reports")
    expect(panel(page)).to_contain_text("No reports yet")
    drop(page, "Northern_Traffic_Review_4.txt", TEXT.encode())
    expect(panel(page).get_by_label("Title", exact=True)).to_have_value("Northern Traffic Review 4")
    hands.clicks += 2  # the tab and the drop
    hands.fill(panel(page).get_by_label("Publisher"), "Institute of Invented Waters")
    hands.fill(panel(page).get_by_label("Published"), "12 November 2025")
    hands.click(panel(page).locator("footer .main"))
    _draft(page, 1)
    assert faults(page) == []
    place = panel(page).locator(".field-place")
    expect(place.locator(".from")).to_have_text("“40 nautical miles north of Vardø”")
    expect(place.locator(".position")).to_contain_text("71.03")
    hands.press("a")
    hands.accept("Survey in lines north of Vardø")
    hands.fill(page.get_by_label("Your name"), "Kari Moe")
    hands.press("Enter")
    _draft(page, 2)
    hands.press("Escape")
    hands.press("j")
    _draft(page, 3)
    # What is typed is kept.
    with page.expect_request("**/drafts/2"):
        panel(page).get_by_label("Title", exact=True).fill("Two bombers")
    hands.click(panel(page).get_by_role("button", name="Change"))
    hands.accept("Two bombers over the Barents Sea")
    _draft(page, 4)
    expect(panel(page).get_by_label("Title", exact=True)).to_be_focused()
    date = page.get_by_label("Date")
    hands.click(date)
    hands.select("9 September 2025")
    expect(date).to_have_value("9 September 2025")
    expect(panel(page).locator(".field-date .from")).to_contain_text("“9 September 2025”")
    hands.press("Escape")
    hands.press("c")
    hands.accept("GPS jammed in Finnmark")
    _draft(page, 5)
    hands.press("Escape")
    hands.press("s")
    expect(page.locator("dialog .candidate").first).to_contain_text(
        "GPS jamming was reported in Finnmark on 9 September 2025."
    )
    hands.press("Enter")
    _draft(page, 6)
    one = _Hands(page)  # one fewer where the draft before was accepted
    one.press("a")
    one.accept("Two Chinese ships patrol the strait")
    _draft(page, 2)  # the one that was passed over
    hands.clicks += one.clicks
    hands.fields += one.fields
    return hands, one


def _begin_draft(page: Page) -> None:
    """Begin a draft from words of the text, and refuse it."""
    hands = _Hands(page)
    hands.press("Escape")
    hands.select("She had been built")
    expect(panel(page).locator("h2")).to_have_text("Draft 3 of 7")
    hands.press("x")
    expect(page.locator(".report-text .counts")).to_have_text("6 of 7 drafts decided")


def _enter_claim(page: Page) -> _Hands:
    """Enter a claim and its record by hand, with what a draft has; the name is known already."""
    hands = _Hands(page)
    tab(page, "Reports")
    hands.click(panel(page).get_by_role("button", name="Add a claim"))
    says = "Beispiel met a trawler."
    for label, value in (("Says", says), ("When", "3 October 2025"), ("Place", "20 km N of Vardø")):
        hands.fill(panel(page).get_by_label(label), value)
    hands.click(panel(page).locator("footer .main"))
    claim = panel(page).locator(".gap", has_text=says)
    hands.click(claim.get_by_role("button", name="New record from it"))
    expect(panel(page).locator(".claim")).to_have_text(says)
    expect(page.get_by_label("Date")).to_have_value("3 October 2025")
    hands.choose_type("coastguard ships")
    hands.click(page.get_by_role("button", name="Add an actor"))
    hands.fill(page.get_by_label("Name 1"), "U.S. Coast Guard")
    hands.fill(page.get_by_label("Country 1"), "amerikansk")
    page.get_by_label("Name 1").focus()
    expect(page.get_by_label("Country 1")).to_have_value("United States")
    hands.clicks += 2  # *Save*, and its dialog
    panel(page).get_by_role("button", name="Cancel").click()
    page.locator("dialog .main").click()
    expect(panel(page).locator("h2")).to_have_text("Reports")  # by itself
    tab(page, "Reports")
    return hands


def _add_sheet(page: Page) -> None:
    """Drop the sheet, say what its columns and words mean, add its rows and correct one."""
    drop(page, "log.xlsx", _sheet())
    here = panel(page)
    for column, value, counts in (
        ("Ship", "actors.name", "7 new"),
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


def _merge_and_finish(page: Page) -> None:
    """Merge a draft of the text into a stored record, and finish the text."""
    page.locator(".mark", has_text="2").click()
    panel(page).get_by_label("Title", exact=True).fill("Fiktiv called at Kirkenes")
    page.locator(".similar", has_text="Fiktiv calls at Kirkenes").get_by_role(
        "button", name="Compare and merge"
    ).click()
    page.locator("dialog .main").click()
    expect(panel(page).locator(".claim")).to_contain_text("Merged with")
    page.reload()  # what it was merged into is there again
    _draft(page, 2)
    expect(panel(page).locator(".claim")).to_contain_text("Merged with")
    panel(page).locator("footer .main").click()
    page.get_by_label("Reason for the change").fill("the report tells of the same call")
    page.locator("dialog .main").click()
    expect(page.locator(".report-text .counts")).to_have_text("7 of 7 drafts decided")
    page.get_by_role("button", name="Done").click()
    page.locator("dialog .main").click()
    expect(page.locator(".report-text")).to_be_hidden()


def _correct(page: Page) -> None:
    records(page).locator(".record", has_text="Fiktiv off Vadsø").locator(".pick").click()
    page.get_by_role("button", name="Edit record").click()
    place = page.get_by_label("Place", exact=True)
    place.fill("20 km E of Vadsø")
    place.press("Enter")
    expect(page.locator(".position")).to_contain_text("70.07")
    save(page, why="the log says how far off")


def _review(page: Page) -> None:
    """Two steps of all records, by another person."""
    tab(page, "Review")
    here = panel(page)
    every, accept = here.get_by_label("All", exact=True), here.locator("footer .main")
    for left, note in ((14, "14 accepted: reviewed"), (0, "14 accepted: released")):
        every.check()
        accept.click()
        _answer(page, Your_name="Per Aas")
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
    page.emulate_media(reduced_motion="reduce")  # words stand still when they are selected
    by_text, one = _read_report(page)
    assert by_text.clicks <= 60
    assert by_text.fields <= 12
    _begin_draft(page)
    by_hand = _enter_claim(page)
    # A claim takes at most a third of what it takes by hand.
    assert 3 * one.clicks <= by_hand.clicks
    assert 3 * one.fields <= by_hand.fields
    _add_sheet(page)
    _merge_and_finish(page)
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
    assert len(workspace.events) == 14
    assert {event.feature["properties"]["review"] for event in workspace.events} == {"released"}
    (report,) = workspace.reports_by_id.values()
    by_sentence = {claim.id: claim for claim in report.claims}
    assert [len(claim.events) for claim in report.claims] == [1, 1, 0, 1, 1, 1, 1, 0, 0]
    assert by_sentence["S5"].events == by_sentence["S6"].events  # the same event
    assert by_sentence["S3"].unmapped == "states no event"
    assert not any(claim.is_open for claim in report.claims)
    assert not [*served.folder.glob(".geotrack-desk.texts/*.json")]
    merged = workspace.by_id[by_sentence["S2"].events[0]]
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
