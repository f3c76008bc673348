"""The desk in a browser: records are made and corrected without a terminal or an editor."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from geotrack.workspace import open_workspace
from tests.browser.desk import (
    Served,
    held_requests,
    panel,
    records,
    sample_workspace,
    save,
    sign,
    tab,
)

TITLE = "Two ships seen north of the strait"


@pytest.fixture(scope="module")
def served(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("desk")
    desk = Served(sample_workspace(folder, "bombers.geojson", "coastguard.geojson"), chromium)
    yield desk
    assert desk.end() == 0


def _save_nothing(page: Page) -> None:
    """Save a record that lacks all: the form leads to the first field."""
    panel(page).locator("footer .main").click()
    sign(page)
    page.locator("dialog .main").click()
    expect(page.locator(".status.fault")).to_have_text("Not saved: the record has errors")
    expect(page.get_by_label("Title", exact=True)).to_be_focused()


def _open_a_panel_beside_the_card(page: Page) -> None:
    """Open a panel: the map is narrower, and the card then stands beside its symbol."""
    tab(page, "Review")
    card = records(page).locator(".leaflet-popup:not(.docked) .card")
    expect(card).to_contain_text(TITLE)
    for width, height in ((1280, 800), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        board = page.locator(".board").bounding_box()
        assert board
        assert min(board["width"], board["height"]) > 250
    page.set_viewport_size({"width": 1280, "height": 800})
    tab(page, "Review")


def test_a_record_is_made_and_corrected(served: Served) -> None:
    page = served.open()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.get_by_role("button", name="New record").click()
    _save_nothing(page)
    page.get_by_label("Title", exact=True).fill(TITLE)
    box = page.get_by_role("combobox", name="Type")
    box.fill("kystvakt obs")  # in either language
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Coastguard / Sighting of coastguard ships")
    page.get_by_label("Date").fill("1 October 2024")
    expect(page.locator(".meaning")).to_have_text("1 day")
    place = page.get_by_label("Place", exact=True)
    place.press_sequentially("Kara Sea")
    expect(page.locator(".field-place .found")).to_contain_text("Enter sets it")
    place.press("Enter")
    expect(page.locator(".field-place .chips")).to_contain_text("Kara Sea")
    place.fill("40 nm NW of Point Hope")
    place.press("Enter")
    expect(page.locator(".position")).to_contain_text("68.81")
    expect(page.locator(".field-sources .findings")).to_contain_text("required")
    page.get_by_role("button", name="Add a source").click()
    page.get_by_label("Citation 1").fill("A press release")
    expect(page.locator(".field-sources .findings li")).to_have_count(0)
    held = held_requests(page, "**/page?*")
    with page.expect_request("**/page?*"):
        save(page)
    expect(records(page).locator(".record.saved")).to_have_text(TITLE)
    expect(
        records(page).locator(".leaflet-overlay-pane path[stroke-dasharray='4 4']")
    ).to_have_count(1)
    held[0].continue_()
    page.unroute("**/page?*")
    line = records(page).locator(".record:not(.saved)", has_text=TITLE)
    expect(line.locator(".pick")).to_have_attribute("aria-current", "true")
    _open_a_panel_beside_the_card(page)
    assert wrong == []
    stored = next(e for e in open_workspace(served.folder).events if e.title == TITLE)
    assert stored.type.id == "coastguard/sighting"
    assert stored.place
    assert stored.place.radius_km == 38
    page.get_by_role("button", name="Edit record").click()
    page.get_by_label("Title", exact=True).fill(f"{TITLE} of the Bering Sea")
    save(page, why="the source says which")
    expect(records(page).locator(".record", has_text="of the Bering Sea")).to_have_count(1)
    last = open_workspace(served.folder).by_id[stored.id].revisions[-1]
    assert (last.what, last.by, last.why) == ("changed title", "Kari Moe", "the source says which")
    page.close()


# Frames hear of a new hash half a second late, as on a busy machine.
LATE_HASH = """if (window !== top) {
  const add = window.addEventListener;
  const late = (hear) => (event) => setTimeout(hear, 500, event);
  window.addEventListener = (type, hear, how) =>
    add.call(window, type, type === "hashchange" ? late(hear) : hear, how);
}"""

# Heights of the head without and with a message.
HEIGHTS = """(message) => ["", message].map((words) => {
  document.querySelector(".status").textContent = words;
  return document.querySelector(".desk-head").offsetHeight;
})"""


def test_a_change_of_a_file_appears_by_itself(served: Served) -> None:
    page = served.open()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.add_init_script(LATE_HASH)
    page.get_by_role("button", name="New record").click()
    held = held_requests(page, "**/page?*")
    path = served.folder / "events" / "bombers.geojson"
    file = json.loads(path.read_text(encoding="utf-8"))
    file["features"][0]["properties"]["title"] = "Changed in an editor"
    path.write_text(json.dumps(file), encoding="utf-8")
    page.wait_for_function("() => document.querySelector('.board iframe.waiting')")
    expect(page.locator(".updating")).to_have_text("Updating map and list …")
    # A long message beside that moves nothing of what stands below.
    heights = page.evaluate(HEIGHTS, "Accepted: Two Chinese ships patrol the strait")
    assert heights[0] == heights[1]
    records(page).get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(re.compile("#v="))
    held[0].continue_()
    # The page takes over the view first; the form goes on with the one before.
    expect(page.locator(".board iframe")).to_have_count(1)
    expect(page.locator(".updating")).to_have_count(0)
    page.get_by_label("Date").fill("4 July 2025")
    expect(page.locator(".meaning")).to_have_text("1 day")
    expect(records(page).locator(".record", has_text="Changed in an editor")).to_have_count(1)
    assert wrong == []
    page.get_by_role("button", name="Cancel").click()
    page.close()


def test_a_reload_keeps_the_form_and_a_conflict_shows_both_versions(served: Served) -> None:
    mine, theirs = served.open(), served.open()
    for page, title in ((mine, "As I see it"), (theirs, "As they see it")):
        records(page).locator(".record .pick").nth(2).click()
        page.get_by_role("button", name="Edit record").click()
        page.get_by_label("Title", exact=True).fill(title)
    # Each sees that the other has it open; who has saved nothing yet has no name.
    expect(theirs.locator(".open-elsewhere")).to_have_text(re.compile("has this record open, too"))
    expect(theirs.locator(".presence li")).not_to_have_count(0)
    held = held_requests(mine, "**/page?*")
    with mine.expect_request("**/page?*"):
        mine.reload()
    expect(mine.locator(".loading p")).to_have_text(
        re.compile(r"Drawing map and list of \d+ records")
    )
    expect(mine.get_by_label("Title", exact=True)).to_have_value("As I see it")
    held[0].fulfill(status=422, json={"error": "the folder is odd"})
    expect(mine.locator(".status.fault")).to_have_text("Not built: the folder is odd")
    expect(mine.locator(".loading")).to_have_count(0)
    mine.unroute("**/page?*")
    save(theirs, why="one account")
    mine.locator(".panel:not([hidden]) footer .main").click()
    mine.locator("dialog .main").click()
    conflict = mine.locator(".conflict")
    expect(conflict).to_contain_text("changed by someone else")
    expect(conflict).to_contain_text("As they see it")
    expect(conflict.locator("th", has_text="Title")).to_be_visible()
    expect(mine.get_by_label("Title", exact=True)).to_have_value("As I see it")
    conflict.get_by_role("button", name="Save mine over it").click()
    mine.locator("dialog .main").click()
    expect(mine.locator(".status")).to_contain_text("Saved")
    titles = {event.title for event in open_workspace(served.folder).events}
    assert "As I see it" in titles
    assert "As they see it" not in titles
    for page in (mine, theirs):
        page.close()
